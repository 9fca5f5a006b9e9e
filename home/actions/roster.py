"""Carrying out a roster: exactly what the dry run showed, in one transaction, or nothing."""

from datetime import date

from allauth.account.models import EmailAddress
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.actions.rights.noticing import note
from home.actions.telling import post_letter
from home.context import site_settings
from home.enums import Touched
from home.letters.writing import absolute, one_line
from home.models import JobRole, Membership, Service, Team, TeamManager, User
from home.permissions import may_import_roster
from home.querysets import on_day
from home.rules.roster import Place, Plan, Standing, read
from home.rules.roster_plan import plan

SALT = "home.roster"
SECONDS_OPEN = 60 * 60
RESERVED_SLUGS = {"import"}


def dry_run(content: bytes) -> Plan:
    """What carrying the file out would change now, and what is wrong with it; `rules.roster.Unreadable` for no roster at all."""
    return plan(read(content), what_stands())


def seal(content: bytes, shown: Plan, by: User | None = None) -> str:
    """A signed token that binds the carrying out to this file, to this plan and to the person it was shown to; it holds for an hour."""
    return signing.dumps([shown.digest(content), by.pk if by else 0], salt=SALT)


def import_roster(*, content: bytes, token: str, by: User | None = None) -> Plan:
    """Do exactly what the dry run with this `token` showed; `Refused` where anything differs by now. `by` is nobody at the machine."""
    if by is not None and not may_import_roster(by):
        raise PermissionDenied
    try:
        digest, shown_to = signing.loads(token, salt=SALT, max_age=SECONDS_OPEN)
    except signing.BadSignature as fault:
        raise Refused("What you looked at is more than an hour old, or not from here. Look at the file again.") from fault
    with transaction.atomic():
        list(Team.objects.select_for_update().values_list("pk", flat=True))
        now = dry_run(content)
        if now.digest(content) != digest or shown_to != (by.pk if by else 0):
            raise Refused("Something has changed since you looked. Nothing was done: look at the file again.")
        if now.wrong:
            raise Refused("There are rows to put right. Nothing was done.")
        _carry_out(now, by)
    return now


def what_stands() -> Standing:
    """What the site knows of people and teams, for planning: six queries."""
    today = timezone.localdate()
    teams = {(team.name.lower(), team.service.name.lower()): team.name for team in Team.objects.select_related("service")}
    places = {}
    for row in Membership.objects.filter(on_day(today) | _ahead(today)).select_related("person", "team__service", "job_role").order_by("started_on"):
        places[(row.person.email.lower(), _pair(row.team))] = Place(row.started_on, row.ended_on, row.job_role.name if row.job_role else "")
    managing = TeamManager.objects.filter(on_day(today)).select_related("person", "team__service")
    people = list(User.objects.values_list("email", "name", "is_active"))
    return Standing(
        today=today,
        services={name.lower(): name for name in Service.objects.values_list("name", flat=True)},
        job_roles={name.lower(): name for name in JobRole.objects.values_list("name", flat=True)},
        teams=teams,
        people={email.lower(): name for email, name, _ in people},
        inactive=frozenset(email.lower() for email, _, active in people if not active),
        places=places,
        managers={(row.person.email.lower(), _pair(row.team)): row.is_deputy for row in managing},
    )


def _ahead(today: date):
    from django.db.models import Q

    return Q(started_on__gt=today)


def _pair(team: Team) -> tuple[str, str]:
    return team.name.lower(), team.service.name.lower()


def _carry_out(now: Plan, by: User | None) -> None:
    teams = {_pair(team): team for team in Team.objects.select_related("service")}
    people = {person.email.lower(): person for person in User.objects.all()}
    roles = {role.name: role for role in JobRole.objects.all()}
    today = timezone.localdate()
    for step in now.steps:
        values = step.values
        pair = (values["team"].lower(), values["service"].lower())
        if step.verb == "make_team":
            service = Service.objects.get(name__iexact=values["service"])
            teams[pair] = Team.objects.create(name=values["team"], slug=_free_slug(values["team"], service), service=service)
            continue
        if step.verb == "make_person":
            people[values["email"]] = _make_person(values["email"], values["name"])
            continue
        person, team = people[values["email"]], teams[pair]
        ended_on = date.fromisoformat(values["ended_on"]) if values.get("ended_on") else None
        held = Membership.objects.filter(on_day(today) | _ahead(today), person=person, team=team).order_by("-started_on")[:1]
        if step.verb == "start":
            start = date.fromisoformat(values["started_on"])
            Membership.objects.create(person=person, team=team, job_role=roles.get(values["job_role"]), started_on=start, ended_on=ended_on)
            note(person=person, by=by, what=Touched.PLACE_GIVEN, about=team.name)
            User.objects.filter(pk=person.pk).update(waits_for_welcome=False)
        elif step.verb == "change_role":
            Membership.objects.filter(pk__in=[row.pk for row in held]).update(job_role=roles[values["job_role"]])
            note(person=person, by=by, what=Touched.PLACE_CHANGED, about=f"{team.name}, job role {values['job_role']}")
        elif step.verb == "change_start":
            Membership.objects.filter(pk__in=[row.pk for row in held]).update(started_on=date.fromisoformat(values["started_on"]))
            note(person=person, by=by, what=Touched.PLACE_CHANGED, about=f"{team.name}, the first day")
        elif step.verb == "end":
            Membership.objects.filter(pk__in=[row.pk for row in held]).update(ended_on=ended_on)
            note(person=person, by=by, what=Touched.PLACE_ENDED, about=team.name)
        else:
            TeamManager.objects.create(person=person, team=team, is_deputy=step.verb == "name_deputy", started_on=today, ended_on=ended_on)
            note(person=person, by=by, what=Touched.MANAGER_NAMED, about=team.name)
    subject = by or (next(iter(people.values())) if people else None)
    if subject is not None:
        log(instance=subject, action="home.roster_imported", user=by, data={"steps": len(now.steps), "rows": now.rows})


def _make_person(email: str, name: str) -> User:
    person = User.objects.create_user(email, name=name)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    site = site_settings()
    context = {"site": site, "person": person, "url": absolute(reverse("account_reset_password")), "sign_in": absolute(reverse("account_login"))}
    text, html = render_to_string("letters/account_made.txt", context), render_to_string("letters/account_made.html", context)
    post_letter(key=f"account-made:{person.pk}", address=email, subject=one_line(f"Your account on {site.name}"), text=text, html=html, person=person)
    return person


def _free_slug(name: str, service: Service) -> str:
    base = slugify(name)[:100] or "team"
    for candidate in (base, slugify(f"{service.name} {name}")[:110], *(f"{base}-{number}" for number in range(2, 1000))):
        if candidate not in RESERVED_SLUGS and not Team.objects.filter(slug=candidate).exists():
            return candidate
    raise Refused(f"There are too many teams called {name}.")
