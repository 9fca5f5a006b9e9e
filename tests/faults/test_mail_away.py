"""The mail server is away for an hour, or takes a connection and says nothing: pages are as fast, and every letter goes out, later and once."""

import socket
import statistics
import threading

import pytest

from tests.faults.browser import Browser, wait_until

pytestmark = pytest.mark.faults


class Silence:
    """Something at the mail server's port that takes connections and never answers."""

    def __init__(self, port: int) -> None:
        self.listener = socket.create_server(("127.0.0.1", port))
        self.taken: list[socket.socket] = []
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                self.taken.append(self.listener.accept()[0])
            except OSError:
                return

    def end(self) -> None:
        """Let everybody go."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for each in self.taken:
            each.close()


def test_no_page_waits_for_a_mail_server_that_hangs(house, world, newcomers, rows):
    people = [next(newcomers) for _ in range(3)]
    seconds: dict[str, list[float]] = {"there": [], "hangs": []}
    before = len(house.post.taken)
    tried = False
    for turn in range(6):
        state = "hangs" if turn % 2 else "there"
        silence = None
        if state == "hangs":
            house.post.stop()
            silence = Silence(house.post.port)
        for number in range(10):
            stranger = Browser(house.site)
            page = stranger.get("/accounts/password/reset/")
            house.redis_forgets()
            answer = stranger.post(page, "/accounts/password/reset/", email=people[number % 3]["email"])
            assert answer.status == 200, answer.words[:300]
            seconds[state].append(answer.seconds)
        if silence:
            if not tried:
                wait_until(lambda silence=silence: silence.taken, 90, "the worker tries the mail server")
                tried = True
            silence.end()
            house.post.start()
    quick = {state: statistics.quantiles(found, n=4)[0] for state, found in seconds.items()}  # the quicker quarter: what else the machine does is not in it
    slower = quick["hangs"] - quick["there"]
    print(f"\na page that writes a letter: {quick['there'] * 1000:.0f} ms; slower by {slower * 1000:.0f} ms while the mail server hangs")
    assert slower < 0.05
    waiting = "SELECT count(*) FROM home_letter WHERE sent_at IS NULL AND dropped_at IS NULL"
    wait_until(lambda: rows.execute(f"{waiting} AND attempts = 0").fetchone()[0] == 0, 150, "every letter that nobody had begun is sent")
    minutes_later = "from datetime import timedelta; from django.utils import timezone; from home.actions.sending import send_due\n"
    house.site.python(f"{minutes_later}send_due(timezone.now() + timedelta(minutes=6))")  # a letter that the server left in the middle waits five minutes
    assert rows.execute(waiting).fetchone() == (0,), "every letter is sent"
    ids = [str(message["Message-ID"]) for message in house.post.taken]
    assert len(house.post.taken) - before >= 60
    assert len(ids) == len(set(ids)), "a letter went out twice"


def test_an_hour_without_a_mail_server_loses_no_letter_and_gives_none_up(house, world, newcomers, rows):
    *people, later = [next(newcomers) for _ in range(3)]
    house.post.stop()
    for person in people:
        assert Browser(house.site, person["session"]).press(f"{world['session']}place/").status == 200
    minutes = (
        "from datetime import timedelta; from django.utils import timezone; from home.actions.sending import send_due\n"
        "print(sum(send_due(timezone.now() + timedelta(minutes=minute)) for minute in range(60)))"
    )
    assert house.site.python(minutes).splitlines()[-1] == "0"
    waits = "SELECT count(*), max(attempts) FROM home_letter WHERE sent_at IS NULL AND dropped_at IS NULL AND person_id = ANY(%s)"
    assert rows.execute(waits, [[person["pk"] for person in people]]).fetchone() == (2, 0), "no attempt is counted where nobody was there"
    house.post.start()
    assert Browser(house.site, later["session"]).press(f"{world['session']}place/").status == 200, "whatever is told next wakes the worker, as a minute does"
    wait_until(lambda: all(house.post.ids_for(person["email"]) for person in people), 150, "they go out")
    assert [len(house.post.ids_for(person["email"])) for person in people] == [1, 1]
