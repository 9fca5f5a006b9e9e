"""What stands in addresses on the demonstration: one of each thing that an address names, made where the town has none.

Run inside the running site: `make_samples()` answers with a text for each name of `SAMPLES`. The people who make
things here are not those whose journeys other browser tests follow, wherever an address leaves the choice.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import cache

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from capability.actions.assessing import begin
from capability.enums import EvidenceKind
from capability.models import Capability, Domain, Evidence, Framework, PlanAction, Rating, SelfAssessment, Sharing
from home.actions.joining import digest_of
from home.demo.cast import CAST
from home.enums import NoticeKind
from home.letters.writing import stop_address
from home.models import ApprovedDomain, AreaTerm, Invitation, JoinRequest, Membership, Notice, Team, TeamManager, User
from learning.models import Completion, LessonNote, LessonPage, ModulePage, ModuleRequest, ModuleReviewer, Reflection, ReflectionShare
from practice.models import Booking, CalendarFeed, CriteriaReview, Criterion, Placement, ServiceEntry, ServiceKeeper, ShadowingConcern, Slot
from practice.rules.shadowing import State
from tests.browser.community_samples import COMMUNITY_SAMPLES
from tests.browser.rights_samples import RIGHTS_SAMPLES
from tests.browser.session_samples import SESSION_SAMPLES
from tests.site.contributions import GIFTS, samples_of

APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SECRET = "an-invitation-for-the-browser-tests"
WORDS = "When somebody goes quiet I fill the silence. This week I waited, and she told me about the flat."


@cache
def person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def team() -> Team:
    return Team.objects.get(slug="community-team")


def module() -> ModulePage:
    return ModulePage.objects.get(slug="co-occurring-needs")


def lesson() -> LessonPage:
    return LessonPage.objects.of(module())[0]


def completion() -> Completion:
    return Completion.objects.filter(person=person("asha"), module=module()).latest("completed_at")


def reviewer() -> ModuleReviewer:
    """Dev, for the module that he has read."""
    return ModuleReviewer.objects.standing().get(person=person("dev"))


def entry() -> ServiceEntry:
    """What Ben keeps, with criteria: his own service's."""
    return ServiceEntry.objects.get(service=team().service)


@cache
def reflection() -> Reflection:
    facts = {"module_title": module().title, "lesson_title": lesson().title, "prompt": "What stayed with you?", "text": WORDS}
    return Reflection.objects.create(person=person("asha"), lesson=lesson(), block_id="11111111-1111-4111-8111-111111111111", **facts)


@cache
def reflection_share() -> ReflectionShare:
    return ReflectionShare.objects.create(reflection=reflection(), reader=person("carys"))


@cache
def visited() -> Booking:
    """A visit of Frank's to Eve's placement that is over, and not yet marked."""
    placement = Placement.objects.get(slug="a-day-with-early-intervention")
    start = timezone.now() - timedelta(days=9)
    slot = Slot.objects.create(placement=placement, starts_at=start, ends_at=start + timedelta(hours=4), taken=1)
    yeses = {"host_yes_by": person("eve"), "host_yes_at": start, "manager_yes_by": person("ben"), "manager_yes_at": start}
    return Booking.objects.create(slot=slot, person=person("frank"), team=team(), state=State.CONFIRMED, held_until=start, **yeses)


@cache
def hidden() -> Placement:
    facts = {"service": Team.objects.get(slug="early-intervention").service, "host": person("eve"), "see": "How we work.", "area": "Northgate"}
    return Placement.objects.create(slug="not-yet", title="Not yet on the board", published=False, **facts)


def booking() -> Booking:
    """What a colleague of Asha's asked of Eve; it waits for both yeses."""
    return Booking.objects.filter(slot__placement__slug="a-day-with-early-intervention", state=State.REQUESTED, team=team()).earliest("pk")


@cache
def keeper() -> ServiceKeeper:
    ServiceKeeper.objects.get_or_create(entry=entry(), person=person("ben"), defaults={"started_on": timezone.localdate()})
    return ServiceKeeper.objects.create(entry=entry(), person=User.objects.in_team(team()).order_by("-pk")[0], started_on=timezone.localdate())


def written_review() -> CriteriaReview:
    """A reading of what Ben's service asks, still to be answered."""
    facts = {"asked_by": person("lead"), "offer": "An hour, £25.", "text": WORDS, "written_at": timezone.now()}
    return CriteriaReview.objects.create(entry=entry(), reviewer=person("dev"), **facts)


def criterion() -> Criterion:
    keeper()
    found = Criterion.objects.filter(entry=entry()).first()
    return found or Criterion.objects.create(entry=entry(), about="substance", rule="none", for_assessment=True)


@cache
def invitation() -> Invitation:
    until = timezone.now() + timedelta(days=14)
    facts = {"message": "We would love you to come.", "secret_digest": digest_of(SECRET), "invited_by": person("ben"), "expires_at": until}
    return Invitation.objects.create(email="new.colleague@example.com", name="Nadia Bloom", team=team(), **facts)


@cache
def wish() -> JoinRequest:
    """Somebody at an approved address waits for a yes."""
    ApprovedDomain.objects.get_or_create(domain="wenbridge.example")
    waiting = User.objects.create_user("on.the.way@wenbridge.example", "alongside-demo", name="Noor Said", waits_for_welcome=True)
    waiting.emailaddress_set.create(email=waiting.email, verified=True, primary=True)
    return JoinRequest.objects.create(person=waiting, team=team())


def draft_domain() -> Domain:
    """Eve is in the middle of a self-assessment."""
    draft = begin(person("eve"))
    domain = Domain.objects.filter(framework=draft.framework_id)[0]
    Rating.objects.get_or_create(assessment=draft, capability=domain.capabilities.first(), defaults={"level": 1, "note": WORDS})
    return domain


def assessment(name: str) -> SelfAssessment:
    """The latest finished one of somebody's, made where there is none."""
    latest = SelfAssessment.objects.submitted().filter(person=person(name)).first()
    return latest or SelfAssessment.objects.submitted().exclude(person=person("asha")).first()


def area_term() -> AreaTerm:
    facts = {"forms": "frequent flyer", "why": "It mocks somebody who needs help.", "suggestions": "person who comes often"}
    return AreaTerm.objects.get_or_create(name="frequent flyer", defaults=facts)[0]


def own_evidence() -> Evidence:
    """Something of Asha's from elsewhere."""
    facts = {"title": "A day on naloxone at the town hall", "capability": Capability.objects.in_force()[0], "kind": EvidenceKind.OWN}
    return Evidence.objects.get_or_create(person=person("asha"), source_key="own:sample", defaults=facts)[0]


@cache
def sharing() -> Sharing:
    return Sharing.objects.get_or_create(assessment=assessment("asha"), reader=person("carys"))[0]


@cache
def with_app() -> User:
    """Somebody with an authenticator app, recovery codes and a passkey."""
    made = User.objects.create_user("app@example.org", "alongside-demo", name="Gwen Hartley")
    made.emailaddress_set.create(email=made.email, verified=True, primary=True)
    TOTP.activate(made, APP_SECRET)
    RecoveryCodes.activate(made)
    return made


@cache
def passkey() -> Authenticator:
    return Authenticator.objects.create(user=with_app(), type=Authenticator.Type.WEBAUTHN, data={"name": "The phone in my coat", "credential": {}})


def sessions() -> dict[str, str]:
    """A session in which each of them has just signed in, by name."""
    found = {}
    known = {player.email.partition("@")[0]: player.email for player in CAST} | {"waiting": wish().person.email, "app": with_app().email}
    for name, email in known.items():
        client, request = Client(), HttpRequest()
        request.user = User.objects.get(email=email)
        client.force_login(request.user, backend="home.accounts.PeopleBackend")
        request.session = client.session
        record_authentication(request, request.user, "password", reauthenticated=True)
        request.session.save()
        found[name] = request.session.session_key
    return found


def rows_and_long_names() -> None:
    """Enough for a list to have pages and an unlucky name."""
    waits = "Wilhelmina Featherstonehaugh-Cholmondeley-Majoribanks van der Westhuizen"
    User.objects.get_or_create(email="a.very.long.address.that.does.not.break@a-long-name-of-a-service.example.org", defaults={"name": waits})
    long = User.objects.get(name=waits)
    Membership.objects.get_or_create(person=long, team=team(), defaults={"started_on": timezone.localdate()})
    for number in range(30):
        facts = {"kind": NoticeKind.ANSWER, "title": "Ben said yes to your visit", "why": "You asked for it.", "text": WORDS}
        Notice.objects.get_or_create(person=person("frank"), key=f"sample-{number}", defaults=facts)


@cache
def gifts() -> dict[str, str]:
    """Contributions in every state; Carys helps with one, and the workforce lead is the named lead."""
    trauma = ModulePage.objects.get(slug="understanding-complex-trauma")
    return samples_of(person("dev"), person("carys"), person("editor"), trauma, carer=person("carys"))


SAMPLES: dict[str, Callable[[], object]] = {
    **COMMUNITY_SAMPLES,
    **SESSION_SAMPLES,
    **RIGHTS_SAMPLES,
    **{name: lambda name=name: gifts()[name] for name in GIFTS},
    "assessment": lambda: assessment("asha").pk,
    "booking": lambda: booking().pk,
    "capability": lambda: draft_domain().capabilities.all()[1].code,
    "code": lambda: completion().certificate.code,
    "concern": lambda: ShadowingConcern.objects.create(booking=visited(), text="Something was said about where I come from.").pk,
    "criterion": lambda: criterion().pk,
    "deputy": lambda: TeamManager.objects.get(team=team(), is_deputy=True).pk,
    "domain": lambda: draft_domain().code,
    "evidence": lambda: own_evidence().pk,
    "feed": lambda: CalendarFeed.objects.get_or_create(person=person("frank"))[0].secret,
    "framework": lambda: Framework.objects.published().get().pk,
    "framework_draft": lambda: Framework.objects.drafts().earliest("pk").pk,
    "hidden": lambda: hidden().slug,
    "invitation": lambda: invitation().pk,
    "keeper": lambda: keeper().pk,
    "lesson": lambda: lesson().slug,
    "lesson_page": lambda: LessonPage.objects.child_of(reviewer().module).earliest("path").pk,
    "membership": lambda: Membership.objects.current().filter(team=team()).exclude(person=person("ben")).latest("pk").pk,
    "module": lambda: module().slug,
    "module_page": lambda: reviewer().module_id,
    "note": lambda: LessonNote.objects.create(person=person("frank"), lesson=lesson(), text="The story of the two letters was hard for me to read.").pk,
    "other_team": lambda: "recovery-north",
    "passkey": lambda: passkey().pk,
    "plan": lambda: PlanAction.objects.create(person=person("asha"), text="See a needle exchange from the inside").pk,
    "placement": lambda: "a-day-with-early-intervention",
    "reading": lambda: Framework.objects.drafts().earliest("pk").reviews.get(reviewer=person("dev")).pk,
    "reflection": lambda: reflection_share() and reflection().pk,
    "request": lambda: ModuleRequest.objects.filter(team=team()).earliest("pk").pk,
    "review": lambda: CriteriaReview.objects.open().filter(reviewer=person("dev")).earliest("pk").pk,
    "reviewer": lambda: reviewer().pk,
    "secret": lambda: invitation() and SECRET,
    "service": lambda: keeper() and entry().slug,
    "sharing": lambda: sharing().pk,
    "shared_by_asha": lambda: sharing() and assessment("asha").pk,
    "stop_token": lambda: stop_address(person("frank"), NoticeKind.ANSWER).rstrip("/").rpartition("/")[2],
    "team": lambda: team().slug,
    "term": lambda: area_term().pk,
    "time": lambda: booking().slot_id,
    "visited": lambda: visited().pk,
    "wish": lambda: wish().pk,
    "written_review": lambda: written_review().pk,
}


def make_samples() -> dict[str, dict[str, str]]:
    """The text that stands in an address for each name, and a session for each person."""
    rows_and_long_names()
    return {"samples": {name: str(sample()) for name, sample in SAMPLES.items()}, "sessions": sessions()}
