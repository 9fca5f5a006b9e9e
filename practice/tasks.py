"""What the worker does for practice. Every task may run twice and does its effect once; each reads anew how things stand."""

from practice.actions import confirming, exchange, room, turning_away
from practice.actions.documents import telling as document_telling
from practice.actions.ledger import reminding as ledger_reminding
from practice.actions.sessions import registering
from practice.actions.sessions import reminding as sessions_reminding
from practice.actions.shadowing import ending, leaving, reminding
from practice.actions.threads import mentioning

SCHEDULES = [
    ("Let offers of places at sessions run out", "practice.tasks.let_registrations_lapse", 5),
    ("Remind people of sessions", "practice.tasks.remind_of_sessions", 60),
    ("Let requests and offers to shadow run out", "practice.tasks.let_bookings_lapse", 5),
    ("Remind people of visits", "practice.tasks.remind_of_visits", 60),
    ("Remind hosts to say whether visits took place", "practice.tasks.remind_to_mark", "15 8 * * *"),
    ("Take placements without a host, or of closed services, off the board", "practice.tasks.tell_of_hosts_who_left", "40 7 * * *"),
    ("Remind keepers to confirm their entries", "practice.tasks.remind_keepers", "30 8 * * *"),
    ("Freeze what is shown of people turned away", "practice.tasks.freeze_turn_aways", "20 3 * * *"),
    ("Freeze who visited whom", "practice.tasks.freeze_exchange", "25 3 * * *"),
    ("Freeze who comes to communities", "practice.tasks.freeze_rooms", "30 3 * * *"),
    ("Remind facilitators to look at documents again", "practice.tasks.remind_of_reviews", "50 8 * * *"),
    ("Tell people where they were mentioned", "practice.tasks.tell_of_mentions", "20 8 * * *"),
    ("Remind owners of actions", "practice.tasks.remind_owners", "10 8 * * *"),
]


def let_bookings_lapse() -> int:
    """Let requests without both yeses and offers not taken run out, and stop reminders of what has begun; how many ran out."""
    reminding.drop_past_reminders()
    return ending.let_lapse()


def remind_of_visits() -> int:
    """Remind people of visits two days before; how many visits were due for it."""
    return reminding.remind()


def remind_to_mark() -> int:
    """Remind hosts of visits that nobody has marked; how many visits were due for it."""
    return reminding.remind_to_mark()


def tell_of_hosts_who_left() -> int:
    """Take placements off the board whose host has left, telling everyone it concerns, and those of services that have closed; how many."""
    return leaving.tell_of_hosts_who_left() + leaving.take_closed_off_the_board()


def remind_keepers() -> int:
    """Remind keepers of entries that are to be confirmed; how many entries."""
    return confirming.remind_keepers()


def freeze_turn_aways() -> int:
    """Freeze what is shown of turn-aways where enough has changed; of how many entries."""
    return turning_away.freeze_turn_aways()


def freeze_exchange() -> bool:
    """Freeze who visited whom over the last year, where enough has changed; whether it was."""
    return exchange.freeze_exchange()


def remind_owners() -> int:
    """Remind the owners of actions that are due soon or overdue; how many actions."""
    return ledger_reminding.remind_owners()


def let_registrations_lapse() -> int:
    """Let offers of places at sessions run out, and the lines of those that have begun; how many."""
    return registering.let_lapse()


def remind_of_sessions() -> int:
    """Remind people of sessions two days before, and stop letters about what has begun; how many registrations were due for it."""
    sessions_reminding.drop_past_letters()
    return sessions_reminding.remind()


def tell_of_mentions() -> int:
    """Tell people who were mentioned in a community, in one mail each; how many people."""
    return mentioning.tell_of_mentions()


def freeze_rooms() -> int:
    """Freeze who comes to communities, where enough has changed; of how many communities."""
    return room.freeze_rooms()


def remind_of_reviews() -> int:
    """Remind facilitators of documents that are to be looked at again; how many documents."""
    return document_telling.remind_of_reviews()
