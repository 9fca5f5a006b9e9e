"""People with experience of services read criteria: asked with an offer, in their own words and under their own name, theirs to take back."""

import pytest
from wagtail.models import ModelLogEntry

from home.actions.refusals import Refused
from home.models import Notice
from practice.actions import reviewing
from practice.models import CriteriaReview
from tests.practice.services import make_criterion, make_entry

pytestmark = pytest.mark.django_db
WORDS = "Three weeks of showing up would have been six months for me."


@pytest.fixture
def entry(cast):
    entry = make_entry(cast.service)
    make_criterion(entry, rule="reduced", parts=("therapy",), definition="By half")
    return entry


@pytest.fixture
def review(cast, entry) -> CriteriaReview:
    return reviewing.ask_for_review(by=cast.lead, entry=entry, reviewer=cast.dev, offer="An hour, £25, by bank transfer within a week.")


def test_it_is_asked_with_an_offer_and_written_under_a_name_of_ones_own(cast, entry, client_for):
    lead, dev = client_for(cast.lead), client_for(cast.dev)
    sent = {"email": "dev@example.org", "time": "An hour", "fee": "", "support": "Carys"}
    answer = lead.post(f"{entry.url}ask-for-review/", sent)
    assert answer.status_code == 422
    assert "Say what is paid" in answer.content.decode()
    assert 'value="dev@example.org"' in answer.content.decode()
    assert "Nobody signs in with this address" in lead.post(f"{entry.url}ask-for-review/", {**sent, "fee": "£25", "email": "no@example.org"}).content.decode()
    for _ in range(2):
        assert lead.post(f"{entry.url}ask-for-review/", {**sent, "fee": "£25"}).status_code == 302
    review = CriteriaReview.objects.get()
    page = dev.get(review.get_absolute_url()).content.decode()
    assert "Fee and expenses: £25" in page
    assert "People have to have cut down. By half." in page
    assert dev.post(review.get_absolute_url(), {"text": " "}).status_code == 422
    assert dev.post(review.get_absolute_url(), {"text": WORDS, "named_as": "Sam"}).status_code == 302
    page = client_for(cast.asha).get(entry.url).content.decode()
    assert WORDS in page
    assert "Sam, " in page
    assert "Dev Mistry" not in page


def test_the_service_never_learns_who_wrote_it(cast, entry, review, client_for):
    reviewing.write_review(by=cast.dev, review=review, text=WORDS)
    ben = client_for(cast.ben)
    for address in (entry.url, f"{entry.url}history/", f"{entry.url}edit/", f"/services/reviews/{review.pk}/answer/", "/me/notices/", "/dashboard/"):
        page = ben.get(address).content.decode()
        assert "Dev Mistry" not in page, address
    assert WORDS in ben.get(entry.url).content.decode()
    assert "Somebody with experience of services" in ben.get(entry.url).content.decode()
    assert not Notice.objects.filter(person=cast.ben, title__contains="Dev").exists()
    assert not ModelLogEntry.objects.filter(content_type__model="serviceentry", user=cast.dev).exists()


def test_the_service_answers_and_changed_words_need_another_answer(cast, entry, review, client_for):
    reviewing.write_review(by=cast.dev, review=review, text=WORDS)
    assert client_for(cast.ben).post(f"/services/reviews/{review.pk}/answer/", {"answer": "From January we ask nobody."}).status_code == 302
    assert "From January we ask nobody." in client_for(cast.asha).get(entry.url).content.decode()
    assert Notice.objects.filter(person=cast.dev, title__contains="has answered").count() == 1
    reviewing.write_review(by=cast.dev, review=review, text="I think otherwise now.")
    assert "From January" not in client_for(cast.asha).get(entry.url).content.decode()


def test_words_that_are_taken_back_stand_nowhere(cast, entry, review, client_for):
    reviewing.write_review(by=cast.dev, review=review, text=WORDS)
    reviewing.answer_review(by=cast.ben, review=review, answer="Thank you.")
    for _ in range(2):
        assert client_for(cast.dev).post(f"/services/reviews/{review.pk}/withdraw/").status_code == 302
    review.refresh_from_db()
    assert (review.text, review.answer, review.written_at) == ("", "", None)
    assert WORDS not in client_for(cast.asha).get(entry.url).content.decode()
    with pytest.raises(Refused, match="taken back"):
        reviewing.answer_review(by=cast.ben, review=review, answer="Too late")


def test_saying_no_needs_no_reason_and_can_be_asked_again(cast, entry, review):
    reviewing.decline_review(by=cast.dev, review=review)
    reviewing.decline_review(by=cast.dev, review=review)
    assert Notice.objects.filter(person=cast.lead, title__startswith="Not this time").count() == 1
    assert reviewing.ask_for_review(by=cast.lead, entry=entry, reviewer=cast.dev, offer="Two hours, £50.") != review


def test_who_asks_whom(cast, entry, review):
    for by in (cast.ben, cast.asha, cast.editor, cast.admin):
        with pytest.raises(Refused, match="leads"):
            reviewing.ask_for_review(by=by, entry=entry, reviewer=cast.dev, offer="x")
    with pytest.raises(Refused, match="keep this entry"):
        reviewing.ask_for_review(by=cast.lead, entry=entry, reviewer=cast.ben, offer="x")
    with pytest.raises(Refused, match="person who was asked"):
        reviewing.write_review(by=cast.asha, review=review, text=WORDS)


def test_the_entry_costs_the_same_with_one_and_with_six_reviews(cast, entry, client_for, queries_of):
    def add(number):
        for _ in range(number):
            CriteriaReview.objects.create(entry=entry, reviewer=cast.dev, asked_by=cast.lead, offer="x", text=WORDS, written_at="2026-11-01T10:00Z")

    add(1)
    one = queries_of(client_for(cast.ben), entry.url)
    add(5)
    many = queries_of(client_for(cast.ben), entry.url)
    assert one.count == many.count <= 17, str(many)
