"""A roster file: reading it, and working out row by row what it would change. Pure: knows nothing of the database."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from difflib import get_close_matches

COLUMNS = ("email", "name", "team", "service", "job_role", "manager", "deputy", "started_on", "ended_on")
NEEDED = ("email", "team")
REFUSED = {
    "admin",
    "administrator",
    "role",
    "roles",
    "group",
    "groups",
    "permission",
    "permissions",
    "superuser",
    "is_superuser",
    "is_staff",
    "staff",
    "password",
}
LONGEST_FILE = 512 * 1024  # bytes
MOST_ROWS = 5000
LONGEST_CELL = 200  # characters
YES, NO = {"yes", "y", "true", "1", "x"}, {"", "no", "n", "false", "0"}
ADDRESS = re.compile(r"[^@\s<>\"',;:]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,180}[a-z0-9])?\.[a-z]{2,24}", re.IGNORECASE)
ODD_LETTERS = "The letters of this file cannot be read: it is in an encoding that we do not know. Save it as CSV (UTF-8), and import that."


class Unreadable(Exception):
    """A file that cannot be taken at all; its text is a sentence that says why and what to do."""


@dataclass(frozen=True)
class Row:
    """One row as it was read; `line` counts from 1, the heading being line 1."""

    line: int
    email: str
    name: str = ""
    team: str = ""
    service: str = ""
    job_role: str = ""
    manager: bool = False
    deputy: bool = False
    started_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True)
class Reading:
    """The rows that could be read, and what is wrong with others: sentences by line."""

    rows: list[Row]
    wrong: dict[int, list[str]]


@dataclass(frozen=True)
class Place:
    """Somebody's place in a team, or their managing it, as it stands."""

    started_on: date
    ended_on: date | None = None
    job_role: str = ""


@dataclass(frozen=True)
class Standing:
    """What the site knows, for planning. Teams are (team, service) in lower case; places by address and that pair."""

    today: date
    services: dict[str, str]  # lower case to as written
    job_roles: dict[str, str]
    teams: dict[tuple[str, str], str]  # to the team's name as written
    people: dict[str, str]  # address in lower case to name
    inactive: frozenset[str] = frozenset()
    places: dict[tuple[str, tuple[str, str]], Place] = field(default_factory=dict)
    managers: dict[tuple[str, tuple[str, str]], bool] = field(default_factory=dict)  # to whether a deputy


@dataclass(frozen=True)
class Step:
    """One change of one row: a verb that the import knows, its values, and a sentence for a person."""

    line: int
    verb: str
    values: dict[str, str]
    sentence: str


@dataclass(frozen=True)
class Plan:
    """What a file would change, and what is wrong with it. Only a plan with nothing wrong is carried out."""

    steps: list[Step]
    wrong: dict[int, list[str]]
    rows: int
    unchanged: int

    def digest(self, content: bytes) -> str:
        """What binds the carrying out to the file and to exactly these changes."""
        steps = json.dumps([asdict(step) for step in self.steps], sort_keys=True)
        return hashlib.sha256(hashlib.sha256(content).digest() + steps.encode()).hexdigest()


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 (with its mark) or Windows-1252; `Unreadable` for anything else."""
    if len(content) > LONGEST_FILE:
        raise Unreadable(f"The file is larger than {LONGEST_FILE // 1024} kB. Split it into several.")
    if not content.strip():
        raise Unreadable("The file is empty.")
    if content[:4] == b"PK\x03\x04" or content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Unreadable("This is a workbook. Save it as CSV (UTF-8) first, and import that.")
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as fault:
            raise Unreadable(ODD_LETTERS) from fault
    if any(ord(sign) < 32 and sign not in "\r\n\t" for sign in text):
        raise Unreadable("This does not look like text. Save it as CSV (UTF-8), and import that.")
    return text


def read(content: bytes) -> Reading:
    """The rows of a roster; `Unreadable` where the file as a whole cannot be taken."""
    text = decode(content)
    first = text.lstrip("\r\n").partition("\n")[0]
    between = max(",;\t", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True))
    except csv.Error as fault:
        raise Unreadable(f"The file is not CSV: {fault}. Save it as CSV (UTF-8) again.") from fault
    numbered = [(number, cells) for number, cells in enumerate(lines, 1) if any(cell.strip() for cell in cells)]
    if not numbered:
        raise Unreadable("The file is empty.")
    columns = _columns(numbered[0][1])
    if len(numbered) == 1:
        raise Unreadable("The file has a heading and no rows.")
    if len(numbered) - 1 > MOST_ROWS:
        raise Unreadable(f"The file has more than {MOST_ROWS:,} rows. Split it into several.")
    rows: list[Row] = []
    wrong: dict[int, list[str]] = {}
    for number, cells in numbered[1:]:
        row, problems = _row(number, cells, columns)
        if problems:
            wrong[number] = problems
        elif row is not None:
            rows.append(row)
    return Reading(rows, wrong)


def _columns(cells: list[str]) -> list[str]:
    names = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    powers = sorted({name for name in names if name in REFUSED})
    if powers:
        raise Unreadable(f"A roster gives nobody rights or passwords: take the column “{powers[0]}” out.")
    if not set(names) & set(COLUMNS) and not "".join(names).isascii():  # an encoding that was taken for another
        raise Unreadable(ODD_LETTERS)
    unknown = [name or "(without a name)" for name in names if name not in COLUMNS]
    if unknown:
        raise Unreadable(f"Unknown {'column' if len(unknown) == 1 else 'columns'}: {', '.join(unknown[:10])[:200]}. A roster has: {', '.join(COLUMNS)}.")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Unreadable(f"The column “{twice[0]}” is there twice.")
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise Unreadable(f"The column “{missing[0]}” is missing. A roster has: {', '.join(COLUMNS)}.")
    return names


def _row(number: int, cells: list[str], columns: list[str]) -> tuple[Row | None, list[str]]:
    if any(cell.strip() for cell in cells[len(columns) :]):
        return None, ["It has more cells than the heading."]
    values = dict.fromkeys(COLUMNS, "") | {name: " ".join(cell.split()) for name, cell in zip(columns, cells, strict=False)}
    wrong = [f"“{name}” is longer than {LONGEST_CELL} characters." for name, value in values.items() if len(value) > LONGEST_CELL]
    if wrong:
        return None, wrong
    email = values["email"].lower()
    if not ADDRESS.fullmatch(email):
        wrong.append(f"“{email}” is not an e-mail address." if email else "The address is missing.")
    if not values["team"]:
        wrong.append("The team is missing.")
    flags, days = {}, {}
    for name in ("manager", "deputy"):
        said = values[name].lower()
        if said not in YES | NO:
            wrong.append(f"“{name}” says “{values[name]}”. Write yes or no.")
        flags[name] = said in YES
    for name in ("started_on", "ended_on"):
        days[name], fault = _day(values[name])
        if fault:
            wrong.append(f"“{name}” says “{values[name]}”. Write a day as 2026-11-26 or 26/11/2026.")
    if days["started_on"] and days["ended_on"] and days["ended_on"] < days["started_on"]:
        wrong.append("It ends before it starts.")
    if flags["manager"] and flags["deputy"]:
        wrong.append("Somebody is the manager or the deputy, not both.")
    if wrong:
        return None, wrong
    text = {name: values[name] for name in ("name", "team", "service", "job_role")}
    return Row(number, email, **text, manager=flags["manager"], deputy=flags["deputy"], started_on=days["started_on"], ended_on=days["ended_on"]), []


def _day(said: str) -> tuple[date | None, bool]:
    if not said:
        return None, False
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"):
        try:
            day = datetime.strptime(said, form).date()
        except ValueError:
            continue
        return day, not 1950 <= day.year <= 2100
    return None, True


def near(word: str, known: Iterable[str]) -> str:
    """ " Did you mean “…”?" where something known is much like `word`; else nothing."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.75)
    return f" Did you mean “{found[0]}”?" if found else ""
