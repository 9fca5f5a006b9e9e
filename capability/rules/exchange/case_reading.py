"""Reading a CASE package, 1.0 or 1.1: leniently, and telling everything that is wrong."""

import json
from collections.abc import Mapping
from typing import Any

from capability.rules.exchange import DEEPEST, LONGEST, MOST_ASSOCIATIONS, MOST_ITEMS, Found, Reading, Unreadable
from capability.rules.exchange.case_levels import Levels, read_levels
from capability.rules.exchange.case_tree import Node, Tree, plant
from capability.rules.exchange.fields import ASSOCIATION, DEFINITIONS, DOCUMENT, EXTENDED, REQUIRED_TEXT, TYPES, identifier_of, keep, node_of
from capability.rules.framework import CapabilityFact, DomainFact, FrameworkFact, ProfileFact

LISTS = ("CFItems", "CFAssociations", "CFRubrics")


def read_case(text: str, *, identifier: str, version: str, earlier: Mapping[str, str] | None = None) -> Reading:
    """The framework in `text`, to be kept as `version` of `identifier`; an empty one is taken from the file.

    `earlier` are the identifiers of the version that it will follow, to their codes, for the crosswalk. Raises `Unreadable` where
    it is no CASE package at all.
    """
    package = load(text)
    found = Found()
    document = package.get("CFDocument")
    if not isinstance(document, dict):
        raise Unreadable("There is no CFDocument in it, so this is not a CASE package.")
    for name in LISTS:
        if package.get(name) is not None and not isinstance(package[name], list):
            raise Unreadable(f"{name} is not a list, so this is not a CASE package.")
    if len(package.get("CFItems") or []) > MOST_ITEMS:
        raise Unreadable(f"It has more than {MOST_ITEMS:,} items. A framework that people assess themselves against is far shorter.")
    if len(package.get("CFAssociations") or []) > MOST_ASSOCIATIONS:
        raise Unreadable(f"It has more than {MOST_ASSOCIATIONS:,} associations.")
    tree = plant(package, found)
    levels = read_levels(package.get("CFRubrics") or [], tree, found)
    title = document.get("title")
    if not isinstance(title, str) or not title.strip():
        found.wrong("CFDocument", "It has no title.")
        title = ""
    elif len(title.strip()) > LONGEST["framework_title"]:
        found.wrong("CFDocument", f"Its title is longer than {LONGEST['framework_title']} characters.")
    reader = _Associations(tree, levels, earlier or {}, found)
    reader.read(package.get("CFAssociations") or [], document)
    profiles = _profiles(package, reader, tree, found)
    kept = keep(document, DOCUMENT, leave=("title", "description", "version", "caseVersion"))
    case: dict[str, Any] = {
        "document": kept,
        "associations": reader.others,
        "groups": tree.groups,
        "rubrics": levels.rubrics,
        "definitions": _definitions(package.get("CFDefinitions"), found),
        "package": keep({name: said for name, said in package.items() if name not in (*LISTS, "CFDocument", "CFDefinitions")}, {"extensions": "ext"}),
    }
    extensions = case["package"].get("extensions", {})
    case["package"]["extensions"] = {name: said for name, said in extensions.items() if name not in ("roleProfiles", "changes")}
    fact = FrameworkFact(
        identifier=identifier,
        version=version or str(document.get("version") or "")[:20],
        title=title.strip(),
        description=str(document.get("description") or "").strip()[: LONGEST["description"]],
        published_on=None,
        domains=tuple(_domain(node, levels, reader) for node in tree.domains),
        profiles=tuple(profiles),
        changes=str(extensions.get("changes") or "")[: LONGEST["description"]],
        public_id=identifier_of(document.get("identifier") or title),
        case={name: said for name, said in case.items() if said},
    )
    return Reading(None if found.problems else fact, found.problems, found.notes)


def load(text: str) -> dict[str, Any]:
    """The package in `text`; `Unreadable` for what is no JSON, is nested without end, or holds what no database can keep."""
    depth = deepest = 0
    inside = escaped = False
    for sign in text:
        if inside:
            inside = escaped or sign != '"'
            escaped = sign == "\\" and not escaped
        elif sign == '"':
            inside = True
        elif sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}":
            depth -= 1
    if deepest > DEEPEST:
        raise Unreadable(f"It is nested more than {DEEPEST} levels deep.")
    try:
        package = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as fault:
        where = f" (line {fault.lineno}, column {fault.colno}: {fault.msg})" if isinstance(fault, json.JSONDecodeError) else ""
        raise Unreadable(f"It is not JSON{where}.") from fault
    if isinstance(package, dict) and isinstance(package.get("CFPackage"), dict):
        package = package["CFPackage"]
    if not isinstance(package, dict):
        raise Unreadable("It is not a CASE package: that begins with a brace and holds a CFDocument.")
    if any(ord(sign) == 0 or 0xD800 <= ord(sign) <= 0xDFFF for sign in json.dumps(package, ensure_ascii=False)) or "\\u0000" in json.dumps(package):
        raise Unreadable("It holds signs that are no letters (half a pair, or none). Save it again as UTF-8.")
    return package


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON")


class _Associations:
    """What the associations say beyond the tree: the crosswalk, what roles need, and the rest, which is kept as it is."""

    def __init__(self, tree: Tree, levels: Levels, earlier: Mapping[str, str], found: Found) -> None:
        self.tree, self.levels, self.earlier, self.found = tree, levels, earlier, found
        self.replaces: dict[str, list[str]] = {}
        self.kept_steps: dict[str, dict[str, dict]] = {}
        self.skills: dict[str, dict[str, Any]] = {}
        self.others: list[dict] = []

    def read(self, raw: list, document: dict) -> None:
        """Each association that is not a place in the tree."""
        for number, one in enumerate(raw, start=1):
            if id(one) in self.tree.used:
                continue
            where = f"Association {number}"
            if not isinstance(one, dict):
                self.found.wrong(where, "It is not an object.")
                continue
            kind = one.get("associationType")
            origin, destination = node_of(one.get("originNodeURI")), node_of(one.get("destinationNodeURI"))
            if not isinstance(kind, str) or (kind not in TYPES and not EXTENDED.fullmatch(kind)):
                self.found.wrong(where, f"“{str(kind)[:60]}” is no type of association that CASE knows.")
            elif origin is None or destination is None:
                self.found.wrong(where, f"It ({kind}) does not say which two things it joins.")
            else:
                self._keep(kind, one, self.tree.known(origin), self.tree.known(destination))

    def _keep(self, kind: str, raw: dict, origin: dict, destination: dict) -> None:
        kept = keep(raw, ASSOCIATION, leave=("associationType",))
        new, code = self.tree.nodes.get(destination["identifier"]), self.earlier.get(origin["identifier"])
        skill = self.levels.by_id.get(destination["identifier"])
        if kind == "replacedBy" and new and new.is_leaf and code:
            self.replaces.setdefault(new.identifier, []).append(code)
            self.kept_steps.setdefault(new.identifier, {})[code] = kept | {"originNodeURI": origin}
        elif kind == "hasSkillLevel" and skill and origin["identifier"] not in self.tree.nodes:
            role = self.skills.setdefault(origin["identifier"], {"node": origin, "targets": {}, "kept": {}})
            item, level = skill
            role["targets"][item] = level
            role["kept"][item] = kept
        else:
            self.others.append(kept | {"associationType": kind, "originNodeURI": origin, "destinationNodeURI": destination})


def _domain(node: Node, levels: Levels, reader: _Associations) -> DomainFact:
    capabilities = tuple(_capability(each, levels, reader) for each in node.leaves)
    return DomainFact(node.code, node.title, node.notes, capabilities, node.identifier, node.case)


def _capability(node: Node, levels: Levels, reader: _Associations) -> CapabilityFact:
    texts, case = levels.by_item.get(node.identifier, (("", "", ""), {}))
    replaces = tuple(reader.replaces[node.identifier]) if node.identifier in reader.replaces else None
    steps = reader.kept_steps.get(node.identifier)
    if replaces is None and reader.replaces:
        replaces = ()
    return CapabilityFact(node.code, node.title, node.notes, texts, replaces, node.identifier, node.case | case | ({"replacedBy": steps} if steps else {}))


def _profiles(package: dict, reader: _Associations, tree: Tree, found: Found) -> list[ProfileFact]:
    """The role profiles: those that our own extension names, and any other origin of a skill level that is no item here."""
    extensions = package.get("extensions")
    listed = extensions.get("roleProfiles") if isinstance(extensions, dict) else None
    named = (
        {one["identifier"]: one for one in listed or [] if isinstance(one, dict) and isinstance(one.get("identifier"), str)} if isinstance(listed, list) else {}
    )
    codes = {node.identifier: node.code for domain in tree.domains for node in domain.leaves}
    made, names = [], set()
    for key in [*named, *[key for key in reader.skills if key not in named]]:
        role = reader.skills.get(key, {"node": {"title": "", "uri": ""}, "targets": {}, "kept": {}})
        name = str(named.get(key, {}).get("title") or role["node"]["title"]).strip()
        where = f"Role profile “{name or key}”"
        if not name or len(name) > LONGEST["job_role"]:
            found.wrong(where, f"A role profile needs a title of at most {LONGEST['job_role']} characters.")
        elif name.casefold() in names:
            found.wrong(where, "Two role profiles have this title.")
        names.add(name.casefold())
        targets = {code: role["targets"].get(item, 0) for item, code in codes.items()}
        case = {"associations": {codes[item]: kept for item, kept in role["kept"].items() if item in codes}, "uri": role["node"].get("uri", "")}
        qualifications = str(named.get(key, {}).get("qualifications") or "")[:1000]
        made.append(ProfileFact(name, qualifications, targets, identifier_of(key), {part: said for part, said in case.items() if said}))
    return made


def _definitions(raw: Any, found: Found) -> dict:
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        found.wrong("CFDefinitions", "It is not an object.")
        return {}
    kept: dict[str, Any] = keep({name: said for name, said in raw.items() if name not in DEFINITIONS}, {"extensions": "ext"})
    for name, table in DEFINITIONS.items():
        for number, one in enumerate(raw.get(name) or [], start=1) if isinstance(raw.get(name) or [], list) else [(0, None)]:
            if not isinstance(one, dict) or not all(isinstance(one.get(each), str) for each in ("title",)):
                found.wrong(f"{name} {number}", "It needs a title.")
                continue
            whole = keep(one, table)
            whole["identifier"] = identifier_of(one.get("identifier") or one["title"])
            kept.setdefault(name, []).append({each: "" for each in REQUIRED_TEXT[name]} | whole)
    return kept
