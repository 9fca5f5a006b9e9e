"""What colleagues said in a poll, as bands, and when it may be frozen anew. See `home.rules.disclosure`."""

from collections.abc import Iterable

from home.rules.disclosure import LEAST_PEOPLE, Band, band, may_freeze_again


def shares(choices: Iterable[int], options: int, *, least: int = LEAST_PEOPLE) -> list[str | None]:
    """For each of `options` its band ("few", "some", "most"), or nothing where it is suppressed.

    `choices` are the numbers of the options chosen, one for each person; one that the poll no longer has counts nobody.
    """
    chosen = [choice for choice in choices if 0 <= choice < options]
    bands = [band(chosen.count(option), len(chosen), least=least) for option in range(options)]
    return [None if value is Band.SUPPRESSED else value.value for value in bands]


def people_changed_since(*, answered_then: int, untouched: int, touched: int) -> int:
    """At least how many people's part changed since a freeze, without keeping what anyone had said.

    `answered_then` people stood behind the figures; of those who stand behind them now `untouched` have not voted since and
    `touched` have (for the first time, or again). People who left or voted again are `answered_then - untouched`.
    """
    return max(touched, answered_then - untouched, 0)


def should_freeze(*, frozen_before: bool, same_question: bool, answered_then: int, untouched: int, touched: int) -> bool:
    """Whether tonight's answers replace what was frozen: the first time, for a new question, or after three people changed."""
    if not frozen_before or not same_question:
        return True
    return may_freeze_again(people_changed_since(answered_then=answered_then, untouched=untouched, touched=touched))
