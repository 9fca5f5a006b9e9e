"""The fields of CASE 1.1, class by class, and how a value is brought into the form of its field.

From the 1EdTech specification "Competencies and Academic Standards Exchange (CASE) 1.1", JSON Schema of `CFPackage`
(https://purl.imsglobal.org/spec/case/v1p1/schema/json/case_v1p1_cfpackage-jsonschema1.json).
"""

import re
import uuid
from datetime import date, datetime
from math import isfinite
from typing import Any

COMMON = {"identifier": "uuid", "uri": "text", "lastChangeDateTime": "time", "extensions": "ext"}
DOCUMENT = COMMON | {
    "frameworkType": "text", "caseVersion": "case", "creator": "text", "title": "text", "officialSourceURL": "text", "publisher": "text", "description": "text",
    "subject": "texts", "subjectURI": "links", "language": "text", "version": "text", "adoptionStatus": "text", "statusStartDate": "date",
    "statusEndDate": "date", "licenseURI": "link", "notes": "text",
}  # fmt: skip
ITEM = COMMON | {
    "fullStatement": "text", "alternativeLabel": "text", "CFItemType": "text", "humanCodingScheme": "text", "listEnumeration": "text",
    "abbreviatedStatement": "text", "conceptKeywords": "texts", "conceptKeywordsURI": "link", "notes": "text", "subject": "texts", "subjectURI": "links",
    "language": "text", "educationLevel": "texts", "CFItemTypeURI": "link", "licenseURI": "link", "statusStartDate": "date", "statusEndDate": "date",
}  # fmt: skip
ASSOCIATION = COMMON | {
    "associationType": "text", "sequenceNumber": "integer", "originNodeURI": "node", "destinationNodeURI": "node", "CFAssociationGroupingURI": "link",
    "notes": "text",
}  # fmt: skip
RUBRIC = COMMON | {"title": "text", "description": "text", "CFRubricCriteria": "inside"}
CRITERION = COMMON | {
    "category": "text", "description": "text", "CFItemURI": "link", "weight": "number", "position": "integer", "rubricId": "uuid",
    "CFRubricCriterionLevels": "inside",
}  # fmt: skip
LEVEL = COMMON | {
    "description": "text", "quality": "text", "score": "number", "feedback": "text", "position": "integer", "rubricCriterionId": "uuid", "extensions": "exts",
}  # fmt: skip
DEFINED = COMMON | {"title": "text", "description": "text"}
DEFINITIONS = {
    "CFConcepts": DEFINED | {"keywords": "text", "hierarchyCode": "text"},
    "CFSubjects": DEFINED | {"hierarchyCode": "text"},
    "CFLicenses": DEFINED | {"licenseText": "text"},
    "CFItemTypes": DEFINED | {"hierarchyCode": "text", "typeCode": "text"},
    "CFAssociationGroupings": DEFINED,
}
REQUIRED_TEXT = {
    "CFConcepts": ("title", "hierarchyCode"), "CFSubjects": ("title", "hierarchyCode"), "CFLicenses": ("title", "licenseText"),
    "CFItemTypes": ("title", "description", "hierarchyCode"), "CFAssociationGroupings": ("title",),
}  # fmt: skip
TYPES = (
    "isChildOf", "isPeerOf", "isPartOf", "exactMatchOf", "precedes", "isRelatedTo", "replacedBy", "exemplar", "hasSkillLevel", "isTranslationOf",
)  # fmt: skip
EXTENDED = re.compile(r"ext:[a-zA-Z0-9.\-_]+")
EXACT_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
NO = object()


def identifier_of(said: Any) -> str:
    """The identifier that `said` gives: a UUID as it is, in lower case; for anything else one made from it, always the same."""
    try:
        return str(uuid.UUID(str(said).strip()))
    except ValueError:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, str(said).strip()))


def is_identifier(said: Any) -> bool:
    """Whether `said` is a UUID."""
    try:
        uuid.UUID(str(said).strip())
    except ValueError:
        return False
    return isinstance(said, str)


def value_of(said: Any, kind: str) -> Any:
    """`said` in the form of its field, numbers from strings too; `NO` where it cannot be brought into it."""
    match kind:
        case "text":
            return said if isinstance(said, str) else str(said) if isinstance(said, int | float) and not isinstance(said, bool) else NO
        case "case":
            return "1.1" if said in ("1.1", 1.1) else NO
        case "texts":
            many = said if isinstance(said, list) else [said]
            return many if all(isinstance(one, str) for one in many) else NO
        case "uuid":
            return identifier_of(said) if is_identifier(said) else NO
        case "time" | "date":
            return _moment(said, kind)
        case "integer":
            number = _number(said)
            return NO if number is NO or number != int(number) or abs(number) > 2**31 else int(number)
        case "number":
            return _number(said)
        case "link":
            return _link(said) if isinstance(said, dict) and is_identifier(said.get("identifier")) and not set(said) - {"title", "identifier", "uri"} else NO
        case "links":
            many = [value_of(one, "link") for one in (said if isinstance(said, list) else [said])]
            return NO if NO in many else many
        case "ext":
            return said if isinstance(said, dict) else NO
        case "exts":
            many = said if isinstance(said, list) else [said]
            return many if all(isinstance(one, dict) for one in many) else NO
    return NO


def _moment(said: Any, kind: str) -> Any:
    if not isinstance(said, str):
        return NO
    try:
        if kind == "date":
            return date.fromisoformat(said.strip()[:10]).isoformat()
        found = datetime.fromisoformat(said.strip())
    except ValueError:
        return NO
    return said.strip() if found.tzinfo and EXACT_TIME.fullmatch(said.strip()) else f"{found:%Y-%m-%dT%H:%M:%S}Z"


def _number(said: Any) -> Any:
    if isinstance(said, bool) or not isinstance(said, int | float | str) or len(str(said)) > 40:
        return NO
    try:
        number = float(said)
    except (ValueError, OverflowError):
        return NO
    if not isfinite(number):
        return NO
    return said if isinstance(said, int | float) else int(number) if number.is_integer() else number


def _link(said: dict) -> dict:
    return {"title": str(said.get("title") or ""), "identifier": identifier_of(said["identifier"]), "uri": str(said.get("uri") or "")}


def node_of(said: Any) -> dict | None:
    """One end of an association: title, identifier and address, from any of the ways that files write it; nothing where it is none."""
    if isinstance(said, str) and said.strip():
        return {"title": "", "identifier": said.strip().rstrip("/").rpartition("/")[2] or said.strip(), "uri": said.strip()}
    if not isinstance(said, dict) or not isinstance(said.get("identifier", said.get("uri")), str):
        return None
    whole = {"title": str(said.get("title") or ""), "identifier": str(said.get("identifier") or said.get("uri")), "uri": str(said.get("uri") or "")}
    target = said.get("targetType")
    return whole | {"targetType": target} if isinstance(target, str) and (target == "CASE" or EXTENDED.fullmatch(target)) else whole


def keep(raw: dict, table: dict[str, str], *, leave: tuple[str, ...] = ()) -> dict:
    """What `raw` says, in the form of `table`; what has no field there, or not its form, stands in its extensions as "unrecognised".

    An identifier that is no UUID is kept as "sourceIdentifier". The fields of `leave` are not looked at.
    """
    kept: dict[str, Any] = {}
    unrecognised: dict[str, Any] = {}
    for name, said in raw.items():
        kind = table.get(name)
        if name in leave or kind in ("inside", "node") or said is None:
            continue
        value = NO if kind is None else value_of(said, kind)
        if name == "identifier" and value is NO:
            continue
        if value is NO:
            unrecognised[name] = said
        else:
            kept[name] = value
    more = {"sourceIdentifier": raw["identifier"]} if "identifier" in raw and not is_identifier(raw["identifier"]) else {}
    if unrecognised:
        more["unrecognised"] = unrecognised
    if more:
        kept["extensions"] = [*kept.get("extensions", []), more] if table.get("extensions") == "exts" else _merged(kept.get("extensions", {}), more)
    return kept


def _merged(extensions: dict, more: dict) -> dict:
    before = extensions.get("unrecognised")
    if "unrecognised" in more and isinstance(before, dict):
        more = more | {"unrecognised": before | more["unrecognised"]}
    elif "unrecognised" in more and before is not None:
        more = more | {"unrecognised": more["unrecognised"] | {"unrecognised": before}}
    return extensions | more
