"""What keepers write on the service map: the entry, its criteria, that it is right, and who keeps it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.actions.telling import tell
from home.actions.untelling import untell
from home.enums import NoticeKind
from home.models import Service, TeamManager, User
from practice.enums.services import EntryKind
from practice.models import Criterion, EntryNeed, ServiceEntry, ServiceKeeper
from practice.permissions import may_keep, may_list, may_name_keepers, standing
from practice.rules.criteria import SUBJECT_WORDS, Part, Said, Subject, problems

NOT_YOURS = "Only the people who keep this entry can change it. Its page says who they are."
TAKEN_ADDRESSES = {"compare", "unclear", "new"}
ENTRY_FIELDS = (
    "own_name", "own_sector", "own_place", "summary", "who_can_come", "minimum_age", "maximum_age", "know_first", "route", "how_to_refer",
    "who_decides", "wishes_heard", "wait", "street", "town", "county", "postcode", "phone", "email", "website", "hours", "review_due_on",
)  # fmt: skip
CRITERION_FIELDS = ("rule", "number", "definition", "how_checked", "exceptions", "who_can_waive", "meanwhile", "review_due_on")


@transaction.atomic
def list_entry(*, by: User, kind: str, service: Service | None = None, name: str = "", summary: str = "", place: str = "") -> ServiceEntry:
    """Put an entry on the map. A service's is begun by its managers, leads or administrators; what has no service is kept by who lists it."""
    if not may_list(by):
        raise Refused("People who work in a service can put an entry on the map.")
    if kind == EntryKind.SERVICE:
        everywhere = standing(by).lead or standing(by).administrator
        if service is None or not (everywhere or TeamManager.objects.current().filter(person=by, team__service=service).exists()):
            raise Refused("A service's entry is begun by whoever manages one of its teams.")
        if ServiceEntry.objects.filter(service=service).exists():
            raise Refused(f"{service.name} is on the map already.")
        entry = ServiceEntry.objects.create(service=service, summary=summary.strip())
    else:
        entry = ServiceEntry.objects.create(kind=kind, own_name=name.strip(), own_slug=free_slug(name), own_place=place.strip(), summary=summary.strip())
        ServiceKeeper.objects.create(entry=entry, person=by, started_on=timezone.localdate())
    log(instance=entry, action="practice.entry_listed", user=by, data={"kind": kind})
    return entry


def free_slug(name: str) -> str:
    """An address under /services/ that nothing has."""
    base = slugify(name)[:100] or "entry"
    number, candidate = 1, base
    while candidate in TAKEN_ADDRESSES or Service.objects.filter(slug=candidate).exists() or ServiceEntry.objects.filter(own_slug=candidate).exists():
        number += 1
        candidate = f"{base}-{number}"
    return candidate


@transaction.atomic
def change_entry(*, by: User, entry: ServiceEntry, values: dict[str, Any], needs: Iterable[str], is_right: bool = False) -> ServiceEntry:
    """Change what an entry says; what was changed from what to what stays in the log. `is_right` confirms it too."""
    found = _locked(entry, by)
    before = {name: getattr(found, name) for name in ENTRY_FIELDS if name in values}
    for name in before:
        setattr(found, name, values[name])
    changed = {name: [_plain(was), _plain(values[name])] for name, was in before.items() if was != values[name]}
    had, wanted = set(found.needs.values_list("need", flat=True)), set(needs)
    if had != wanted:
        found.needs.exclude(need__in=wanted).delete()
        EntryNeed.objects.bulk_create(EntryNeed(entry=found, need=need) for need in needs if need not in had)
        changed["needs"] = [", ".join(sorted(had)), ", ".join(sorted(wanted))]
    if changed:
        found.changed_at = timezone.now()
        found.save()
        log(instance=found, action="practice.entry_changed", user=by, data={"changed": changed})
    if is_right:
        confirm_entry(by=by, entry=found, review_due_on=values.get("review_due_on"))
    return found


@transaction.atomic
def confirm_entry(*, by: User, entry: ServiceEntry, review_due_on: date | None = None) -> None:
    """Say that an entry and its criteria are right today. Reminders to confirm it that wait are dropped; past dates of review are lifted."""
    found = _locked(entry, by)
    today = timezone.localdate()
    found.confirmed_on, found.confirmed_by, found.changed_at = today, by, timezone.now()
    if review_due_on is not None or (found.review_due_on and found.review_due_on <= today):
        found.review_due_on = review_due_on if review_due_on and review_due_on > today else None
    found.save(update_fields=["confirmed_on", "confirmed_by", "changed_at", "review_due_on"])
    found.criteria.filter(review_due_on__lte=today).update(review_due_on=None)
    found.criteria.update(confirmed_on=today, confirmed_by=by)
    untell(f"entry:{found.pk}:confirm:")
    log(instance=found, action="practice.entry_confirmed", user=by, data={})


@transaction.atomic
def keep_criterion(*, by: User, entry: ServiceEntry, about: str, parts: Iterable[str], values: dict[str, Any], criterion: Criterion | None = None) -> Criterion:
    """Write a criterion or change one; whoever writes it confirms it. Raises `Refused` where it is not whole or a part has another rule."""
    found_entry = _locked(entry, by)
    parts = tuple(part.value for part in Part if part.value in set(parts))
    facts: dict[str, Any] = {name: values.get(name) or (None if name in ("number", "review_due_on") else "") for name in CRITERION_FIELDS}
    said = Said(subject=about, parts=parts, **facts)
    if wrong := problems(said):
        raise Refused(" ".join(wrong.values()))
    others = [row for row in found_entry.criteria.filter(about=about) if criterion is None or row.pk != criterion.pk]
    if taken := [part for part in parts if any(part in other.parts for other in others)]:
        raise Refused(f"There is a rule on {SUBJECT_WORDS[Subject(about)].lower()} for {' and '.join(taken)} already. Change that one, or leave it out here.")
    found = Criterion(entry=found_entry, about=about) if criterion is None else found_entry.criteria.get(pk=criterion.pk)
    before = {name: getattr(found, name) for name in CRITERION_FIELDS} | {"parts": found.parts}
    for name in CRITERION_FIELDS:
        setattr(found, name, getattr(said, name))
    for part in Part:
        setattr(found, f"for_{part.value}", part.value in parts)
    found.confirmed_on, found.confirmed_by = timezone.localdate(), by
    found.save()
    after = {name: getattr(found, name) for name in CRITERION_FIELDS} | {"parts": found.parts}
    changed = {name: [_plain(before[name]), _plain(after[name])] for name in after if before[name] != after[name]}
    ServiceEntry.objects.filter(pk=found_entry.pk).update(changed_at=timezone.now())
    action = "practice.criterion_written" if criterion is None else "practice.criterion_changed"
    log(instance=found_entry, action=action, user=by, data={"about": about, "changed": changed})
    return found


@transaction.atomic
def remove_criterion(*, by: User, criterion: Criterion) -> None:
    """Take a criterion off an entry; the log keeps what it said. Twice is once."""
    entry = _locked(criterion.entry, by)
    found = entry.criteria.filter(pk=criterion.pk).first()
    if found is None:
        return
    was = {name: [_plain(getattr(found, name)), ""] for name in (*CRITERION_FIELDS, "parts") if getattr(found, name)}
    found.delete()
    ServiceEntry.objects.filter(pk=entry.pk).update(changed_at=timezone.now())
    log(instance=entry, action="practice.criterion_removed", user=by, data={"about": found.about, "changed": was})


@transaction.atomic
def name_keeper(*, by: User, entry: ServiceEntry, person: User) -> ServiceKeeper:
    """Name somebody who keeps an entry from today, and tell them. Naming them twice is once."""
    if not may_name_keepers(by, entry):
        raise Refused(NOT_YOURS)
    if not person.is_active or person.waits_for_welcome:
        raise Refused("Choose somebody who can sign in.")
    found = ServiceEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    keeper = found.keepers.current().filter(person=person).first()
    if keeper is not None:
        return keeper
    keeper = ServiceKeeper.objects.create(entry=found, person=person, started_on=timezone.localdate())
    log(instance=found, action="practice.keeper_named", user=by, data={"keeper": person.pk})
    tell(
        person=person, kind=NoticeKind.REQUEST, key=f"entry:{found.pk}:keeper:{keeper.pk}", url=found.url,
        title=f"{by} asks you to keep the entry of {found.name} right", text="You can change it, and you are asked twice a year whether it still holds.",
        why="You were named as one of its keepers.",
    )  # fmt: skip
    return keeper


@transaction.atomic
def stop_keeper(*, by: User, keeper: ServiceKeeper) -> None:
    """End somebody's keeping, today. Whoever keeps it may, and leads and administrators. Twice is once."""
    if not may_name_keepers(by, keeper.entry):
        raise Refused(NOT_YOURS)
    today = timezone.localdate()
    if keeper.started_on >= today:
        ServiceKeeper.objects.filter(pk=keeper.pk).delete()
    else:
        ServiceKeeper.objects.filter(pk=keeper.pk, ended_on__isnull=True).update(ended_on=_day_before(today))
    log(instance=keeper.entry, action="practice.keeper_stopped", user=by, data={"keeper": keeper.person_id})


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _locked(entry: ServiceEntry, by: User) -> ServiceEntry:
    found = ServiceEntry.objects.select_for_update(of=("self",)).select_related("service").get(pk=entry.pk)
    if not may_keep(by, found):
        raise Refused(NOT_YOURS)
    return found


def _plain(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
