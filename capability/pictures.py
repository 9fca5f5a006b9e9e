"""A person's picture: positions with the words, offers and dates that a page shows. Read in a fixed number of queries."""

from dataclasses import dataclass, field

from capability.enums import Answered
from capability.frameworks import lines_of
from capability.models import Barrier, Capability, Confirmation, Evidence, Framework, Rating, RoleTarget, SelfAssessment
from capability.rules.gaps import LEVEL_WORDS, NOT_MY_ROLE, Answer, Position, moved, positions, summary, widest_first
from capability.seams import Offer, offers_for, one_of_each
from home.models import JobRole, User
from home.prepared import Prepared
from home.wording import count_words

BAR = 40  # width of one level in a bar, in the drawing's own units


@dataclass(frozen=True)
class Row:
    """One capability on a page: where the person stands, what would help, what stands as evidence."""

    capability: Capability
    position: Position
    offers: list[Offer] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    barriers: list[str] = field(default_factory=list)

    @property
    def bar(self) -> int:
        """The bar's length for the level the person gave, in the drawing's units."""
        return (self.position.level or 0) * BAR

    @property
    def missing(self) -> int:
        """The length between the level and what the role needs."""
        return self.position.gap * BAR

    @property
    def missing_from(self) -> int:
        """Where the missing part begins, in the drawing's units."""
        return 1 + self.bar

    @property
    def mark(self) -> bool:
        """Whether the role needs anything here."""
        return bool(self.position.target)

    @property
    def mark_at(self) -> int:
        """Where the role's target stands, in the drawing's units."""
        return 1 + (self.position.target or 0) * BAR

    @property
    def level_words(self) -> str:
        """What the person said, in words."""
        if self.position.level is not None:
            return LEVEL_WORDS[self.position.level]
        return "Not part of my role" if self.position.answer == NOT_MY_ROLE else "Not answered"

    @property
    def target_words(self) -> str:
        """What the role needs, in words."""
        target = self.position.target
        return "No target set" if target is None else LEVEL_WORDS[target] if target else "Not needed"

    @property
    def change_words(self) -> str:
        """What changed since last time, in words."""
        change = self.position.change
        return "The same, or first time" if not change else f"{'Up' if change > 0 else 'Down'} {count_words(abs(change), 'level')}"


@dataclass(frozen=True)
class Picture:
    """One finished self-assessment beside what the job role needs."""

    assessment: SelfAssessment
    previous: SelfAssessment | None
    rows: list[Row]
    summary: str
    gaps: list[Row]
    rose: list[Row]
    fell: list[Row]
    said: list[Confirmation] = field(default_factory=list)


@dataclass(frozen=True)
class HistoryRow:
    """One capability over the years: what was said each time, the latest first; nothing where it was not there yet."""

    capability: Capability
    answers: list[Rating | None]


@dataclass(frozen=True)
class History:
    """Finished self-assessments side by side, and what others said beside them."""

    times: list[SelfAssessment]
    rows: list[HistoryRow]
    said: list[Confirmation]


def targets_of(framework: Framework, role: JobRole | None) -> dict[int, int]:
    """The level that `role` needs on each capability, by the capability's key; empty without a role."""
    if role is None:
        return {}
    return dict(TARGETS.all(framework.pk, role.pk))


def answers_of(assessment: SelfAssessment | None) -> dict[int, Answer]:
    """What was answered, by the capability's key."""
    if assessment is None:
        return {}
    rows = ANSWERS.all(assessment.pk)
    return {key: NOT_MY_ROLE if answered == Answered.NOT_MY_ROLE else level for key, answered, level in rows}


def picture_of(assessment: SelfAssessment, *, for_reader: User) -> Picture:
    """The picture of one finished self-assessment; offers, evidence, barriers and what all others said only for its owner."""
    previous = BEFORE.first(assessment.person_id, assessment.submitted_at) if assessment.submitted_at else None
    capabilities = CAPABILITIES.all(assessment.framework_id)
    found = positions(
        [(capability.pk, capability.domain_id) for capability in capabilities],
        answers_of(assessment),
        targets_of(assessment.framework, assessment.job_role),
        answers_of(previous),
    )
    own = for_reader.pk == assessment.person_id
    gaps = {position.capability for position in widest_first(found)}
    helping = offers_for([c for c in capabilities if c.pk in gaps], for_reader) if own else {}
    evidence: dict[int, list[Evidence]] = {}
    barriers: dict[int, list[str]] = {}
    if own:
        line = lines_of(capability.pk for capability in capabilities)
        for row in EVIDENCE.all(assessment.person_id):
            for key in line.get(row.capability_id, ()):
                evidence.setdefault(key, []).append(row)
        for barrier in BARRIERS.all(assessment.person_id):
            barriers.setdefault(barrier.capability_id, []).append(barrier.get_kind_display())
    rows = {
        capability.pk: Row(
            capability,
            position,
            one_of_each(helping.get(capability.pk, [])),
            evidence.get(capability.pk, [])[:5],
            barriers.get(capability.pk, []),
        )
        for capability, position in zip(capabilities, found, strict=True)
    }
    rose, fell = moved(found)

    def rows_of(some: list[Position]) -> list[Row]:
        return [rows[position.capability] for position in some]

    said = said_beside([assessment]) if own else []
    return Picture(assessment, previous, list(rows.values()), summary(found), rows_of(widest_first(found)), rows_of(rose), rows_of(fell), said)


def said_beside(assessments: list[SelfAssessment]) -> list[Confirmation]:
    """What supervisors said beside the ratings of `assessments`, the newest first. One query."""
    return SAID.all(tuple(each.pk for each in assessments)) if assessments else []


def _said(assessments: tuple[int, ...]):
    found = Confirmation.objects.filter(rating__assessment__in=assessments)
    return found.select_related("supervisor", "rating__capability", "rating__assessment").order_by("-said_at", "-pk")


def _targets(framework: int, role: int):
    return RoleTarget.objects.filter(profile__framework=framework, profile__job_role=role).values_list("capability_id", "level")


TARGETS = Prepared(_targets)
ANSWERS = Prepared(lambda assessment: Rating.objects.filter(assessment=assessment).values_list("capability_id", "answered", "level"))
BEFORE = Prepared(lambda person, at: SelfAssessment.objects.submitted().filter(person=person, submitted_at__lt=at)[:1])
CAPABILITIES = Prepared(lambda framework: Capability.objects.filter(domain__framework=framework).select_related("domain"))
EVIDENCE = Prepared(lambda person: Evidence.objects.of(person))
BARRIERS = Prepared(lambda person: Barrier.objects.filter(person=person))
SAID = Prepared(_said)


def history_of(times: list[SelfAssessment]) -> History:
    """Finished self-assessments of one person side by side, in the order given; capabilities as the latest has them, then earlier ones. Two queries."""
    ratings: dict[int, dict[int, Rating]] = {}
    capabilities: dict[int, Capability] = {}
    order = {assessment.pk: place for place, assessment in enumerate(times)}
    found = Rating.objects.filter(assessment__in=times).select_related("capability__domain")
    for rating in sorted(found, key=lambda rating: (order[rating.assessment_id], rating.capability.domain.order, rating.capability.order)):
        capabilities.setdefault(rating.capability_id, rating.capability)
        ratings.setdefault(rating.capability_id, {})[rating.assessment_id] = rating
    rows = [HistoryRow(capability, [ratings[key].get(assessment.pk) for assessment in times]) for key, capability in capabilities.items()]
    return History(times, rows, said_beside(times))
