"""A framework as CSV: one row a capability, its three descriptors, what it follows on from, and one column for each job role."""

import csv
import io
import re
from collections.abc import Mapping

from capability.rules.exchange import LONGEST, MOST_ITEMS, Found, Reading, Unreadable
from capability.rules.framework import CapabilityFact, DomainFact, FrameworkFact, ProfileFact

COLUMNS = ("domain_code", "domain", "domain_description", "code", "title", "core", "practitioner", "specialist", "reference", "replaces")
NEEDED = ("domain_code", "domain", "code", "title", "core", "practitioner", "specialist")
ROLE = "role: "
LENGTHS = {
    "domain_code": "code",
    "domain": "title",
    "domain_description": "description",
    "code": "code",
    "title": "title",
    "reference": "reference",
} | dict.fromkeys(("core", "practitioner", "specialist"), "descriptor")
LEVELS = {"": 0, "-": 0, "not needed": 0, "core": 1, "practitioner": 2, "specialist": 3, "0": 0, "1": 1, "2": 2, "3": 3}
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(fact: FrameworkFact) -> str:
    """`fact` as CSV. A cell that a spreadsheet would take for a formula begins with an apostrophe, which reading takes away."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*COLUMNS, *[f"{ROLE}{profile.job_role}" for profile in fact.profiles]])
    for domain in fact.domains:
        for number, each in enumerate(domain.capabilities):
            about = domain.description if number == 0 else ""
            replaces = " ".join(each.replaces) if each.replaces is not None else each.code
            cells = [domain.code, domain.title, about, each.code, each.title, *each.descriptors, each.reference, replaces]
            writer.writerow([_guarded(cell) for cell in [*cells, *[str(profile.targets.get(each.code, "")) for profile in fact.profiles]]])
    return out.getvalue()


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith((*FORMULA, "'")) else cell


def read_csv(text: str, *, identifier: str, version: str, title: str, earlier: Mapping[str, str] | None = None) -> Reading:
    """The framework in `text`; `earlier` are the codes of the version that it follows, to their titles.

    Raises `Unreadable` where the file as a whole cannot be taken; all else is told row by row.
    """
    first = text.lstrip("\r\n").partition("\n")[0]
    between = max(",;\t", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True))
    except csv.Error as fault:
        raise Unreadable(f"The file is not CSV: {fault}. Save it as CSV (UTF-8) again.") from fault
    numbered = [(number, cells) for number, cells in enumerate(lines, 1) if any(cell.strip() for cell in cells)]
    if not numbered:
        raise Unreadable("The file is empty.")
    columns, roles = _columns(numbered[0][1])
    if len(numbered) == 1:
        raise Unreadable("The file has a heading and no rows.")
    if len(numbered) - 1 > MOST_ITEMS:
        raise Unreadable(f"The file has more than {MOST_ITEMS:,} rows. A framework that people assess themselves against is far shorter.")
    reader = _Rows(columns, roles, earlier or {})
    for number, cells in numbered[1:]:
        reader.row(number, cells)
    domains = tuple(DomainFact(code, name, about, tuple(reader.inside[code])) for code, (name, about) in reader.domains.items())
    profiles = tuple(ProfileFact(role, "", targets) for role, targets in reader.targets.items())
    fact = FrameworkFact(identifier, version, title, "", None, domains, profiles)
    return Reading(None if reader.found.problems else fact, reader.found.problems, reader.found.notes)


def _columns(cells: list[str]) -> tuple[list[str], dict[int, str]]:
    names: list[str] = []
    roles: dict[int, str] = {}
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    for place, cell in enumerate(cells):
        said = " ".join(cell.split())
        if said.lower().startswith(ROLE.strip()):
            role = said[len(ROLE.strip()) :].strip()
            if not role or len(role) > LONGEST["job_role"]:
                raise Unreadable(f"The column “{said[:80]}” needs the name of a job role of at most {LONGEST['job_role']} characters.")
            if role.casefold() in {name.casefold() for name in roles.values()}:
                raise Unreadable(f"The column “{said}” is there twice.")
            roles[place] = role
            names.append("")
        else:
            names.append(re.sub(r"[\s-]+", "_", said.lower()))
    unknown = [name or "(without a name)" for place, name in enumerate(names) if name not in COLUMNS and place not in roles]
    if unknown:
        known = f"{', '.join(COLUMNS)}, and “{ROLE}” with a job role"
        raise Unreadable(f"Unknown {'column' if len(unknown) == 1 else 'columns'}: {', '.join(unknown[:10])[:200]}. A framework has: {known}.")
    if twice := sorted({name for name in names if name and names.count(name) > 1}):
        raise Unreadable(f"The column “{twice[0]}” is there twice.")
    if missing := [name for name in NEEDED if name not in names]:
        raise Unreadable(f"The column “{missing[0]}” is missing. A framework has: {', '.join(COLUMNS)}.")
    return names, roles


class _Rows:
    """What the rows say, one after the other."""

    def __init__(self, columns: list[str], roles: dict[int, str], earlier: Mapping[str, str]) -> None:
        self.columns, self.roles, self.earlier = columns, roles, earlier
        self.found = Found()
        self.domains: dict[str, tuple[str, str]] = {}
        self.inside: dict[str, list[CapabilityFact]] = {}
        self.targets: dict[str, dict[str, int]] = {role: {} for role in roles.values()}
        self.lines: dict[str, int] = {}

    def row(self, number: int, cells: list[str]) -> None:
        """One row; what is wrong with it is told, and nothing else of it taken."""
        where = f"Row {number}"
        before = len(self.found.problems)
        if any(cell.strip() for cell in cells[len(self.columns) :]):
            self.found.wrong(where, "It has more cells than the heading.")
            return
        said = dict.fromkeys(COLUMNS, "")
        for name, cell in zip(self.columns, cells, strict=False):
            if name:
                said[name] = _plain(cell)
        self._check(where, said)
        targets = {role: LEVELS.get(_plain(cells[place]).casefold() if place < len(cells) else "") for place, role in self.roles.items()}
        for place, role in self.roles.items():
            if targets[role] is None:
                self.found.wrong(where, f"“{_plain(cells[place])[:40]}” is no level for {role}. Write 0, 1, 2 or 3.")
        if said["code"] in self.lines:
            self.found.wrong(where, f"The code {said['code']} is on row {self.lines[said['code']]} already.")
        known = self.domains.get(said["domain_code"])
        if known and known[0].casefold() != said["domain"].casefold():
            self.found.wrong(where, f"Domain {said['domain_code']} is called “{known[0]}” above.")
        replaces = self._replaces(where, said["replaces"])
        if len(self.found.problems) > before:
            return
        self.lines[said["code"]] = number
        self.domains.setdefault(said["domain_code"], (said["domain"], said["domain_description"]))
        texts = (said["core"], said["practitioner"], said["specialist"])
        self.inside.setdefault(said["domain_code"], []).append(CapabilityFact(said["code"], said["title"], said["reference"], texts, replaces))
        for role, level in targets.items():
            self.targets[role][said["code"]] = level or 0

    def _check(self, where: str, said: dict[str, str]) -> None:
        for name in NEEDED:
            if not said[name]:
                self.found.wrong(where, f"“{name}” is empty.")
        for name, kind in LENGTHS.items():
            if len(said[name]) > LONGEST[kind]:
                self.found.wrong(where, f"“{name}” is longer than {LONGEST[kind]:,} characters.")
        for name in ("code", "domain_code"):
            if said[name] and not CODE.fullmatch(said[name]):
                self.found.wrong(where, f"“{name}” says “{said[name][:40]}”. Use letters, digits, dots and hyphens, such as B3.")

    def _replaces(self, where: str, said: str) -> tuple[str, ...] | None:
        if "replaces" not in self.columns:
            return None
        codes = tuple(dict.fromkeys(re.split(r"[\s,;]+", said))) if said else ()
        if unknown := [code for code in codes if code not in self.earlier] if self.earlier else []:
            self.found.wrong(where, f"“replaces” names {unknown[0][:40]}, which the version in force does not have.")
        return codes


def _plain(cell: str) -> str:
    said = " ".join(cell.split())
    return said[1:] if said.startswith("'") and said[1:].startswith((*FORMULA, "'")) else said
