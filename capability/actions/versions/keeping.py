"""Keeping a whole framework, as a file or another version gives it, in rows."""

import uuid
from collections.abc import Iterable

from django.utils.text import slugify

from capability.frameworks import words_of
from capability.models import Capability, Domain, Framework, LevelDescriptor, RoleProfile, RoleTarget, Succession
from capability.rules.crosswalk import suggest
from capability.rules.framework import FrameworkFact, ProfileFact
from capability.rules.framework.facts import own_id
from home.models import JobRole


def keep_draft(fact: FrameworkFact, based_on: Framework | None, *, loaded: bool = False) -> Framework:
    """`fact` as a new draft that follows `based_on`, in the caller's transaction. Job roles that are not there yet are made.

    The crosswalk is what the capabilities say they replace; where none of them says anything, what their titles and codes suggest.
    """
    framework = Framework.objects.create(
        identifier=fact.identifier,
        version=fact.version,
        title=fact.title,
        description=fact.description,
        changes=fact.changes,
        based_on=based_on,
        public_id=free_id(fact.public_id or own_id(fact.identifier, fact.version)),
        loaded_digest=fact.digest if loaded else "",
        case=fact.case,
    )
    rows = _keep_capabilities(framework, fact)
    for order, profile in enumerate(fact.profiles, start=1):
        keep_profile(framework, profile, order, rows)
    if based_on:
        _keep_crosswalk(framework, based_on, fact, rows)
    return framework


def free_id(wanted: str) -> uuid.UUID:
    """`wanted`, or a new identifier where another version has it: identifiers are never used twice."""
    return uuid.uuid4() if Framework.objects.filter(public_id=wanted).exists() else uuid.UUID(wanted)


def _keep_capabilities(framework: Framework, fact: FrameworkFact) -> dict[str, Capability]:
    def identifier(given: str, *names: str) -> str:
        return given or own_id(fact.identifier, fact.version, *names)

    rows: dict[str, Capability] = {}
    for domain_order, domain_fact in enumerate(fact.domains, start=1):
        domain = Domain.objects.create(
            framework=framework, code=domain_fact.code, title=domain_fact.title, description=domain_fact.description, order=domain_order,
            public_id=identifier(domain_fact.public_id, "domain", domain_fact.code), case=domain_fact.case,
        )  # fmt: skip
        Capability.objects.bulk_create(
            Capability(
                domain=domain, code=each.code, title=each.title, slug=slugify(each.title) or slugify(each.code), reference=each.reference, order=order,
                public_id=identifier(each.public_id, each.code), case=each.case,
            )
            for order, each in enumerate(domain_fact.capabilities, start=1)
        )  # fmt: skip
        rows |= {capability.code: capability for capability in Capability.objects.filter(domain=domain).select_related("domain")}
    LevelDescriptor.objects.bulk_create(
        LevelDescriptor(capability=rows[each.code], level=level, text=text)
        for each in fact.capabilities
        for level, text in enumerate(each.descriptors, start=1)
        if text
    )
    return rows


def keep_profile(framework: Framework, fact: ProfileFact, order: int, rows: dict[str, Capability]) -> RoleProfile:
    """The profile of one job role; the job role is made where it is not there."""
    role, _ = JobRole.objects.get_or_create(name=fact.job_role, defaults={"slug": free_slug(fact.job_role), "order": order})
    identifier = fact.public_id or own_id(framework.identifier, framework.version, "role", fact.job_role)
    profile = RoleProfile.objects.create(framework=framework, job_role=role, qualifications=fact.qualifications, public_id=identifier, case=fact.case)
    RoleTarget.objects.bulk_create(RoleTarget(profile=profile, capability=rows[code], level=level) for code, level in fact.targets.items())
    return profile


def free_slug(name: str) -> str:
    """A slug for a job role that none has yet."""
    wanted = slugify(name)[:110] or "role"
    taken = set(JobRole.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for slug in (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))) if slug not in taken)


def _keep_crosswalk(framework: Framework, based_on: Framework, fact: FrameworkFact, rows: dict[str, Capability]) -> None:
    before = words_of(based_on)
    keys = {words.code: words.key for words in before}
    said = [each for each in fact.capabilities if each.replaces is not None]
    if said:
        steps = {(keys[code], rows[each.code].pk) for each in said for code in each.replaces or () if code in keys}
    else:
        steps = suggest(before, words_of(framework))
    keep_steps(steps)


def keep_steps(steps: Iterable[tuple[int, int]]) -> None:
    """Steps of a crosswalk: pairs of keys, the earlier first."""
    Succession.objects.bulk_create(Succession(before_id=old, after_id=new) for old, new in sorted(steps))
