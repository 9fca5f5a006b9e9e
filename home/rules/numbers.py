"""Numbers that come by an address or a form, and that nobody promised to be numbers."""


def whole_number(said: str | None, *, digits: int = 9) -> int | None:
    """The number that `said` is in the figures 0 to 9; nothing for anything else and for more than `digits` figures, which no key of a table has."""
    return int(said) if said and said.isascii() and said.isdecimal() and len(said) <= digits else None
