"""What becomes of each capability, and of what somebody said about it, when a new version of the framework follows another. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

SAME, REWORDED, SPLIT, MERGED, NEW, RETIRED = "same", "reworded", "split", "merged", "new", "retired"
FATES = [
    (SAME, "The same words"),
    (REWORDED, "New words"),
    (SPLIT, "Split into several"),
    (MERGED, "Several in one"),
    (NEW, "New"),
    (RETIRED, "No longer there"),
]
WHAT_HAPPENS = {
    SAME: "What you said stands as it was.",
    REWORDED: "Your level and your note are filled in. Read the new words, and see whether they still fit.",
    SPLIT: "Your level and your note are filled in for each part. How sure you were is left open, because it was said of the whole.",
    MERGED: "The lowest of your levels is filled in, with your notes one after the other. How sure you were is left open.",
    NEW: "Nothing is filled in: you have not been asked before.",
    RETIRED: "It is not asked any more. What you said stays in your earlier self-assessments.",
}
LONGEST_NOTE = 2000  # characters, as a rating keeps


@dataclass(frozen=True)
class Words:
    """One capability of one version: what is said of it at each level."""

    key: int
    code: str
    title: str
    descriptors: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """What became of capabilities: keys of the earlier version, and of the later one."""

    fate: str
    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True)
class Said:
    """What somebody said of one capability. No level is "not part of my role"."""

    level: int | None
    sure: int | None = None
    note: str = ""
    fate: str = SAME


def changes(before: Sequence[Words], after: Sequence[Words], steps: Iterable[tuple[int, int]]) -> list[Change]:
    """What became of every capability, in the later version's order, then what was retired in the earlier one's.

    A capability that several go into is merged, also where one of those is split besides. A split is told once, with all its parts.
    """
    known_before, known_after = {words.key: words for words in before}, {words.key: words for words in after}
    back, on = defaultdict(list), defaultdict(list)
    for old, new in sorted(set(steps)):
        if old in known_before and new in known_after:
            back[new].append(old)
            on[old].append(new)
    found: list[Change] = []
    told: set[int] = set()
    for words in after:
        parents = back.get(words.key, [])
        if words.key in told:
            continue
        if not parents:
            found.append(Change(NEW, (), (words.key,)))
        elif len(parents) > 1:
            found.append(Change(MERGED, tuple(parents), (words.key,)))
        elif len(parts := [key for key in on[parents[0]] if len(back[key]) == 1]) > 1:
            told.update(parts)
            order = [each.key for each in after if each.key in parts]
            found.append(Change(SPLIT, (parents[0],), tuple(order)))
        elif len(on[parents[0]]) > 1:
            found.append(Change(SPLIT, (parents[0],), (words.key,)))
        else:
            was = known_before[parents[0]]
            same = (was.title, was.descriptors) == (words.title, words.descriptors)
            found.append(Change(SAME if same else REWORDED, (was.key,), (words.key,)))
    found += [Change(RETIRED, (words.key,), ()) for words in before if not on.get(words.key)]
    return found


def carry(found: Iterable[Change], said: Mapping[int, Said], titles: Mapping[int, str]) -> dict[int, Said]:
    """What somebody said of the earlier version, filled in for the later one, by its keys; `titles` head the notes of what was merged.

    Nothing is made up: of merged capabilities the lowest level counts, "not part of my role" only where it is so for each that was
    answered, and what nobody answered stays open.
    """
    carried: dict[int, Said] = {}
    for change in found:
        answered = [(key, said[key]) for key in change.before if key in said]
        if not answered or not change.after:
            continue
        if change.fate == MERGED:
            levels = [one.level for _, one in answered if one.level is not None]
            notes = [f"{titles.get(key, '')}: {one.note}" for key, one in answered if one.note]
            carried[change.after[0]] = Said(min(levels) if levels else None, None, "\n\n".join(notes)[:LONGEST_NOTE], MERGED)
            continue
        one = answered[0][1]
        for key in change.after:
            carried[key] = Said(one.level, None if change.fate == SPLIT else one.sure, one.note, change.fate)
    return carried


def suggest(before: Sequence[Words], after: Sequence[Words]) -> set[tuple[int, int]]:
    """Steps that follow from the words themselves: the same title, or else the same code where neither has another match."""
    by_title = {words.title.casefold(): words.key for words in before}
    steps = {(by_title[words.title.casefold()], words.key) for words in after if words.title.casefold() in by_title}
    taken_before, taken_after = {old for old, _ in steps}, {new for _, new in steps}
    by_code = {words.code: words.key for words in before if words.key not in taken_before}
    return steps | {(by_code[words.code], words.key) for words in after if words.key not in taken_after and words.code in by_code}


class HasFate(Protocol):
    """Anything that says what became of which capabilities of the version before."""

    @property
    def fate(self) -> str:
        """One of `FATES`."""
        ...

    @property
    def before(self) -> Sequence:
        """The capabilities of the version before."""
        ...


def sentence(found: Iterable[HasFate]) -> str:
    """The changes in one line: "20 stand as they were, one has new words, one is new"; empty where there are none."""
    counts: dict[str, int] = defaultdict(int)
    for change in found:
        counts[change.fate] += len(change.before) if change.fate == MERGED else 1
    told = [
        (SAME, "stands as it was", "stand as they were"),
        (REWORDED, "has new words", "have new words"),
        (SPLIT, "is split", "are split"),
        (MERGED, "goes into another", "go into others"),
        (NEW, "is new", "are new"),
        (RETIRED, "is no longer there", "are no longer there"),
    ]
    return ", ".join(f"{counts[fate]} {one if counts[fate] == 1 else many}" for fate, one, many in told if counts[fate])
