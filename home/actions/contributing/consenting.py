"""Consent as its author sets it: naming, places one by one, time, route of contact, and who else may take it back."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from home.actions.contributing.deciding import HERE, How, checked, locked, note, written_down
from home.actions.refusals import Refused
from home.enums import Afterwards, ConsentChange, ContactRoute, Naming
from home.models import Consent, Contribution, NamedPerson, Purpose, User
from home.rules.contributing import first_until, gives_away, last_until, listed
from home.seams.places import Place, places
from home.wording import date_words

THE_PUBLIC = "public"
MOST_NAMED = 5


@dataclass(frozen=True)
class Terms:
    """Until when, when to look at it again, what then, and how its author can be reached."""

    until: date
    review_on: date | None
    afterwards: Afterwards
    route: ContactRoute
    reach_by: str = ""


def consent_of(contribution: Contribution) -> Consent:
    """What holds for `contribution`; until its author says otherwise: unnamed, two years, reached here alone. Not kept."""
    kept = Consent.objects.filter(contribution=contribution).first()
    return kept or Consent(contribution=contribution, naming=Naming.NOBODY, until=first_until(timezone.localdate()))


@transaction.atomic
def read_offer(contribution: Contribution, person: User, how: How = HERE) -> Consent:
    """Keep that the author has read what they are offered. Nothing is agreed by it."""
    held = locked(contribution, person)
    consent = consent_of(held)
    if consent.offer_read_at is None:
        consent.offer_read_at = timezone.now()
        consent.save()
        note(held, person, ConsentChange.TERMS, "Read what is asked, what is paid, who supports, and the right to stop.", checked(how, held))
    return consent


@transaction.atomic
def choose_name(contribution: Contribution, person: User, naming: Naming, shown_as: str = "", how: How = HERE) -> Consent:
    """How the author is named from now on, everywhere at once. Raises `Refused` for a chosen name that tells the real one."""
    held = locked(contribution, person)
    shown_as = "" if naming == Naming.NOBODY else " ".join(shown_as.split())
    if naming != Naming.NOBODY and not shown_as:
        raise Refused("Write the name that should stand beside your words.")
    author = held.author
    if naming == Naming.PSEUDONYM and author and gives_away(shown_as, author.name, author.email):
        raise Refused("This name holds a part of your own name or address. Choose one that does not.")
    consent = consent_of(held)
    if consent.name_chosen_at is None or (consent.naming, consent.shown_as) != (naming, shown_as):
        consent.naming, consent.shown_as, consent.name_chosen_at = naming, shown_as, timezone.now()
        consent.save()
        said = {
            Naming.NOBODY: "not named at all",
            Naming.REAL: "named by their own name",
            Naming.FIRST: "named by their first name",
            Naming.PSEUDONYM: "named by a name they chose for this",
        }[naming]
        note(held, person, ConsentChange.TERMS, f"Chose to be {said}.", checked(how, held))
    return consent


@transaction.atomic
def set_terms(contribution: Contribution, person: User, terms: Terms, how: How = HERE) -> Consent:
    """Until when it may stand, and how its author is reached. Raises `Refused` for a day that is over or too far away."""
    held = locked(contribution, person)
    today = timezone.localdate()
    refuse_until(terms.until, today)
    if terms.review_on is not None and not today < terms.review_on <= terms.until:
        raise Refused("Choose a day for looking at it again that lies between tomorrow and the end.")
    if terms.route == ContactRoute.OTHER and not terms.reach_by.strip():
        raise Refused("Write down how you can be reached.")
    consent = consent_of(held)
    new = (terms.until, terms.review_on, terms.afterwards, terms.route, terms.reach_by.strip())
    if consent.terms_chosen_at is None or new != (consent.until, consent.review_on, consent.afterwards, consent.route, consent.reach_by):
        consent.until, consent.review_on, consent.afterwards, consent.route, consent.reach_by = new
        consent.terms_chosen_at = timezone.now()
        consent.save()
        again = f", to be looked at again on {date_words(terms.review_on)}" if terms.review_on else ""
        note(held, person, ConsentChange.TERMS, f"Agreed until {date_words(terms.until)}{again}, and how to be reached.", checked(how, held))
    return consent


def refuse_until(until: date, today: date) -> None:
    """Raise `Refused` for a last day that is over or too far away."""
    if until <= today:
        raise Refused("Choose a day that is still to come. To end it today, take it back.")
    if until > last_until(today):
        raise Refused("Ten years is the longest that can be agreed at once.")


@transaction.atomic
def choose_places(contribution: Contribution, person: User, chosen: set[str], how: How = HERE) -> list[Purpose]:
    """The places for which the author gives it, by page number or "public"; each other one ends, and its yes with it.

    Choosing a place shows nothing there: that takes a yes to the words in that place.
    """
    held = locked(contribution, person)
    known = {str(place.page_id): place for place in places()}
    if unknown := [key for key in chosen if key != THE_PUBLIC and key not in known]:
        raise Refused(f"{'One' if len(unknown) == 1 else 'Some'} of these places is not there any more. Look at the list again.")
    now = timezone.now()
    open_now = {str(each.page_id) if each.page_id else THE_PUBLIC: each for each in held.purposes.filter(ended_at__isnull=True).select_related("page")}
    checked(how, held)
    for key in open_now.keys() - chosen:
        end_place(open_now[key], person, how, now=now)
    added = [_add(held, known.get(key)) for key in sorted(chosen - open_now.keys())]
    if added:
        titles = listed([known[str(each.page_id)].title if each.page_id else "anyone, on pages that are open to all" for each in added])
        note(held, person, ConsentChange.PURPOSE, f"Chose as a place: {titles}.", how)
    return list(held.purposes.filter(ended_at__isnull=True))


def _add(held: Contribution, place: Place | None) -> Purpose:
    if place is None:
        return Purpose.objects.create(contribution=held, page=None, open_to_all=True)
    return Purpose.objects.create(contribution=held, page_id=place.page_id, open_to_all=place.open_to_all)


def end_place(purpose: Purpose, person: User | None, how: How = HERE, *, now) -> None:
    """End one place, and the yes that was given for it; inside a transaction that holds the contribution."""
    if purpose.approvals.filter(ended_at__isnull=True).update(ended_at=now):
        written_down("place-ended", purpose.contribution, page=purpose.page_id)
    Purpose.objects.filter(pk=purpose.pk, ended_at__isnull=True).update(ended_at=now)
    title = purpose.page.title if purpose.page else "anyone, on pages that are open to all"
    note(purpose.contribution, person, ConsentChange.PURPOSE, f"Ended a place: {title}.", how)


@transaction.atomic
def name_somebody(contribution: Contribution, person: User, called: str, how: How = HERE) -> NamedPerson:
    """Let somebody take it back for the author, by an address of their own; they need no account."""
    held = locked(contribution, person)
    called = " ".join(called.split())
    if not called:
        raise Refused("Write who they are, so that you know later.")
    if held.named_people.filter(ended_at__isnull=True).count() >= MOST_NAMED:
        raise Refused(f"{MOST_NAMED} people at once are the most. Take one from the list first.")
    named = NamedPerson.objects.create(contribution=held, called=called[:120])
    note(held, person, ConsentChange.NAMED_PERSON, "Named somebody who may take it back for them.", checked(how, held))
    return named


@transaction.atomic
def unname(named: NamedPerson, person: User) -> None:
    """Close the address of somebody who could take it back."""
    held = locked(named.contribution, person)
    if NamedPerson.objects.filter(pk=named.pk, ended_at__isnull=True).update(ended_at=timezone.now()):
        note(held, person, ConsentChange.NAMED_PERSON, "Somebody who could take it back no longer can.")
