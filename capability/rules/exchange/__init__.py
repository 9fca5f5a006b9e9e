"""Exchanging a framework with other systems: 1EdTech CASE as JSON, and CSV. Pure, and careful with what comes from outside.

Reading is lenient and tells everything that is wrong at once, a sentence for each row or item; writing is strict.
"""

from dataclasses import dataclass, field

from capability.rules.framework import FrameworkFact

LONGEST_FILE = 2 * 1024 * 1024  # bytes
DEEPEST = 40  # brackets inside brackets
MOST_ITEMS = 1000
MOST_ASSOCIATIONS = 20_000
MOST_PROBLEMS = 200  # told; more are counted
LONGEST = {"title": 120, "code": 10, "reference": 160, "descriptor": 2000, "description": 5000, "framework_title": 160, "job_role": 120}


class Unreadable(Exception):
    """A file that cannot be taken at all; its text is a sentence that says why and what to do."""


@dataclass(frozen=True)
class Problem:
    """Something to put right: `where` is a row or an item as the file's writer knows it."""

    where: str
    sentence: str


@dataclass
class Found:
    """What is wrong, and what is worth knowing, as reading goes on."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def wrong(self, where: str, sentence: str) -> None:
        """Tell a problem; the same one is told once."""
        problem = Problem(where, sentence)
        if problem not in self.problems:
            self.problems.append(problem)


@dataclass(frozen=True)
class Reading:
    """A file that was read: the framework where nothing is wrong, every problem, and what to know besides."""

    fact: FrameworkFact | None
    problems: list[Problem]
    notes: list[str]


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 (with its mark) or Windows-1252; `Unreadable` for anything else, and for what is too large."""
    if len(content) > LONGEST_FILE:
        raise Unreadable(f"The file is larger than {LONGEST_FILE // 1024 // 1024} MB.")
    if not content.strip():
        raise Unreadable("The file is empty.")
    if content[:4] == b"PK\x03\x04" or content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Unreadable("This is a workbook. Save it as CSV (UTF-8) first, and import that.")
    for encoding in ("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(ord(sign) < 32 and sign not in "\r\n\t" for sign in text):
            raise Unreadable("This does not look like text. Save it in UTF-8, and import that.")
        return text
    raise Unreadable("The letters of this file cannot be read. Save it in UTF-8, and import that.")
