"""A person's plan and evidence, as pages and documents show them. Read in a fixed number of queries."""

from dataclasses import dataclass, field

from capability.enums import EvidenceKind
from capability.models import Capability, Evidence, PlanAction, SelfAssessment
from capability.pictures import answers_of, targets_of
from capability.rules.gaps import Position, positions, widest_first
from home.models import User


@dataclass(frozen=True)
class Plan:
    """What somebody means to do, what is done, what was set aside; and the gaps of their latest self-assessment where they are asked for."""

    person: User
    to_do: list[PlanAction]
    done: list[PlanAction]
    set_aside: list[PlanAction]
    latest: SelfAssessment | None
    with_gaps: bool
    gaps: list[tuple[Capability, Position]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it at all."""
        return not (self.to_do or self.done or self.set_aside)


@dataclass
class Done:
    """One thing that stands as evidence, on all the capabilities that it builds."""

    row: Evidence
    builds: list[Capability] = field(default_factory=list)

    @property
    def is_own(self) -> bool:
        """Whether the person put it in themselves, and so may mend it and take it out."""
        return self.row.kind == EvidenceKind.OWN


def plan_of(person: User, *, with_gaps: bool = False) -> Plan:
    """The plan of `person`: two queries, and three more with the gaps."""
    actions = list(PlanAction.objects.filter(person=person).select_related("capability", "agreed_with"))
    latest = SelfAssessment.objects.submitted().filter(person=person).select_related("framework", "job_role").first()
    return Plan(
        person=person,
        to_do=[action for action in actions if not action.done_on and not action.set_aside_on],
        done=[action for action in actions if action.done_on and not action.set_aside_on],
        set_aside=[action for action in actions if action.set_aside_on],
        latest=latest,
        with_gaps=with_gaps,
        gaps=gaps_of(latest) if latest and with_gaps else [],
    )


def gaps_of(assessment: SelfAssessment) -> list[tuple[Capability, Position]]:
    """The gaps of a finished self-assessment, the widest first. Three queries."""
    capabilities = {c.pk: c for c in Capability.objects.filter(domain__framework=assessment.framework_id)}
    found = positions([(c.pk, c.domain_id) for c in capabilities.values()], answers_of(assessment), targets_of(assessment.framework, assessment.job_role))
    return [(capabilities[position.capability], position) for position in widest_first(found)]


def evidence_of(person: User) -> list[Done]:
    """What stands for `person`, one entry a thing, the newest first. One query."""
    found: dict[tuple[str, str], Done] = {}
    for row in Evidence.objects.of(person):
        found.setdefault((row.kind, row.source_key), Done(row)).builds.append(row.capability)
    return list(found.values())
