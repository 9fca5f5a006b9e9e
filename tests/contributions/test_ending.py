"""Reminders of the end and of a review: each once, by the route that was chosen, and none for what is over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from home.actions.contributing import ending, helping
from home.enums import ContactRoute
from home.letters.writing import letter_key
from home.models import Consent, ContactWishes, Letter, Notice
from home.tasks import keep_contributors_decisions, remind_contributors
from tests.contributions.lives import agreed, decided, name_lead
from tests.learning.factories import make_module

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def module(cast):
    return make_module(1)[0]


def ends(contribution, left: int) -> Consent:
    Consent.objects.filter(contribution=contribution).update(until=TODAY + timedelta(days=left))
    return Consent.objects.get(contribution=contribution)


def told(person) -> list[str]:
    return [notice.title for notice in Notice.objects.filter(person=person).order_by("pk") if "time for your words" in notice.title]


def mailed(person, consent: Consent) -> bool:
    return Letter.objects.filter(key=letter_key(person.pk, f"contribution-ends:{consent.pk}:{consent.until}:7")).exists()


@pytest.mark.parametrize(("left", "times"), [(31, 0), (30, 1), (8, 1), (7, 1), (-1, 0)])
def test_the_end_is_said_beforehand_and_once(cast, module, left, times):
    ends(agreed(cast, [module.pk]), left)
    for _ in range(2):
        remind_contributors()
    assert len(told(cast.dev)) == times
    assert not Letter.objects.filter(person=cast.dev).exists(), "reached here alone"


def test_both_reminders_come_where_the_time_runs_down(cast, module):
    made = agreed(cast, [module.pk])
    for left in (30, 29, 8, 7, 6, 0):
        ending.remind_due(Consent.objects.get(contribution=made).until - timedelta(days=left))
    assert len(told(cast.dev)) == 2


def test_nobody_is_reminded_of_a_draft(cast, module):
    ends(decided(cast.dev, [module.pk]), 7)
    remind_contributors()
    keep_contributors_decisions()
    assert told(cast.dev) == []


def test_a_review_is_asked_for_on_its_day(cast, module):
    made = agreed(cast, [module.pk])
    Consent.objects.filter(contribution=made).update(review_on=TODAY + timedelta(days=1))
    remind_contributors()
    assert not Notice.objects.filter(title="You wanted to look at your words again").exists()
    Consent.objects.filter(contribution=made).update(review_on=TODAY)
    remind_contributors()
    remind_contributors()
    assert Notice.objects.filter(title="You wanted to look at your words again", person=cast.dev).count() == 1


def test_the_route_that_was_chosen_is_kept_to(cast, module):
    name_lead(cast)
    by_mail = ends(agreed(cast, [module.pk], route=ContactRoute.MAIL), 7)
    remind_contributors()
    assert mailed(cast.dev, by_mail)
    ContactWishes.objects.create(person=cast.dev, never_by_mail=True)
    never = ends(agreed(cast, [module.pk], route=ContactRoute.MAIL), 7)
    other = ends(agreed(cast, [module.pk], route=ContactRoute.OTHER, reach_by="Ask at the Lantern on Tuesdays."), 7)
    helped = agreed(cast, [module.pk], route=ContactRoute.HELPER)
    helping.choose_helper(helped, cast.dev, cast.asha.email)
    ends(helped, 7)
    remind_contributors()
    assert not mailed(cast.dev, never)
    assert not mailed(cast.dev, other)
    assert "the Lantern on Tuesdays" in Notice.objects.get(person=cast.carys, title="A contributor is to be told something", key__contains="ends").text
    assert len(told(cast.asha)) == 1
