"""Holding records against the published schemas of HSDS 3.0, which stand in `hsds_3_0/` as they were published."""

import json
import uuid
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

SCHEMAS = Path(__file__).parent / "hsds_3_0"
TYPES = {"string": str, "number": (int, float), "integer": int, "boolean": bool, "array": list, "object": dict}
KNOWN = {"uuid", "uri", "email", "date-time"}


@cache
def schema(kind: str) -> dict[str, Any]:
    """The schema of one kind of record, such as "service"."""
    return json.loads((SCHEMAS / f"{kind}.json").read_text(encoding="utf-8"))


def faults(record: Any, kind: str, at: str = "") -> list[str]:
    """What is wrong with a record and all inside it, a line each: missing, of another type or form, not among the words, or no field of HSDS."""
    at = at or kind
    if not isinstance(record, dict):
        return [f"{at} is no record"]
    fields, found = schema(kind)["properties"], []
    wanted = [*schema(kind).get("required", ()), *(["organization_id"] if kind == "service" else [])]  # Open Referral UK wants this one as well
    found += [f"{at}.{name} is missing" for name in wanted if record.get(name) in (None, "", [])]
    for name, value in record.items():
        if name not in fields:
            found.append(f"{at}.{name} is no field of HSDS 3.0")
        else:
            found += _faults_of(value, fields[name], f"{at}.{name}")
    return found


def _faults_of(value: Any, rule: dict[str, Any], at: str) -> list[str]:
    if "$ref" in rule:
        return faults(value, _kind(rule), at)
    if not isinstance(value, TYPES[rule["type"]]) or (isinstance(value, bool) and rule["type"] != "boolean"):
        return [f"{at} is {value!r}, not of the type {rule['type']}"]
    if value in ("", []):
        return [f"{at} is empty, and what has no value is left out"]
    if rule["type"] == "array":
        return [fault for number, each in enumerate(value) for fault in _faults_of(each, rule["items"], f"{at}[{number}]")]
    if "enum" in rule and value not in rule["enum"]:
        return [f"{at} is {value!r}, not one of {rule['enum']}"]
    return [] if has_form(value, rule.get("format", "")) else [f"{at} is {value!r}, not of the form {rule['format']}"]


def has_form(value: str, form: str) -> bool:
    """Whether words are of a form that schemas name."""
    assert not form or form in KNOWN, f"teach tests/practice/hsds.py the form {form}"
    try:
        if form == "uuid":
            return str(uuid.UUID(value)) == value.lower()
        if form == "uri":
            return bool(urlsplit(value).scheme and urlsplit(value).netloc) and " " not in value
        if form == "email":
            validate_email(value)
        if form == "date-time":
            return "T" in value and datetime.fromisoformat(value).tzinfo is not None
    except (ValueError, ValidationError):
        return False
    return True


def records(record: dict[str, Any], kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """A record and all inside it, each with its kind."""
    yield kind, record
    for name, value in record.items():
        rule = schema(kind)["properties"].get(name, {})
        inner = rule.get("items", rule)
        if "$ref" in inner:
            for each in value if isinstance(value, list) else [value]:
                yield from records(each, _kind(inner))


def told_twice(services: list[dict[str, Any]]) -> list[str]:
    """What the schemas call unique and stands for two different records, a line each."""
    seen: dict[tuple[str, str, Any], dict[str, Any]] = {}
    found = []
    for service in services:
        for kind, record in records(service, "service"):
            for name, rule in schema(kind)["properties"].items():
                if rule.get("constraints", {}).get("unique") and name in record:
                    before = seen.setdefault((kind, name, record[name]), record)
                    if before != record:
                        found.append(f"{kind}.{name} {record[name]!r} stands for {before} and for {record}")
    return found


def _kind(rule: dict[str, Any]) -> str:
    return rule["$ref"].removesuffix(".json")
