"""Many people at once, as a process of its own: locust is imported first and Django never. Reads JSON from standard input, writes JSON.

`host`, `people` (their sessions), `lessons`, `slots` come from `tests.load.town`; `journey` is "mixed" or an address that is asked for without a pause;
`at_once`, `seconds`, and `pause` (the least and the most seconds that somebody reads).
"""

import json
import random
import sys

from locust import FastHttpUser, task
from locust.env import Environment
from locust.log import setup_logging

TOKEN = "a" * 32  # a form's token is right where the cookie holds the same


class Person(FastHttpUser):
    """Somebody signed in, who reads, writes, answers, looks around and asks for a place."""

    abstract = True
    told: dict = {}
    count = 0
    network_timeout = connection_timeout = 60.0

    def on_start(self) -> None:
        """Take the next person's session."""
        number = Person.count
        Person.count += 1
        self.me = self.told["people"][number % len(self.told["people"])]
        self.chance = random.Random(number)
        self.slots = self.told["slots"][number :: max(self.told["at_once"], 1)]
        self.cookies = {"Cookie": f"session={self.me['session']}; csrf={TOKEN}", "Accept-Encoding": "gzip"}

    def wait_time(self) -> float:
        """How long somebody reads."""
        return self.chance.uniform(*self.told["pause"])

    def ask(self, url: str, name: str) -> None:
        """Read a page; anything but 200 is a failure."""
        with self.client.get(url, name=name, headers=self.cookies, allow_redirects=False, catch_response=True) as answer:
            if answer.status_code != 200:
                answer.failure(f"{answer.status_code}")

    def send(self, url: str, name: str, fields: dict, wanted: tuple[int, ...] = (302,)) -> None:
        """Send a form; anything but what is `wanted` is a failure."""
        data = {**fields, "csrfmiddlewaretoken": TOKEN}
        with self.client.post(url, data=data, name=name, headers=self.cookies, allow_redirects=False, catch_response=True) as answer:
            if answer.status_code not in wanted:
                answer.failure(f"{answer.status_code}")


class OneAddress(Person):
    """One page, again and again."""

    abstract = True

    @task
    def again(self) -> None:
        """Ask for it."""
        self.ask(self.told["journey"], self.told["journey"])


class Mixed(Person):
    """What a working day on the site is like."""

    abstract = True

    @task(30)
    def read(self) -> None:
        """Read a lesson, write a reflection in it, answer a question of it."""
        lesson = self.chance.choice(self.told["lessons"])
        self.ask(lesson["url"], "read a lesson")
        self.wait()
        if lesson["reflection"]:
            words = f"I will ask what has helped before. {self.chance.random()}"
            self.send(f"{lesson['url']}reflect/{lesson['reflection']}/", "save a reflection", {"text": words})
            self.wait()
        if lesson["check"]:
            fields = {"digest": lesson["digest"], lesson["field"]: str(self.chance.randrange(lesson["many"]))}
            self.send(f"{lesson['url']}answer/{lesson['check']}/", "answer a question", fields)

    @task(20)
    def dashboard(self) -> None:
        """What was I doing, what is asked of me."""
        self.ask("/dashboard/", "dashboard")

    @task(12)
    def team(self) -> None:
        """A manager's team; everybody else's own picture."""
        self.ask(f"/teams/{self.me['manages']}/", "team page") if self.me["manages"] else self.ask("/capability/me/", "my picture")

    @task(10)
    def around(self) -> None:
        """The board and the communities."""
        self.ask("/shadowing/", "board")
        self.wait()
        self.ask("/communities/", "communities")

    @task(8)
    def book(self) -> None:
        """Look at a placement and ask for a place that nobody has asked for."""
        if not self.slots or not self.me["team"]:
            return
        placement, slot = self.slots.pop(0)
        self.ask(f"/shadowing/{placement}/", "a placement")
        self.wait()
        self.send(f"/shadowing/{placement}/ask/", "book", {"time": str(slot), "team": str(self.me["team"]), "hopes": ""})


def main() -> None:
    """Let them in, wait, and say what they met."""
    told = json.load(sys.stdin)
    setup_logging("ERROR")
    kind = Mixed if told["journey"] == "mixed" else OneAddress
    person = type("Somebody", (kind,), {"abstract": False, "host": told["host"], "told": told})
    environment = Environment(user_classes=[person], host=told["host"])
    runner = environment.create_local_runner()
    runner.start(told["at_once"], spawn_rate=max(told["at_once"] / 2, 1))
    import gevent

    gevent.sleep(told.get("warm", 3))
    environment.stats.reset_all()
    gevent.sleep(told["seconds"])
    rows = [row for row in environment.stats.entries.values() if row.num_requests]
    found = {
        row.name: {"many": row.num_requests, "failed": row.num_failures, **{f"p{p}": row.get_response_time_percentile(p / 100) for p in (50, 95, 99)}}
        for row in [*rows, environment.stats.total]
    }
    errors = [f"{error.name}: {error.error} ({error.occurrences})" for error in environment.stats.errors.values()]
    runner.quit()
    json.dump({"rows": found, "errors": errors, "seconds": told["seconds"]}, sys.stdout)


if __name__ == "__main__":
    main()
