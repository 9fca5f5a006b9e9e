"""What managers ask of their teams: asking, changing, withdrawing, and a person's "not now"."""

import hashlib
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.telling import tell_each
from home.actions.untelling import untell
from home.enums import NoticeKind
from home.models import JobRole, Membership, Team, TeamManager, User
from home.permissions import manages
from home.wording import date_words
from learning.actions.problems import LearningProblem
from learning.enums import Audience
from learning.models import ModulePage, ModuleRequest, NotNow
from learning.rules.requests import DONE, problem_with_date
from learning.standings import standings_of

LIST_URL = "/learning/requests/"
ASKED_ALREADY = "You have asked for this already. Change that request instead."


def ask(
    *, by: User, team: Team, module: ModulePage, audience: str, due_on: date, reason: str, job_role: JobRole | None = None, person: User | None = None
) -> ModuleRequest:
    """Ask `team`, one job role or one person in it to do `module` by `due_on`, and tell those it is for.

    Sent twice it is one request. Raises `LearningProblem` with a sentence where it cannot be asked.
    """
    wanted = _whole(team=team, audience=audience, job_role=job_role, person=person, due_on=due_on, reason=reason, by=by)
    if not module.live:
        raise LearningProblem("This module is not published, so nobody could do it yet.")
    with transaction.atomic():
        try:
            with transaction.atomic():
                made = ModuleRequest.objects.create(team=team, module=module, asked_by=by, **wanted)
        except IntegrityError as fault:
            before = _open_like(team, module, wanted)
            if before is not None and before.asked_by_id == by.pk and before.due_on == due_on and before.reason == wanted["reason"]:
                return before
            raise LearningProblem(ASKED_ALREADY) from fault
        log(instance=made, action="learning.asked", user=by, data={"team": team.slug, "audience": audience})
        _tell_asked(made)
    return made


def change(
    *, by: User, request: ModuleRequest, audience: str, due_on: date, reason: str, job_role: JobRole | None = None, person: User | None = None
) -> ModuleRequest:
    """Change whom a request is for, its date or its reason, and tell those it is for what changed."""
    with transaction.atomic():
        found = _locked(request, by)
        wanted = _whole(team=found.team, audience=audience, job_role=job_role, person=person, due_on=due_on, reason=reason, by=by, was_due=found.due_on)
        if all(getattr(found, name) == value for name, value in wanted.items()):
            return found
        for name, value in wanted.items():
            setattr(found, name, value)
        try:
            with transaction.atomic():
                found.save(update_fields=list(wanted))
        except IntegrityError as fault:
            raise LearningProblem(ASKED_ALREADY) from fault
        log(instance=found, action="learning.request_changed", user=by, data={"team": found.team.slug})
        _tell_asked(found, changed=True)
    return found


def withdraw(*, by: User, request: ModuleRequest) -> None:
    """Take a request back: it leaves everyone's page, and no reminder of it goes. Twice is once."""
    with transaction.atomic():
        found = _locked(request, by, withdrawn=True)
        if found.withdrawn_at:
            return
        still = _not_done(found)
        found.withdrawn_at = timezone.now()
        found.save(update_fields=["withdrawn_at"])
        untell(f"request:{found.pk}:")
        log(instance=found, action="learning.request_withdrawn", user=by, data={"team": found.team.slug})
        tell_each(
            people=still, kind=NoticeKind.REQUEST, key=f"request:{found.pk}:withdrawn", mail=False, url=LIST_URL,
            title=f"“{found.module.title}” is no longer asked of you",
            text=f"{by} has taken the request back. What you have begun stays yours.", why=f"It was asked of you in {found.team}.",
        )  # fmt: skip


def say_not_now(*, person: User, request: ModuleRequest, reason: str) -> NotNow:
    """Answer a request with why not now; the team's managers and deputies read it. Saying it again replaces it."""
    reason = reason.strip()
    if not reason:
        raise LearningProblem("Say in a few words why not now.")
    with transaction.atomic():
        found = ModuleRequest.objects.asked_of(person).filter(pk=request.pk).select_related("team", "module").first()
        if found is None:
            raise LearningProblem("This is not asked of you any more.")
        answer, _ = NotNow.objects.update_or_create(request=found, person=person, defaults={"reason": reason[:600], "said_at": timezone.now()})
        mark = hashlib.sha256(reason.encode()).hexdigest()[:12]
        tell_each(
            people=[row.person for row in TeamManager.objects.current().filter(team=found.team).exclude(person=person).select_related("person")],
            kind=NoticeKind.TEAM, key=f"not-now:{found.pk}:{person.pk}:{mark}", url=f"/teams/{found.team.slug}/",
            title=f"{person} has answered what you asked: not now", text=f"About “{found.module.title}”. Their reason is on the team's page.",
            why=f"You manage {found.team} or stand in for its manager.",
        )  # fmt: skip
    return answer


def take_back_not_now(*, person: User, request: ModuleRequest) -> None:
    """Remove a person's "not now" from a request."""
    NotNow.objects.filter(person=person, request=request).delete()


def tell_newcomers(today: date | None = None) -> int:
    """Tell people who came to be asked since (they joined, or changed their job role). How many requests were looked at."""
    today = today or timezone.localdate()
    found = list(ModuleRequest.objects.open().filter(due_on__gte=today).select_related("team", "module", "asked_by"))
    for request in found:
        with transaction.atomic():
            _tell_asked(request)
    return len(found)


def _whole(
    *, team: Team, audience: str, job_role: JobRole | None, person: User | None, due_on: date, reason: str, by: User, was_due: date | None = None
) -> dict:
    if not manages(by, team):
        raise LearningProblem("Only the managers and deputies of a team can ask something of it.")
    reason = reason.strip()
    if not reason:
        raise LearningProblem("Say why you ask. People read it beside the request.")
    if due_on != was_due and (problem := problem_with_date(due_on, timezone.localdate())):
        raise LearningProblem(problem)
    job_role = job_role if audience == Audience.JOB_ROLE else None
    person = person if audience == Audience.PERSON else None
    places = Membership.objects.current().filter(team=team)
    if audience == Audience.JOB_ROLE and (job_role is None or not places.filter(job_role=job_role).exists()):
        raise LearningProblem("Choose a job role that somebody in the team has.")
    if audience == Audience.PERSON and (person is None or not places.filter(person=person).exists()):
        raise LearningProblem("Choose somebody who is in the team.")
    return {"audience": audience, "job_role": job_role, "person": person, "due_on": due_on, "reason": reason[:600]}


def _open_like(team: Team, module: ModulePage, wanted: dict) -> ModuleRequest | None:
    same = {name: wanted[name] for name in ("audience", "job_role", "person")}
    same = {f"{name}__isnull" if value is None else name: True if value is None else value for name, value in same.items()}
    return ModuleRequest.objects.filter(team=team, module=module, withdrawn_at__isnull=True, **same).first()


def _locked(request: ModuleRequest, by: User, *, withdrawn: bool = False) -> ModuleRequest:
    found = ModuleRequest.objects.select_for_update(of=("self",)).select_related("team", "module", "asked_by").get(pk=request.pk)
    if not manages(by, found.team):
        raise LearningProblem("Only the managers and deputies of a team can change what is asked of it.")
    if found.withdrawn_at and not withdrawn:
        raise LearningProblem("This request was withdrawn. Ask anew.")
    return found


def _not_done(request: ModuleRequest) -> list[User]:
    return [row.person for row in standings_of([request])[request.pk] if row.standing != DONE]


def _tell_asked(request: ModuleRequest, *, changed: bool = False) -> None:
    people = [person for person in _not_done(request) if person.pk != request.asked_by_id]
    who = str(request.asked_by or "Your manager")
    by_date = date_words(request.due_on)

    def tell_of(people: list[User], key: str, title: str) -> None:
        why = f"{who} asked it of {request.team}, which you are in."
        tell_each(people=people, kind=NoticeKind.REQUEST, key=key, title=title, text=request.reason, why=why, url=LIST_URL)

    if changed:
        key = f"request:{request.pk}:changed:{timezone.now():%Y%m%d%H%M%S}"
        told = set(User.objects.filter(notices__key=f"request:{request.pk}:asked").values_list("pk", flat=True))
        title = f"{who} has changed what is asked of you: “{request.module.title}” by {by_date}"
        tell_of([person for person in people if person.pk in told], key, title)
        people = [person for person in people if person.pk not in told]
    tell_of(people, f"request:{request.pk}:asked", f"{who} asks you to do “{request.module.title}” by {by_date}")
