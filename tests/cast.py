"""The people whom tests, the demonstration and screenshots share."""

from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group

from home.demo.cast import CAST
from home.enums import GlobalRole
from home.models import Service, Team, User
from tests.factories.people import JobRoleFactory, MembershipFactory, PersonFactory, SectorFactory, ServiceFactory, TeamFactory, TeamManagerFactory


@dataclass
class Cast:
    """Who is who. `team` is Ben's, with Asha in it; `other_team` is Eve's, in another service."""

    asha: User
    ben: User
    carys: User
    dev: User
    eve: User
    frank: User
    editor: User
    lead: User
    admin: User
    service: Service
    other_service: Service
    team: Team
    other_team: Team

    def everyone(self) -> dict[str, User]:
        """Each person by the name that tables of permissions call them."""
        return {name: getattr(self, name) for name in ("asha", "ben", "carys", "dev", "eve", "frank", "editor", "lead", "admin")}


def make_cast() -> Cast:
    """Make everybody, and the two teams they work in."""
    service = ServiceFactory(name="Riverside Recovery", sector=SectorFactory(name="Drug and alcohol"))
    other_service = ServiceFactory(name="Wenbridge Community Mental Health", sector=SectorFactory(name="Mental health"))
    team = TeamFactory(name="Riverside outreach", slug="riverside-outreach", service=service)
    other_team = TeamFactory(name="Northgate", slug="northgate", service=other_service)
    people = {player.email.partition("@")[0]: PersonFactory(name=player.name, email=player.email, pronouns=player.pronouns) for player in CAST}
    MembershipFactory(person=people["asha"], team=team)
    MembershipFactory(person=people["ben"], team=team, job_role=JobRoleFactory(name="Team manager"))
    MembershipFactory(person=people["eve"], team=other_team, job_role=JobRoleFactory(name="Mental health practitioner"))
    elsewhere = TeamFactory(name="Haven nights", service=ServiceFactory(name="Haven House", sector=SectorFactory(name="Housing")))
    MembershipFactory(person=people["frank"], team=elsewhere, job_role=JobRoleFactory(name="Hostel support worker"))
    TeamManagerFactory(person=people["ben"], team=team)
    for player in CAST:
        if player.role:
            give_role(people[player.email.partition("@")[0]], player.role)
    for name in ("ben", "carys", "editor", "lead", "admin"):
        set_up_second_factor(people[name])
    return Cast(**people, service=service, other_service=other_service, team=team, other_team=other_team)


def give_role(person: User, role: GlobalRole) -> None:
    """Put `person` into the group of one global role."""
    person.groups.add(Group.objects.get_or_create(name=role.value)[0])


def set_up_second_factor(person: User) -> str:
    """Give `person` an authenticator app, as managers and editors need one; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret
