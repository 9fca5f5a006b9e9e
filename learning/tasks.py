"""What the worker does for learning. Every task may run twice and does its effect once; each reads anew how things stand."""

from learning.actions import polls, reminders, requests, sharing

SCHEDULES = [
    ("Tell people who came to be asked since", "learning.tasks.tell_newcomers", "10 8 * * *"),
    ("Remind people of what is asked of them", "learning.tasks.remind_of_requests", "15 8 * * *"),
    ("Remind people of modules to renew", "learning.tasks.remind_of_renewals", "20 8 * * *"),
    ("Tell editors of modules due for review", "learning.tasks.remind_of_reviews", "25 8 * * *"),
    ("Freeze what colleagues said in polls", "learning.tasks.freeze_polls", "10 3 * * *"),
    ("Stop reminders of what is done by now", "learning.tasks.drop_stale_reminders", 10),
]


def tell_newcomers() -> int:
    """Tell people who joined a team, or changed their job role, what is asked of them; how many requests were looked at."""
    return requests.tell_newcomers()


def remind_of_requests() -> int:
    """Remind people a week before a request's date and on the day; how many requests had a reminder due."""
    return reminders.remind_of_requests()


def remind_of_renewals() -> int:
    """Remind people 30 and 7 days before a module is to be renewed; how many completions were looked at."""
    return reminders.remind_of_renewals()


def remind_of_reviews() -> int:
    """Tell editors 30 days before a module is due for review; how many modules."""
    return reminders.remind_of_reviews()


def freeze_polls() -> int:
    """Freeze the polls of which enough changed; how many."""
    return polls.freeze_polls()


def drop_stale_reminders() -> int:
    """Stop letters that wait though what they remind of is done; how many."""
    return reminders.drop_stale_reminders()


def tell_of_shared_reflection(share_pk: int) -> bool:
    """Tell the reader of a reflection that was sent; whether there is one."""
    return sharing.tell_reader(share_pk)
