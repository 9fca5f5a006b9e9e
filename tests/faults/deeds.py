"""What people do at the moment when something is killed: how, at which table it can be stopped, and how often it was done."""

from collections.abc import Callable
from dataclasses import dataclass

import psycopg

from tests.faults.browser import Answer, Browser
from tests.faults.world import REFLECTION

WORDS = "I stayed with what she said about the door that was held open."


@dataclass(frozen=True)
class Deed:
    """One thing that somebody does. `middle` is a table that it writes last; `after` one that it writes when it stands, where there is one."""

    name: str
    page: Callable[[dict, dict], str]
    form: Callable[[dict, dict], str]
    fields: Callable[[dict], dict[str, str]]
    counted: dict[str, str]  # what must be there exactly once, and how to count it for a person
    middle: str
    after: str = ""
    shown_at: Callable[[dict, dict], str] | None = None
    shown: str = ""  # what a page says when it was done

    def open(self, browser: Browser, world: dict, person: dict) -> Answer:
        """The page with the form."""
        return browser.get(self.page(world, person))

    def send(self, browser: Browser, page: Answer, world: dict, person: dict) -> Answer:
        """Press its button; what came back."""
        return browser.post(page, self.form(world, person), **self.fields(world))

    def done(self, connection: psycopg.Connection, person: dict) -> dict[str, int]:
        """How often each of its effects stands for `person`."""
        found = {}
        for name, query in self.counted.items():
            row = connection.execute(query, {"person": person["pk"], "key": person["contribution"]}).fetchone()
            found[name] = row[0] if row else 0
        return found

    def is_shown(self, browser: Browser, world: dict, person: dict) -> bool:
        """Whether the page where somebody would look says that it was done."""
        where = (self.shown_at or self.page)(world, person)
        found = browser.get(where)
        assert found.status == 200, (self.name, found.status, found.words[:300])
        return self.shown in found.page


def _letters(prefix: str) -> str:
    return f"SELECT count(*) FROM home_notice WHERE person_id = %(person)s AND key LIKE '{prefix.replace('%', '%%')}%%'"


DEEDS = [
    Deed(
        "saving a reflection",
        page=lambda world, person: world["lesson"],
        form=lambda world, person: f"{world['lesson']}reflect/{REFLECTION}/",
        fields=lambda world: {"text": WORDS},
        counted={"reflections": "SELECT count(*) FROM learning_reflection WHERE person_id = %(person)s"},
        middle="learning_reflection",
        after="learning_moduleprogress",
        shown=WORDS,
    ),
    Deed(
        "finishing a module",
        page=lambda world, person: world["lesson"],
        form=lambda world, person: f"{world['lesson']}finish/",
        fields=lambda world: {},
        counted={
            "completions": "SELECT count(*) FROM learning_completion WHERE person_id = %(person)s",
            "certificates": "SELECT count(*) FROM learning_certificate JOIN learning_completion made ON made.id = completion_id WHERE person_id = %(person)s",
            "notices": _letters("completed:"),
        },
        middle="home_notice",
        shown_at=lambda world, person: "/learning/record/",
        shown="A short one",
    ),
    Deed(
        "finishing a self-assessment",
        page=lambda world, person: "/capability/assess/review/",
        form=lambda world, person: "/capability/assess/finish/",
        fields=lambda world: {},
        counted={"submitted": "SELECT count(*) FROM capability_selfassessment WHERE person_id = %(person)s AND submitted_at IS NOT NULL"},
        middle="capability_selfassessment",
        shown_at=lambda world, person: "/capability/me/history/",
        shown="What I said each time",
    ),
    Deed(
        "asking for a placement",
        page=lambda world, person: f"{world['placement']}ask/",
        form=lambda world, person: f"{world['placement']}ask/",
        fields=lambda world: {"time": str(world["slot"]), "team": str(world["team"]), "hopes": "To see how a day begins."},
        counted={"bookings": "SELECT count(*) FROM practice_booking WHERE person_id = %(person)s"},
        middle="home_notice",
        after="django_q_ormq",
        shown_at=lambda world, person: "/shadowing/mine/",
        shown="A day with us",
    ),
    Deed(
        "registering for a session",
        page=lambda world, person: f"{world['session']}place/",
        form=lambda world, person: f"{world['session']}place/",
        fields=lambda world: {},
        counted={"registrations": "SELECT count(*) FROM practice_registration WHERE person_id = %(person)s", "notices": _letters("registration:%:confirmed:")},
        middle="home_notice",
        after="django_q_ormq",
        shown_at=lambda world, person: world["session"],
        shown="You have a place",
    ),
    Deed(
        "taking a contribution back",
        page=lambda world, person: f"/contributions/{person['contribution']}/take-back/",
        form=lambda world, person: f"/contributions/{person['contribution']}/take-back/",
        fields=lambda world: {},
        counted={
            "withdrawals": "SELECT count(*) FROM home_withdrawal JOIN home_contribution given ON given.id = contribution_id WHERE public_id::text = %(key)s",
            "notices": _letters("contribution-receipt:"),
        },
        middle="home_notice",
        shown_at=lambda world, person: f"/contributions/{person['contribution']}/",
        shown="It is out of every place",
    ),
]
