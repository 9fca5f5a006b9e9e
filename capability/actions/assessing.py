"""Assessing oneself: beginning, answering and finishing."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from capability.actions.carrying import carried, prefill
from capability.enums import Answered
from capability.models import Capability, Framework, Rating, SelfAssessment
from home.models import JobRole, Membership, User


class AssessingProblem(ValueError):
    """Something that cannot be done with a self-assessment; its text is a sentence for the person."""


@dataclass(frozen=True)
class Given:
    """What somebody answered about one capability: a level 0 to 3, or that it is not part of their role."""

    level: int | None
    not_my_role: bool = False
    sure: int | None = None
    note: str = ""


def role_of(person: User) -> JobRole | None:
    """The job role somebody has today; the newest where they have several."""
    place = Membership.objects.filter(person=person, job_role__isnull=False).current().select_related("job_role").order_by("-started_on").first()
    return place.job_role if place else None


@transaction.atomic
def begin(person: User) -> SelfAssessment:
    """The draft that `person` is answering; a new one, filled in from the last, where there is none.

    What they said of an earlier version comes along its crosswalk; what they finished stays as it was. Raises `AssessingProblem`
    where no framework is published.
    """
    if draft := SelfAssessment.objects.drafts().filter(person=person).first():
        return draft
    framework = Framework.objects.published().first()
    if framework is None:
        raise AssessingProblem("No framework is published yet, so there is nothing to assess yourself against.")
    try:
        with transaction.atomic():
            draft = SelfAssessment.objects.create(person=person, framework=framework, job_role=role_of(person), started_at=timezone.now())
    except IntegrityError:  # the same person, at the same moment, in another window
        return SelfAssessment.objects.drafts().get(person=person)
    if last := SelfAssessment.objects.submitted().filter(person=person).select_related("framework").first():
        prefill(draft, carried(last, framework))
    return draft


@transaction.atomic
def answer(person: User, capability: Capability, given: Given) -> Rating:
    """Keep what `person` says of one capability in their draft, in place of what they said before.

    Raises `AssessingProblem` where nothing was chosen, or the framework has changed under the draft.
    """
    draft = SelfAssessment.objects.select_for_update().drafts().filter(person=person).first()
    if draft is None:
        raise AssessingProblem("This self-assessment is finished. Begin a new one to change what you say.")
    if capability.domain.framework_id != draft.framework_id:
        raise AssessingProblem("This capability belongs to another version of the framework.")
    if given.level is None and not given.not_my_role:
        raise AssessingProblem("Choose the words that fit you best, or say that this is not part of your role.")
    rating, _ = Rating.objects.update_or_create(
        assessment=draft,
        capability=capability,
        defaults={
            "answered": Answered.NOT_MY_ROLE if given.not_my_role else Answered.RATED,
            "level": None if given.not_my_role else given.level,
            "sure": None if given.not_my_role else given.sure,
            "note": given.note,
            "carried_over": False,
            "carried_as": "",
        },
    )
    return rating


@transaction.atomic
def finish(person: User) -> SelfAssessment:
    """Finish the draft: from now on it stands as it is. Finishing twice is finishing once.

    Raises `AssessingProblem` where nothing was answered.
    """
    draft = SelfAssessment.objects.select_for_update().drafts().filter(person=person).first()
    if draft is None:
        last = SelfAssessment.objects.submitted().filter(person=person).first()
        if last is None:
            raise AssessingProblem("There is no self-assessment to finish. Begin one first.")
        return last
    if not draft.ratings.exists():
        raise AssessingProblem("Answer at least one capability first. You can leave the others.")
    draft.submitted_at = max(timezone.now(), draft.started_at)  # a clock that was put back is no reason to refuse
    draft.job_role = role_of(person)
    draft.save(update_fields=["submitted_at", "job_role"])
    return draft


@transaction.atomic
def leave_draft(person: User) -> None:
    """Throw the draft away; what was finished before stays."""
    SelfAssessment.objects.drafts().filter(person=person).delete()
