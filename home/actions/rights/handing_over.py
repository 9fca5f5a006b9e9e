"""What nobody does any more when an account is erased: the administrators are asked for somebody else."""

from django.db.models import Exists, OuterRef

from home.actions.contributing.reaching import involvement
from home.actions.rights.forgetting import known_by
from home.actions.telling import tell_each
from home.context import site_settings
from home.enums import GlobalRole, NoticeKind
from home.models import SiteSettings, Team, TeamManager, User


def ask_for_successors(person: User) -> None:
    """Tell the administrators what `person` was for the whole site, so that they name somebody else; nothing where it was nothing."""
    wanted = involvement()
    was = [
        ("lead for safeguarding", "/cms/settings/home/involvementsettings/", wanted.safeguarding_lead_id == person.pk),
        ("who looks after contributors", "/cms/settings/home/involvementsettings/", wanted.contact_id == person.pk),
        ("the address that people write to", "/setup/", _is_contact(person)),
    ]
    missing = [(what, url) for what, url, held in was if held] + [(f"a manager of {team.name}", "/teams/") for team in _teams_without(person)]
    if not missing:
        return
    tell_each(
        people=User.objects.active().filter(groups__name=GlobalRole.ADMINISTRATOR.value).exclude(pk=person.pk).distinct(),
        kind=NoticeKind.REQUEST, key=f"successor:{person.pk}", title="The site needs somebody new",
        text=f"An account was erased. There is none any more: {'; '.join(what for what, _ in missing)}. Name somebody else.",
        why="You are an administrator.", url=missing[0][1],
    )  # fmt: skip


def _teams_without(person: User) -> list[Team]:
    """The teams that only `person` manages."""
    managers = TeamManager.objects.current().filter(team=OuterRef("pk"), is_deputy=False)
    return list(Team.objects.filter(Exists(managers.filter(person=person))).exclude(Exists(managers.exclude(person=person))))


def _is_contact(person: User) -> bool:
    kept = SiteSettings.objects.first() or site_settings()
    return kept.contact_email.lower() in known_by(person).addresses
