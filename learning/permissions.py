"""Who may do what in learning, where it is not simply their own."""

from typing import Any

from home.permissions import standing


def may_read_notes(person: Any) -> bool:
    """Editors read what readers say about lessons."""
    return standing(person).editor


def may_name_reviewers(person: Any) -> bool:
    """Editors and administrators name a module's lived-experience reviewers."""
    where = standing(person)
    return where.editor or where.administrator
