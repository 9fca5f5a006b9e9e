"""Letting somebody read a finished self-assessment, and stopping; offering it to whoever has an address."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_q.tasks import async_task
from wagtail.log_actions import log

from capability.actions.assessing import AssessingProblem
from capability.models import SelfAssessment, Sharing, SharingOffer
from capability.querysets import OFFER_LAPSES
from home.actions.joining import addresses_of
from home.actions.telling import tell
from home.enums import NoticeKind
from home.models import TeamManager, User

MOST_OFFERS = 10  # that stand at once for one self-assessment


@transaction.atomic
def share(person: User, assessment: SelfAssessment, reader: User) -> Sharing:
    """Let `reader` read one finished self-assessment of `person`, until it is stopped; a manager, only while they manage them. Twice is once.

    The reader is told. Raises `AssessingProblem` for somebody else's, an unfinished one, or oneself as the reader.
    """
    sharing, new = open_to(person, assessment, reader)
    if new:
        tell(
            person=reader, kind=NoticeKind.REQUEST, key=f"capability.shared:{sharing.pk}", title=f"{person} lets you read a self-assessment",
            why="They chose to share it with you, and can stop at any time.", url=reverse("capability:shared"),
        )  # fmt: skip
    return sharing


def open_to(person: User, assessment: SelfAssessment, reader: User) -> tuple[Sharing, bool]:
    """Open `assessment` to `reader`, in the caller's transaction; the sharing, and whether it is new. Raises `AssessingProblem` as `share` does."""
    its_owner(person, assessment)
    if reader.pk == person.pk:
        raise AssessingProblem("You can read your own already. Choose somebody else.")
    as_manager = TeamManager.objects.current().filter(person=reader, team__in=person.memberships.current().values("team")).exists()
    sharing, new = Sharing.objects.get_or_create(assessment=assessment, reader=reader, stopped_at=None, defaults={"as_manager": as_manager})
    if new:
        log(assessment, "capability.shared", user=person, data={"reader": reader.pk})
    return sharing, new


@transaction.atomic
def stop_sharing(person: User, sharing: Sharing) -> None:
    """Stop at once. The reader keeps their own words and what was agreed, and no longer the ratings.

    Raises `AssessingProblem` for a sharing that is not `person`'s.
    """
    if sharing.assessment.person_id != person.pk:
        raise AssessingProblem("That is not yours to stop.")
    if Sharing.objects.open().filter(pk=sharing.pk).update(stopped_at=timezone.now()):
        log(sharing.assessment, "capability.stopped", user=person, data={"reader": sharing.reader_id})


@transaction.atomic
def offer_to_read(person: User, assessment: SelfAssessment, address: str) -> SharingOffer:
    """Offer one finished self-assessment to whoever has the e-mail `address`; it opens when they take it up, within 30 days.

    Nothing that `person` sees or can measure differs whether or not somebody here has that address: the worker looks. Twice is once.
    Raises `AssessingProblem` for somebody else's, an unfinished one, no address, one's own, or too many at once.
    """
    SelfAssessment.objects.select_for_update(no_key=True, of=("self",)).get(pk=assessment.pk)
    its_owner(person, assessment)
    address = address.strip().lower()
    try:
        validate_email(address)
    except ValidationError as fault:
        raise AssessingProblem("Write a whole e-mail address, such as name@example.org.") from fault
    if address in addresses_of(person) | {person.email.lower()}:
        raise AssessingProblem("That is your own address. You can read your own already.")
    standing = SharingOffer.objects.standing().filter(assessment=assessment)
    if found := standing.filter(address=address).first():
        return found
    if standing.count() >= MOST_OFFERS:
        raise AssessingProblem(f"You have offered it to {MOST_OFFERS} people who have not answered yet. Take one of these back first.")
    SharingOffer.objects.filter(assessment=assessment, address=address).delete()
    made = SharingOffer.objects.create(assessment=assessment, address=address)
    log(assessment, "capability.offered", user=person)
    transaction.on_commit(lambda: async_task("capability.tasks.tell_of_offer", made.pk))
    return made


@transaction.atomic
def take_back_offer(person: User, offer: SharingOffer) -> None:
    """Take an offer back; whoever has its address no longer sees it. Raises `AssessingProblem` for somebody else's."""
    if offer.assessment.person_id != person.pk:
        raise AssessingProblem("That is not yours to take back.")
    offer.delete()


@transaction.atomic
def take_up(reader: User, offer: SharingOffer) -> Sharing:
    """Take up what was offered to an address of `reader`: from now on they read it.

    Raises `AssessingProblem` where it was taken back, has lapsed, or was never theirs.
    """
    found = theirs(reader, offer)
    sharing, _ = open_to(found.assessment.person, found.assessment, reader)
    owner = found.assessment.person
    found.delete()
    tell(
        person=owner, kind=NoticeKind.ANSWER, key=f"capability.taken-up:{sharing.pk}", title=f"{reader} reads your self-assessment",
        why="You offered it to their address. You can stop at any time.", url=reverse("capability:me") + "#sharing",
    )  # fmt: skip
    return sharing


@transaction.atomic
def decline(reader: User, offer: SharingOffer) -> None:
    """Say no to what was offered. The one who offered it is not told: no answer looks like nobody. Raises `AssessingProblem` as above."""
    found = theirs(reader, offer)
    found.declined_at = timezone.now()
    found.save(update_fields=["declined_at"])


def tell_of_offer(pk: int) -> bool:
    """Tell whoever has the address that something is offered to them, once for each self-assessment; whether anybody has it. For the worker."""
    offer = SharingOffer.objects.standing().select_related("assessment__person").filter(pk=pk, declined_at=None).first()
    reader = User.objects.active().filter(emailaddress__email__iexact=offer.address, emailaddress__verified=True).first() if offer else None
    if offer is None or reader is None:
        return False
    tell(
        person=reader, kind=NoticeKind.REQUEST, key=f"capability.offered:{offer.assessment_id}",
        title=f"{offer.assessment.person} would like you to read a self-assessment",
        why="They gave your address. You can say yes or no.", url=reverse("capability:shared"),
    )  # fmt: skip
    return True


def forget_lapsed_offers() -> int:
    """Take away what was offered and nobody took up in time, with the address in it; how many."""
    return SharingOffer.objects.filter(made_at__lte=timezone.now() - OFFER_LAPSES - timedelta(days=1)).delete()[0]


def its_owner(person: User, assessment: SelfAssessment) -> None:
    """Raise `AssessingProblem` unless `assessment` is a finished one of `person`'s."""
    if assessment.person_id != person.pk or assessment.submitted_at is None:
        raise AssessingProblem("Only your own finished self-assessment can be shared.")


def theirs(reader: User, offer: SharingOffer) -> SharingOffer:
    """The same offer, locked, where it waits for `reader`'s answer. Raises `AssessingProblem` otherwise."""
    found = (
        SharingOffer.objects.select_for_update(no_key=True, of=("self",))
        .to(addresses_of(reader))
        .select_related("assessment__person")
        .filter(pk=offer.pk)
        .first()
    )
    if found is None:
        raise AssessingProblem("This is not offered to you any more.")
    return found
