"""Readers: who has opened a page on which a contribution stands. Each app knows that of its own pages, where it knows it at all."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

Reader = Callable[[Mapping[int, datetime]], Iterable[int]]
_readers: list[Reader] = []


def knows_readers(reader: Reader) -> Reader:
    """Register a function `{page number: since when} -> keys of people` who opened one of these pages since then; one query."""
    _readers.append(reader)
    return reader


def readers_since(pages: Mapping[int, datetime]) -> set[int]:
    """Everyone who is known to have opened one of these pages since it held what is asked about."""
    return {person for reader in _readers for person in reader(pages)} if pages else set()
