"""Forgetting a name and addresses in rows that are not the person's own: what the site told others, and what the log calls things."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import EmailField, F, JSONField, Model, Q, TextField
from django.db.models.functions import Cast
from django.utils.html import escape

from home.models import User
from home.seams.privacy import all_kept

NOBODY = "somebody"


@dataclass(frozen=True)
class Known:
    """What somebody is known by: the name they wrote, and their addresses."""

    name: str
    addresses: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Both, the longest first, so that no part of one is left of another."""
        return tuple(sorted({self.name, *self.addresses} - {""}, key=lambda words: (-len(words), words)))

    def without(self, text: str) -> str:
        """`text` with "somebody" in their place, also where it stands in HTML."""
        for words in {variant: None for known in self.all for variant in (known, escape(known))}:
            before, after = (r"(?<![\w.+-])", r"(?![\w-]|\.\w)") if "@" in words else (r"(?<!\w)", r"(?!\w)")
            text = re.sub(f"{before}{re.escape(words)}{after}", _somebody, text, flags=re.IGNORECASE)
        return text


def _somebody(found: re.Match) -> str:
    return NOBODY.capitalize() if not found.string[: found.start()].strip() else NOBODY


def known_by(person: User) -> Known:
    """What `person` is known by today."""
    from allauth.account.models import EmailAddress

    found = {person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)}
    return Known(person.name.strip(), tuple(sorted({address.lower() for address in found if address})))


def forget(known: Known) -> int:
    """Take name and addresses out of every column that is registered as naming others, and addresses out of every column for one. How many rows."""
    return sum(_out_of_words(model, columns, known) for model, columns in _columns_with_words()) + _out_of_addresses(known)


def _columns_with_words() -> Iterator[tuple[type[Model], set[str]]]:
    found: dict[str, set[str]] = {}
    for kind in all_kept():
        if kind.words:
            found.setdefault(kind.model, set()).update(kind.words)
    yield from ((apps.get_model(label), columns) for label, columns in found.items())


def _out_of_words(model: type[Model], columns: set[str], known: Known) -> int:
    rows = model._base_manager.all()
    wanted = Q(pk__in=[])
    for column in sorted(columns):
        rows = rows.annotate(**{f"said_{column}": Cast(F(column), TextField())})
        for words in {variant for each in known.all for variant in (each, escape(each), json.dumps(each)[1:-1])}:
            wanted |= Q(**{f"said_{column}__icontains": words})
    changed = 0
    for row in rows.filter(wanted):
        new = {column: _without(model, column, getattr(row, column), known) for column in columns}
        new = {column: value for column, value in new.items() if value != getattr(row, column)}
        if new:
            changed += model._base_manager.filter(pk=row.pk).update(**new)
    return changed


def _without(model: type[Model], column: str, value: Any, known: Known) -> Any:
    field = model._meta.get_field(column)
    if not isinstance(field, JSONField):
        return known.without(value)[: getattr(field, "max_length", None)] if value else value
    return json.loads(known.without(json.dumps(value, ensure_ascii=False)))


def _out_of_addresses(known: Known) -> int:
    changed = 0
    for model, field in _address_columns():
        wanted = Q(pk__in=[])
        for address in known.addresses:
            wanted |= Q(**{f"{field.name}__iexact": address})
        for pk in model._base_manager.filter(wanted).values_list("pk", flat=True):
            changed += _without_address(model._base_manager.filter(pk=pk), field)
    return changed


def _without_address(row: Any, field: EmailField) -> int:
    """Empty the address; a row that the database refuses without one leads nowhere without it, and goes."""
    if field.blank:
        with suppress(IntegrityError), transaction.atomic():
            return row.update(**{field.name: ""})
    return row.delete()[0]


def _address_columns() -> Iterator[tuple[type[Model], EmailField]]:
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EmailField) and model is not User:
                yield model, field
