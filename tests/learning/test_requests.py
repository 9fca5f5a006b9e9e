"""What a manager asks: who is asked, how far they are, and that nobody sees more than that."""

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from home.actions import mending
from home.models import Letter, Membership, Notice, TeamManager
from learning.actions import requests as actions
from learning.actions.problems import LearningProblem
from learning.enums import Audience
from learning.models import Completion, ModuleProgress, ModuleRequest, NotNow
from tests.factories import JobRoleFactory, LessonFactory, MembershipFactory, ModuleFactory, PersonFactory, TeamManagerFactory
from tests.reading import without_tokens

TODAY = date(2026, 11, 23)
DUE = date(2026, 12, 14)


@pytest.fixture(autouse=True)
def _on_a_monday():
    with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=timezone.get_current_timezone()), tick=False):
        yield


@pytest.fixture
def module(db):
    return ModuleFactory(title="Understanding complex trauma", slug="complex-trauma", key="complex-trauma")


@pytest.fixture
def asked(cast, module) -> ModuleRequest:
    return actions.ask(by=cast.ben, team=cast.team, module=module, audience=Audience.TEAM, due_on=DUE, reason="Two of us met this last week.")


def complete(person, module, on=TODAY, **fields) -> Completion:
    at = timezone.make_aware(datetime(on.year, on.month, on.day, 9))
    return Completion.objects.create(
        person=person, module=module, module_key=module.key, title=module.title, version="1", completed_at=at, completed_on=on, minutes=60, **fields
    )


def begin(person, module, lesson=None) -> ModuleProgress:
    return ModuleProgress.objects.create(person=person, module=module, started_at=timezone.now(), last_at=timezone.now(), last_lesson=lesson)


def posted(module=None, **changes) -> dict:
    data = {"audience": "team", "job_role": "", "person": "", "due_on": "2026-12-14", "reason": "Two of us met this last week."}
    return {**data, **({"module": module.pk} if module else {}), **changes}


def test_people_are_told_with_who_and_why(cast, asked):
    notice = Notice.objects.get(person=cast.asha)
    assert notice.title == f"{cast.ben} asks you to do “Understanding complex trauma” by Monday 14 December 2026"
    assert notice.text == "Two of us met this last week."
    assert str(cast.ben) in notice.why
    assert cast.asha.letters.count() == 1
    assert not Notice.objects.filter(person__in=[cast.ben, cast.frank, cast.eve]).exists(), "who asks, and other teams, are not told"


def test_who_has_done_it_is_not_told(cast, module):
    complete(cast.asha, module, on=date(2026, 1, 10))
    actions.ask(by=cast.ben, team=cast.team, module=module, audience=Audience.TEAM, due_on=DUE, reason="Why")
    assert not Notice.objects.filter(person=cast.asha).exists()


def test_the_same_twice_is_one_and_another_is_refused(cast, module, asked, client_for):
    again = actions.ask(by=cast.ben, team=cast.team, module=module, audience=Audience.TEAM, due_on=DUE, reason="Two of us met this last week.")
    assert again.pk == asked.pk
    with pytest.raises(LearningProblem, match="asked for this already"):
        actions.ask(by=cast.ben, team=cast.team, module=module, audience=Audience.TEAM, due_on=DUE + timedelta(days=1), reason="Other")
    client = client_for(cast.ben)
    assert client.post("/learning/requests/riverside-outreach/new/", posted(module)).status_code == 302
    answer = client.post("/learning/requests/riverside-outreach/new/", posted(module, reason="A reason that is kept"))
    assert "You have asked for this already" in answer.content.decode()
    assert "A reason that is kept" in answer.content.decode()
    assert ModuleRequest.objects.count() == 1
    assert cast.asha.notices.count() == 1


def test_the_database_refuses_a_duplicate_and_half_an_audience(cast, module, asked):
    for wrong in ({"audience": Audience.TEAM}, {"audience": Audience.PERSON}, {"audience": Audience.TEAM, "person": cast.asha}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ModuleRequest.objects.create(team=cast.team, module=module, due_on=DUE, reason="x", asked_by=cast.ben, **wrong)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"due_on": "2026-11-22"}, "Choose today or a day to come."),
        ({"due_on": "soon"}, "Write a whole date"),
        ({"due_on": ""}, "Choose a day."),
        ({"reason": "  "}, "Say why you ask."),
        ({"audience": "job_role"}, "Choose the job role that you ask."),
        ({"audience": "person"}, "Choose the person whom you ask."),
        ({"audience": "person", "person": "FRANK"}, "Select a valid choice"),
        ({"audience": ""}, "Choose whom you ask."),
        ({"module": ""}, "Choose a module."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast, module, client_for, changes, sentence):
    changes = {name: str(cast.frank.pk) if value == "FRANK" else value for name, value in changes.items()}
    answer = client_for(cast.ben).post("/learning/requests/riverside-outreach/new/", {**posted(module, reason="Words that stay"), **changes})
    page = answer.content.decode()
    assert sentence in page
    assert "reason" in changes or "Words that stay" in page
    assert not ModuleRequest.objects.exists()


@pytest.mark.parametrize("who", ["asha", "carys", "eve", "frank", "editor", "lead", "admin"])
def test_only_managers_ask_change_and_withdraw(cast, module, asked, client_for, who):
    person, client = getattr(cast, who), client_for(getattr(cast, who))
    for address in ("riverside-outreach/new/", f"{asked.pk}/change/", f"{asked.pk}/withdraw/"):
        assert client.get(f"/learning/requests/{address}").status_code == 404
        assert client.post(f"/learning/requests/{address}", posted(module)).status_code == 404
    for refused in (
        lambda: actions.ask(by=person, team=cast.team, module=module, audience=Audience.TEAM, due_on=DUE, reason="x"),
        lambda: actions.change(by=person, request=asked, audience=Audience.TEAM, due_on=DUE, reason="x"),
        lambda: actions.withdraw(by=person, request=asked),
    ):
        with pytest.raises(LearningProblem):
            refused()


def test_a_deputy_may_and_a_former_manager_may_not(cast, asked, client_for):
    deputy = PersonFactory(name="Dee Deputy")
    TeamManagerFactory(person=deputy, team=cast.team, is_deputy=True)
    actions.change(by=deputy, request=asked, audience=Audience.TEAM, due_on=DUE + timedelta(days=7), reason="A week more")
    ben = client_for(cast.ben)
    assert ben.get(f"/learning/requests/{asked.pk}/change/").status_code == 200
    TeamManager.objects.filter(person=cast.ben).update(ended_on=TODAY - timedelta(days=1))
    assert ben.get(f"/learning/requests/{asked.pk}/change/").status_code == 404
    with pytest.raises(LearningProblem):
        actions.withdraw(by=cast.ben, request=asked)


def test_a_change_is_told_once(cast, asked, client_for):
    client = client_for(cast.ben)
    for _ in range(2):
        assert client.post(f"/learning/requests/{asked.pk}/change/", posted(due_on="2026-12-21", reason="A week more")).status_code == 302
    titles = list(cast.asha.notices.order_by("pk").values_list("title", flat=True))
    assert len(titles) == 2
    assert "has changed what is asked of you" in titles[1]
    assert "21 December" in titles[1]


def test_who_is_newly_asked_after_a_change_or_by_joining_is_told_once(cast, module):
    nurse = JobRoleFactory(name="Nurse")
    newcomer = PersonFactory(name="Nia New")
    MembershipFactory(person=PersonFactory(name="Noor"), team=cast.team, job_role=nurse)
    asked = actions.ask(by=cast.ben, team=cast.team, module=module, audience=Audience.JOB_ROLE, job_role=nurse, due_on=DUE, reason="x")
    assert not cast.asha.notices.exists()
    MembershipFactory(person=newcomer, team=cast.team, job_role=nurse, started_on=TODAY)
    for _ in range(2):
        actions.tell_newcomers()
    assert newcomer.notices.count() == 1
    actions.change(by=cast.ben, request=asked, audience=Audience.TEAM, due_on=DUE, reason="x")
    assert cast.asha.notices.get().title.startswith(f"{cast.ben} asks you")


def test_withdrawing_takes_it_from_everyone_and_stops_waiting_letters(cast, asked, client_for):
    assert client_for(cast.ben).post(f"/learning/requests/{asked.pk}/withdraw/").status_code == 302
    assert "Understanding complex trauma" not in client_for(cast.asha).get("/learning/requests/").content.decode()
    assert cast.asha.letters.filter(sent_at__isnull=True, dropped_at__isnull=True).count() == 0
    assert cast.asha.notices.filter(title__contains="no longer asked").count() == 1
    actions.withdraw(by=cast.ben, request=asked)
    assert cast.asha.notices.count() == 2
    asked_again = actions.ask(by=cast.ben, team=cast.team, module=asked.module, audience=Audience.TEAM, due_on=DUE, reason="Anew")
    assert asked_again.pk != asked.pk


# -- what each sees -----------------------------------------------------------------------------


def test_a_person_sees_who_asked_why_and_by_when(cast, module, asked, client_for):
    client = client_for(cast.asha)
    for address in ("/dashboard/", "/learning/requests/"):
        page = client.get(address).content.decode()
        for words in (
            "Understanding complex trauma",
            str(cast.ben),
            "Two of us met this last week.",
            "by Monday 14 December 2026, in 21 days",
            "/learning/complex-trauma/",
        ):
            assert words in page
    lesson = LessonFactory(parent=module, title="Roots", slug="roots")
    begin(cast.asha, module, lesson)
    assert "/learning/complex-trauma/roots/" in client.get("/learning/requests/").content.decode()
    complete(cast.asha, module)
    assert "Two of us met this last week." not in client.get("/dashboard/").content.decode()
    assert "Done" in client.get("/learning/requests/").content.decode()


def test_the_manager_sees_how_far_and_never_scores_or_answers(cast, module, asked, client_for):
    complete(cast.asha, module, score=87)
    client = client_for(cast.ben)
    page = client.get("/teams/riverside-outreach/").content.decode()
    assert str(cast.asha) in page
    assert "Done" in page
    assert "87" not in re.sub(r"<svg.*?</svg>", "", without_tokens(page), flags=re.DOTALL)
    assert "One person done, one person not started" in page
    Completion.objects.all().delete()
    begin(cast.asha, module)
    assert "One person started, one person not started" in client.get("/teams/riverside-outreach/").content.decode()


@pytest.mark.parametrize("who", ["asha", "eve", "frank", "editor", "lead", "admin"])
def test_nobody_else_sees_the_teams_page(cast, asked, client_for, who):
    assert client_for(getattr(cast, who)).get("/teams/riverside-outreach/").status_code == 404


def test_not_now_reaches_the_manager_and_nobody_else(cast, asked, client_for):
    address = f"/learning/requests/{asked.pk}/not-now/"
    asha = client_for(cast.asha)
    assert "Say in a few words why not now." in asha.post(address, {"reason": " "}).content.decode()
    for _ in range(2):
        assert asha.post(address, {"reason": "I am on leave until January."}).status_code == 302
    assert NotNow.objects.count() == 1
    assert Notice.objects.filter(person=cast.ben).count() == 1
    assert "leave" not in Notice.objects.get(person=cast.ben).text
    assert "I am on leave until January." in client_for(cast.ben).get("/teams/riverside-outreach/").content.decode()
    assert "You said not now" in asha.get("/dashboard/").content.decode()
    for who in ("frank", "eve", "editor", "admin"):
        assert client_for(getattr(cast, who)).get(address).status_code == 404
        assert client_for(getattr(cast, who)).post(address, {"reason": "x"}).status_code == 404
    asha.post(f"/learning/requests/{asked.pk}/take-back/")
    assert not NotNow.objects.exists()


def test_who_leaves_the_team_is_no_longer_asked(cast, asked, client_for):
    Membership.objects.filter(person=cast.asha).update(ended_on=TODAY - timedelta(days=1))
    assert "Nothing is asked of you" in client_for(cast.asha).get("/learning/requests/").content.decode()
    assert client_for(cast.asha).get(f"/learning/requests/{asked.pk}/not-now/").status_code == 404
    assert str(cast.asha) not in client_for(cast.ben).get("/teams/riverside-outreach/").content.decode()


def test_queries_do_not_grow(cast, module, client_for, queries_of):
    """The team's page for 2 and for 17 people and 1 and 6 requests; the dashboard for 1 and 6."""
    counts = []
    for round_ in range(2):
        for number in range(1 + 4 * round_):
            other = ModuleFactory(title=f"Module {round_}-{number}")
            actions.ask(by=cast.ben, team=cast.team, module=other, audience=Audience.TEAM, due_on=DUE, reason="x")
            complete(cast.asha, other, renew_on=DUE) if number else begin(cast.asha, other)
        for number in range(15 * round_):
            MembershipFactory(person=PersonFactory(name=f"Person {number} of {round_}"), team=cast.team)
        team = queries_of(client_for(cast.ben), "/teams/riverside-outreach/").count
        counts.append((team, queries_of(client_for(cast.asha), "/dashboard/").count, queries_of(client_for(cast.asha), "/learning/requests/").count))
    assert counts[0] == counts[1]
    assert counts[1][1] <= 15


def test_what_was_asked_is_not_sent_late_to_those_who_have_done_it(cast, asked, module):
    Letter.objects.update(dropped_at=timezone.now(), attempts=3, last_error="TimeoutError")
    complete(cast.asha, module)
    failed = Letter.objects.failed().count()
    sent = mending.send_again(by=cast.admin)
    assert (sent.going, sent.past) == (failed - 1, 1)
    assert not Letter.objects.waiting().filter(person=cast.asha).exists()
