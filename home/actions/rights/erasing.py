"""Erasing somebody: the person goes, the area's counts stay, and a receipt says what was done. Twice does it once."""

import logging
from collections.abc import Iterable
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import FileField, Model, Q
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home import ledger
from home.actions.refusals import Refused
from home.actions.rights.forgetting import forget, known_by
from home.context import forget_site_settings
from home.enums import ErasureCause, GlobalRole
from home.models import Erasure, ErasureWish, User, new_secret
from home.seams.privacy import Kept, OnErasure, all_kept, prepare_erasing

log = logging.getLogger("alongside")
CANNOT = [
    "What people read, heard or saw before, and what they remember of it.",
    "Mails that went out before today, and what somebody printed, photographed or copied for themselves.",
    "Where somebody wrote your name in words of their own, or where you stand as an author on the page of a module. Ask whoever looks after that page.",
    "Backups that were made before today. They are deleted in their turn, and from a copy that is restored you are erased before anyone sees it.",
    "Figures about whole teams and the area that were counted before. Nobody can be told from them.",
]
LAST = "This is the only administrator. Make somebody else an administrator first, then nobody is locked out of the site."
NOT_WRITTEN = (
    "It could not be written down beside the backups, so a restored copy would bring the account back. Nothing was done. "
    "Look at the disk or folder that LEDGER names, and try again."
)


def is_last_administrator(person: User) -> bool:
    """Whether nobody who may sign in administers the site without `person`."""
    administrators = User.objects.active().filter(Q(groups__name=GlobalRole.ADMINISTRATOR.value) | Q(is_superuser=True))
    return administrators.filter(pk=person.pk).exists() and not administrators.exclude(pk=person.pk).exists()


@transaction.atomic
def erase(person: User, *, cause: ErasureCause) -> Erasure:
    """Erase `person` for good; the receipt. Twice gives the first receipt.

    Raises `Refused` for the only administrator, and where the ledger beside the backups cannot be written.
    """
    held = User.objects.select_for_update().filter(pk=person.pk).first()
    if held is None:
        return Erasure.objects.get(key=person.public_id)
    if is_last_administrator(held):
        raise Refused(LAST)
    wish = ErasureWish.objects.filter(person=held).first()
    made = _take_away(held, cause=cause, code=wish.code if wish else new_secret())
    try:
        counts = {"removed": made.receipt["removed"], "stays": made.receipt["stays"]}
        ledger.append("erasure", person=str(made.key), receipt=made.code, cause=made.cause, **counts)
    except (OSError, ledger.LedgerProblem) as fault:
        log.error("ledger: an erasure could not be written: %s", type(fault).__name__)
        raise Refused(NOT_WRITTEN) from fault
    log.info("erased: receipt of %s, %d kinds", made.at.date(), len(made.receipt["removed"]))
    return made


@ledger.replays("erasure")
def erase_again(entry: ledger.Entry) -> bool:
    """Erase again who had been erased, also an only administrator; whether a restored copy held them."""
    facts = entry.facts
    with transaction.atomic():
        held = User.objects.select_for_update().filter(public_id=facts["person"]).first()
        if held is not None:
            _take_away(held, cause=ErasureCause(facts["cause"]), code=facts["receipt"])
        receipt = {"removed": facts["removed"], "stays": facts["stays"], "cannot": CANNOT}
        told = {"code": facts["receipt"], "cause": facts["cause"], "at": entry.moment, "receipt": receipt}
        Erasure.objects.update_or_create(key=facts["person"], defaults=told)  # as it was told then
    return held is not None


def what_would_go(person: User) -> tuple[list[list], list[list]]:
    """What would be deleted and what would stay without a name, as the receipt says it: `[title, count]` each."""
    return _counted(OnErasure.DELETED, person), _counted(OnErasure.DETACHED, person)


def _take_away(person: User, *, cause: ErasureCause, code: str) -> Erasure:
    known, key = known_by(person), person.public_id
    deleted, stays = what_would_go(person)
    files = _files_of(person)
    _sign_out(person)
    prepare_erasing(person)
    for kind in all_kept():
        if kind.on_erasure is OnErasure.DETACHED and kind.whose:
            _detach(kind, person)
    for kind in all_kept():
        if kind.on_erasure is OnErasure.DELETED and kind.whose not in ("", "pk"):
            _delete(kind, person)
    _forget_in_log(User, [person.pk])
    person.delete()
    forget(known)
    forget_site_settings()
    transaction.on_commit(partial(_delete_files, files), robust=True)
    receipt = {"removed": deleted, "stays": stays, "cannot": CANNOT}
    made, _ = Erasure.objects.update_or_create(key=key, defaults={"code": code, "cause": cause, "at": timezone.now(), "receipt": receipt})
    return made


def _counted(what: OnErasure, person: User) -> list[list]:
    """How many rows of each kind there are, by title, before anything happens."""
    found: dict[str, int] = {}
    for kind in all_kept():
        if kind.on_erasure is what and (count := kind.of(person).count()):
            found[kind.title] = found.get(kind.title, 0) + count
    return [[title, count] for title, count in found.items()]


def _detach(kind: Kept, person: User) -> None:
    """Leave the rows without the person, and without the words that were theirs."""
    pks = list(kind.of(person).values_list("pk", flat=True))
    fields = {name: kind.model_class._meta.get_field(name) for name in kind.clears}
    empty = {name: None if field.null else "" for name, field in fields.items()}
    kind.model_class._base_manager.filter(pk__in=pks).update(**{kind.whose.partition("__")[0]: None}, **empty)


def _delete(kind: Kept, person: User) -> None:
    """Delete the rows, and what the log calls them."""
    rows = kind.of(person)
    _forget_in_log(kind.model_class, rows.values_list("pk", flat=True))
    rows.order_by().delete()


def _forget_in_log(model: type[Model], pks: Iterable) -> None:
    """Leave it standing in the log that something was done, and by whom, not what it was called."""
    about = {"content_type": ContentType.objects.get_for_model(model), "object_id__in": [str(pk) for pk in pks]}
    ModelLogEntry.objects.filter(**about).update(label="", data={})


def _files_of(person: User) -> list[str]:
    names: list[str] = []
    for kind in all_kept():
        if kind.on_erasure is OnErasure.DELETED and kind.whose:
            columns = [field.name for field in kind.model_class._meta.concrete_fields if isinstance(field, FileField) and field.name in kind.columns]
            names += [name for column in columns for name in kind.of(person).values_list(column, flat=True) if name]
    return names


def _delete_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)


def _sign_out(person: User) -> None:
    """End every session of theirs at once."""
    from allauth.usersessions.models import UserSession

    Session.objects.filter(session_key__in=UserSession.objects.filter(user=person).values("session_key")).delete()
