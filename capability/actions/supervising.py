"""What a supervisor says beside a rating, and what is agreed."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from capability.actions.assessing import AssessingProblem
from capability.models import Confirmation, PlanAction, Rating, SelfAssessment
from capability.permissions import may_read
from home.actions.rights.noticing import note_reading
from home.actions.telling import tell
from home.enums import NoticeKind, Touched
from home.models import User
from home.wording import date_words


@transaction.atomic
def confirm(supervisor: User, rating: Rating, *, agrees: bool | None, comment: str = "") -> Confirmation:
    """Say beside a shared `rating` whether `supervisor` sees it the same way, with a comment or without.

    Nothing is overwritten: what was said before stays with its date. The same words twice are kept once.
    Raises `AssessingProblem` where the assessment is not shared with them or nothing was said.
    """
    if rating.assessment.person_id == supervisor.pk or not may_read(supervisor, rating.assessment):
        raise AssessingProblem("This self-assessment is not shared with you any more.")
    if agrees is None and not comment:
        raise AssessingProblem("Say whether you see it the same way, or write a comment.")
    latest = rating.confirmations.filter(supervisor=supervisor).last()
    if latest and (latest.agrees, latest.comment) == (agrees, comment):
        return latest
    said = Confirmation.objects.create(rating=rating, supervisor=supervisor, agrees=agrees, comment=comment)
    log(rating.assessment, "capability.confirmed", user=supervisor, data={"capability": rating.capability_id})
    tell(
        person=rating.assessment.person, kind=NoticeKind.ANSWER, key=f"capability.said:{rating.assessment_id}:{supervisor.pk}:{timezone.localdate()}",
        title=f"{supervisor} has said something beside your ratings", why="You share your self-assessment with them.",
        url=reverse("capability:earlier", args=[rating.assessment_id]) + "#said",
    )  # fmt: skip
    return said


@transaction.atomic
def agree_action(supervisor: User, rating: Rating, *, text: str, due_on: date | None) -> PlanAction:
    """Put an action that both agreed into the person's plan; it stays there when the sharing stops.

    Raises `AssessingProblem` where the assessment is not shared with `supervisor`.
    """
    if rating.assessment.person_id == supervisor.pk or not may_read(supervisor, rating.assessment):
        raise AssessingProblem("This self-assessment is not shared with you any more.")
    action, new = PlanAction.objects.get_or_create(
        person=rating.assessment.person, capability=rating.capability, text=text, due_on=due_on, agreed_with=supervisor, done_on=None, set_aside_on=None
    )
    if new:
        tell(
            person=action.person, kind=NoticeKind.ANSWER, key=f"capability.agreed:{action.pk}", title=f"{supervisor} put what you agreed into your plan",
            why="You share your self-assessment with them.", url=reverse("capability:plan"),
        )  # fmt: skip
    return action


def opened(reader: User, assessment: SelfAssessment) -> None:
    """Keep, for whose it is, that `reader` opened it; once a day."""
    about = f"finished on {date_words(timezone.localdate(assessment.submitted_at))}" if assessment.submitted_at else ""
    note_reading(person=assessment.person, by=reader, what=Touched.READ_ASSESSMENT, about=about, thing=assessment)
