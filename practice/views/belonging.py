"""A community as a page opens it for somebody: what they are in it. One query for a page."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.http import Http404

from home.models import User
from home.permissions import standing
from practice.models import CommunityMember, CommunityPage, Facilitator


@dataclass(frozen=True)
class Belonging:
    """A live community, and what `person` is in it today."""

    community: CommunityPage
    person: User
    belongs: bool
    facilitates: bool

    @property
    def inside(self) -> bool:
        """Whether they are a member, or run it."""
        return self.belongs or self.facilitates

    @property
    def reads_ledger(self) -> bool:
        """Whether the ledger is open to them."""
        return self.inside or standing(self.person).lead


def at(slug: str, person: User) -> Belonging:
    """The live community at `slug` for `person`; 404 where there is none."""
    member = CommunityMember.objects.current().filter(person=person, community=OuterRef("pk"))
    runs = Facilitator.objects.current().filter(person=person, community=OuterRef("pk"))
    found = CommunityPage.objects.live().annotate(is_mine=Exists(member), is_run=Exists(runs)).filter(slug=slug).first()
    if found is None:
        raise Http404
    return Belonging(found, person, found.is_mine, found.is_run)


def inside(slug: str, person: User) -> Belonging:
    """The same for members and facilitators; 404 for everybody else."""
    found = at(slug, person)
    if not found.inside:
        raise Http404
    return found


def facilitating(slug: str, person: User) -> Belonging:
    """The same for facilitators; 404 for everybody else."""
    found = at(slug, person)
    if not found.facilitates:
        raise Http404
    return found
