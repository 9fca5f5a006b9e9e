"""Reading an answer to a knowledge check out of what a browser sent."""

from typing import Any

from django.http import QueryDict

from learning.rules.checks import AnswerProblem, Check

LONGEST_SHORT = 5000  # characters of an answer in one's own words


def field_name(block_id: str) -> str:
    """The name of a check's fields in its form; order and match add "-0", "-1" ... for each line."""
    return f"a-{block_id[:8]}"


def answer_in(posted: QueryDict, check: Check, name: str) -> Any:
    """The value that `learning.rules.checks.mark` takes, from the fields called `name`.

    A choice is sent as its number, or as its number, a colon and its words, so that the words can be shown again
    even where the question was changed meanwhile.
    Raises `AnswerProblem` where a field is missing or is not a number; whether the answer is whole, marking says.
    """
    if check.type == "one":
        return _number(posted.get(name), "Choose one of the answers.")
    if check.type == "several":
        return sorted({_number(value, "Choose at least one answer.") for value in posted.getlist(name)})
    if check.type == "true_false":
        said = str(posted.get(name, "")).partition(":")[0]
        if said not in ("true", "false"):
            raise AnswerProblem("Choose true or false.")
        return said == "true"
    if check.type == "order":
        return _order(posted, check, name)
    if check.type == "match":
        return [_number(posted.get(f"{name}-{line}"), "Choose something for each line.") for line in range(len(check.pairs))]
    text = (posted.get(name) or "").replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > LONGEST_SHORT:
        raise AnswerProblem(f"That is {len(text):,} characters; {LONGEST_SHORT:,} is the most. Your words are still here: make them shorter.")
    return text


def _order(posted: QueryDict, check: Check, name: str) -> list[int]:
    count = len(check.items)
    places = [_number(posted.get(f"{name}-{item}"), "Give each thing a place.") for item in range(count)]
    if sorted(places) != list(range(count)):
        raise AnswerProblem("Two things have the same place. Give each thing a place of its own.")
    return sorted(range(count), key=lambda item: places[item])


def _number(text: str | None, sentence: str) -> int:
    try:
        number = int((text or "").partition(":")[0])
    except ValueError:
        raise AnswerProblem(sentence) from None
    if not 0 <= number < 1000:
        raise AnswerProblem(sentence)
    return number


def fields_of(check: Check, value: Any, name: str) -> dict[str, list[str]]:
    """The fields that show `value` as chosen: the way back from `answer_in`."""
    if check.type == "one":
        return {name: [str(value)]}
    if check.type == "several":
        return {name: [str(chosen) for chosen in value]}
    if check.type == "true_false":
        return {name: ["true" if value else "false"]}
    if check.type == "order":
        return {f"{name}-{item}": [str(place)] for place, item in enumerate(value)}
    if check.type == "match":
        return {f"{name}-{line}": [str(chosen)] for line, chosen in enumerate(value)}
    return {name: [value]}


def words_typed(posted: QueryDict, name: str) -> dict[str, list[str]]:
    """The fields of one check as they were sent, to show them again."""
    return {key: posted.getlist(key) for key in posted if key == name or key.startswith(f"{name}-")}
