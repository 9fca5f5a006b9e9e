"""The way from a first word to a yes, as its author finds it: what is done, and what comes next."""

from dataclasses import dataclass

from django.urls import reverse

from home.actions.contributing.agreeing import as_read
from home.actions.contributing.consenting import consent_of
from home.actions.contributing.editing import unanswered
from home.actions.contributing.writing import missing_words
from home.enums import ContributionState
from home.models import Consent, Contribution


@dataclass(frozen=True)
class Step:
    """One step: what it is called, where it is done, whether it is done, and whether it waits for somebody else."""

    label: str
    url: str
    done: bool
    waits: str = ""


def steps_of(contribution: Contribution, consent: Consent | None = None) -> list[Step]:
    """The steps in their order; a step that is done can be done again."""
    consent = consent or consent_of(contribution)

    def at(name: str) -> str:
        return reverse(name, args=[contribution.public_id])

    agreed = contribution.revisions.filter(approvals__ended_at__isnull=True, approvals__isnull=False).exists()
    with_editors = contribution.state == ContributionState.WITH_EDITORS
    read = contribution.state in (ContributionState.WITH_AUTHOR, ContributionState.AGREED) and as_read(contribution)
    left = unanswered(contribution)
    waits = "An editor is reading it. You hear as soon as it is back." if with_editors else ""
    return [
        Step("Write or record", at("contribution_write"), not missing_words(contribution)),
        Step("Read what is offered to you", at("contribution_offer"), consent.offer_read_at is not None),
        Step("Choose how you are named", at("contribution_naming"), consent.name_chosen_at is not None),
        Step("Choose where it may stand", at("contribution_places"), contribution.purposes.filter(ended_at__isnull=True).exists()),
        Step("Choose until when, and how to reach you", at("contribution_terms"), consent.terms_chosen_at is not None),
        Step("Hand it in to be read", at("contribution_hand_in"), read or with_editors or bool(left), waits),
        Step("Take or leave what an editor suggests", at("contribution_suggestions"), read and not left),
        Step("See it in its places, and say yes", at("contribution_yes"), agreed and read),
    ]


def next_step(steps: list[Step]) -> Step | None:
    """The first step that is not done; nothing while somebody else has it, or when all is done."""
    if any(step.waits for step in steps):
        return next((step for step in steps[:5] if not step.done), None)
    return next((step for step in steps if not step.done), None)
