"""What comes back to a contributor: thanks that were read first, how many have read it, what is paid, and how they are reached."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from home.actions.contributing import caring, counting, leaving, paying, thanking
from home.actions.contributing.caring import Wishes
from home.actions.refusals import Refused
from home.enums import AfterDeath, PaidBy, ThanksState, WithdrawalCause
from home.models import Contribution, InvolvementSettings, Letter, Notice, Payment, ReaderFigure, Thanks
from home.rules.contributing import readers_shown
from learning.models import LessonProgress
from tests.contributions.lives import agreed, decided, draft, name_lead, place_in
from tests.factories import PersonFactory
from tests.learning.factories import make_module, url_of

pytestmark = pytest.mark.django_db
KIND = "I have read it to my whole team."


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT, settings.LEDGER = tmp_path / "media", tmp_path / "ledger"


@pytest.fixture
def stands(cast):
    """Dev's contribution in a lesson; Carys looks after contributors."""
    name_lead(cast)
    module, (lesson, _) = make_module(2)
    made = agreed(cast, [module.pk])
    place_in(lesson, made)
    return made, lesson


def test_thanks_are_read_before_their_author_sees_them_without_a_name(cast, stands, client_for):
    made, lesson = stands
    asha, carys, dev = client_for(cast.asha), client_for(cast.carys), client_for(cast.dev)
    address = f"/contributions/{made.public_id}/thank/?page={lesson.pk}"
    assert address in asha.get(url_of(lesson)).content.decode()
    assert asha.post(address, {"text": KIND})["Location"] == url_of(lesson)
    told = Notice.objects.get(person=cast.carys, title="A reader has left thanks for a contributor")
    assert KIND not in f"{told.text}{told.title}"
    assert KIND not in dev.get("/contributions/").content.decode()
    left = Thanks.objects.get()
    assert KIND in carys.get(told.url).content.decode()
    carys.post(f"/contributions/thanks/{left.pk}/pass-on/", {"text": KIND})
    page = dev.get("/contributions/").content.decode()
    assert KIND in page
    assert cast.asha.name not in page
    assert Notice.objects.filter(person=cast.dev, title="A reader has thanked you", url="/contributions/#thanks").count() == 1
    assert not Letter.objects.filter(person=cast.dev, text__contains=KIND).exists()
    assert Notice.objects.get(pk=told.pk).read_at, "nothing is left to do"


def test_words_that_changed_after_they_were_read_are_not_passed_on(cast, stands):
    made, _ = stands
    left = thanking.leave_thanks(made, cast.asha, KIND)
    thanking.leave_thanks(made, cast.asha, "Ring me on 01234 567890")
    with pytest.raises(Refused, match="changed since"):
        thanking.pass_on(left, cast.carys, KIND)
    assert Thanks.objects.get().state == ThanksState.WAITING


def test_thanks_are_kept_back_with_a_reason_or_taken_back_by_who_left_them(cast, stands):
    made, _ = stands
    left = thanking.leave_thanks(made, cast.asha, "Where do you live?")
    with pytest.raises(Refused, match="Say why"):
        thanking.keep_back(left, cast.carys, " ")
    with pytest.raises(Refused, match="looks after contributors"):
        thanking.keep_back(left, cast.editor, "No.")
    thanking.keep_back(left, cast.carys, "It asks where they live.")
    assert Notice.objects.get(person=cast.asha).text == "It asks where they live."
    assert not Notice.objects.filter(person=cast.dev, title="A reader has thanked you").exists()
    with pytest.raises(Refused, match="read already"):
        thanking.leave_thanks(made, cast.asha, KIND)
    thanking.leave_thanks(made, cast.ben, KIND)
    assert thanking.leave_thanks(made, cast.ben, "") is None
    assert not Thanks.objects.filter(by=cast.ben).exists()


def test_nobody_thanks_themselves_or_for_what_stands_nowhere(cast, stands, client_for):
    made, _ = stands
    with pytest.raises(Refused, match="yours"):
        thanking.leave_thanks(made, cast.dev, KIND)
    waiting = decided(cast.dev, [], title="Nowhere yet")
    with pytest.raises(Refused, match="nowhere"):
        thanking.leave_thanks(waiting, cast.asha, KIND)
    assert client_for(cast.asha).get(f"/contributions/{waiting.public_id}/thank/").status_code == 404
    assert client_for(cast.dev).get(f"/contributions/{made.public_id}/thank/").status_code == 404
    InvolvementSettings.objects.update(contact=None)
    with pytest.raises(Refused, match="Nobody is named"):
        thanking.leave_thanks(made, cast.asha, KIND)
    with pytest.raises(IntegrityError), transaction.atomic():
        Thanks.objects.create(contribution=made, by=cast.asha, text="x", state=ThanksState.KEPT_BACK, read_at=timezone.now())


def test_what_waits_goes_with_the_words_and_what_was_given_stays_with_its_author(cast, stands, client_for, django_capture_on_commit_callbacks):
    made, _ = stands
    thanking.pass_on(thanking.leave_thanks(made, cast.asha, KIND), cast.carys, KIND)
    thanking.leave_thanks(made, cast.ben, "The chair by the door: I use it.")
    with django_capture_on_commit_callbacks(execute=True):
        gone = leaving.withdraw_by_author(made, cast.dev)
    gone.refresh_from_db()
    assert ["message of thanks that you had not been given", 1] in gone.receipt["removed"]
    assert KIND in client_for(cast.dev).get("/contributions/").content.decode()
    assert Thanks.objects.count() == 1
    receipt = client_for(cast.dev).get(f"/contributions/{made.public_id}/receipt/").content.decode()
    assert "One message of thanks that you had not been given" in receipt
    assert "Two versions that were handed in or agreed" in receipt or "One version that was handed in or agreed" in receipt


def read_by(lesson, people, *, when=None) -> None:
    LessonProgress.objects.bulk_create(LessonProgress(person=each, lesson=lesson, started_at=when or timezone.now()) for each in people)


def test_how_many_have_read_it_is_a_rounded_number_from_ten_on_that_moves_by_three(cast, stands, client_for):
    _, lesson = stands
    people = PersonFactory.create_batch(20)
    read_by(lesson, people[:9])
    read_by(lesson, [cast.dev])
    assert counting.freeze_readers() == 1
    assert ReaderFigure.objects.get().people is None, "nine are too few, and its author does not count"
    read_by(lesson, people[9:11])
    assert counting.freeze_readers() == 0, "two more are not enough to move it"
    read_by(lesson, people[11:13])
    assert counting.freeze_readers() == 1
    assert ReaderFigure.objects.get().people == 15
    assert "About 15 people have read them" in client_for(cast.dev).get("/contributions/").content.decode()
    assert not any(str(each.pk) in ReaderFigure.objects.get().parts for each in people)
    LessonProgress.objects.all().delete()
    assert counting.freeze_readers() == 0, "who has read it once stays counted"


def test_only_those_count_who_came_after_the_words_stood_there(cast, stands):
    _, lesson = stands
    before = timezone.now() - timedelta(days=3)
    early = PersonFactory.create_batch(12)
    read_by(lesson, early, when=before)
    counting.freeze_readers()
    assert ReaderFigure.objects.get().parts == []
    LessonProgress.objects.filter(person__in=early[:10]).update(finished_at=timezone.now())
    counting.freeze_readers()
    assert ReaderFigure.objects.get().people == 10


def test_the_rule_for_numbers_of_readers():
    assert [readers_shown(number) for number in (0, 9, 10, 12, 13, 98)] == [None, None, 10, 10, 15, 100]


def agree(cast, **changes) -> Payment:
    facts = {"what": "Two hours", "amount": Decimal("50"), "paid_by": PaidBy.CASH, "due_on": timezone.localdate() + timedelta(days=14), "key": uuid.uuid4()}
    return paying.agree_payment(by=cast.carys, person=cast.dev, **{**facts, **changes})


def test_a_payment_is_agreed_and_made_and_says_by_whom(cast, stands, client_for):
    carys, dev = client_for(cast.carys), client_for(cast.dev)
    key = str(uuid.uuid4())
    sent = {"what": "Two hours, and the bus", "amount": "54.50", "paid_by": "cash", "due_on": str(timezone.localdate() + timedelta(days=7)), "key": key}
    for _ in range(2):
        assert carys.post(f"/contributions/care/{cast.dev.pk}/payment/", sent).status_code == 302
    payment = Payment.objects.get()
    page = dev.get("/contributions/").content.decode()
    assert "£54.50" in page
    assert f"written down by {cast.carys.name}" in page
    carys.post(f"/contributions/payments/{payment.pk}/paid/", {"made_on": str(timezone.localdate())})
    assert f"marked by {cast.carys.name}" in dev.get("/contributions/").content.decode()
    dev.post(f"/contributions/payments/{payment.pk}/missed/")
    payment.refresh_from_db()
    assert payment.missed_at
    assert payment.made_on is None
    assert Notice.objects.filter(person=cast.carys, title="A contributor says that a payment has not come").count() == 1
    assert "said not to have come" in carys.get("/contributions/care/").content.decode()
    for letter in Letter.objects.filter(person=cast.dev):
        assert "54.50" not in letter.subject + letter.text + letter.html, "a mail may be read by others"


def test_bad_payments_are_refused_each_with_its_sentence(cast, stands):
    for wrong, sentence in (
        ({"amount": Decimal(0)}, "above nought"),
        ({"amount": Decimal(5001)}, "5,000"),
        ({"what": " "}, "what it is for"),
        ({"due_on": timezone.localdate() - timedelta(days=1)}, "from today on"),
    ):
        with pytest.raises(Refused, match=sentence):
            agree(cast, **wrong)
    payment = agree(cast)
    with pytest.raises(Refused, match="looks after contributors"):
        paying.mark_paid(by=cast.editor, payment=payment, made_on=timezone.localdate())
    with pytest.raises(Refused, match="between"):
        paying.mark_paid(by=cast.carys, payment=payment, made_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(Refused, match="to come by"):
        paying.say_missed(by=cast.dev, payment=payment)
    with pytest.raises(Refused, match="person who is paid"):
        paying.say_missed(by=cast.asha, payment=payment)
    with pytest.raises(Refused, match="Somebody else"):
        paying.agree_payment(by=cast.carys, person=cast.carys, what="x", amount=Decimal(1), paid_by=PaidBy.CASH, due_on=timezone.localdate(), key=uuid.uuid4())
    paying.mark_paid(by=cast.carys, payment=payment, made_on=timezone.localdate())
    with pytest.raises(Refused, match="stays"):
        paying.drop_payment(by=cast.carys, payment=payment)


def test_somebody_says_how_they_are_reached_and_it_holds(cast, stands, client_for):
    dev = client_for(cast.dev)
    assert dev.post("/contributions/wishes/", {"after_death": "ask"}).status_code == 422
    said = {"never_by_mail": "on", "how": "Ring my sister", "when": "Mornings", "after_death": "ask", "if_i_die": "Ask my sister"}
    assert dev.post("/contributions/wishes/", said).status_code == 302
    page = dev.get("/contributions/").content.decode()
    for words in ("Never.", "Ring my sister", "Mornings", "Ask my sister", cast.carys.name, "Get support now"):
        assert words in page
    agree(cast)
    assert Notice.objects.filter(person=cast.dev, key__startswith="payment:").exists()
    assert not Letter.objects.filter(person=cast.dev).exists()
    seen = client_for(cast.carys).get(f"/contributions/care/{cast.dev.pk}/").content.decode()
    assert "Ring my sister" in seen
    assert cast.dev.email not in seen, "nobody writes to who said never"


def test_who_looks_after_contributors_sees_people_and_never_what_they_write(cast, stands, client_for):
    made, _ = stands
    shy = PersonFactory(name="Only A Draft")
    draft(shy, title="Nobody's business")
    carys = client_for(cast.carys)
    listed = carys.get("/contributions/care/").content.decode()
    assert cast.dev.name in listed
    assert shy.name not in listed
    one = carys.get(f"/contributions/care/{cast.dev.pk}/").content.decode()
    assert made.title not in one
    assert "Sam from the river" not in one, "which name somebody chose is not for this page"
    assert carys.get(f"/contributions/care/{shy.pk}/").status_code == 404


def test_when_somebody_has_died_their_wish_is_done(cast, stands, client_for, django_capture_on_commit_callbacks):
    made, lesson = stands
    caring.keep_wishes(cast.dev, Wishes(after_death=AfterDeath.TAKE_BACK))
    with pytest.raises(Refused):
        caring.say_died(by=cast.editor, person=cast.dev, how_known="x", then=AfterDeath.LET_STAND)
    with pytest.raises(Refused, match="how you know"):
        caring.say_died(by=cast.carys, person=cast.dev, how_known=" ", then=AfterDeath.LET_STAND)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_for(cast.carys).post(f"/contributions/care/{cast.dev.pk}/died/", {"how_known": "Their sister told me", "then": "let_stand"})
    assert answer.status_code == 302
    assert made.withdrawals.get().cause == WithdrawalCause.DIED
    assert "held the door" not in client_for(cast.asha).get(url_of(lesson)).content.decode()
    cast.dev.refresh_from_db()
    assert not cast.dev.is_active
    assert made.decisions.filter(sentence__contains="They had wished it so").exists()


def test_what_they_left_to_others_is_decided_and_an_error_can_be_undone(cast, stands):
    made, _ = stands
    with pytest.raises(Refused, match="Ask first"):
        caring.say_died(by=cast.carys, person=cast.dev, how_known="The ward rang", then=AfterDeath.ASK)
    caring.say_died(by=cast.carys, person=cast.dev, how_known="The ward rang", then=AfterDeath.LET_STAND)
    assert Contribution.objects.there().filter(pk=made.pk).exists()
    caring.was_mistaken(by=cast.carys, person=cast.dev)
    cast.dev.refresh_from_db()
    assert cast.dev.is_active
    assert cast.dev.contact_wishes.died_on is None


def test_a_contributors_home_costs_the_same_for_one_and_for_three(cast, stands, client_for, queries_of):
    made, _ = stands
    dev = client_for(cast.dev)
    one = queries_of(dev, "/contributions/").count
    for person in (cast.asha, cast.ben, cast.eve):
        thanking.pass_on(thanking.leave_thanks(made, person, KIND), cast.carys, KIND)
        agree(cast)
    three = queries_of(dev, "/contributions/")
    assert three.count <= one, str(three)


def test_the_next_session_stands_on_a_contributors_home(cast, client_for):
    from tests.practice.communities import make_community, make_meeting

    assert "No session is coming up" in client_for(cast.dev).get("/contributions/").content.decode()
    session = make_meeting(make_community(cast.carys), title="Who holds the door?")
    session.speakers.create(person=cast.dev, name="Sam")
    page = client_for(cast.dev).get("/contributions/").content.decode()
    assert "Who holds the door?" in page
    assert f"{session.get_absolute_url()}speaking/" in page


def test_who_looks_after_contributors_needs_a_second_factor(cast):
    from home.models import User
    from home.permissions import standing

    before = standing(User.objects.with_standing().get(pk=cast.eve.pk)).needs_second_factor
    name_lead(cast)
    InvolvementSettings.objects.update(contact=cast.eve)
    assert (before, standing(User.objects.with_standing().get(pk=cast.eve.pk)).needs_second_factor) == (False, True)
