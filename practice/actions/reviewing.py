"""People with experience of services read a service's criteria: asked with an offer, in their own words, theirs to take back."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.actions.telling import tell, tell_each
from home.enums import NoticeKind
from home.models import User
from practice.actions.confirming import asked_to_confirm
from practice.models import CriteriaReview, ServiceEntry
from practice.permissions import may_ask_for_reviews, may_keep

LOG_WORDS = {
    "practice.review_asked": "Asked for a reading of criteria",
    "practice.review_written": "Wrote about criteria",
    "practice.review_declined": "Declined to read criteria",
    "practice.review_withdrawn": "Took back what they wrote about criteria",
    "practice.review_answered": "Answered what was written about criteria",
}


def ask_for_review(*, by: User, entry: ServiceEntry, reviewer: User, offer: str) -> CriteriaReview:
    """Ask somebody to read an entry and its criteria, saying what is offered for it. Asking twice is once."""
    if not may_ask_for_reviews(by):
        raise Refused("Workforce leads ask for this.")
    offer = offer.strip()
    if not offer:
        raise Refused("Say what you offer: the time it takes, the fee and expenses, and who supports them.")
    if reviewer.pk == by.pk or not reviewer.is_active:
        raise Refused("Choose somebody else, who can sign in.")
    if may_keep(reviewer, entry):
        raise Refused("They keep this entry themselves. Ask somebody who looks at it from outside.")
    try:
        with transaction.atomic():
            made = CriteriaReview.objects.create(entry=entry, reviewer=reviewer, asked_by=by, offer=offer[:1000])
            log(instance=made, action="practice.review_asked", user=by)
            tell(
                person=reviewer, kind=NoticeKind.REQUEST, key=f"review:{made.pk}:asked", title=f"Would you read what {entry.name} asks of people?",
                text="What is offered for it stands on the page. You can say no without a reason, and stop at any time.",
                why=f"{by} asks you, because of what you know from your own life.", url=made.get_absolute_url(),
            )  # fmt: skip
    except IntegrityError:
        return CriteriaReview.objects.open().get(entry=entry, reviewer=reviewer)
    return made


@transaction.atomic
def write_review(*, by: User, review: CriteriaReview, text: str, named_as: str = "") -> CriteriaReview:
    """Keep what the reviewer says, and as whom: it stands on the entry's page from then on. Saying it again replaces it, and its answer goes."""
    found = _own(by, review)
    text = text.strip()
    if not text:
        raise Refused("Write what you think, or say that you would rather not.")
    if (found.text, found.named_as) == (text[:3000], named_as.strip()[:80]):
        return found
    first = found.written_at is None
    found.text, found.named_as, found.written_at, found.declined_at = text[:3000], named_as.strip()[:80], timezone.now(), None
    found.answer, found.answered_by, found.answered_on = "", None, None
    found.save()
    log(instance=found, action="practice.review_written", user=by)
    people = {person.pk: person for person in (*asked_to_confirm(found.entry), *filter(None, [found.asked_by])) if person.pk != by.pk}
    if first:
        tell_each(
            people=people.values(), kind=NoticeKind.ANSWER, key=f"review:{found.pk}:written",
            title=f"Somebody with experience of services has read the criteria of {found.entry.name}", text="You can answer for the service.",
            why="You keep its entry on the map, or asked for this.", url=f"{found.entry.url}#read",
        )  # fmt: skip
    return found


@transaction.atomic
def decline_review(*, by: User, review: CriteriaReview) -> None:
    """Say no, without a reason. Twice is once."""
    found = _own(by, review)
    if found.declined_at or found.written_at:
        return
    found.declined_at = timezone.now()
    found.save(update_fields=["declined_at"])
    log(instance=found, action="practice.review_declined", user=by)
    if found.asked_by:
        tell(
            person=found.asked_by, kind=NoticeKind.ANSWER, key=f"review:{found.pk}:declined", title=f"Not this time: the criteria of {found.entry.name}",
            text="Saying no needs no reason. Please do not ask for one.", why="You asked for it.", url=found.entry.url,
        )  # fmt: skip


@transaction.atomic
def withdraw_review(*, by: User, review: CriteriaReview) -> None:
    """Take the words back: they are deleted, with the answer to them, and stand nowhere any more. Twice is once."""
    found = _own(by, review)
    if found.written_at is None:
        return
    found.text, found.named_as, found.answer, found.written_at, found.declined_at = "", "", "", None, timezone.now()
    found.answered_by = found.answered_on = None
    found.save()
    log(instance=found, action="practice.review_withdrawn", user=by)


@transaction.atomic
def answer_review(*, by: User, review: CriteriaReview, answer: str) -> None:
    """What the service says to it; everyone who is signed in reads it beside the words."""
    found = CriteriaReview.objects.select_for_update(of=("self",)).select_related("entry__service", "reviewer").get(pk=review.pk)
    if not may_keep(by, found.entry):
        raise Refused("The people who keep the entry answer for the service.")
    if found.written_at is None:
        raise Refused("These words were taken back, so there is nothing to answer.")
    if not answer.strip():
        raise Refused("Write what the service says.")
    found.answer, found.answered_by, found.answered_on = answer.strip()[:2000], by, timezone.localdate()
    found.save(update_fields=["answer", "answered_by", "answered_on"])
    log(instance=found, action="practice.review_answered", user=by)
    tell(
        person=found.reviewer, kind=NoticeKind.ANSWER, key=f"review:{found.pk}:answered:{timezone.now():%Y%m%d%H%M%S}",
        title=f"{found.entry.name} has answered what you wrote", why="You read its criteria.", url=found.get_absolute_url(),
    )  # fmt: skip


def _own(by: User, review: CriteriaReview) -> CriteriaReview:
    found = CriteriaReview.objects.select_for_update(of=("self",)).select_related("entry__service", "asked_by").get(pk=review.pk)
    if found.reviewer_id != by.pk:
        raise Refused("This is for the person who was asked.")
    return found
