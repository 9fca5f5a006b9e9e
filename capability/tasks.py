"""What the worker does for capability. Every task may run twice and does its effect once."""

from capability.actions import freezing, publishing, sharing
from capability.actions.versions import enforcing
from capability.models import Framework

SCHEDULES = [
    ("Freeze the quarter's figures", "capability.tasks.freeze_quarter", "30 2 * * *"),
    ("Build the published dataset", "capability.tasks.build_dataset", "0 3 * * *"),
    ("Forget offers to read that lapsed", "capability.tasks.forget_lapsed_offers", "20 3 * * *"),
]


def freeze_quarter() -> bool:
    """Freeze the figures where this quarter has none yet; whether it did."""
    return freezing.freeze_quarter()


def freeze_for(lead_pk: int) -> bool:
    """Freeze today's figures as a workforce lead asked, publish them, and tell them; whether there is anything new."""
    new = freezing.freeze_for(lead_pk)
    build_dataset()
    return new


def build_dataset() -> str:
    """Build the published file anew; its digest, or why there is none."""
    try:
        return publishing.build_dataset().sha256
    except publishing.PublishingProblem as problem:
        return str(problem)


def tell_of_offer(pk: int) -> bool:
    """Tell whoever has the address that a self-assessment is offered to them; whether anybody has it."""
    return sharing.tell_of_offer(pk)


def forget_lapsed_offers() -> int:
    """Take away offers, and the addresses in them, that nobody took up in time; how many."""
    return sharing.forget_lapsed_offers()


def tell_what_changed(framework_pk: int) -> int:
    """Tell those who assessed themselves what a new version of the framework changes; how many."""
    framework = Framework.objects.filter(pk=framework_pk).first()
    return enforcing.tell_what_changed(framework) if framework else 0
