"""The tree of a CASE package: from a flat list of items and isChildOf associations to domains and their capabilities."""

import re
from dataclasses import dataclass, field
from typing import Any

from capability.rules.exchange import LONGEST, Found
from capability.rules.exchange.fields import ASSOCIATION, ITEM, identifier_of, keep, node_of, value_of

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass
class Node:
    """One item, with its place. `case` is what is kept of it; `place` of the association that gives it its place."""

    identifier: str
    where: str
    title: str
    notes: str
    code: str
    case: dict
    children: list["Node"] = field(default_factory=list)
    parent: str = ""
    leaves: list["Node"] = field(default_factory=list)
    is_leaf: bool = True


@dataclass
class Tree:
    """All items by identifier, the domains in order, and which raw associations gave somebody a place."""

    nodes: dict[str, Node] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    document: str = ""
    domains: list[Node] = field(default_factory=list)
    groups: list[dict] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def known(self, end: dict) -> dict:
        """One end of an association, by this site's identifier where it is an item of the file."""
        key = self.aliases.get(end["identifier"]) or self.aliases.get(end["uri"])
        return end | {"identifier": key} if key else end


def plant(package: dict[str, Any], found: Found) -> Tree:
    """The tree of `package`. A cycle, a place that is no item, and a code or identifier used twice are told in `found`."""
    tree = Tree()
    document = package["CFDocument"]
    tree.document = identifier_of(document.get("identifier") or document.get("uri") or document.get("title") or "")
    for name in ("identifier", "uri"):
        if isinstance(document.get(name), str) and document[name]:
            tree.aliases[document[name]] = tree.document
    for number, raw in enumerate(package.get("CFItems") or [], start=1):
        _take(tree, raw, number, found)
    places = _places(tree, package.get("CFAssociations") or [], found)
    order = {key: number for number, key in enumerate(tree.nodes)}
    for key, (parent, _) in sorted(places.items(), key=lambda place: (place[1][1] is None, place[1][1] or 0, order[place[0]])):
        tree.nodes[key].parent = parent
        if parent in tree.nodes:
            tree.nodes[parent].children.append(tree.nodes[key])
    ring = _rings(tree)
    for node in ring:
        found.wrong(node.where, "It stands under itself, by way of the items between. Give one of them another parent.")
    roots = [tree.nodes[key] for key in places if places[key][0] == tree.document]
    roots.sort(key=lambda node: (places[node.identifier][1] is None, places[node.identifier][1] or 0, order[node.identifier]))
    without = [node for node in tree.nodes.values() if not node.parent and node not in ring]
    if without:
        found.notes.append(f"{len(without)} items say no parent; they stand at the top, after the others.")
    if not ring:
        _domains(tree, [*roots, *without], str(document.get("title") or "Capabilities"), found)
    return tree


def _take(tree: Tree, raw: Any, number: int, found: Found) -> None:
    where = f"Item {number}"
    if not isinstance(raw, dict):
        found.wrong(where, "It is not an object.")
        return
    said = raw.get("identifier") or raw.get("uri")
    words = raw.get("abbreviatedStatement") or raw.get("fullStatement")
    code = raw.get("humanCodingScheme") or raw.get("listEnumeration")
    if isinstance(words, str) and words.strip():
        where = f"Item {number}, “{words.strip()[:60]}”"
    if not isinstance(said, str) or not said.strip():
        found.wrong(where, "It has no identifier.")
        return
    if not isinstance(words, str) or not words.strip():
        found.wrong(where, "It has no fullStatement.")
        return
    key = identifier_of(said)
    if key in tree.nodes:
        found.wrong(where, f"Its identifier is that of {tree.nodes[key].where.partition(',')[0].lower()} too.")
        return
    title, notes = " ".join(words.split()), value_of(raw.get("notes", ""), "text")
    notes = notes.strip() if isinstance(notes, str) else ""
    case = keep(raw | {"identifier": said}, ITEM, leave=("fullStatement", "abbreviatedStatement", "notes", "humanCodingScheme"))
    case.pop("identifier", None)
    short = title if len(title) <= LONGEST["title"] else title[: LONGEST["title"] - 1].rstrip() + "…"
    was = {name: raw[name] for name in ("fullStatement", "abbreviatedStatement") if isinstance(raw.get(name), str)}
    if was != {"fullStatement": short}:
        case["was"] = {"title": short, **was}
    tree.nodes[key] = Node(key, where, short, notes, str(code or "").strip(), case)
    for name in (said, raw.get("uri")):
        if isinstance(name, str) and name:
            tree.aliases[name] = key
    tree.aliases[key] = key


def _places(tree: Tree, associations: list, found: Found) -> dict[str, tuple[str, int | None]]:
    """The parent of each item and its number there. A second parent is kept as an association of its own."""
    places: dict[str, tuple[str, int | None]] = {}
    for number, raw in enumerate(associations, start=1):
        if not isinstance(raw, dict) or raw.get("associationType") != "isChildOf":
            continue
        where = f"Association {number} (isChildOf)"
        ends = [node_of(raw.get(name)) for name in ("originNodeURI", "destinationNodeURI")]
        child, parent = [tree.known(end)["identifier"] if end else "" for end in ends]
        if not child or not parent:
            found.wrong(where, "It does not say which two things it joins.")
        elif child not in tree.nodes:
            found.wrong(where, f"Its origin “{child[:80]}” is no item of this file.")
        elif parent not in tree.nodes and parent != tree.document:
            found.wrong(where, f"Its destination “{parent[:80]}” is no item of this file, nor its document.")
        elif child == parent:
            found.wrong(where, f"{tree.nodes[child].where} stands under itself.")
        elif child in places:
            found.notes.append(f"{tree.nodes[child].where} has a second parent; its first place is shown, and the second kept for files.")
            continue
        else:
            sequence = value_of(raw.get("sequenceNumber"), "integer")
            places[child] = (parent, sequence if isinstance(sequence, int) else None)
            tree.nodes[child].case["isChildOf"] = keep(raw, ASSOCIATION, leave=("associationType",))
        tree.used.add(id(raw))
    return places


def _rings(tree: Tree) -> list[Node]:
    """Items from which one never comes to the top."""
    safe: set[str] = set()
    for node in tree.nodes.values():
        way: list[str] = []
        key = node.identifier
        while key in tree.nodes and key not in safe and key not in way:
            way.append(key)
            key = tree.nodes[key].parent
        if key not in way:
            safe.update(way)
    return [node for key, node in tree.nodes.items() if key not in safe]


def _domains(tree: Tree, roots: list[Node], title: str, found: Found) -> None:
    if roots and not any(root.children or root.case.get("CFItemType") == "Domain" for root in roots):
        found.notes.append("No item stands above others, so all of them are in one domain.")
        key = identifier_of(f"{tree.document}/domain")
        whole = Node(key, "The one domain", title[: LONGEST["title"]], "", "A", {"made": True}, leaves=roots, is_leaf=False)
        tree.domains = [whole]
    else:
        tree.domains = roots
        for root in roots:
            root.is_leaf = False
            _gather(tree, root, root, found)
    taken: set[str] = set()
    for number, domain in enumerate(tree.domains):
        domain.code = _code(domain, LETTERS[number % 26] * (number // 26 + 1), taken, found)
    taken = set()
    for domain in tree.domains:
        for number, leaf in enumerate(domain.leaves, start=1):
            leaf.code = _code(leaf, f"{domain.code}{number}"[: LONGEST["code"]], taken, found)
            if len(leaf.notes) > LONGEST["reference"]:
                leaf.case["was_notes"] = leaf.notes
                leaf.notes = leaf.notes[: LONGEST["reference"] - 1].rstrip() + "…"


def _gather(tree: Tree, domain: Node, node: Node, found: Found) -> None:
    """The leaves under `node`, in order; what stands between a domain and its leaves is kept as a group."""
    waiting = list(reversed(node.children))
    while waiting:
        child = waiting.pop()
        if child.children:
            child.is_leaf = False
            group = {"identifier": child.identifier, "title": child.title, "notes": child.notes, "code": child.code, "parent": child.parent, "case": child.case}
            tree.groups.append(group)
            found.notes.append(f"{child.where} stands between a domain and its capabilities; it is kept for files, and not shown.")
            waiting.extend(reversed(child.children))
        else:
            if child.parent != domain.identifier:
                child.case["group"] = child.parent
            domain.leaves.append(child)


def _code(node: Node, made: str, taken: set[str], found: Found) -> str:
    """The item's own code where it fits here and is its alone, else one that is made; the file's own goes out again."""
    said = node.code
    if said and CODE.fullmatch(said) and len(said) <= LONGEST["code"]:
        if said in taken:
            found.wrong(node.where, f"Another item has the code {said} too.")
        taken.add(said)
        return said
    code, number = made, 2
    while code in taken:
        code, number = f"{made[:7]}-{number}", number + 1
    taken.add(code)
    node.case["was_code"] = [code, said]
    return code
