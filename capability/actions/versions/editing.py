"""Editing a draft: its words, its capabilities and domains, and what each job role needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.text import slugify
from wagtail.log_actions import log

from capability.actions.versions import open_draft
from capability.actions.versions.drafting import check_version
from capability.models import Capability, Domain, Framework, LevelDescriptor, RoleProfile, RoleTarget, Succession
from home.actions.refusals import Refused
from home.models import JobRole, User


@dataclass(frozen=True)
class CapabilityWords:
    """What an editor gives of one capability. `follows` are keys of capabilities of the version before."""

    code: str
    title: str
    reference: str
    descriptors: tuple[str, str, str]
    follows: tuple[int, ...] = ()


@transaction.atomic
def edit_framework(by: User, framework: Framework, *, version: str, title: str, description: str, changes: str) -> Framework:
    """Change what a draft is called and what it says of itself. Raises `Refused` where the version's name is taken."""
    draft = open_draft(by, framework)
    if version != draft.version:
        check_version(draft.identifier, version)
    draft.version, draft.title, draft.description, draft.changes = version, title, description, changes
    draft.save(update_fields=["version", "title", "description", "changes"])
    log(draft, "capability.version_edited", user=by, data={"what": "about"})
    return draft


@transaction.atomic
def keep_domain(by: User, framework: Framework, *, code: str, title: str, description: str, domain: Domain | None = None) -> Domain:
    """Change a domain of a draft, or add one at the end. Raises `Refused` for a code that another has."""
    draft = open_draft(by, framework)
    row = _of(draft, domain, Domain.objects.filter(framework=draft)) if domain else Domain(framework=draft, order=_next(draft.domains))
    if Domain.objects.filter(framework=draft, code=code).exclude(pk=row.pk).exists():
        raise Refused(f"Another domain has the letter {code}.")
    row.code, row.title, row.description = code, title, description
    row.case.pop("lastChangeDateTime", None)
    row.save()
    log(draft, "capability.version_edited", user=by, data={"what": f"domain {code}"})
    return row


@transaction.atomic
def keep_capability(by: User, domain: Domain, words: CapabilityWords, capability: Capability | None = None) -> Capability:
    """Change a capability of a draft, or add one at the end of `domain`; another domain of the same draft moves it there.

    What it follows on from is one or several capabilities of the version before, or none where it is new. Raises `Refused` for a
    code that another has. A new capability gets the target 0 in every profile, so that none is left open unseen.
    """
    draft = open_draft(by, domain.framework_id)
    domain = _of(draft, domain, Domain.objects.filter(framework=draft))
    inside = Capability.objects.filter(domain__framework=draft)
    row = _of(draft, capability, inside) if capability else Capability()
    if inside.filter(code=words.code).exclude(pk=row.pk).exists():
        raise Refused(f"Another capability has the code {words.code}.")
    if row.pk is None or row.domain_id != domain.pk:
        row.order = _next(domain.capabilities)
    new = row.pk is None
    row.domain, row.code, row.title, row.reference = domain, words.code, words.title, words.reference
    row.slug = slugify(words.title) or slugify(words.code)
    row.case.pop("lastChangeDateTime", None)
    row.save()
    texts = [LevelDescriptor(capability=row, level=level, text=text) for level, text in enumerate(words.descriptors, start=1) if text]
    row.descriptors.all().delete()
    LevelDescriptor.objects.bulk_create(texts)
    _follow(draft, row, words.follows)
    if new:
        RoleTarget.objects.bulk_create(RoleTarget(profile=profile, capability=row, level=0) for profile in draft.role_profiles.all())
    log(draft, "capability.version_edited", user=by, data={"what": words.code})
    return row


def _follow(draft: Framework, row: Capability, follows: Iterable[int]) -> None:
    known = set(Capability.objects.filter(domain__framework=draft.based_on_id, pk__in=follows).values_list("pk", flat=True)) if draft.based_on_id else set()
    Succession.objects.filter(after=row).exclude(before__in=known).delete()
    Succession.objects.bulk_create([Succession(before_id=key, after=row) for key in sorted(known)], ignore_conflicts=True)


@transaction.atomic
def remove_capability(by: User, capability: Capability) -> None:
    """Take a capability out of a draft. The version in force keeps it, and everything that was said of it."""
    draft = open_draft(by, capability.domain.framework_id)
    row = _of(draft, capability, Capability.objects.filter(domain__framework=draft))
    log(draft, "capability.version_edited", user=by, data={"what": f"without {row.code}"})
    row.delete()


@transaction.atomic
def remove_domain(by: User, domain: Domain) -> None:
    """Take an empty domain out of a draft; `Refused` while capabilities stand in it."""
    draft = open_draft(by, domain.framework_id)
    row = _of(draft, domain, Domain.objects.filter(framework=draft))
    if row.capabilities.exists():
        raise Refused("Capabilities stand in it. Move them to another domain, or take them out, first.")
    log(draft, "capability.version_edited", user=by, data={"what": f"without domain {row.code}"})
    row.delete()


@transaction.atomic
def move(by: User, thing: Capability | Domain, *, up: bool) -> None:
    """Let a capability or a domain change places with its neighbour; at the end it stays."""
    draft = open_draft(by, thing.framework_id if isinstance(thing, Domain) else thing.domain.framework_id)
    rows = Domain.objects.filter(framework=draft) if isinstance(thing, Domain) else Capability.objects.filter(domain=thing.domain_id, domain__framework=draft)
    keys = list(rows.values_list("pk", flat=True))
    if thing.pk not in keys:
        raise Refused("It is not there any more.")
    place = keys.index(thing.pk)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(keys):
        return
    keys[place], keys[other] = keys[other], keys[place]
    for order, key in enumerate(keys, start=1):
        rows.filter(pk=key).update(order=order)
    log(draft, "capability.version_edited", user=by, data={"what": f"the order of {thing.code}"})


@transaction.atomic
def keep_profile_targets(by: User, framework: Framework, job_role: JobRole, *, qualifications: str, targets: Mapping[int, int]) -> RoleProfile:
    """What a job role needs in a draft, by capability key; the profile is made where there is none. Raises `Refused` for a target left out."""
    draft = open_draft(by, framework)
    keys = list(Capability.objects.filter(domain__framework=draft).values_list("pk", flat=True))
    if set(keys) - set(targets):
        raise Refused("Choose a level for each capability; “not needed” is one of them.")
    try:
        with transaction.atomic():
            profile, _ = RoleProfile.objects.update_or_create(framework=draft, job_role=job_role, defaults={"qualifications": qualifications})
    except IntegrityError as fault:  # the same profile, at the same moment, in another window
        raise Refused("Somebody else has just made this profile. Look at it again.") from fault
    profile.targets.all().delete()
    RoleTarget.objects.bulk_create(RoleTarget(profile=profile, capability_id=key, level=targets[key]) for key in keys)
    log(draft, "capability.version_edited", user=by, data={"what": f"targets of {job_role.slug}"})
    return profile


@transaction.atomic
def remove_profile(by: User, profile: RoleProfile) -> None:
    """Take a job role's profile out of a draft: its people would then have no target."""
    draft = open_draft(by, profile.framework_id)
    row = _of(draft, profile, RoleProfile.objects.filter(framework=draft))
    log(draft, "capability.version_edited", user=by, data={"what": f"without {row.job_role.slug}"})
    row.delete()


def _of(draft: Framework, thing, rows):
    """`thing` as it stands now, where it is a part of `draft`; `Refused` where it is not, or not any more."""
    found = rows.filter(pk=thing.pk).first()
    if found is None:
        raise Refused("It is not there any more.")
    return found


def _next(rows) -> int:
    return (rows.aggregate(last=Max("order"))["last"] or 0) + 1
