"""Agreed documents: versions that do not change, signatures for services by who keeps them, and reminders to look again."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from home.actions.refusals import Refused
from home.models import Letter, Notice
from practice.actions.documents import signing, writing
from practice.actions.documents.telling import remind_of_reviews
from practice.models import AgreedDocument, DocumentVersion, Signature
from practice.rules.documents import review_stage, signed_words
from tests.practice.communities import make_community
from tests.practice.services import make_entry

HERE = "/communities/both-at-once/documents/"


def test_how_far_it_is_signed_is_said():
    assert signed_words([], []) == "No service is asked to sign it yet."
    assert signed_words(["A"], ["A"]) == "Signed by the one service that was asked."
    assert signed_words(["A", "B"], ["A", "B"]) == "Signed by all two services."
    assert signed_words(["A", "B", "C"], ["C"]) == "Signed by one of three services. Still asked: A, B."


@pytest.mark.parametrize(("ahead", "stage"), [(31, None), (30, 0), (1, 0), (0, 1), (-29, 1), (-30, 2)])
def test_reminders_of_a_review(ahead, stage):
    today = timezone.now().date()
    assert review_stage(today + timedelta(days=ahead), today) == stage


@pytest.fixture
def community(cast):
    make_community(cast.eve, title="Next door")
    return make_community(cast.carys, cast.asha)


@pytest.fixture
def document(cast, community) -> AgreedDocument:
    make_entry(cast.service)
    facts = {"kind": "sharing", "title": "Who may tell whom what", "text": "## First\n\nWe ask.", "review_on": day(300)}
    return writing.begin(by=cast.carys, community=community, signatories=[cast.service], key=uuid.uuid4(), **facts)


def day(ahead: int):
    return timezone.localdate() + timedelta(days=ahead)


@pytest.mark.django_db
def test_it_is_begun_once_and_the_service_is_asked(cast, community, client_for):
    make_entry(cast.service)
    sent = {
        "kind": "limits",
        "title": "What we can do",
        "text": "We can come.",
        "review_on": day(200).isoformat(),
        "signatories": [cast.service.pk],
        "key": str(uuid.uuid4()),
    }
    carys = client_for(cast.carys)
    assert carys.post(f"{HERE}new/", {**sent, "review_on": day(-1).isoformat()}).status_code == 422
    for _ in range(2):
        assert carys.post(f"{HERE}new/", sent).status_code == 302
    found = AgreedDocument.objects.get()
    assert found.versions.get().html == "<p>We can come.</p>"
    assert Notice.objects.filter(person=cast.ben, key__contains=":sign:1:").count() == 1
    page = client_for(cast.asha).get(f"{HERE}what-we-can-do/").content.decode()
    assert "Signed by none of one service. Still asked: Riverside Recovery." in page


@pytest.mark.django_db
def test_only_who_keeps_the_service_signs_and_only_the_newest_version(cast, document, client_for):
    where = f"{HERE}{document.slug}/sign/{cast.service.slug}/"
    for who in ("asha", "carys", "eve", "frank", "lead", "admin", "dev"):
        assert client_for(getattr(cast, who)).post(where, {"number": "1"}).status_code == 404, who
        with pytest.raises(Refused), transaction.atomic():
            signing.sign(by=getattr(cast, who), document=document, number=1, service=cast.service)
    for _ in range(2):
        client_for(cast.ben).post(where, {"number": "1"})
    assert Signature.objects.get().signed_by == cast.ben
    writing.put_forward(by=cast.carys, document=document, text="We ask, and we wait.", changed="We wait.", review_on=day(300))
    assert "Signed by none of one service" in client_for(cast.ben).get(document.get_absolute_url()).content.decode(), "it holds for the words that were signed"
    answer = client_for(cast.ben).post(where, {"number": "1"}, follow=True)
    assert "There is a newer version" in answer.content.decode()
    assert Signature.objects.count() == 1
    assert Notice.objects.filter(person=cast.ben, key__contains=":sign:2:").count() == 1


@pytest.mark.django_db
def test_a_signature_is_taken_back_with_a_reason_and_stays(cast, document, client_for):
    signing.sign(by=cast.ben, document=document, number=1, service=cast.service)
    where = f"{HERE}{document.slug}/take-back/{cast.service.slug}/"
    assert client_for(cast.ben).post(where, {"because": ""}).status_code == 422
    client_for(cast.ben).post(where, {"because": "Our lawyers said no."})
    row = Signature.objects.get()
    assert (row.taken_back_by, row.because) == (cast.ben, "Our lawyers said no.")
    assert "Our lawyers said no." in client_for(cast.asha).get(document.get_absolute_url()).content.decode()
    assert Notice.objects.filter(person=cast.carys, key=f"signature:{row.pk}:back").exists()
    signing.sign(by=cast.ben, document=document, number=1, service=cast.service)
    assert Signature.objects.count() == 2


@pytest.mark.django_db
def test_versions_and_signatures_are_never_lost(cast, document):
    signing.sign(by=cast.ben, document=document, number=1, service=cast.service)
    for row in (document, DocumentVersion.objects.get()):
        with pytest.raises(ProtectedError), transaction.atomic():
            row.delete()
    for model, wrong in ((AgreedDocument, {"ended_on": day(0)}), (DocumentVersion, {"number": 2}), (Signature, {"taken_back_at": timezone.now()})):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**wrong)
    again = writing.put_forward(by=cast.carys, document=document, text="## First\n\nWe ask.", changed="Nothing.", review_on=day(300))
    assert again.number == 1, "the same words are no new version"


@pytest.mark.django_db
def test_facilitators_of_next_door_and_people_outside_reach_nothing(cast, document, client_for):
    for who in ("dev", "eve", "frank", "editor", "admin"):
        client = client_for(getattr(cast, who))
        for where in ("", f"{document.slug}/", f"{document.slug}/versions/1/", f"{document.slug}/version/", f"{document.slug}/end/", "new/"):
            assert client.get(HERE + where).status_code == 404, (who, where)
    for who in ("asha", "ben", "lead"):
        assert client_for(getattr(cast, who)).get(document.get_absolute_url()).status_code == 200, who
        assert client_for(getattr(cast, who)).get(f"{HERE}{document.slug}/version/").status_code == 404, who
    assert client_for(cast.eve).get(f"/communities/next-door/documents/{document.slug}/").status_code == 404
    with pytest.raises(Refused):
        writing.end(by=cast.eve, document=document, because="x")


@pytest.mark.django_db
def test_reviews_are_asked_for_once_and_not_of_what_was_looked_at_or_ended(cast, document):
    reminded = Notice.objects.filter(person=cast.carys, kind="reminder")
    assert remind_of_reviews(day(200)) == 0
    for _ in range(3):
        remind_of_reviews(day(280))
    assert reminded.count() == 1
    writing.look_again(by=cast.carys, document=document, review_on=day(400))
    assert not reminded.unread().exists()
    assert not Letter.objects.filter(kind="reminder", dropped_at__isnull=True, sent_at__isnull=True).exists()
    assert remind_of_reviews(day(301)) == 0
    remind_of_reviews(day(401))
    assert reminded.count() == 2
    writing.end(by=cast.carys, document=document, because="It is law now.")
    assert remind_of_reviews(day(500)) == 0
    with pytest.raises(Refused):
        writing.put_forward(by=cast.carys, document=document, text="x", changed="x", review_on=day(300))


@pytest.mark.django_db
def test_the_list_costs_the_same_for_one_and_for_fifty(cast, community, document, client_for, queries_of):
    client = client_for(cast.asha)
    one = queries_of(client, HERE)
    for number in range(30):
        facts = {"kind": "risk", "title": f"Document {number}", "text": "We ask.", "review_on": day(300)}
        made = writing.begin(by=cast.carys, community=community, signatories=[cast.service], key=uuid.uuid4(), **facts)
        signing.sign(by=cast.ben, document=made, number=1, service=cast.service)
    many = queries_of(client, HERE)
    assert one.count == many.count <= 12, f"{one}\n{many}"


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["Move", "New", "Agenda", "Édit", "!!!"])
def test_a_document_is_found_whatever_it_is_called(cast, community, client_for, title):
    facts = {"kind": "other", "title": title, "text": "We ask.", "review_on": day(300)}
    made = [writing.begin(by=cast.carys, community=community, signatories=[], key=uuid.uuid4(), **facts) for _ in range(2)]
    assert made[0].slug != made[1].slug
    for each in made:
        assert client_for(cast.asha).get(each.get_absolute_url()).status_code == 200, each.slug
