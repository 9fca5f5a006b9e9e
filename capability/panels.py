"""What capability shows on a manager's team page and on the dashboard."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from capability.enums import Answered
from capability.models import Capability, SelfAssessment
from capability.rules.gaps import NOT_MY_ROLE, positions, widest_first
from capability.seams import Offer, offers_for, one_of_each
from capability.team_pictures import Asked, picture_of_team
from home.models import Team
from home.prepared import Prepared
from home.requests import SignedIn
from home.rules.disclosure import least_people
from home.seams.panels import Panel

LATEST_ANSWERS = Prepared(lambda person: Capability.objects.with_latest_answers(person))


class TeamPicturePanel(Panel):
    """Where the team stands: who shares with this manager by name, and the whole team in bands."""

    template_name = "capability/panels/team.html"
    order = 5


class LookFirst(Panel):
    """An invitation, for somebody who has not looked at their capabilities yet."""

    template_name = "capability/panels/look_first.html"
    region = "help"
    order = 30


class WouldHelp(Panel):
    """What would help with the widest gap: one thing of each kind, with its reason."""

    template_name = "capability/panels/would_help.html"
    region = "help"
    order = 20


def what_could_help(request: SignedIn) -> list[Panel]:
    """At most one panel for a person's dashboard: one query, and what offers take; another where nothing was answered yet."""
    standing = LATEST_ANSWERS.all(request.user.pk)
    capabilities = {capability.pk: capability for capability in standing}
    if not capabilities:
        return [LookFirst(begun=SelfAssessment.objects.filter(person=request.user).exists())]
    answers = {c.pk: NOT_MY_ROLE if c.answered == Answered.NOT_MY_ROLE else c.level for c in standing if c.answered}
    targets = {c.pk: c.target for c in standing if c.target is not None}
    found = widest_first(positions([(c.pk, c.domain_id) for c in standing], answers, targets))
    if not found:
        return []
    helping = offers_for([capabilities[position.capability] for position in found], request.user)
    chosen: dict[str, tuple[Capability, Offer, str]] = {}
    for position in found:
        for offer in helping[position.capability]:
            chosen.setdefault(offer.kind, (capabilities[position.capability], offer, position.why))
    return [WouldHelp(chosen=list(chosen.values()), widest=capabilities[found[0].capability], why=found[0].why)]


def team_picture(request: SignedIn, team: Team) -> list[Panel]:
    """The panel for a manager of `team`: four queries, and what offers take, for any number of people."""
    asked = Asked(domain=request.GET.get("domain", "")[:10], role=request.GET.get("role", "")[:120], sort=request.GET.get("sort", "gap")[:40])
    picture = picture_of_team(team, request.user, asked)
    helping = offers_for(picture.biggest, request.user) if picture.biggest else {}
    now = {"domain": picture.asked.domain, "role": picture.asked.role, "sort": picture.asked.sort}

    def address(**change: str) -> str:
        kept = {name: value for name, value in {**now, **change}.items() if value and (name, value) != ("sort", "gap")}
        return f"?{urlencode(kept)}#capabilities"

    sorts = {"gap": "Biggest gap first", "order": "The framework's order", "title": "A to Z"}
    return [
        TeamPicturePanel(
            team=team,
            picture=picture,
            history=picture.history,
            closers=[closer_of(capability, helping.get(capability.pk, []), team) for capability in picture.biggest],
            columns=[(column, address(sort=str(column.person.public_id)), now["sort"] == str(column.person.public_id)) for column in picture.columns],
            domains=[("All domains", address(domain=""), not now["domain"])]
            + [(domain.title, address(domain=domain.code), domain.code == now["domain"]) for domain in picture.domains],
            roles=[("All job roles", address(role=""), not now["role"])]
            + [(role.name, address(role=role.slug), role.slug == now["role"]) for role in picture.roles],
            sorts=[(words, address(sort=key), now["sort"] == key) for key, words in sorts.items()],
            least=least_people(settings.DISCLOSURE_LEAST_PEOPLE),
        )
    ]


def closer_of(capability: Capability, found: list[Offer], team: Team) -> tuple[Capability, list[tuple[Offer, str]], str]:
    """What would close one gap: things to learn, see and join, where a manager asks for each, and where they suggest one."""
    helps = [(offer, offer.ask.replace("{team}", team.slug)) for offer in one_of_each(found)]
    return capability, helps, reverse("capability:suggest", args=[team.slug, capability.code])
