"""Who may read or say what about self-assessments: the visibility rule, in one place.

A person's named ratings: only themselves, and those with whom they share that assessment, until they stop.
Nobody's role, not even an administrator's, opens another way.
"""

from django.http import Http404

from capability.models import FrameworkReview, SelfAssessment
from home.models import User
from home.permissions import standing


def may_read(person: User, assessment: SelfAssessment) -> bool:
    """Its owner always; otherwise only somebody it is shared with today, once it is finished."""
    return assessment.person_id == person.pk or SelfAssessment.objects.readable_by(person).filter(pk=assessment.pk).exists()


def readable_assessment(person: User, pk: int) -> SelfAssessment:
    """The self-assessment `pk` that somebody shares with `person`; 404 for everybody else, its existence too."""
    found = SelfAssessment.objects.readable_by(person).select_related("person", "framework", "job_role").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def may_see_area(person: User) -> bool:
    """Workforce leads (a commissioner is one) see the area's picture, and may have it frozen; nobody else."""
    return standing(person).lead


def may_edit_framework(person: User) -> bool:
    """Workforce leads and administrators write versions of the framework; editors do not."""
    return standing(person).lead or standing(person).administrator


def own_review(person: User, pk: int) -> FrameworkReview:
    """The reading that `person` was asked for; 404 for everybody else's, its existence too."""
    found = FrameworkReview.objects.select_related("framework", "reviewer", "asked_by").filter(pk=pk, reviewer=person).first()
    if found is None:
        raise Http404
    return found
