"""Reading a version before it stands: a reviewer's own page, their yes, their wishes and their credit."""

import re

import pytest
from django.db import IntegrityError, transaction

from capability.actions.versions.enforcing import readiness
from capability.actions.versions.reviewing import ask, say_yes
from capability.enums import ReviewAnswer
from capability.frameworks import fact_of
from capability.models import FrameworkReview, ReviewWish
from home.actions.refusals import Refused
from home.models import Notice
from tests.capability.versions import OFFER, draft_of, find, in_force, put_in_force, reword, yes_from

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast):
    in_force()
    return draft_of(cast.lead)


@pytest.fixture
def review(cast, draft):
    return ask(cast.lead, draft, cast.dev.email, OFFER)


@pytest.fixture
def dev(cast, client_for):
    return client_for(cast.dev)


def address(review) -> str:
    return f"/capability/reviews/{review.pk}/"


def digest_on(client, review) -> str:
    return re.search(r'name="digest" value="(\w{64})"', client.get(address(review)).content.decode())[1]


def test_a_reader_is_told_and_reads_every_word_without_the_cms(cast, review, dev):
    notice = Notice.objects.get(person=cast.dev)
    assert notice.url == address(review)
    page = dev.get(notice.url).content.decode()
    assert page.count("Ask for a change here") == 23
    assert "I understand that past harm shapes how people react" in page
    assert OFFER in page.replace("&#x27;", "'")
    assert dev.get("/cms/").status_code == 403
    assert "Capabilities for co-occurring needs (2.0)" in dev.get("/capability/reviews/").content.decode()


def test_a_reading_is_its_readers_alone(cast, review, client_for):
    for who in ("asha", "ben", "lead", "admin", "editor"):
        client = client_for(getattr(cast, who))
        assert client.get(address(review)).status_code == 404
        assert client.post(address(review), {"back": "1"}).status_code == 404
        assert "Nothing is asked of you" in client.get("/capability/reviews/").content.decode()
    review.refresh_from_db()
    assert review.answer == ReviewAnswer.WAITING


def test_a_yes_is_to_exactly_the_words_that_were_read(cast, draft, review, dev):
    digest = digest_on(dev, review)
    reword(cast.lead, draft)
    late = dev.post(address(review), {"yes": "1", "digest": digest, "credit": "named"})
    assert late.status_code == 422
    assert "words have changed since you opened this page" in late.content.decode()
    dev.post(address(review), {"yes": "1", "digest": digest_on(dev, review), "credit": "named"})
    review.refresh_from_db()
    assert (review.answer, review.said_digest) == (ReviewAnswer.YES, fact_of(draft).words_digest)
    assert Notice.objects.filter(person=cast.lead, title__contains="said yes").exists()
    assert "You said yes to exactly these words" in dev.get(address(review)).content.decode()
    reword(cast.lead, draft, text="Other words again.")
    assert "You said yes to earlier words" in dev.get(address(review)).content.decode()


def test_the_changed_words_are_marked(cast, draft, review, dev):
    assert "New words" not in dev.get(address(review)).content.decode()
    reword(cast.lead, draft)
    assert dev.get(address(review)).content.decode().count(">New words<") == 1


def test_a_yes_needs_a_choice_of_name(cast, review, dev):
    digest = digest_on(dev, review)
    assert "Choose how you would like to be named" in dev.post(address(review), {"yes": "1", "digest": digest}).content.decode()
    page = dev.post(address(review), {"yes": "1", "digest": digest, "credit": "pseudonym"}).content.decode()
    assert "Write the name you would like to stand there" in page
    with pytest.raises(Refused, match="name you would like"):
        say_yes(cast.dev, review, digest=digest, credit="pseudonym", pseudonym=" ")
    review.refresh_from_db()
    assert review.answer == ReviewAnswer.WAITING


def test_a_form_that_came_without_its_button_says_what_is_missing(cast, review, dev):
    page = dev.post(address(review), {"digest": digest_on(dev, review), "credit": "nobody", "whole": "Say it shorter."})
    assert page.status_code == 422
    assert "Press one of the buttons" in page.content.decode()
    assert "Say it shorter." in page.content.decode()


def test_a_wish_stands_beside_its_capability_until_it_is_answered(cast, draft, review, dev, client_for):
    b3 = find(draft, "B3")
    box = f"wish-{b3.pk}"
    assert "Say beside a capability" in dev.post(address(review), {"change": "1"}).content.decode()
    dev.post(address(review), {"change": "1", box: "Say it in our words.", "whole": "Shorter, please."})
    assert readiness(draft).problems == ["Dev Mistry asks for a change."]
    lead = client_for(cast.lead)
    assert "Say it in our words." in lead.get(f"/cms/framework/{draft.pk}/capabilities/{b3.pk}/").content.decode()
    wish = ReviewWish.objects.get(capability=b3)
    page = lead.get(f"/cms/framework/{draft.pk}/reviewers/").content.decode()
    assert "Shorter, please." in page
    assert "Say what you did" in lead.post(f"/cms/framework/{draft.pk}/wishes/{wish.pk}/", {"outcome": " "}, follow=True).content.decode()
    lead.post(f"/cms/framework/{draft.pk}/wishes/{wish.pk}/", {"outcome": "We took your words."})
    assert "We took your words." in dev.get(address(review)).content.decode()
    assert Notice.objects.filter(person=cast.dev, title__contains="answer to a change").count() == 1


def test_what_is_kept_for_later_only_its_writer_sees(cast, draft, review, dev, client_for):
    b3 = find(draft, "B3")
    dev.post(address(review), {"later": "1", f"wish-{b3.pk}": "canary in a half thought"})
    assert "canary in a half thought" in dev.get(address(review)).content.decode()
    lead = client_for(cast.lead)
    for page in ("", "reviewers/", f"capabilities/{b3.pk}/"):
        assert "canary in a half thought" not in lead.get(f"/cms/framework/{draft.pk}/{page}").content.decode()
    review.refresh_from_db()
    assert review.answer == ReviewAnswer.WAITING


def test_a_yes_beside_a_written_wish_is_asked_about_and_nothing_is_lost(cast, draft, review, dev):
    b3 = find(draft, "B3")
    data = {"yes": "1", "digest": digest_on(dev, review), "credit": "nobody", f"wish-{b3.pk}": "But change this."}
    page = dev.post(address(review), data).content.decode()
    assert "You wrote down what should change" in page
    assert "But change this." in page


def test_somebody_who_would_rather_not_is_not_waited_for(cast, draft, review, dev):
    dev.post(address(review), {"back": "1"})
    yes_from(cast.lead, cast.asha, draft)
    assert readiness(draft).problems == []


@pytest.mark.parametrize(
    ("credit", "pseudonym", "seen"), [("named", "", "Dev Mistry"), ("first_name", "", "Dev"), ("pseudonym", "River", "River"), ("nobody", "", "")]
)
def test_credit_stands_as_it_was_agreed_and_changes_when_its_owner_says(cast, draft, review, dev, client_for, credit, pseudonym, seen):
    now = put_in_force_with(cast, draft, credit, pseudonym)
    page = client_for(None).get("/capability/").content.decode()
    named = page[page.index('id="readers"') : page.index('id="versions"')]
    assert (seen or "would rather not be named") in named
    for other in {"Dev Mistry", "River"} - {seen}:
        assert other not in page
    dev.post(address(now.reviews.get()), {"credit-only": "1", "credit": "nobody"})
    again = client_for(None).get("/capability/").content.decode()
    assert not re.search(r"Dev|River", again)
    assert "one person who would rather not be named" in again or "who would rather not be named" in again


def put_in_force_with(cast, draft, credit, pseudonym):
    from capability.actions.versions.enforcing import bring_into_force

    yes_from(cast.lead, cast.dev, draft, credit, pseudonym)
    return bring_into_force(cast.lead, draft, digest=fact_of(draft).words_digest)


def test_the_version_that_ships_says_that_nobody_here_has_read_it_until_somebody_has(cast, client_for):
    framework = in_force()
    assert "has said yes to these words yet" in client_for(None).get("/capability/").content.decode()
    yes_from(cast.lead, cast.dev, framework, "first_name")
    assert "people with lived experience: Dev." in " ".join(client_for(None).get("/capability/").content.decode().split())


def test_asking_again_waits_again_and_a_yes_that_stands_is_not_asked_twice(cast, draft, review):
    say_yes(cast.dev, review, digest=fact_of(draft).words_digest, credit="nobody")
    with pytest.raises(Refused, match="exactly these words already"):
        ask(cast.lead, draft, cast.dev.email, OFFER)
    reword(cast.lead, draft)
    assert ask(cast.lead, draft, cast.dev.email, OFFER).answer == ReviewAnswer.WAITING
    assert FrameworkReview.objects.count() == 1


def test_a_retired_version_asks_nobody(cast, draft, review, dev):
    put_in_force(cast.lead, cast.dev, draft)
    put_in_force(cast.lead, cast.dev, draft_of(cast.lead, "3.0"))
    assert "Nothing more is asked of you" in dev.get(address(review)).content.decode()
    assert dev.post(address(review), {"change": "1", "whole": "x"}).status_code == 422
    draft.refresh_from_db()
    with pytest.raises(Refused, match="retired"):
        ask(cast.lead, draft, cast.asha.email, OFFER)


def test_named_constraints_hold_a_reading_together(cast, review):
    for change in ({"answer": "yes"}, {"credit": "pseudonym"}, {"answer": "change"}):
        with pytest.raises(IntegrityError, match="framework_review"), transaction.atomic():
            FrameworkReview.objects.filter(pk=review.pk).update(**change)


def test_reading_takes_the_same_queries_for_one_wish_and_for_many(cast, draft, review, dev, queries_of):
    one = queries_of(dev, address(review)).count
    codes = ["A1", "A2", "B3", "B4"]
    dev.post(address(review), {"change": "1", **{f"wish-{find(draft, code).pk}": "Change it." for code in codes}})
    counted = queries_of(dev, address(review))
    assert counted.count == one, counted
    assert counted.count <= 26, counted
