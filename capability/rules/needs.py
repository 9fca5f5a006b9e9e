"""The area's training needs in words, from published figures."""

from collections.abc import Sequence

from capability.rules.teams import join_words

ABOUT = {
    0: "Almost nobody",
    5: "Almost nobody",
    25: "About a quarter",
    50: "About half",
    75: "About three quarters",
    95: "Almost everybody",
    100: "Almost everybody",
}


def share_words(share: int) -> str:
    """A share of 0 to 100 per cent, in steps of five, as one says it: "About half", "About 35 in 100"."""
    return ABOUT.get(share, f"About {share} in 100")


def need_words(share: int, rated: int, lowest: Sequence[str], before: int | None) -> str:
    """One training need in two or three sentences: the share that meets the target, how it moved, and where it is lowest."""
    words = [f"{share_words(share)} of the people who answered (some {rated}) are where their role needs them."]
    if before is not None and before != share:
        words.append(f"That is {'up' if share > before else 'down'} from {before} in 100 when figures were first published.")
    if lowest:
        words.append(f"Of what can be shown, it is lowest in {join_words(lowest)}.")
    return " ".join(words)


def trend_points(shares: Sequence[int | None], *, width: int = 120, height: int = 36) -> list[tuple[int, int]]:
    """Where the points of a small line stand in a drawing of `width` by `height`; hidden quarters leave none."""
    step = (width - 12) / max(1, len(shares) - 1)
    return [(round(6 + number * step), round(height - 6 - share * (height - 12) / 100)) for number, share in enumerate(shares) if share is not None]


def change_words(share: int, before: int | None) -> str:
    """How a share stands beside what it was when first published."""
    if before is None:
        return "New"
    if share == before:
        return f"As at first ({before}%)"
    return f"{'Up' if share > before else 'Down'} from {before}%"


def range_words(shares: Sequence[int]) -> str:
    """From the lowest to the highest of what is shown: "30% to 65%", or that there is too little to compare with."""
    if len(shares) < 2:
        return "Too few are shown"
    low, high = min(shares), max(shares)
    return f"{low}%" if low == high else f"{low}% to {high}%"


def beside_words(here: int | None, whole: int | None) -> str:
    """How one unit stands beside the area; five in a hundred is within the rounding."""
    if here is None or whole is None:
        return "Cannot be compared"
    if abs(here - whole) <= 5:
        return "About the same"
    return f"{abs(here - whole)} in 100 {'higher' if here > whole else 'lower'}"


def findings(shares: Sequence[tuple[str, int]], asked: int) -> list[str]:
    """What a report says first. `shares` are pairs of title and share, the lowest first; `asked` is how many capabilities there are."""
    if not shares:
        return ["Too few people have answered to publish a figure for the whole area yet."]
    under = [title for title, share in shares if share < 50]
    words = [f"Figures for the whole area can be published for {len(shares)} of {asked} capabilities."]
    if under:
        words.append(f"In {len(under)} of them fewer than half of the people who answered are where their role needs them.")
    else:
        words.append("In each of them at least half of the people who answered are where their role needs them.")
    lowest = [f"“{title}” ({share} in 100)" for title, share in shares[:3]]
    words.append(f"The largest need{'s are' if len(lowest) > 1 else ' is'} {join_words(lowest)}.")
    return words


def board_words(titles: Sequence[str]) -> str:
    """The first thing to decide: which needs the year's training answers."""
    return f"Let the year's learning answer {join_words([f'“{title}”' for title in titles])} first, in the services and job roles where they are lowest."
