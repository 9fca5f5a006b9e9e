"""Reminders: of renewals 30 and 7 days before, of requests 7 days before and on the day, of reviews; each once, none for what is done."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from home.models import Letter, Notice
from learning import tasks
from learning.actions import reminders, requests
from learning.enums import Audience
from learning.models import Certificate, Completion, ModulePage
from learning.rules.requests import Ask, reminder_of_renewal, reminder_of_request
from tests.factories import ModuleFactory

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _on_a_monday():
    with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=timezone.get_current_timezone()), tick=False):
        yield


@pytest.fixture
def module(db):
    return ModuleFactory(title="Understanding complex trauma", slug="complex-trauma", key="complex-trauma", refresh_months=12)


def complete(person, module, *, on, renew_on) -> Completion:
    at = timezone.make_aware(datetime(on.year, on.month, on.day, 9))
    names = {"title": module.title, "module_key": module.key, "version": "1", "minutes": 60}
    return Completion.objects.create(person=person, module=module, completed_at=at, completed_on=on, renew_on=renew_on, **names)


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def titles(person, kind="reminder") -> list[str]:
    return list(Notice.objects.filter(person=person, kind=kind).order_by("pk").values_list("title", flat=True))


@pytest.mark.parametrize(("days", "stage"), [(31, None), (30, 30), (29, 30), (8, 30), (7, 7), (3, 7), (0, 7), (-1, None)])
def test_when_a_renewal_is_reminded_of(days, stage):
    assert reminder_of_renewal(in_days(days), TODAY) == stage


@pytest.mark.parametrize(
    ("asked", "due", "stage"),
    [(-30, 8, None), (-30, 7, 7), (-30, 5, 7), (-30, 1, 7), (-30, 0, 0), (-30, -1, None), (-2, 4, None), (0, 0, None), (-1, 0, 0)],
)
def test_when_a_request_is_reminded_of(asked, due, stage):
    assert reminder_of_request(Ask("team", in_days(asked), in_days(due)), TODAY) == stage


def test_a_renewal_is_reminded_of_twice_in_all(cast, module):
    done = complete(cast.asha, module, on=date(2025, 12, 23), renew_on=in_days(30))
    Certificate.objects.create(completion=done)
    for day in range(0, 34):
        for _ in range(2):
            reminders.remind_of_renewals(in_days(day))
    assert titles(cast.asha) == ["“Understanding complex trauma” is due to be renewed by Wednesday 23 December 2026"] * 2
    assert cast.asha.letters.count() == 2
    assert Completion.objects.get() == done, "the old record stays"


def test_the_dashboard_says_what_is_to_be_renewed_within_three_months(cast, module, client_for):
    def dashboard(person) -> str:
        return client_for(person).get("/dashboard/").content.decode()

    words = "renew by Sunday 21 February 2027"
    complete(cast.asha, module, on=date(2026, 2, 21), renew_on=in_days(90))
    complete(cast.eve, module, on=date(2026, 2, 22), renew_on=in_days(91))
    assert words in dashboard(cast.asha)
    assert "renew by" not in dashboard(cast.eve)
    complete(cast.asha, module, on=date(2026, 11, 20), renew_on=date(2027, 11, 20))
    assert "renew by" not in dashboard(cast.asha), "it was done again"
    complete(cast.frank, module, on=date(2026, 2, 21), renew_on=in_days(90))
    module.unpublish()
    assert "renew by" not in dashboard(cast.frank)


def test_a_day_on_which_nothing_ran_is_made_up_for(cast, module):
    complete(cast.asha, module, on=date(2025, 12, 1), renew_on=in_days(20))
    reminders.remind_of_renewals(TODAY)
    assert len(titles(cast.asha)) == 1


def test_who_has_renewed_is_not_reminded(cast, module):
    complete(cast.asha, module, on=date(2025, 12, 1), renew_on=in_days(7))
    complete(cast.asha, module, on=date(2026, 11, 20), renew_on=date(2027, 11, 20))
    tasks.remind_of_renewals()
    assert not titles(cast.asha)


def test_a_module_that_was_taken_down_or_a_person_who_left_gets_none(cast, module):
    complete(cast.asha, module, on=date(2025, 12, 1), renew_on=in_days(7))
    ModulePage.objects.filter(pk=module.pk).update(live=False)
    tasks.remind_of_renewals()
    assert not titles(cast.asha)
    ModulePage.objects.filter(pk=module.pk).update(live=True)
    cast.asha.is_active = False
    cast.asha.save()
    tasks.remind_of_renewals()
    assert not titles(cast.asha)


def ask(cast, module, due=30):
    return requests.ask(by=cast.ben, team=cast.team, module=module, audience=Audience.TEAM, due_on=in_days(due), reason="Why")


def test_a_request_is_reminded_of_in_its_last_week_and_on_the_day(cast, module):
    ask(cast, module)
    for day in range(34):
        for _ in range(2):
            reminders.remind_of_requests(in_days(day))
    assert titles(cast.asha) == [
        "“Understanding complex trauma” is asked of you by Wednesday 23 December 2026",
        "“Understanding complex trauma” is asked of you by today, Wednesday 23 December 2026",
    ]


@pytest.mark.parametrize("what", ["done", "withdrawn", "not now", "left", "changed"])
def test_there_is_no_reminder_of_what_is_settled(cast, module, what):
    asked = ask(cast, module)
    if what == "done":
        complete(cast.asha, module, on=TODAY, renew_on=None)
    elif what == "withdrawn":
        requests.withdraw(by=cast.ben, request=asked)
    elif what == "not now":
        requests.say_not_now(person=cast.asha, request=asked, reason="On leave")
    elif what == "left":
        cast.asha.memberships.update(ended_on=in_days(-1))
    else:
        requests.change(by=cast.ben, request=asked, audience=Audience.TEAM, due_on=in_days(60), reason="Why")
    reminders.remind_of_requests(in_days(24))
    assert not titles(cast.asha)


def test_a_letter_that_waits_for_morning_is_stopped_when_it_is_done_by_then(cast, module):
    """Reminded at night, completed before quiet hours end: the letter does not go."""
    complete(cast.asha, module, on=date(2025, 12, 1), renew_on=in_days(7))
    other = ModuleFactory(title="Another", key="another")
    asked = ask(cast, other)
    with time_machine.travel(datetime(2026, 11, 23, 22, tzinfo=timezone.get_current_timezone()), tick=False):
        reminders.remind_of_renewals(TODAY)
        reminders.remind_of_requests(in_days(24))
        waiting = Letter.objects.filter(person=cast.asha, sent_at__isnull=True, dropped_at__isnull=True)
        before = waiting.count()
        assert before == 3
        assert tasks.drop_stale_reminders() == 0, "nothing is stale yet"
        complete(cast.asha, module, on=in_days(0), renew_on=in_days(365))
        assert tasks.drop_stale_reminders() == 1
        complete(cast.asha, other, on=in_days(0), renew_on=None)
        assert tasks.drop_stale_reminders() == 2
        assert waiting.count() == 0
    assert asked.withdrawn_at is None


def test_editors_are_told_once_of_each_review_date(cast, module):
    ModulePage.objects.filter(pk=module.pk).update(review_due_on=in_days(30))
    for day in range(-2, 35, 4):
        reminders.remind_of_reviews(in_days(day))
    assert titles(cast.editor, "editorial") == ["“Understanding complex trauma” is due for review by Wednesday 23 December 2026"]
    assert not Notice.objects.exclude(person=cast.editor).exists()
    ModulePage.objects.filter(pk=module.pk).update(review_due_on=in_days(40))
    reminders.remind_of_reviews(in_days(12))
    assert len(titles(cast.editor, "editorial")) == 2


def test_every_schedule_names_a_task_that_runs(db):
    from importlib import import_module

    for _, path, when in tasks.SCHEDULES:
        module, _, name = path.rpartition(".")
        getattr(import_module(module), name)()
        assert isinstance(when, int) or len(when.split()) == 5
