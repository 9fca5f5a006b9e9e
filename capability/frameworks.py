"""A version of the framework as a whole, read from the database: its facts, its crosswalk and its reviewers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.cache import cache

from capability.enums import Credit, FrameworkState, ReviewAnswer
from capability.models import Capability, Framework, FrameworkReview, Succession
from capability.rules.crosswalk import Change, Words, changes
from capability.rules.framework import CapabilityFact, DomainFact, FrameworkFact, ProfileFact

STEPS = "capability:steps"
SECONDS_KEPT = 300


def fact_of(framework: Framework) -> FrameworkFact:
    """Everything that `framework` says: six queries."""
    replaces: dict[int, list[str]] = defaultdict(list)
    steps = Succession.objects.filter(after__domain__framework=framework).order_by("before__domain__order", "before__order")
    for key, code in steps.values_list("after", "before__code"):
        replaces[key].append(code)
    domains = []
    for domain in framework.domains.prefetch_related("capabilities__descriptors"):
        capabilities = []
        for each in domain.capabilities.all():
            texts = {descriptor.level: descriptor.text for descriptor in each.descriptors.all()}
            words = (texts.get(1, ""), texts.get(2, ""), texts.get(3, ""))
            steps_back = tuple(replaces.get(each.pk, ())) if framework.based_on_id else None
            capabilities.append(CapabilityFact(each.code, each.title, each.reference, words, steps_back, str(each.public_id), each.case))
        domains.append(DomainFact(domain.code, domain.title, domain.description, tuple(capabilities), str(domain.public_id), domain.case))
    profiles = []
    for profile in framework.role_profiles.select_related("job_role").prefetch_related("targets__capability"):
        targets = {target.capability.code: target.level for target in profile.targets.all()}
        profiles.append(ProfileFact(profile.job_role.name, profile.qualifications, targets, str(profile.public_id), profile.case))
    return FrameworkFact(
        identifier=framework.identifier,
        version=framework.version,
        title=framework.title,
        description=framework.description,
        published_on=framework.published_on,
        domains=tuple(domains),
        profiles=tuple(profiles),
        changes=framework.changes,
        public_id=str(framework.public_id),
        case=framework.case,
    )


def words_of(framework: Framework | int | None) -> list[Words]:
    """The words of each capability of a version, in order: two queries, none for no version."""
    if framework is None:
        return []
    rows = Capability.objects.filter(domain__framework=framework).prefetch_related("descriptors")
    return [Words(row.pk, row.code, row.title, tuple(descriptor.text for descriptor in row.descriptors.all())) for row in rows]


@dataclass(frozen=True)
class ChangeRow:
    """One change, with the capabilities it is about."""

    fate: str
    before: list[Words]
    after: list[Words]


def crosswalk(framework: Framework) -> list[Change]:
    """What became of every capability of the version before it: five queries, empty for a first version."""
    return changes(words_of(framework.based_on_id), words_of(framework), steps_to(framework)) if framework.based_on_id else []


def change_rows(framework: Framework) -> list[ChangeRow]:
    """The same with the words, for a page."""
    before, after = words_of(framework.based_on_id), words_of(framework)
    known = {words.key: words for words in [*before, *after]}
    found = changes(before, after, steps_to(framework)) if framework.based_on_id else []
    return [ChangeRow(each.fate, [known[key] for key in each.before], [known[key] for key in each.after]) for each in found]


def steps_to(framework: Framework) -> list[tuple[int, int]]:
    """The steps of the crosswalk that lead to `framework`: pairs of keys. One query."""
    return list(Succession.objects.filter(after__domain__framework=framework).values_list("before", "after"))


def lines_of(capabilities: Iterable[int]) -> dict[int, list[int]]:
    """Each of `capabilities`, every earlier one that it follows and every later one that follows it, to those of `capabilities`.

    What was said of one version, or built for it, counts for what stands in its line in another. No query but the first of some minutes.
    """
    back: dict[int, list[int]] = defaultdict(list)
    on: dict[int, list[int]] = defaultdict(list)
    for old, new in known_steps():
        back[new].append(old)
        on[old].append(new)
    found: dict[int, list[int]] = defaultdict(list)
    for key in capabilities:
        for each in reached(key, back) | reached(key, on):
            found[each].append(key)
    return dict(found)


def known_steps() -> list[tuple[int, int]]:
    """The steps between versions that are or were in force, kept for some minutes: they change only when one comes into force."""
    found = cache.get(STEPS)
    if found is None:
        steps = Succession.objects.exclude(after__domain__framework__state=FrameworkState.DRAFT)
        found = list(steps.values_list("before", "after"))
        cache.set(STEPS, found, SECONDS_KEPT)
    return found


def forget_steps() -> None:
    """Look the steps up anew."""
    cache.delete(STEPS)


def reached(start: int, ways: Mapping[int, list[int]]) -> set[int]:
    """Everything that `ways` lead to from `start`, itself too."""
    seen, open_ends = {start}, [start]
    while open_ends:
        further = set(ways.get(open_ends.pop(), ())) - seen
        seen |= further
        open_ends += further
    return seen


def credits_of(framework: Framework) -> tuple[list[str], int]:
    """Who said yes to the words of `framework`, each as they agreed, and how many of them would rather not be named."""
    yes = FrameworkReview.objects.filter(framework=framework, answer=ReviewAnswer.YES).select_related("reviewer")
    if not framework.is_draft:
        yes = yes.filter(said_digest=framework.words_digest)
    named = [credit_of(review) for review in yes]
    return [name for name in named if name], sum(1 for name in named if not name)


def credit_of(review: FrameworkReview) -> str:
    """The name that `review` may stand under; empty for nobody's."""
    if review.reviewer is None:
        return ""
    match review.credit:
        case Credit.NAMED:
            return review.reviewer.name
        case Credit.FIRST_NAME:
            return review.reviewer.name.split()[0]
        case Credit.PSEUDONYM:
            return review.pseudonym
        case _:
            return ""


def history() -> list[Framework]:
    """Every version that is or was in force, the newest first. One query."""
    return list(Framework.objects.exclude(state=FrameworkState.DRAFT).order_by("-published_on", "-pk"))
