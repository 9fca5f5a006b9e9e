"""Writing a framework as a strict CASE 1.1 package. What came in from a file goes out as it came, unless it was changed here."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from capability.rules.framework import CapabilityFact, DomainFact, FrameworkFact, ProfileFact
from capability.rules.framework.facts import own_id

LEVEL_NAMES = {1: "Core", 2: "Practitioner", 3: "Specialist"}


@dataclass(frozen=True)
class Around:
    """What a package says besides the framework: where it stands, who gives it out, when it last changed, and the version before.

    `address` is where the package is read; `changed` a time like "2026-11-22T00:00:00Z"; `earlier` the capabilities of the version
    before by code: identifier and title.
    """

    address: str
    creator: str
    changed: str
    status: str
    earlier: Mapping[str, tuple[str, str]]


class Package:
    """One package as it is written."""

    def __init__(self, fact: FrameworkFact, around: Around) -> None:
        self.fact, self.around = fact, around
        self.titles: dict[str, str] = {fact.public_id: fact.title}
        self.addresses: dict[str, str] = {}
        self.associations: list[dict[str, Any]] = []

    def address(self, identifier: str) -> str:
        """Where one thing of it is read."""
        return f"{self.around.address}#{identifier}"

    def thing(self, identifier: str, kept: Mapping[str, Any], **said: Any) -> dict[str, Any]:
        """What every thing of the format has, then what it says, then what was kept of it; empty values are left out."""
        common = {"identifier": identifier, "uri": self.address(identifier), "lastChangeDateTime": self.around.changed}
        whole = {name: value for name, value in {**common, **said, **kept}.items() if value not in (None, "", [], {})}
        self.addresses[identifier] = whole["uri"]
        return whole

    def node(self, identifier: str, title: str = "") -> dict[str, str]:
        """One end of an association."""
        return {"title": title or self.titles.get(identifier, ""), "identifier": identifier, "uri": self.addresses.get(identifier) or self.address(identifier)}

    def join(self, identifier: str, kind: str, origin: dict, destination: dict, kept: Mapping[str, Any], number: int | None = None) -> None:
        """One association; the number is its place among its like."""
        said = {"associationType": kind, "originNodeURI": origin, "destinationNodeURI": destination, "sequenceNumber": number}
        own = {name: value for name, value in kept.items() if name != "sequenceNumber" or number is None}
        identifier = str(own.pop("identifier", identifier))
        one = self.thing(identifier, own, **said)
        self.associations.append(one)

    def whole(self) -> dict[str, Any]:
        """The package."""
        case = self.fact.case
        document = self.document()
        items = [item for domain in self.fact.domains for item in self.domain(domain)]
        items += [self.group(group) for group in case.get("groups", [])]
        self.places()
        rubrics = self.rubrics()
        for profile in self.fact.profiles:
            self.skills(profile)
        for capability in self.fact.capabilities:
            self.steps(capability)
        for other in case.get("associations", []):
            self.associations.append(self.thing(str(other.get("identifier") or own_id(str(other))), other))
        package = {
            "CFDocument": document,
            "CFItems": items,
            "CFAssociations": self.associations,
            "CFDefinitions": self.definitions(),
            "CFRubrics": rubrics,
            "extensions": self.extensions(),
        }
        return {name: value for name, value in package.items() if value}

    def document(self) -> dict[str, Any]:
        """The version itself."""
        kept = {name: value for name, value in self.fact.case.get("document", {}).items() if name != "identifier"}
        return self.thing(
            self.fact.public_id,
            {**kept, **({"adoptionStatus": self.around.status} if self.around.status else {})},
            frameworkType="Capability framework",
            caseVersion="1.1",
            creator=self.around.creator,
            title=self.fact.title,
            description=self.fact.description,
            version=self.fact.version,
            language=None if kept else "en-GB",
        )

    def domain(self, domain: DomainFact) -> list[dict[str, Any]]:
        """A domain and its capabilities, in order; a domain that was made for a flat file is not written."""
        self.titles[domain.public_id] = domain.title
        made = bool(domain.case.get("made"))
        return ([] if made else [self.item(domain, domain.description, "Domain")]) + [
            self.item(each, each.reference, "Capability") for each in domain.capabilities
        ]

    def item(self, each: DomainFact | CapabilityFact, notes: str, kind: str) -> dict[str, Any]:
        """One item. What was shortened on its way in goes out whole, where it was not changed since."""
        self.titles[each.public_id] = each.title
        case = each.case
        kept = {name: value for name, value in case.items() if name not in INSIDE}
        was = case.get("was", {})
        words = {name: was[name] for name in ("fullStatement", "abbreviatedStatement") if name in was} if was.get("title") == each.title else {}
        made, said = case.get("was_code", ["", ""])
        code = said if made == each.code else each.code
        long_notes = str(case.get("was_notes", ""))
        notes = long_notes if long_notes and long_notes.startswith(notes.removesuffix("…")) else notes
        statement = words.get("fullStatement") or words.get("abbreviatedStatement") or each.title
        said_now = {"fullStatement": statement, "abbreviatedStatement": words.get("abbreviatedStatement"), "humanCodingScheme": code, "notes": notes}
        return self.thing(each.public_id, kept, CFItemType=kind, **said_now)

    def group(self, group: Mapping[str, Any]) -> dict[str, Any]:
        """An item between a domain and its capabilities, which only files show."""
        self.titles[group["identifier"]] = group["title"]
        plain = CapabilityFact(group["code"], group["title"], group["notes"], ("", "", ""), None, group["identifier"], dict(group["case"]))
        return self.item(plain, group["notes"], "Group")

    def places(self) -> None:
        """Where each item stands: what is below the document, each domain and each group, in order."""
        groups = {group["identifier"]: group for group in self.fact.case.get("groups", [])}
        below: dict[str, list[tuple[str, Mapping[str, Any]]]] = {self.fact.public_id: []}

        def put(child: str, case: Mapping[str, Any], parent: str, domain: str) -> None:
            if parent in groups and parent not in below:
                below[parent] = []
                above = groups[parent]["parent"]
                put(parent, groups[parent]["case"], above if above in groups else domain, domain)
            below.setdefault(parent, []).append((child, case))

        for domain in self.fact.domains:
            root = self.fact.public_id if domain.case.get("made") else domain.public_id
            if root == domain.public_id:
                put(root, domain.case, self.fact.public_id, root)
            for each in domain.capabilities:
                group = each.case.get("group", "")
                put(each.public_id, each.case, group if group in groups else root, root)
        for parent, children in below.items():
            said = [case.get("isChildOf", {}).get("sequenceNumber") for _, case in children]
            theirs = all(isinstance(number, int) for number in said) and all(one < other for one, other in pairwise(said))
            for number, (child, case) in enumerate(children, start=1):
                kept = case.get("isChildOf", {})
                place = kept["sequenceNumber"] if theirs else number
                self.join(own_id(child, "isChildOf"), "isChildOf", self.node(child), self.node(parent), kept, place)

    def rubrics(self) -> list[dict[str, Any]]:
        """The level descriptors: a criterion for each capability, in its rubric; new ones in the first."""
        kept = {rubric["identifier"]: rubric for rubric in self.fact.case.get("rubrics", [])}
        first = next(iter(kept), own_id(self.fact.public_id, "rubric"))
        inside: dict[str, list[tuple[int, dict]]] = {key: [] for key in kept}
        for number, each in enumerate(self.fact.capabilities, start=1):
            if not any(each.descriptors):
                continue
            said = each.case.get("criterion", {})
            rubric = said.get("rubric", first) if said.get("rubric") in kept else first
            inside.setdefault(rubric, []).append((number, self.criterion(each, rubric, number)))
        written = []
        for key, criteria in inside.items():
            own = {name: value for name, value in kept.get(key, {}).items() if name not in ("identifier", "others")}
            others = [self.loose(one, key) for one in kept.get(key, {}).get("others", [])]
            whole = self.thing(key, own, CFRubricCriteria=[one for _, one in criteria] + others)
            written.append(whole if key in kept else {"title": self.fact.title, **whole})
        return written

    def criterion(self, each: CapabilityFact, rubric: str, number: int) -> dict[str, Any]:
        """The three descriptors of one capability."""
        kept = {name: value for name, value in each.case.get("criterion", {}).items() if name not in ("identifier", "rubric", "place", "position")}
        key = str(each.case.get("criterion", {}).get("identifier") or own_id(each.public_id, "criterion"))
        levels = [self.level(each, level, text, key) for level, text in enumerate(each.descriptors, start=1) if text]
        return self.thing(key, kept, CFItemURI=self.node(each.public_id), rubricId=rubric, position=number, CFRubricCriterionLevels=levels)

    def level(self, each: CapabilityFact, level: int, text: str, criterion: str) -> dict[str, Any]:
        """One descriptor."""
        kept = dict(each.case.get("levels", {}).get(str(level), {}))
        key = str(kept.pop("identifier", self.level_id(each, level)))
        return self.thing(key, kept, quality=LEVEL_NAMES[level], score=level, position=level, description=text, rubricCriterionId=criterion)

    def level_id(self, each: CapabilityFact, level: int) -> str:
        """The identifier of one descriptor."""
        return str(each.case.get("levels", {}).get(str(level), {}).get("identifier") or own_id(each.public_id, f"level {level}"))

    def loose(self, one: Mapping[str, Any], rubric: str) -> dict[str, Any]:
        """A criterion that only files show."""
        levels = [self.thing(each["identifier"], {name: value for name, value in each.items() if name != "identifier"}) for each in one.get(
            "CFRubricCriterionLevels", [])]  # fmt: skip
        kept = {name: value for name, value in one.items() if name not in ("identifier", "CFRubricCriterionLevels")}
        return self.thing(one["identifier"], kept, CFRubricCriterionLevels=levels, rubricId=rubric)

    def skills(self, profile: ProfileFact) -> None:
        """What one job role needs: its profile, a document of its own, has the skill level of each capability that it needs."""
        by_code = {each.code: each for each in self.fact.capabilities}
        origin = {"title": profile.job_role, "identifier": profile.public_id, "uri": str(profile.case.get("uri") or self.address(profile.public_id))}
        for code, level in sorted(profile.targets.items(), key=lambda target: self.fact.codes.index(target[0])):
            if level:
                kept = profile.case.get("associations", {}).get(code, {})
                end = self.node(self.level_id(by_code[code], level), f"{by_code[code].title}: {LEVEL_NAMES[level].lower()}")
                self.join(own_id(profile.public_id, by_code[code].public_id), "hasSkillLevel", origin, end, kept)

    def steps(self, each: CapabilityFact) -> None:
        """What a capability follows on from."""
        for code in each.replaces or ():
            if code in self.around.earlier:
                identifier, title = self.around.earlier[code]
                kept = dict(each.case.get("replacedBy", {}).get(code, {}))
                origin = kept.pop("originNodeURI", None) or self.node(identifier, title)
                self.join(own_id(identifier, each.public_id, "replacedBy"), "replacedBy", origin, self.node(each.public_id), kept)

    def definitions(self) -> dict[str, Any]:
        """What the file it came from defined."""
        kept = self.fact.case.get("definitions", {})
        told = {}
        for name, said in kept.items():
            if name == "extensions":
                told[name] = said
                continue
            told[name] = []
            for one in said:
                whole = self.thing(one["identifier"], {part: value for part, value in one.items() if part != "identifier"})
                told[name].append({part: "" for part in ("title", "description", "hierarchyCode", "licenseText") if part in one} | whole)
        return told

    def extensions(self) -> dict[str, Any]:
        """What the format has no field for: the role profiles by name with their qualifications, and what changed."""
        profiles = [
            {"identifier": each.public_id, "title": each.job_role, **({"qualifications": each.qualifications} if each.qualifications else {})}
            for each in self.fact.profiles
        ]
        own = {"roleProfiles": profiles, "changes": self.fact.changes}
        return {**self.fact.case.get("package", {}).get("extensions", {}), **{name: value for name, value in own.items() if value}}


INSIDE = ("was", "was_code", "was_notes", "isChildOf", "replacedBy", "criterion", "levels", "group", "made")


def case_package(fact: FrameworkFact, around: Around) -> dict[str, Any]:
    """The strict CASE 1.1 package of a framework, ready for `json.dumps`."""
    return Package(fact, around).whole()


def profile_package(fact: FrameworkFact, profile: ProfileFact, around: Around) -> dict[str, Any]:
    """A role profile as a document of its own: its title, and the skill level of each capability that it needs."""
    package = Package(fact, around)
    package.whole()
    package.associations = []
    package.skills(profile)
    document = package.thing(
        profile.public_id, {}, frameworkType="Role profile", caseVersion="1.1", creator=around.creator, title=profile.job_role, language="en-GB",
        description=profile.qualifications, version=fact.version,
    )  # fmt: skip
    return {"CFDocument": document, **({"CFAssociations": package.associations} if package.associations else {})}


def for_a_new_version(case: Mapping[str, Any]) -> dict[str, Any]:
    """What a new version keeps of `case`: what it says of the thing, not its identifiers, its place or what others said of it."""
    left = (*INSIDE, "uri", "lastChangeDateTime", "associations", "groups", "rubrics")
    kept = {name: said for name, said in case.items() if name not in left}
    if isinstance(kept.get("document"), dict):
        kept["document"] = {name: said for name, said in kept["document"].items() if name not in ("identifier", "uri", "lastChangeDateTime")}
    return kept
