"""Bringing a version into force: it is frozen, the one before it retires, and people are told what changed."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_q.tasks import async_task
from wagtail.log_actions import log

from capability.actions.versions import open_draft
from capability.actions.versions.following import lead_on
from capability.enums import FrameworkState, ReviewAnswer
from capability.frameworks import crosswalk, fact_of, forget_steps
from capability.models import Framework, FrameworkReview, SelfAssessment
from capability.permissions import may_edit_framework
from capability.rules.crosswalk import sentence
from capability.rules.framework.facts import FrameworkFact, unfinished
from home.actions.refusals import Refused
from home.actions.telling import tell_each
from home.enums import NoticeKind
from home.models import User

TELL_TASK = "capability.tasks.tell_what_changed"
AT_ONCE = 500  # people told in one transaction


@dataclass(frozen=True)
class Readiness:
    """Whether a draft could come into force: what stands in the way, and the reviewers with what they said to these very words."""

    problems: list[str]
    reviews: list[FrameworkReview]
    digest: str

    @property
    def agreed(self) -> list[FrameworkReview]:
        """Those who said yes to exactly these words."""
        return [review for review in self.reviews if review.answer == ReviewAnswer.YES and review.said_digest == self.digest]


def readiness(draft: Framework, fact: FrameworkFact | None = None) -> Readiness:
    """What stands in the way of `draft`: words that are missing, a crosswalk to another version than the one in force, yeses that are missing."""
    fact = fact or fact_of(draft)
    digest = fact.words_digest
    problems = unfinished(fact)
    in_force = Framework.objects.published().first()
    if in_force and draft.based_on_id != in_force.pk:
        problems.append(f"It does not follow version {in_force.version}, which is in force. Match it first, so that nobody's answers are lost.")
    reviews = list(draft.reviews.select_related("reviewer").prefetch_related("wishes"))
    if in_force and not draft.changes.strip():
        problems.append("Say in a few words what changed and why: everyone who assessed themselves is told.")
    heard = [review for review in reviews if review.answer != ReviewAnswer.STEPPED_BACK]
    if not heard:
        problems.append("Nobody with lived experience is asked to read it yet.")
    for review in heard:
        name = review.reviewer.name if review.reviewer else "Somebody who has left"
        if review.answer == ReviewAnswer.WAITING:
            problems.append(f"{name} has not answered yet.")
        elif review.answer == ReviewAnswer.CHANGE:
            problems.append(f"{name} asks for a change.")
        elif review.said_digest != digest:
            problems.append(f"{name} said yes to earlier words. Ask them to read these.")
    return Readiness(problems, reviews, digest)


@transaction.atomic
def bring_into_force(by: User, framework: Framework, *, digest: str) -> Framework:
    """Freeze the draft whose words have `digest` and put it in the place of the version in force, which retires.

    What people said stands as it was: their next self-assessment begins with it, along the crosswalk. What builds a capability
    builds what follows from it. Everyone who assessed
    themselves against the version before is told what changed. Twice is once. Raises `Refused` with the first thing that stands
    in the way, and where the words are not those that were looked at.
    """
    if not may_edit_framework(by):
        raise PermissionDenied
    list(Framework.objects.select_for_update(no_key=True).order_by("pk"))
    now = Framework.objects.get(pk=framework.pk)
    if now.state == FrameworkState.PUBLISHED and now.words_digest == digest:
        return now
    draft = open_draft(by, framework)
    ready = readiness(draft)
    if ready.digest != digest:
        raise Refused("The words have changed since you looked. Look at them again before they come into force.")
    if ready.problems:
        raise Refused(ready.problems[0])
    today = timezone.localdate()
    Framework.objects.published().update(state=FrameworkState.RETIRED, retired_on=today)
    draft.state, draft.published_on, draft.words_digest = FrameworkState.PUBLISHED, today, digest
    draft.save(update_fields=["state", "published_on", "words_digest"])
    lead_on(draft)
    log(draft, "capability.version_in_force", user=by, data={"version": draft.version, "words": digest})
    forget_steps()
    transaction.on_commit(forget_steps, robust=True)
    transaction.on_commit(lambda: async_task(TELL_TASK, draft.pk), robust=True)
    return draft


def tell_what_changed(framework: Framework) -> int:
    """Tell everyone who has assessed themselves against the version before what changed; each once, however often it runs. How many."""
    if framework.state != FrameworkState.PUBLISHED or framework.based_on_id is None:
        return 0
    told = sentence(crosswalk(framework))
    people = SelfAssessment.objects.filter(framework=framework.based_on_id).order_by("person_id").values_list("person_id", flat=True).distinct()
    keys = list(people)
    for start in range(0, len(keys), AT_ONCE):
        tell_each(
            people=User.objects.filter(pk__in=keys[start : start + AT_ONCE]),
            kind=NoticeKind.REMINDER,
            key=f"framework-in-force:{framework.pk}",
            title=f"The capability framework has a new version: {framework.version}",
            text=f"{framework.changes}\n\nOf its capabilities {told}. What you said before stays as it was, and your next self-assessment begins with it.",
            why="You have assessed yourself against the version before.",
            url=reverse("capability:changes", args=[framework.pk]),
        )
    return len(keys)
