"""A whole framework as plain facts: what is read from files, compared, and written into them."""

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

LEVELS = (1, 2, 3)


class FrameworkProblem(ValueError):
    """A framework file that cannot be loaded; its text says where and what to do."""


@dataclass(frozen=True)
class CapabilityFact:
    """One capability; `descriptors` are its texts for levels 1, 2 and 3, empty where a draft has none yet.

    `replaces` are codes of the version before that it stands for; nothing where a file does not say. `case` holds what an
    exchange file said that has no place of its own.
    """

    code: str
    title: str
    reference: str
    descriptors: tuple[str, str, str]
    replaces: tuple[str, ...] | None = None
    public_id: str = ""
    case: dict = field(default_factory=dict)


@dataclass(frozen=True)
class DomainFact:
    """One domain with its capabilities, in order."""

    code: str
    title: str
    description: str
    capabilities: tuple[CapabilityFact, ...]
    public_id: str = ""
    case: dict = field(default_factory=dict)


@dataclass(frozen=True)
class ProfileFact:
    """The level, 0 to 3, that a job role needs on each capability, by code."""

    job_role: str
    qualifications: str
    targets: dict[str, int]
    public_id: str = ""
    case: dict = field(default_factory=dict)


@dataclass(frozen=True)
class FrameworkFact:
    """A whole framework, as a file gives it."""

    identifier: str
    version: str
    title: str
    description: str
    published_on: date | None
    domains: tuple[DomainFact, ...]
    profiles: tuple[ProfileFact, ...]
    changes: str = ""
    public_id: str = ""
    case: dict = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """A fingerprint of everything it says, version and dates too: 64 hexadecimal digits."""
        return _digest({"identifier": self.identifier, "version": self.version, "published_on": self.published_on, **self._words()})

    @property
    def words_digest(self) -> str:
        """A fingerprint of what people read and are held against: titles, words, sources and targets, in order."""
        return _digest(self._words())

    @property
    def codes(self) -> list[str]:
        """The codes of its capabilities, in order."""
        return [capability.code for capability in self.capabilities]

    @property
    def capabilities(self) -> list[CapabilityFact]:
        """Its capabilities, in order."""
        return [capability for domain in self.domains for capability in domain.capabilities]

    def _words(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "description": self.description,
            "domains": [
                {
                    "code": domain.code,
                    "title": domain.title,
                    "description": domain.description,
                    "capabilities": [
                        {"code": each.code, "title": each.title, "reference": each.reference, "descriptors": each.descriptors} for each in domain.capabilities
                    ],
                }
                for domain in self.domains
            ],
            "profiles": [{"job_role": each.job_role, "qualifications": each.qualifications, "targets": each.targets} for each in self.profiles],
        }


def _digest(said: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def own_id(*names: str) -> str:
    """An identifier made from names, the same wherever it is made: `own_id("alongside-capabilities", "1.0", "B3")`."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "urn:alongside:framework:" + "/".join(names)))


def unfinished(fact: FrameworkFact) -> list[str]:
    """What is still missing before a version could come into force: a sentence each, none where it is whole."""
    found = [] if fact.domains else ["It has no domains yet."]
    found += [f"“{domain.title}” has no capabilities yet." for domain in fact.domains if not domain.capabilities]
    for each in fact.capabilities:
        missing = [name for name, text in zip(("core", "practitioner", "specialist"), each.descriptors, strict=True) if not text.strip()]
        if missing:
            found.append(f"{each.code} {each.title}: the words for {' and '.join(missing)} are missing.")
    codes = fact.codes
    found += [f"Two capabilities have the code {code}." for code in sorted({code for code in codes if codes.count(code) > 1})]
    if not fact.profiles:
        found.append("No job role has a profile yet, so nobody would have a target.")
    for profile in fact.profiles:
        if left := [code for code in codes if code not in profile.targets]:
            named = ", ".join(left[:5]) + (" and others" if len(left) > 5 else "")
            found.append(f"The profile of “{profile.job_role}” gives no target for {named}.")
    return found


def sources_of(references: Iterable[str]) -> list[str]:
    """The works that references name, each once, by what stands before the colon: "Hughes 2006: optimism" names "Hughes 2006"."""
    named = {part.partition(":")[0].partition(",")[0].strip() for reference in references for part in reference.split(";")}
    return sorted(name for name in named if name)
