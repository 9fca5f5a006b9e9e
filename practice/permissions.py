"""Who may do what in practice, where it is not simply their own."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from home.context import site_settings
from home.enums import GlobalRole
from home.models import Invitation, Membership, Service, TeamManager, User
from home.permissions import manages, standing
from practice.models import (
    Booking,
    CommunityInvitation,
    CommunityMember,
    CommunityPage,
    Facilitator,
    JoinLink,
    LedgerAction,
    Placement,
    Post,
    Registration,
    ServiceEntry,
    Session,
    Speaker,
)
from practice.rules.registering import State, link_is_open


def may_offer_placement(person: Any) -> bool:
    """People who work in a service offer placements in it."""
    return Membership.objects.current().filter(person=person).exists()


def may_host(person: Any, placement: Placement) -> bool:
    """Its host, as long as they work there, and whoever manages or deputises for a team of the host service."""
    return Placement.objects.hosted_by(person).filter(pk=placement.pk).exists()


def may_decide(person: Any, booking: Booking) -> bool:
    """Whoever gives the second yes: managers and deputies of the team it is booked for, or the sponsor where there is none."""
    if booking.team is None:
        return booking.sponsor_id == person.pk and TeamManager.objects.current().filter(person=person).exists()
    return manages(person, booking.team)


def may_read_concerns(person: Any) -> bool:
    """Workforce leads read what is told past a host; never about a service they work in, nor from whom they manage (see `ConcernQuerySet.for_lead`)."""
    return standing(person).lead


def may_read_map(person: Any) -> bool:
    """Everyone who is signed in; everyone at all where the site's settings open the map."""
    return bool(getattr(person, "is_authenticated", False)) or site_settings().services_public


def may_keep(person: Any, entry: ServiceEntry) -> bool:
    """An entry's own keepers: named for it, or managers and deputies of the service's teams. No role opens another way."""
    return bool(getattr(person, "is_authenticated", False)) and ServiceEntry.objects.kept_by(person).filter(pk=entry.pk).exists()


def may_close(person: Any, entry: ServiceEntry) -> bool:
    """Who says that a service closes: workforce leads, administrators, and whoever manages one of its teams; of what has no service, its keepers."""
    if standing(person).lead or standing(person).administrator:
        return True
    if entry.service is None:
        return may_keep(person, entry)
    return standing(person).manager and TeamManager.objects.current().filter(person=person, team__service=entry.service).exists()


def may_ask_for_reviews(person: Any) -> bool:
    """Workforce leads ask people with experience of services to read criteria: keepers need not know who does."""
    return standing(person).lead


def may_name_keepers(person: Any, entry: ServiceEntry) -> bool:
    """Keepers name others; workforce leads and administrators name the first."""
    return standing(person).lead or standing(person).administrator or may_keep(person, entry)


def may_list(person: Any) -> bool:
    """Who may put an entry on the map: people who work in a service, leads and administrators."""
    return standing(person).lead or standing(person).administrator or works_in_a_service(person)


def works_in_a_service(person: Any) -> bool:
    """Whether `person` has a place in a team today, or manages one."""
    return standing(person).manager or Membership.objects.current().filter(person=person).exists()


def may_record_turn_away(person: Any) -> bool:
    """Staff record that somebody was refused."""
    return works_in_a_service(person)


def may_see_turn_aways(person: Any, entry: ServiceEntry) -> bool:
    """The entry's keepers, and workforce leads."""
    return standing(person).lead or may_keep(person, entry)


def facilitates(person: Any, community: CommunityPage) -> bool:
    """Whether `person` runs the community today: nobody else publishes its sessions or keeps its register."""
    return bool(getattr(person, "is_authenticated", False)) and Facilitator.objects.current().filter(person=person, community=community).exists()


def belongs(person: Any, community: CommunityPage) -> bool:
    """Whether `person` is a member of the community."""
    return bool(getattr(person, "is_authenticated", False)) and CommunityMember.objects.current().filter(person=person, community=community).exists()


def belongs_and_facilitates(person: Any, community: CommunityPage) -> tuple[bool, bool]:
    """Whether `person` is a member of the community, and whether they run it; one query."""
    member = CommunityMember.objects.current().filter(person=OuterRef("pk"), community=community)
    runs = Facilitator.objects.current().filter(person=OuterRef("pk"), community=community)
    return User.objects.filter(pk=person.pk or 0).values_list(Exists(member), Exists(runs)).first() or (False, False)


def may_join(person: Any, community: CommunityPage) -> bool:
    """People who work in a service, people whom a facilitator invited, and whoever runs it; nobody needs an employer."""
    if works_in_a_service(person) or facilitates(person, community):
        return True
    taken_up = Invitation.objects.filter(accepted_by=person).values("email")
    return CommunityInvitation.objects.filter(Q(person=person) | Q(invitation__email__in=taken_up), community=community).exists()


def may_found_community(person: Any) -> bool:
    """Workforce leads and administrators found communities; whoever runs one does the rest."""
    return standing(person).lead or standing(person).administrator


def may_name_facilitators(person: Any, community: CommunityPage) -> bool:
    """Facilitators name others; leads and administrators name the first."""
    return may_found_community(person) or facilitates(person, community)


def speaks_at(person: Any, session: Session) -> Speaker | None:
    """The row that says that `person` speaks at the session; nothing where they do not, or said no."""
    if not getattr(person, "is_authenticated", False):
        return None
    return Speaker.objects.filter(session=session, person=person, declined_at__isnull=True).first()


def join_link_for(session: Session, *, registration: Registration | None = None, runs: bool = False, speaks: bool = False) -> JoinLink | None:
    """How to join online, for one who has a place for certain, runs the community or speaks, and only around the time; else nothing."""
    has_place = registration is not None and registration.state == State.CONFIRMED
    if not (has_place or runs or speaks) or session.called_off_at is not None:
        return None
    if not link_is_open(timezone.now(), session.starts_at, session.ends_at, session.link_minutes):
        return None
    return JoinLink.objects.filter(session=session).first()


def may_read_ledger(person: Any, community: CommunityPage) -> bool:
    """Members and facilitators of the community, and workforce leads: what is agreed there is agreed for the area."""
    return belongs(person, community) or facilitates(person, community) or standing(person).lead


def may_recommend(person: Any, community: CommunityPage) -> bool:
    """Members and facilitators recommend; nobody else."""
    return belongs(person, community) or facilitates(person, community)


def may_carry(person: Any, action: LedgerAction) -> bool:
    """Who says how an action goes on: its owner, and the community's facilitators."""
    return (action.owner_id is not None and action.owner_id == person.pk) or facilitates(person, action.recommendation.community)


def takes_part(person: Any, community: CommunityPage) -> bool:
    """Members and facilitators read and write what is shared in a community; no other role opens it."""
    return belongs(person, community) or facilitates(person, community)


def past_facilitators() -> list[User]:
    """Who answers for what the only facilitator of a community wrote: the area's workforce leads."""
    return list(User.objects.active().filter(groups__name=GlobalRole.LEAD.value).distinct())


def may_moderate(person: Any, post: Post) -> bool:
    """A facilitator of the post's community, but never its author. Leads, where the only facilitator wrote it and somebody reported it."""
    if post.author_id == person.pk:
        return False
    if facilitates(person, post.community):
        return True
    others = Facilitator.objects.current().filter(community=post.community_id)
    alone = not others.exclude(person=post.author_id).exists() and others.filter(person=post.author_id).exists()
    return alone and standing(person).lead and post.reports.exists()


def may_sign(person: Any, service: Service) -> bool:
    """Whoever keeps a service's entry on the map signs for the service."""
    return ServiceEntry.objects.kept_by(person).filter(service=service).exists()
