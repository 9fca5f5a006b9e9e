"""People with lived experience read a version: they are asked, they say yes to exactly its words or ask for a change, and choose their credit."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from capability.enums import Credit, FrameworkState, ReviewAnswer
from capability.frameworks import fact_of
from capability.models import Capability, Framework, FrameworkReview, ReviewWish
from capability.permissions import may_edit_framework
from home.actions.refusals import Refused
from home.actions.telling import tell, tell_each
from home.enums import NoticeKind
from home.models import User


@transaction.atomic
def ask(by: User, framework: Framework, email: str, offer: str) -> FrameworkReview:
    """Ask somebody to read a draft or the version in force, and say what they get for their time. Asked again, they are told again.

    Raises `Refused` where nobody has that address, and where nothing is offered: nobody reads for nothing.
    """
    framework = _locked(framework)
    if not may_edit_framework(by):
        raise PermissionDenied
    if framework.state == FrameworkState.RETIRED:
        raise Refused("This version is retired. Ask people to read one that is in force, or a draft.")
    if not offer.strip():
        raise Refused("Say what you offer for their time.")
    reviewer = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if reviewer is None:
        raise Refused("Nobody here signs in with that address. Invite them first, then ask.")
    review, new = FrameworkReview.objects.get_or_create(framework=framework, reviewer=reviewer, defaults={"asked_by": by, "offer": offer.strip()})
    words = fact_of(framework).words_digest
    if not new:
        if review.answer == ReviewAnswer.YES and review.said_digest == words:
            raise Refused(f"{reviewer.name} has said yes to exactly these words already.")
        review.offer, review.asked_by = offer.strip(), by
        review.answer, review.answered_at, review.said_digest = ReviewAnswer.WAITING, None, ""
        review.save(update_fields=["offer", "asked_by", "answer", "answered_at", "said_digest"])
    log(framework, "capability.review_asked", user=by, data={"reviewer": reviewer.pk})
    tell(
        person=reviewer,
        kind=NoticeKind.REQUEST,
        key=f"framework-review:{review.pk}:{words[:16]}:{timezone.now():%Y%m%d%H%M}",
        title="You are asked to read what this area says people should be able to do",
        why=f"{by.name} asked you to read it before it stands.",
        url=reverse("capability:review", args=[review.pk]),
    )
    return review


@transaction.atomic
def say_yes(reviewer: User, review: FrameworkReview, *, digest: str, credit: str, pseudonym: str = "") -> FrameworkReview:
    """A yes to exactly the words that were read, whose digest is `digest`, and how to be credited.

    Raises `Refused` where the words have changed since they were read: then nothing was said to the new ones.
    """
    review = _own(reviewer, review)
    if review.framework.state == FrameworkState.RETIRED:
        raise Refused("This version is retired. Thank you for reading it.")
    if fact_of(review.framework).words_digest != digest:
        raise Refused("The words have changed since you opened this page. Read them as they stand now.")
    _credit(review, credit, pseudonym)
    review.answer, review.answered_at, review.said_digest = ReviewAnswer.YES, timezone.now(), digest
    review.save()
    log(review.framework, "capability.review_yes", user=reviewer, data={"words": digest})
    _tell_lead(review, "yes", f"{_called(review)} said yes to the words of {review.framework}")
    return review


@transaction.atomic
def ask_for_change(reviewer: User, review: FrameworkReview, wishes: Mapping[Capability | None, str]) -> FrameworkReview:
    """Ask for changes, each beside a capability or to the whole. Wishes that were asked before and not answered yet give way to these.

    Raises `Refused` where nothing is asked.
    """
    review = _own(reviewer, review)
    if review.framework.state == FrameworkState.RETIRED:
        raise Refused("This version is retired. Thank you for reading it.")
    asked = _write_down(review, wishes)
    if not asked:
        raise Refused("Say beside a capability what should change, or in the box for the whole.")
    review.answer, review.answered_at, review.said_digest = ReviewAnswer.CHANGE, timezone.now(), ""
    review.save(update_fields=["answer", "answered_at", "said_digest"])
    log(review.framework, "capability.review_change", user=reviewer, data={"wishes": asked})
    _tell_lead(review, "change", f"{_called(review)} asks for a change in {review.framework}")
    return review


@transaction.atomic
def keep_for_later(reviewer: User, review: FrameworkReview, wishes: Mapping[Capability | None, str]) -> None:
    """Keep what was written so far; nobody else reads it until it is asked for. An answer that was given stands."""
    _write_down(_own(reviewer, review), wishes)


def _write_down(review: FrameworkReview, wishes: Mapping[Capability | None, str]) -> int:
    asked = {about: text.strip() for about, text in wishes.items() if text.strip()}
    review.wishes.filter(answered_at__isnull=True).delete()
    ReviewWish.objects.bulk_create(
        ReviewWish(review=review, capability=about, about=f"{about.code} {about.title}" if about else "", text=text[:2000]) for about, text in asked.items()
    )
    return len(asked)


@transaction.atomic
def step_back(reviewer: User, review: FrameworkReview) -> None:
    """Rather not read it: no reason is asked, and their yes is not waited for. What they asked for and was not answered goes."""
    review = _own(reviewer, review)
    review.wishes.filter(answered_at__isnull=True).delete()
    review.answer, review.answered_at, review.said_digest = ReviewAnswer.STEPPED_BACK, timezone.now(), ""
    review.credit, review.pseudonym = Credit.NOBODY, ""
    review.save()
    log(review.framework, "capability.review_stepped_back", user=reviewer)
    _tell_lead(review, "back", f"{_called(review)} would rather not read {review.framework}")


@transaction.atomic
def choose_credit(reviewer: User, review: FrameworkReview, *, credit: str, pseudonym: str = "") -> None:
    """How they are named on the framework's page; theirs to change at any time, also while the version is in force."""
    review = _own(reviewer, review)
    _credit(review, credit, pseudonym)
    review.save(update_fields=["credit", "pseudonym"])
    log(review.framework, "capability.review_credit", user=reviewer)


@transaction.atomic
def answer_wish(by: User, wish: ReviewWish, outcome: str) -> None:
    """Say to a reviewer what was done about what they asked for. Raises `Refused` for nothing said."""
    if not may_edit_framework(by):
        raise PermissionDenied
    if not outcome.strip():
        raise Refused("Say what you did, or why you left it.")
    wish.outcome, wish.answered_at = outcome.strip(), timezone.now()
    wish.save(update_fields=["outcome", "answered_at"])
    review = wish.review
    if review.reviewer:
        tell(
            person=review.reviewer, kind=NoticeKind.ANSWER, key=f"framework-wish:{wish.pk}:{wish.answered_at:%Y%m%d%H%M%S}",
            title="There is an answer to a change you asked for", why="You read the framework and asked for a change.",
            url=reverse("capability:review", args=[review.pk]),
        )  # fmt: skip


@transaction.atomic
def take_off(by: User, review: FrameworkReview) -> None:
    """Not wait for a reviewer any more who has not answered. A yes or a wish is not taken off: it was said. Raises `Refused` for those."""
    if not may_edit_framework(by):
        raise PermissionDenied
    review = FrameworkReview.objects.select_for_update(of=("self",), no_key=True).select_related("framework").get(pk=review.pk)
    if review.answer != ReviewAnswer.WAITING:
        raise Refused("They have answered, so their answer stands.")
    log(review.framework, "capability.review_taken_off", user=by, data={"reviewer": review.reviewer_id})
    review.delete()


def _locked(framework: Framework) -> Framework:
    return Framework.objects.select_for_update(no_key=True).get(pk=framework.pk)


def _own(reviewer: User, review: FrameworkReview) -> FrameworkReview:
    """The reading, locked with its version, so that no word changes while something is said to it."""
    _locked(review.framework)
    found = FrameworkReview.objects.select_for_update(of=("self",), no_key=True).select_related("framework", "reviewer", "asked_by").get(pk=review.pk)
    if found.reviewer_id != reviewer.pk:
        raise PermissionDenied
    return found


def _credit(review: FrameworkReview, credit: str, pseudonym: str) -> None:
    if credit not in Credit.values:
        raise Refused("Choose how you would like to be named.")
    if credit == Credit.PSEUDONYM and not pseudonym.strip():
        raise Refused("Write the name you would like to stand there.")
    review.credit, review.pseudonym = credit, pseudonym.strip()[:60] if credit == Credit.PSEUDONYM else ""


def _called(review: FrameworkReview) -> str:
    return review.reviewer.name if review.reviewer else "A reviewer"


def _tell_lead(review: FrameworkReview, what: str, title: str) -> None:
    if review.asked_by:
        tell_each(
            people=[review.asked_by], kind=NoticeKind.ANSWER, key=f"framework-review:{review.pk}:{what}:{timezone.now():%Y%m%d%H%M%S}", title=title,
            why="You asked them to read it.", url=reverse("framework:desk", args=[review.framework_id]),
        )  # fmt: skip
