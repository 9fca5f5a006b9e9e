"""Communities and entries that nobody looks after once somebody's account is erased: the workforce leads are asked for somebody else."""

from django.db.models import Exists, OuterRef

from home.actions.telling import tell_each
from home.enums import NoticeKind
from home.models import User
from practice.actions.shadowing.leaving import leads
from practice.models import CommunityPage, Facilitator, ServiceEntry, ServiceKeeper


def ask_for_successors(person: User) -> None:
    """Tell the workforce leads of each community that only `person` runs, and each entry that only they keep."""
    runs = Facilitator.objects.current().filter(community=OuterRef("pk"))
    keeps = ServiceKeeper.objects.current().filter(entry=OuterRef("pk"))
    communities = CommunityPage.objects.filter(Exists(runs.filter(person=person))).exclude(Exists(runs.exclude(person=person)))
    entries = ServiceEntry.objects.select_related("service").filter(Exists(keeps.filter(person=person))).exclude(Exists(keeps.exclude(person=person)))
    left = [(f"“{community}” has nobody who runs it any more", community.get_absolute_url(), f"community:{community.pk}") for community in communities]
    left += [(f"The entry of {entry.name} has no keeper any more", f"{entry.url}keepers/", f"entry:{entry.pk}") for entry in entries]
    for title, url, key in left:
        tell_each(
            people=[lead for lead in leads() if lead.pk != person.pk], kind=NoticeKind.REQUEST, key=f"successor:{key}:{person.pk}", title=title,
            text="An account was erased. Name somebody else.", why="You are a workforce lead.", url=url,
        )  # fmt: skip
