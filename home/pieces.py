"""Pieces of pages that are the same wherever their values are the same: rendered once in each process, and kept.

Half of the work of a page is its templates, and most of that is the same for everybody: the head and foot of every page, a question
nobody has answered yet. A piece's template sees the values that it is asked with and nothing else (no request, no person), so what is
kept can only ever be shown where those same values are shown. What belongs to one request alone, such as its form token, is named
`late`: a stand-in is rendered in its place, and the real one put in each time.
"""

import secrets
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

MOST = 2048  # pieces kept; the least used go first
STAND_IN = f"stand-in-{secrets.token_hex(12)}-"  # nobody can write it into their words: it is another in each process


def piece(template: str, *, late: dict[str, Any] | None = None, **values: Any) -> SafeString:
    """`template` rendered with `values`, from what is kept where they are the same; words in `late` are escaped and put in at the end.

    Values are plain: words, numbers, `None`, and tuples and frozen dataclasses of them. `TypeError` for anything else: a model's
    row equals another with its key whatever it says.
    """
    late = late or {}
    html = _rendered(template, tuple(sorted(values.items())), tuple(kinds_of(values[name]) for name in sorted(values)), tuple(sorted(late)))
    for name, value in late.items():
        if (stand_in := f"{STAND_IN}{name}.") in html:
            html = html.replace(stand_in, conditional_escape(value))
    return mark_safe(html)  # nosec B308 B703 # noqa: S308 - rendered by a template, with what came late escaped


def kinds_of(value: Any) -> Any:
    """What `value` is made of: words that are safe HTML equal the same words that are not, and must not stand in for them."""
    kind = type(value)
    if kind in (str, SafeString, int, float, bool, type(None)):
        return kind
    if kind is tuple:
        return tuple(map(kinds_of, value))
    if is_dataclass(value) and getattr(kind, "__dataclass_params__").frozen:  # noqa: B009 - no type knows of it
        return (kind, *(kinds_of(getattr(value, each.name)) for each in fields(value)))
    raise TypeError(f"A piece takes plain values, not {kind.__name__}.")


@lru_cache(maxsize=MOST)
def _rendered(template: str, values: tuple[tuple[str, Any], ...], kinds: tuple, late: tuple[str, ...]) -> str:
    return str(render_to_string(template, {**dict(values), **{name: f"{STAND_IN}{name}." for name in late}}))
