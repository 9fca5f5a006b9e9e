"""Agreed documents: when they are looked at again, and what a version's signatures say."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from home.wording import count_words, number_words

REVIEW_AHEAD = 30  # days before the review in which the first reminder goes
REVIEW_EVERY = 30  # days between reminders once it is past
FURTHEST = 365 * 3


class Kind(StrEnum):
    """What is agreed."""

    SHARING = "sharing"
    RISK = "risk"
    LIMITS = "limits"
    OTHER = "other"


KIND_WORDS = {
    Kind.SHARING: "Information-sharing agreement",
    Kind.RISK: "Shared risk assessment",
    Kind.LIMITS: "What each service can and cannot do",
    Kind.OTHER: "Another agreement",
}


def review_stage(review_on: date, today: date) -> int | None:
    """Which reminder of a review is due: 0 in the month before, 1 from the day on, one more every 30 days; none yet."""
    days = (today - review_on).days
    if days < -REVIEW_AHEAD:
        return None
    return 0 if days < 0 else 1 + days // REVIEW_EVERY


def problem_with_review(review_on: date, today: date) -> str:
    """Why a document cannot be looked at again on a day; empty where it can."""
    if review_on <= today:
        return "Choose a day to come."
    return "Choose a day within the next three years." if (review_on - today).days > FURTHEST else ""


def signed_words(asked: Iterable[str], signed: Iterable[str]) -> str:
    """How far a version is signed: "Signed by all four services", "Signed by two of four services; still asked: ..."."""
    asked, signed = list(asked), set(signed)
    missing = [name for name in asked if name not in signed]
    if not asked:
        return "No service is asked to sign it yet."
    if not missing:
        return "Signed by the one service that was asked." if len(asked) == 1 else f"Signed by all {count_words(len(asked), 'service')}."
    return f"Signed by {number_words(len(asked) - len(missing), zero='none')} of {count_words(len(asked), 'service')}. Still asked: {', '.join(missing)}."
