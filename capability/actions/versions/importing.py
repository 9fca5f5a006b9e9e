"""Importing a version from a file: exactly what the dry run showed, in one transaction, or nothing."""

import hashlib
import json
import uuid
from dataclasses import asdict, dataclass, replace

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify
from wagtail.log_actions import log

from capability.actions.versions.keeping import keep_draft
from capability.frameworks import fact_of
from capability.models import Capability, Framework
from capability.permissions import may_edit_framework
from capability.rules.crosswalk import Words, changes, sentence, suggest
from capability.rules.exchange import MOST_PROBLEMS, Problem, Reading, decode
from capability.rules.exchange.case_reading import read_case
from capability.rules.exchange.csv_format import read_csv
from capability.rules.framework import FrameworkFact
from capability.rules.framework.facts import unfinished
from home.actions.refusals import Refused
from home.models import JobRole, User
from home.wording import count_words

SALT = "capability.import"
SECONDS_OPEN = 60 * 60


@dataclass(frozen=True)
class Plan:
    """What carrying a file out would make, in sentences; what is wrong with it; and what to know besides."""

    fact: FrameworkFact | None
    problems: list[Problem]
    more_problems: int
    notes: list[str]
    steps: list[str]
    same_as: Framework | None = None

    @property
    def may_be_done(self) -> bool:
        """Whether there is something to make and nothing wrong."""
        return self.fact is not None and not self.problems and self.same_as is None

    def digest(self, content: bytes) -> str:
        """What binds the carrying out to the file and to exactly this version."""
        said = json.dumps([asdict(self.fact) if self.fact else None, self.steps], sort_keys=True, default=str)
        return hashlib.sha256(hashlib.sha256(content).digest() + said.encode()).hexdigest()


def dry_run(content: bytes, *, version: str = "", title: str = "") -> Plan:
    """What carrying `content` out would make now; `rules.exchange.Unreadable` where it is no framework at all. Changes nothing."""
    text = decode(content)
    in_force = Framework.objects.published().first()
    identifier = in_force.identifier if in_force else ""
    if text.lstrip()[:1] in ("{", "["):
        reading = read_case(text, identifier=identifier, version=version, earlier=_identifiers(in_force))
    else:
        called = title or (in_force.title if in_force else "")
        reading = read_csv(text, identifier=identifier, version=version, title=called, earlier=_titles(in_force))
        if not called:
            reading = Reading(
                None, [Problem("The file", "Say what the framework is called: nothing is in force that it could be a version of."), *reading.problems], []
            )
    fact = _named(reading.fact, title) if reading.fact else None
    problems = list(reading.problems)
    same = None
    if fact:
        same = _stands_already(fact)
        if not same and (wrong := _name_problem(fact)):
            problems.append(wrong)
    told = _told(fact, in_force) if fact and not problems and not same else []
    return Plan(fact if not problems else None, problems[:MOST_PROBLEMS], max(0, len(problems) - MOST_PROBLEMS), reading.notes[:MOST_PROBLEMS], told, same)


def _identifiers(in_force: Framework | None) -> dict[str, str]:
    rows = Capability.objects.filter(domain__framework=in_force).values_list("public_id", "code") if in_force else []
    return {str(key): code for key, code in rows}


def _titles(in_force: Framework | None) -> dict[str, str]:
    return dict(Capability.objects.filter(domain__framework=in_force).values_list("code", "title")) if in_force else {}


def _named(fact: FrameworkFact, title: str) -> FrameworkFact:
    called = title or fact.title
    return replace(fact, title=called, identifier=(fact.identifier or slugify(called)[:80] or "framework"))


def _stands_already(fact: FrameworkFact) -> Framework | None:
    """The version that says exactly the same, where one does."""
    found = Framework.objects.filter(public_id=fact.public_id).first() if fact.public_id else None
    return found if found and fact_of(found).words_digest == fact.words_digest else None


def _name_problem(fact: FrameworkFact) -> Problem | None:
    if not fact.version.strip() or len(fact.version) > 20:
        return Problem("The version", "Say what the version is called, in at most 20 characters, such as 2.0.")
    if Framework.objects.filter(identifier=fact.identifier, version=fact.version).exists():
        return Problem("The version", f"There is a version {fact.version} already. Give this one another name.")
    return None


def _told(fact: FrameworkFact, in_force: Framework | None) -> list[str]:
    """What would be made, in sentences."""
    follows = f", which follows version {in_force.version}" if in_force else ""
    steps = [f"Make the draft “{fact.title} ({fact.version})”{follows}. Nothing in force changes."]
    inside = f"{count_words(len(fact.domains), 'domain')} with {count_words(len(fact.codes), 'capability')}"
    steps.append(f"Keep {inside} and {count_words(len(fact.profiles), 'role profile')}.")
    there = {name.casefold() for name in JobRole.objects.values_list("name", flat=True)}
    steps += [f"Make the job role “{profile.job_role}”." for profile in fact.profiles if profile.job_role.casefold() not in there]
    if in_force:
        steps.append(f"Beside version {in_force.version}: {_compared(fact, fact_of(in_force))}.")
    missing = unfinished(fact)
    steps += [f"Still to be written afterwards: {one}" for one in missing[:20]]
    return steps


def _compared(fact: FrameworkFact, earlier: FrameworkFact) -> str:
    before = [Words(number, each.code, each.title, each.descriptors) for number, each in enumerate(earlier.capabilities)]
    after = [Words(number, each.code, each.title, each.descriptors) for number, each in enumerate(fact.capabilities)]
    keys = {words.code: words.key for words in before}
    said = any(each.replaces is not None for each in fact.capabilities)
    named = {(keys[code], number) for number, each in enumerate(fact.capabilities) for code in each.replaces or () if code in keys}
    return sentence(changes(before, after, named if said else suggest(before, after)))


def seal(content: bytes, plan: Plan, by: User) -> str:
    """A signed token that binds the carrying out to this file, to this plan and to the person it was shown to; it holds for an hour."""
    return signing.dumps([plan.digest(content), by.pk], salt=SALT)


def import_version(by: User, *, content: bytes, version: str, title: str, token: str) -> Framework:
    """Do exactly what the dry run with this `token` showed; `Refused` where anything differs by now. It makes a draft and nothing else."""
    if not may_edit_framework(by):
        raise PermissionDenied
    try:
        digest, shown_to = signing.loads(token, salt=SALT, max_age=SECONDS_OPEN)
    except signing.BadSignature as fault:
        raise Refused("What you looked at is more than an hour old, or not from here. Look at the file again.") from fault
    with transaction.atomic():
        list(Framework.objects.select_for_update(no_key=True).order_by("pk"))
        now = dry_run(content, version=version, title=title)
        if now.digest(content) != digest or shown_to != by.pk:
            raise Refused("Something has changed since you looked. Nothing was done: look at the file again.")
        if not now.may_be_done or now.fact is None:
            raise Refused("There are things to put right. Nothing was done.")
        draft = keep_draft(_own_names(now.fact), Framework.objects.published().first())
        log(draft, "capability.version_imported", user=by, data={"version": draft.version})
    return draft


def _own_names(fact: FrameworkFact) -> FrameworkFact:
    """Job roles under the names that stand here, whatever the case of their letters in the file."""
    there = {name.casefold(): name for name in JobRole.objects.values_list("name", flat=True)}
    profiles = tuple(replace(profile, job_role=there.get(profile.job_role.casefold(), profile.job_role)) for profile in fact.profiles)
    taken = Framework.objects.filter(public_id=fact.public_id).exists() if fact.public_id else False
    return replace(fact, profiles=profiles, public_id=str(uuid.uuid4()) if taken else fact.public_id)
