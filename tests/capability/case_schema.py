"""CASE 1.1's own rule, from the fields in `case_1_1.toml`: everything that is wrong with a package."""

import re
import tomllib
from pathlib import Path

FIELDS = tomllib.loads((Path(__file__).parent / "case_1_1.toml").read_text(encoding="utf-8"))
FORMS = {
    "uuid": re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
    "time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
}


def errors(said: object, kind: str = "CFPackage", where: str = "$") -> list[str]:
    """Each field that is missing, that the format does not know, or whose value is not of its kind; none for a valid package."""
    if kind.endswith("[]"):
        if not isinstance(said, list):
            return [f"{where} is no list"]
        return [error for number, one in enumerate(said) for error in errors(one, kind[:-2], f"{where}[{number}]")]
    if kind in FIELDS:
        if not isinstance(said, dict):
            return [f"{where} is no {kind}"]
        found = [f"{where} has no {name}" for name, field in FIELDS[kind].items() if field.endswith("!") and name not in said]
        found += [f"{where} has {name}, which {kind} does not know" for name in said if name not in FIELDS[kind]]
        return found + [error for name, one in said.items() if name in FIELDS[kind] for error in errors(one, FIELDS[kind][name].rstrip("!"), f"{where}.{name}")]
    if kind.startswith("="):
        words = kind[1:].split("|")
        fits = isinstance(said, str) and (said in words or ("ext:" in words and bool(re.fullmatch(r"ext:[a-zA-Z0-9.\-_|]+", said))))
    elif kind in FORMS:
        fits = isinstance(said, str) and bool(FORMS[kind].fullmatch(said))
    else:
        types = {"string": str, "integer": int, "number": (int, float), "any": dict}[kind]
        fits = isinstance(said, types) and not isinstance(said, bool)
    return [] if fits else [f"{where} is {said!r}, not {kind}"]
