"""The framework as a person reads it: each capability with its levels, who needs it, and what builds it. A fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field

from capability.actions.assessing import role_of
from capability.enums import Level
from capability.frameworks import credits_of, history
from capability.models import Capability, Domain, Framework, FrameworkReview, RoleProfile, RoleTarget
from capability.rules.framework.facts import sources_of
from capability.seams import Offer, offers_for
from home.models import JobRole, User

OFFERS = 3  # shown beside each capability


@dataclass(frozen=True)
class Step:
    """One level of a capability: its words, and the job roles that need it there."""

    level: int
    name: str
    text: str
    roles: list[str]


@dataclass(frozen=True)
class Entry:
    """One capability with everything that a reader wants beside it."""

    capability: Capability
    steps: list[Step]
    not_needed: list[str]
    mine: int | None = None
    offers: list[Offer] = field(default_factory=list)

    @property
    def mine_words(self) -> str:
        """What the reader's own job role needs, in words; empty where it has no profile."""
        if self.mine is None:
            return ""
        return "not needed" if self.mine == 0 else Level(self.mine).label.lower()


@dataclass(frozen=True)
class Handbook:
    """A whole version, for a page."""

    framework: Framework
    domains: list[tuple[Domain, list[Entry]]]
    profiles: list[RoleProfile]
    matrix: list[tuple[Capability, list[int | None]]]
    role: JobRole | None
    sources: list[str]
    credits: list[str]
    unnamed: int
    history: list[Framework]
    reading: FrameworkReview | None = None


def handbook(framework: Framework, person: User | None) -> Handbook:
    """`framework` as `person` reads it; somebody who is not signed in sees no offers. 17 queries at most, ten for nobody."""
    domains = list(framework.domains.prefetch_related("capabilities__descriptors"))
    rows = [(domain, list(domain.capabilities.all())) for domain in domains]
    capabilities = [each for _, inside in rows for each in inside]
    profiles = list(framework.role_profiles.select_related("job_role"))
    needed: dict[int, dict[int, int]] = defaultdict(dict)
    for profile, key, level in RoleTarget.objects.filter(profile__framework=framework).values_list("profile", "capability", "level"):
        needed[key][profile] = level
    role = role_of(person) if person else None
    mine = next((profile.pk for profile in profiles if role and profile.job_role_id == role.pk), None)
    offered = offers_for(capabilities, person) if person else {}
    names = {profile.pk: profile.job_role.name for profile in profiles}
    reading = FrameworkReview.objects.filter(framework=framework, reviewer=person).first() if person else None
    credited, unnamed = credits_of(framework)

    def entry(each: Capability) -> Entry:
        at = needed[each.pk]
        steps = [
            Step(one.level, one.get_level_display(), one.text, [names[key] for key in names if at.get(key) == one.level]) for one in each.descriptors.all()
        ]
        not_needed = [names[key] for key in names if at.get(key) == 0]
        return Entry(each, steps, not_needed, at.get(mine) if mine else None, offered.get(each.pk, [])[:OFFERS])

    return Handbook(
        framework=framework,
        domains=[(domain, [entry(each) for each in inside]) for domain, inside in rows],
        profiles=profiles,
        matrix=[(each, [needed[each.pk].get(profile.pk) for profile in profiles]) for each in capabilities],
        role=role,
        sources=sources_of(each.reference for each in capabilities),
        credits=credited,
        unnamed=unnamed,
        history=history(),
        reading=reading,
    )
