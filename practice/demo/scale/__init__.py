"""A town of any size, for measuring: the map, five years of visits, and communities with their sessions.

What is on the map and the board, and who runs what, is the same in a town of any size; how many came and who belongs grows with the people.
"""

from home.demo.scale import Round, Say, Size
from practice.demo.scale import entries, meetings, visits


def lay_ground(size: Size, say: Say) -> None:
    """The entries of all services, placements with their times to come, communities with their sessions; nothing where they stand."""
    entries.lay_ground(size, say)
    visits.lay_ground(size, say)
    meetings.lay_ground(size, say)


def fill(found: Round) -> None:
    """What a round of people visited and came to, and what they are going to."""
    visits.fill(found)
    meetings.fill(found)


def finish(size: Size, say: Say) -> None:
    """Count the places that are taken, and let what is new be found."""
    say("Places are counted, and pages found by their words")
    visits.finish()
    meetings.finish()
