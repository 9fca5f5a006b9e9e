"""Somebody who has been through services reads what two of the invented town's services ask."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from home.models import User
from practice.actions.reviewing import answer_review, ask_for_review, write_review
from practice.models import CriteriaReview, ServiceEntry

OFFER = """How long it takes: about an hour, by the end of the month
Fee and expenses: £25, by bank transfer within a week, and the bus fare
Who supports you: Carys, before and after, in person or by phone"""
WORDS = (
    "“Engaged with a drug and alcohol service” sounds fair until you are on the other end of the phone. I rang on a Tuesday. They said ring the "
    "other lot first. The other lot had a three week wait. By then I was not ringing anybody.\n\n"
    "If it said “we will ring them with you, today” I would have stayed on the line."
)
ANSWER = "You are right. From the first of the month whoever answers our phone rings Fold Street with the person, and books both first visits in one call."


@transaction.atomic
def build(progress: Callable[[str], Any]) -> None:
    """One reading with its answer, and one that is asked for; nothing where any stands."""
    if CriteriaReview.objects.exists():
        return
    lead, dev = (User.objects.get(email=f"{name}@example.org") for name in ("lead", "dev"))
    entries = {entry.name: entry for entry in ServiceEntry.objects.listed()}
    read, asked = entries.get("Wenbridge Community Mental Health"), entries.get("Wenbridge Drug and Alcohol Service")
    if read is None or asked is None:
        return
    written = write_review(by=dev, review=ask_for_review(by=lead, entry=read, reviewer=dev, offer=OFFER), text=WORDS, named_as="D.")
    keeper = User.objects.active().filter(managing__team__service=read.service).order_by("pk").first()
    if keeper:
        answer_review(by=keeper, review=written, answer=ANSWER)
    ask_for_review(by=lead, entry=asked, reviewer=dev, offer=OFFER)
    progress("Somebody who has been there has read what a service asks.")
