"""Pages that were given a day to go live, and what keeps one of them back; and the clock by which the worker goes."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ, Schedule
from wagtail.models import Page, Revision

from home.actions.telling import tell
from home.enums import NoticeKind
from home.models import User
from home.seams.publishing import NotAgreedYet, ask_before_publishing


def hold_back_unagreed() -> int:
    """Take the day from drafts whose time has come and that may not go live yet, and tell who chose it; how many there were.

    Otherwise one of them would keep all later ones from going live.
    """
    held = 0
    for revision in Revision.page_revisions.filter(approved_go_live_at__lt=timezone.now()).select_related("user"):
        page = revision.content_object
        try:
            ask_before_publishing(page, revision)
        except NotAgreedYet as waits:
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            tell_that_it_waits(revision.user, page, waits, key=f"scheduled-and-waits:{revision.pk}", why="You chose when this page should go live.")
            held += 1
    return held


def follow_clock() -> int:
    """Bring nearer what waits for a time that a clock which ran ahead had set; how many tasks and schedules that were.

    A task is never held longer than `retry`, and one of every minute never waits longer than its minutes: what does was
    written before the clock was put back, and would otherwise rest until the clock is there again.
    """
    now = timezone.now()
    moved = OrmQ.objects.filter(lock__gt=now + timedelta(seconds=2 * settings.Q_CLUSTER["retry"])).update(lock=now)
    for each in Schedule.objects.filter(schedule_type=Schedule.MINUTES, next_run__gt=now + timedelta(minutes=1)):
        if each.next_run > now + timedelta(minutes=(each.minutes or 1) + 1):
            moved += Schedule.objects.filter(pk=each.pk, next_run=each.next_run).update(next_run=now)
    return moved


def tell_that_it_waits(person: User | None, page: Page, waits: NotAgreedYet, *, key: str, why: str) -> None:
    """Tell whoever wanted `page` live what it waits for."""
    if person:
        tell(person=person, kind=NoticeKind.EDITORIAL, key=key, title=str(waits), url=reverse("wagtailadmin_pages:edit", args=[page.pk]), why=why)
