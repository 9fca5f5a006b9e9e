"""What is kept about one person, kind by kind, in words: only the columns that are registered for a copy are ever read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import FileField, Model
from django.utils import timezone

from home.actions.rights.forgetting import known_by
from home.models import User
from home.seams.privacy import Kept, kept_by_group

AN_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
OF_SOMEBODY = "(somebody’s address)"
CHUNK = 500


@dataclass(frozen=True)
class StoredFile:
    """A file of the person's own: the name it has in the copy, and the one it has in the site's storage."""

    name: str
    stored: str


@dataclass
class Told:
    """One kind of thing, in words: what it is, why, who sees it, how long, and each row by its labels. `files` are named in the rows."""

    kind: Kept
    rows: list[dict[str, Any]]
    withheld: list[tuple[str, str]]
    files: list[StoredFile] = field(default_factory=list)

    @property
    def labels(self) -> list[str]:
        """The labels of a row, in order."""
        return [str(label) for label in self.kind.fields.values()]


class Reader:
    """Reads everything about one person. What a row leads to is looked up once, however many rows lead there."""

    def __init__(self, person: User) -> None:
        self.person = person
        self.own = known_by(person).addresses
        self._words: dict[tuple[type[Model], Any], str] = {}

    def all(self) -> Iterator[Told]:
        """Every registered kind, group by group; those without a row as well, so that it shows that they were looked at."""
        for kinds in kept_by_group().values():
            yield from (self.told(kind) for kind in kinds)

    def told(self, kind: Kept) -> Told:
        """One kind with its rows. Secrets are not even read from the database."""
        withheld = [(kind.column_words(name), why) for name, why in kind.withheld.items()]
        found = Told(kind, [], withheld)
        for row in kind.of(self.person).defer(*kind.withheld).iterator(chunk_size=CHUNK):
            found.rows.append({str(label): self._value(found, row, name) for name, label in kind.fields.items()})
        return found

    def _value(self, found: Told, row: Model, name: str) -> Any:
        column: Any = row._meta.get_field(name)
        if column.is_relation:
            return self._relation(column, getattr(row, column.attname))
        value = getattr(row, name)
        if isinstance(column, FileField):
            return self._file(found, row, value)
        if column.choices:
            return str(getattr(row, f"get_{name}_display")())
        return plain(value if name not in found.kind.words else self._others_addresses_out(value))

    def _relation(self, column: Any, key: Any) -> str | None:
        if key is None:
            return None
        model = column.related_model
        if (model, key) not in self._words:
            target = model._base_manager.filter(**{column.target_field.name: key}).first()
            words = target.name if isinstance(target, User) else str(target or "")
            self._words[model, key] = str(self._others_addresses_out(words)) or "somebody who is not here any more"
        return self._words[model, key]

    def _file(self, found: Told, row: Model, value: Any) -> str | None:
        if not value:
            return None
        ending = value.name.rpartition(".")[2][:5]
        name = f"files/{row._meta.model_name}-{row.pk}.{ending}"
        found.files.append(StoredFile(name, value.name))
        return name

    def _others_addresses_out(self, value: Any) -> Any:
        """Words as they were told, without the addresses of anybody else."""
        if isinstance(value, dict):
            return {key: self._others_addresses_out(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self._others_addresses_out(each) for each in value]
        if not isinstance(value, str):
            return value
        return AN_ADDRESS.sub(lambda at: at[0] if at[0].lower() in self.own else OF_SOMEBODY, value)


def plain(value: Any) -> Any:
    """A value as JSON has it; times are local, as ISO 8601 writes them."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds") if timezone.is_aware(value) else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal):
        return float(value)
    return value if value is None or isinstance(value, bool | int | float | str | list | dict) else str(value)
