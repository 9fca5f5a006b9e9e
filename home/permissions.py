"""Who may do what, for the things that live on this floor."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from home.enums import GlobalRole
from home.models import InvolvementSettings, Team, TeamManager, User


@dataclass(frozen=True)
class Standing:
    """What a person is in the area today, besides a member of teams."""

    editor: bool = False
    lead: bool = False
    administrator: bool = False
    manager: bool = False
    trusted: bool = False  # by an app above: a facilitator of a community

    @property
    def uses_cms(self) -> bool:
        """Whether the CMS is open to them."""
        return self.editor or self.lead or self.administrator

    @property
    def needs_second_factor(self) -> bool:
        """Whether signing in takes a second factor: everyone who sees or changes more than their own."""
        return self.editor or self.lead or self.administrator or self.manager or self.trusted


NOBODY = Standing()


def standing(person: Any) -> Standing:
    """What `person` is; read with the person where `with_standing()` loaded them, else by one query."""
    if not getattr(person, "is_authenticated", False):
        return NOBODY
    if not hasattr(person, "_standing"):
        row = person if hasattr(person, "standing_editor") else User.objects.with_standing().get(pk=person.pk)
        person._standing = Standing(
            editor=row.standing_editor,
            lead=row.standing_lead,
            administrator=row.standing_administrator or row.is_superuser,
            manager=row.standing_manager,
            trusted=row.standing_trusted,
        )
    return person._standing


def manages(person: Any, team: Team) -> bool:
    """Whether `person` manages or deputises for `team` today."""
    return bool(getattr(person, "is_authenticated", False)) and TeamManager.objects.current(timezone.localdate()).filter(person=person, team=team).exists()


def may_invite(person: Any, team: Team | None) -> bool:
    """A team's managers invite to it; administrators invite to any, and people without an employer."""
    return standing(person).administrator or (team is not None and manages(person, team))


def may_import_roster(person: Any) -> bool:
    """Administrators import rosters."""
    return standing(person).administrator


def may_set_up_site(person: Any) -> bool:
    """Administrators set the site up."""
    return standing(person).administrator


def may_look_after_site(person: Any) -> bool:
    """Administrators see how the site is, and send what failed again."""
    return standing(person).administrator


def may_mend_words(person: Any) -> bool:
    """Editors and administrators say which terms this area marks as well."""
    where = standing(person)
    return where.editor or where.administrator


def has_role(person: Any, role: GlobalRole) -> bool:
    """Whether `person` has one global role."""
    where = standing(person)
    return {GlobalRole.EDITOR: where.editor, GlobalRole.LEAD: where.lead, GlobalRole.ADMINISTRATOR: where.administrator}[role]


def may_read_contributions(person: Any) -> bool:
    """Editors read what contributors hand in; nobody else does."""
    return standing(person).editor


def looks_after_contributors(person: Any) -> bool:
    """The one person whom the area has named for it: they know who contributes, pass thanks on, and keep what is paid."""
    return bool(getattr(person, "is_authenticated", False)) and InvolvementSettings.objects.filter(contact=person).exists()
