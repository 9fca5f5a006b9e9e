"""How a team's picture is put into words and order."""

from collections.abc import Iterable, Mapping, Sequence

from home.rules.disclosure import Band
from home.wording import number_words

ORDER = {Band.FEW: 0, Band.SOME: 1, Band.MOST: 2, Band.SUPPRESSED: 3}


def join_words(words: Sequence[str]) -> str:
    """ "trauma", "trauma and stigma", "trauma, stigma and risk"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def quoted(titles: Iterable[str]) -> str:
    """Titles in quotation marks, as one runs them together in a sentence."""
    return join_words([f"“{title}”" for title in titles])


def widest_gaps(gaps: Mapping[int, Sequence[int]], order: Sequence[int]) -> list[int]:
    """Capabilities by how many levels people miss altogether, the most first, and among equals as in `order`."""
    place = {key: number for number, key in enumerate(order)}
    return sorted(order, key=lambda key: (-sum(gaps.get(key, ())), place[key]))


def shared_summary(titles: Mapping[int, str], gaps: Mapping[int, Sequence[int]], people: int) -> str:
    """Two sentences on the biggest gaps of `people` who share; `gaps` are levels missed, by capability, one a person."""
    widest = [key for key in widest_gaps(gaps, list(titles)) if sum(gaps.get(key, ()))]
    if not widest:
        return "Nobody who shares with you has a gap. Ask what each would like to go further with, or help others with."
    below = sum(1 for gap in gaps[widest[0]] if gap)
    who = "the one person who shares" if people == 1 else f"the {number_words(people)} people who share"
    first = f"The biggest gap is “{titles[widest[0]]}”: {number_words(below)} of {who} with you {'is' if below == 1 else 'are'} below what their role needs."
    second = f"Then {'comes' if len(widest) == 2 else 'come'} {quoted(titles[key] for key in widest[1:3])}." if len(widest) > 1 else "It is the only one."
    return f"{first} {second}"


def bands_summary(titles: Mapping[int, str], bands: Mapping[int, Band], whom: str) -> str:
    """Two sentences on where few and where most meet what their role needs; `whom` is "the team" or "the service"."""
    at = {shown: [titles[key] for key in titles if bands.get(key) is shown] for shown in Band}
    if at[Band.FEW]:
        first = f"Few of {whom} are where their role needs them in {quoted(at[Band.FEW][:3])}."
    elif at[Band.SOME]:
        first = f"Nothing stands out as a gap of all; {quoted(at[Band.SOME][:3])} {'has' if len(at[Band.SOME]) == 1 else 'have'} the most room to grow."
    else:
        return f"Wherever there are enough answers, most of {whom} are where their role needs them."
    return f"{first} Most are there in {quoted(at[Band.MOST][:3])}." if at[Band.MOST] else f"{first} There is nothing yet where most are."


def moved_summary(titles: Mapping[int, str], before: Mapping[int, Band], now: Mapping[int, Band]) -> str:
    """In a sentence or two, where more and where fewer of a team are where their role needs them; only where both times are shown."""
    both = [key for key in titles if Band.SUPPRESSED not in (before.get(key, Band.SUPPRESSED), now.get(key, Band.SUPPRESSED))]
    if not both:
        return "There is no capability that was shown both times."
    up = [titles[key] for key in both if ORDER[now[key]] > ORDER[before[key]]]
    down = [titles[key] for key in both if ORDER[now[key]] < ORDER[before[key]]]
    words = [f"More are where their role needs them in {quoted(up[:4])}." if up else "", f"Fewer are in {quoted(down[:4])}." if down else ""]
    return " ".join(filter(None, words)) or "Every band is as it was."
