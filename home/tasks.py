"""What the worker does for the floor of the house. Every task may run twice and does its effect once."""

from django.core.management import call_command

from home.actions import scheduling, sending
from home.actions.contributing import clearing, counting, ending, leaving
from home.actions.rights import copying, leavers, letting_go, wishing
from home.watching import work

SCHEDULES = [
    ("Send letters that are due", "home.tasks.send_due_letters", 1),
    ("Keep contributors' decisions", "home.tasks.keep_contributors_decisions", 1),
    ("Remind contributors of the time they agreed to", "home.tasks.remind_contributors", "20 8 * * *"),
    ("Take away files of contributors that nothing holds", "home.tasks.clear_contributors_files", "50 3 * * *"),
    ("Freeze how many have read contributions", "home.tasks.freeze_readers", "35 3 * * *"),
    ("Make copies of everything that wait", "home.tasks.make_waiting_copies", 10),
    ("Erase whose day has come", "home.tasks.erase_due", 60),
    ("Look after people who left", "home.tasks.look_after_leavers", "40 7 * * *"),
    ("Let go what has been kept long enough", "home.tasks.let_go", "40 3 * * *"),
    ("Publish and unpublish what is scheduled", "home.tasks.publish_scheduled", 1),
    ("Forget work that is done", "home.tasks.forget_done_work", "50 3 * * *"),
]


def send_due_letters() -> int:
    """Send what is due; the number of letters that went. It runs whenever somebody is told something, so it looks at the clock too."""
    scheduling.follow_clock()
    return sending.send_due()


def forget_done_work() -> int:
    """Forget work that was done well more than a week ago; how many tasks."""
    return work.forget_done()


def publish_scheduled() -> None:
    """Publish pages whose day has come, and take those offline whose day is over."""
    scheduling.hold_back_unagreed()
    call_command("publish_scheduled", verbosity=0)


def keep_contributors_decisions() -> None:
    """Finish withdrawals that a stopped process left, and end what has run out."""
    leaving.finish_all()
    ending.end_due()


def remind_contributors() -> int:
    """Tell contributors 30 and 7 days before their time is over, and when they wanted to look at it again; how many were due."""
    return ending.remind_due()


def clear_contributors_files() -> int:
    """Delete what a bucket or a disk would not give up at the time; how many files."""
    return clearing.clear_files()


def freeze_readers() -> int:
    """Freeze how many people have read what contributors gave, where enough are new; how many figures changed."""
    return counting.freeze_readers()


def make_copy(pk: int) -> bool:
    """Make a copy of everything that somebody asked for; whether there was anything to do."""
    return copying.make_copy(pk)


def make_waiting_copies() -> int:
    """Make the copies that a stopped worker left; how many."""
    return copying.make_waiting_copies()


def erase_due() -> int:
    """Erase people who asked for it and had time to think, and leavers whose time is over; how many."""
    return wishing.erase_due()


def look_after_leavers() -> int:
    """Tell people who are in no team any more what becomes of their account; how many."""
    return leavers.look_after_leavers()


def let_go() -> int:
    """Delete what has been kept as long as the privacy page says; how many rows."""
    return letting_go.let_go()
