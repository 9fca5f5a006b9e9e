"""Reminders: of what was asked, of renewals, and of modules due for review. Each goes once, and none for what is done."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from home.actions.telling import tell, tell_each
from home.actions.untelling import drop_letters
from home.enums import GlobalRole, NoticeKind
from home.letters.writing import letter_key
from home.models import Letter, Notice, User
from home.wording import date_words
from learning.models import Completion, ModulePage, ModuleRequest
from learning.rules.addresses import address_of
from learning.rules.requests import DONE, reminder_of_renewal, reminder_of_request
from learning.standings import ask_of, standings_of

REVIEW_AHEAD = timedelta(days=30)


def remind_of_requests(today: date | None = None) -> int:
    """Remind people of what is asked of them and not done, a week before and on the day. How many requests had a reminder due."""
    today = today or timezone.localdate()
    due = ModuleRequest.objects.open().filter(due_on__gte=today, due_on__lte=today + timedelta(days=7)).values_list("pk", flat=True)
    return sum(_remind_of_request(pk, today) for pk in list(due))


@transaction.atomic
def _remind_of_request(pk: int, today: date) -> bool:
    request = ModuleRequest.objects.open().select_for_update(of=("self",)).filter(pk=pk).select_related("module", "team", "asked_by").first()
    stage = None if request is None else reminder_of_request(ask_of(request), today)
    if request is None or stage is None:
        return False
    people = [row.person for row in standings_of([request], today)[pk] if row.standing != DONE and not row.not_now]
    tell_each(
        people=people, kind=NoticeKind.REMINDER, key=f"request:{pk}:due:{request.due_on}:{stage}", url="/learning/requests/",
        title=f"“{request.module.title}” is asked of you by {'today, ' if stage == 0 else ''}{date_words(request.due_on)}",
        text="You can carry on where you were, or say why not now.", why=f"{request.asked_by or 'A manager'} asked it of {request.team}, which you are in.",
    )  # fmt: skip
    return True


def remind_of_renewals(today: date | None = None) -> int:
    """Remind people of modules they completed that want renewing, 30 and 7 days before. How many completions were looked at."""
    today = today or timezone.localdate()
    near = renewals_ahead(today, 30).values_list("pk", flat=True)
    for pk in list(near):
        _remind_of_renewal(pk, today)
    return len(near)


def renewals_ahead(today: date, days: int):
    """Completions to renew within `days`, of published modules and people who may sign in, that no later completion replaces."""
    later = Completion.objects.filter(person=OuterRef("person"), module_key=OuterRef("module_key"), completed_at__gt=OuterRef("completed_at"))
    near = Completion.objects.filter(renew_on__gte=today, renew_on__lte=today + timedelta(days=days))
    return near.filter(~Exists(later), module__live=True, person__is_active=True).order_by("renew_on", "pk")


@transaction.atomic
def _remind_of_renewal(pk: int, today: date) -> None:
    found = renewals_ahead(today, 30).filter(pk=pk).select_related("person", "module").first()
    stage = reminder_of_renewal(found.renew_on, today) if found and found.renew_on else None
    if found is None or stage is None:
        return
    tell(
        person=found.person, kind=NoticeKind.REMINDER, key=f"renewal:{pk}:{stage}", url=address_of(found.module.url_path),
        title=f"“{found.title}” is due to be renewed by {date_words(found.renew_on)}",
        text="Do the module again to renew it. What you completed before stays in your record.", why=f"You completed it on {date_words(found.completed_on)}.",
    )  # fmt: skip


def remind_of_reviews(today: date | None = None) -> int:
    """Tell the editors, once for each date, of published modules due for review within 30 days. How many modules."""
    today = today or timezone.localdate()
    modules = list(ModulePage.objects.live().filter(review_due_on__isnull=False, review_due_on__lte=today + REVIEW_AHEAD))
    editors = list(User.objects.active().filter(groups__name=GlobalRole.EDITOR.value)) if modules else []
    for module in modules:
        tell_each(
            people=editors, kind=NoticeKind.EDITORIAL, key=f"review:{module.pk}:{module.review_due_on}", url=f"/cms/pages/{module.pk}/edit/",
            title=f"“{module.title}” is due for review by {date_words(module.review_due_on)}",
            text="Check what it says and its sources, then set the next date.", why="You are an editor, and every module has a date for its review.",
        )  # fmt: skip
    return len(modules)


def drop_stale_reminders(today: date | None = None) -> int:
    """Stop letters that wait for quiet hours to end though what they remind of is done, renewed or withdrawn by now. How many."""
    today = today or timezone.localdate()
    kinds = [NoticeKind.REMINDER, NoticeKind.REQUEST]
    waiting = set(Letter.objects.filter(sent_at__isnull=True, dropped_at__isnull=True, kind__in=kinds).values_list("key", flat=True))
    if not waiting:
        return 0
    told = Notice.objects.filter(person__letters__key__in=waiting, kind__in=kinds).distinct().values_list("person_id", "key")
    ours: dict[str, set[tuple[int, int, str]]] = {"request": set(), "renewal": set()}
    for person, key in told:
        source, _, rest = key.partition(":")
        if source in ours and letter_key(person, key) in waiting:
            ours[source].add((int(rest.partition(":")[0]), person, key))
    requests = list(ModuleRequest.objects.open().filter(pk__in={pk for pk, _, _ in ours["request"]}))
    still_asked = {(pk, row.person.pk) for pk, rows in standings_of(requests, today).items() for row in rows if row.standing != DONE}
    to_renew = set(renewals_ahead(today, 30).values_list("pk", flat=True))
    stale = [letter_key(person, key) for pk, person, key in ours["request"] if (pk, person) not in still_asked]
    stale += [letter_key(person, key) for pk, person, key in ours["renewal"] if pk not in to_renew]
    return drop_letters(Letter.objects.filter(key__in=stale))
