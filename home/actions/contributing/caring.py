"""How a contributor can be reached safely, and what becomes of their words when they have died."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from home.actions.contributing.deciding import note
from home.actions.contributing.leaving import withdraw
from home.actions.refusals import Refused
from home.enums import AfterDeath, ConsentChange, WithdrawalCause
from home.models import ContactWishes, Contribution, User
from home.permissions import looks_after_contributors


@dataclass(frozen=True)
class Wishes:
    """What a contributor wishes."""

    never_by_mail: bool = False
    how: str = ""
    when: str = ""
    after_death: str = ""
    if_i_die: str = ""


def wishes_of(person: User) -> ContactWishes:
    """What somebody wished; not kept where they have said nothing yet."""
    return ContactWishes.objects.filter(person=person).first() or ContactWishes(person=person)


def keep_wishes(person: User, wishes: Wishes) -> ContactWishes:
    """Keep what somebody wishes, in place of what they said before. Raises `Refused` where it names nobody to ask."""
    if wishes.after_death == AfterDeath.ASK and not wishes.if_i_die.strip():
        raise Refused("Write whom to ask, and how to reach them.")
    facts = {
        "never_by_mail": wishes.never_by_mail, "how": wishes.how.strip()[:400], "when": wishes.when.strip()[:400],
        "after_death": wishes.after_death, "if_i_die": wishes.if_i_die.strip()[:400],
    }  # fmt: skip
    return ContactWishes.objects.update_or_create(person=person, defaults=facts)[0]


@transaction.atomic
def say_died(*, by: User, person: User, how_known: str, then: AfterDeath) -> int:
    """Keep that a contributor has died, and do with their words as they wished; how many were taken back.

    What they chose themselves holds, whatever `then` says; `then` is what whoever they named has decided, or those close to them where they
    had said nothing. Nobody signs in with the account or is written to from then on. Twice does it once.
    """
    _refuse_others(by, person)
    if not how_known.strip():
        raise Refused("Say how you know, and from whom.")
    wishes = ContactWishes.objects.select_for_update().get_or_create(person=person)[0]
    if wishes.died_on is not None:
        return 0
    chosen = AfterDeath(wishes.after_death) if wishes.after_death in (AfterDeath.TAKE_BACK, AfterDeath.LET_STAND) else then
    if chosen == AfterDeath.ASK:
        raise Refused("Ask first, then say here what was decided.")
    wishes.died_on = timezone.localdate()
    wishes.save(update_fields=["died_on", "changed_at"])
    User.objects.filter(pk=person.pk).update(is_active=False)
    theirs = list(Contribution.objects.filter(author=person).there().order_by("pk"))
    for each in theirs:
        said = "They had wished it so." if chosen == wishes.after_death else "They had left it to others."
        note(each, by, ConsentChange.TERMS, f"Its author has died. {said} Known how: {how_known.strip()}"[:400])
        if chosen == AfterDeath.TAKE_BACK:
            withdraw(each, by=by, cause=WithdrawalCause.DIED)
    return len(theirs) if chosen == AfterDeath.TAKE_BACK else 0


@transaction.atomic
def was_mistaken(*, by: User, person: User) -> None:
    """Take back that somebody has died: they can sign in again. What was taken out of its places stays out. Twice is once."""
    _refuse_others(by, person)
    if ContactWishes.objects.filter(person=person, died_on__isnull=False).update(died_on=None):
        User.objects.filter(pk=person.pk).update(is_active=True)
        for each in Contribution.objects.filter(author=person).there():
            note(each, by, ConsentChange.TERMS, "It was said in error that its author has died.")


def _refuse_others(by: User, person: User) -> None:
    if not looks_after_contributors(by) or by.pk == person.pk:
        raise Refused("This is for whoever looks after contributors.")
