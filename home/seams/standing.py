"""Standing: what the apps above know that makes a second factor needed, such as that somebody runs a community.

It is read with the person, in the same query as their roles here.
"""

from collections.abc import Callable

from django.db.models import BooleanField, Exists, ExpressionWrapper, Q

Builder = Callable[[], Exists]
_trusted: list[Builder] = []


def trusts(builder: Builder) -> Builder:
    """Register a function `() -> Exists` (with `OuterRef("pk")` for the person) that is true for people who see or change more than their own."""
    _trusted.append(builder)
    return builder


def is_trusted() -> ExpressionWrapper:
    """Whether any of them is true, as an expression; false where none is registered."""
    wanted = Q(pk__in=[])
    for builder in _trusted:
        wanted |= Q(builder())
    return ExpressionWrapper(wanted, output_field=BooleanField())
