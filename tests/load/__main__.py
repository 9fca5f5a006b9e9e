"""`python -m tests.load`: the whole measurement. Gives a table and says which bars hold; exits 1 where one does not."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.load.pages import PAGES
from tests.load.servers import Server, serving
from tests.load.town import ROOT, Town, make_town

NOTHING = 0.2  # ms: what the clock itself makes of a page that takes a third of one
LEAST_OF_BARE = 0.8  # of a bare page's throughput, a signed-in lesson's
MOST_P95 = 4  # times the p50 of the same address
MOST_SLOWER = 1.2  # times, of the largest town beside the smallest, on every page
LESSON, BARE = "/learning/understanding-complex-trauma/harm-over-time/", "/bare/"


@dataclass
class Run:
    """One run: what it found, and the bars that it missed."""

    missed: list[str] = field(default_factory=list)

    def bar(self, holds: bool, words: str) -> None:
        """Say whether a bar holds."""
        print(f"  {'holds' if holds else 'MISSED'}: {words}", flush=True)
        if not holds:
            self.missed.append(words)

    def lesson_beside_bare(self, site: Server, bare: Server, told: dict[str, Any], *, rounds: int, seconds: float) -> None:
        """A signed-in lesson and a bare page in turns: throughput under a crowd that never pauses, and the processor's time of a request."""
        print(f"\nA signed-in lesson beside a bare Wagtail page, {rounds} turns each", flush=True)
        sides = ((site, told, LESSON), (bare, {**told, "people": [{**each, "session": each["bare"]} for each in told["people"]]}, BARE))
        rates: list[float] = []
        costs: list[float] = []
        print(f"  {'':>6}  {'lesson/s':>9}  {'bare/s':>9}  {'ratio':>6}  {'lesson ms':>9}  {'bare ms':>9}  {'ratio':>6}   (ms of processor a request)")
        for turn in range(rounds):
            lesson, plain = (throughput(server.crowd(who, path, at_once=4, seconds=seconds)) for server, who, path in sides)
            lesson_ms, plain_ms = (server.cost(who, path, 120) for server, who, path in sides)
            rates.append(lesson / plain)
            costs.append(plain_ms / lesson_ms)
            line = f"  {turn + 1:>6}  {lesson:>9.1f}  {plain:>9.1f}  {rates[-1]:>6.2f}  {lesson_ms:>9.2f}  {plain_ms:>9.2f}  {costs[-1]:>6.2f}"
            print(line, flush=True)
        rate, cost = statistics.median(rates), statistics.median(costs)
        self.bar(rate >= LEAST_OF_BARE, f"a lesson has {rate:.2f} of a bare page's throughput (at least {LEAST_OF_BARE})")
        self.bar(cost >= LEAST_OF_BARE, f"by the processor's time it is {cost:.2f} (at least {LEAST_OF_BARE})")

    def mixed(self, site: Server, told: dict[str, Any], *, at_once: int, seconds: float, pause: tuple[float, float]) -> None:
        """A mixed day of many people at once."""
        print(f"\nA mixed journey, {at_once} people at once, each signed in as somebody else, {seconds:.0f} s", flush=True)
        before = site.seconds_used()
        found = site.crowd(told, "mixed", at_once=at_once, seconds=seconds, pause=pause, warm=12)
        used = site.seconds_used() - before
        print(f"  {'':<20}  {'requests':>8}  {'failed':>6}  {'a second':>8}  {'p50 ms':>7}  {'p95 ms':>7}  {'p99 ms':>7}")
        for name, row in found["rows"].items():
            times = "  ".join(f"{row[name]:>7.0f}" for name in ("p50", "p95", "p99"))
            print(f"  {name:<20}  {row['many']:>8}  {row['failed']:>6}  {row['many'] / seconds:>8.1f}  {times}")
        print(f"  processor: {used:.1f} s in {seconds + 12:.0f} s with two web processes; memory of each: {', '.join(f'{each} MiB' for each in site.memory())}")
        failed = sum(row["failed"] for name, row in found["rows"].items() if name != "Aggregated")
        self.bar(not failed, f"{failed} errors {'; '.join(found['errors'])}".strip())
        for name, row in found["rows"].items():
            if name != "Aggregated":
                self.bar(row["p95"] <= MOST_P95 * max(row["p50"], 1), f"{name}: p95 is {row['p95'] / max(row['p50'], 1):.1f} times p50 (at most {MOST_P95})")

    def pages(self, small: Town, large: Town, *, times: int, turns: int) -> None:
        """What every page costs in the smallest town and in the largest, in turns."""
        print(f"\nEvery page with {small.people:,} and with {large.people:,} people (the fastest of {times * turns}, without the network)", flush=True)
        print(f"  {'':<22}  {'queries':>13}  {'ms':>15}  {'times':>6}")
        with asking(small) as one, asking(large) as other:
            for name, who, url in PAGES:
                answers = [[ask(process, who, url, times) for process in (one, other)] for _ in range(turns)]
                first, second = ([each[side] for each in answers] for side in (0, 1))
                queries = (first[-1]["queries"], second[-1]["queries"])
                took = (min(each["ms"] for each in first), min(each["ms"] for each in second))
                print(f"  {name:<22}  {queries[0]:>5} {queries[1]:>7}  {took[0]:>7.1f} {took[1]:>7.1f}  {took[1] / took[0]:>6.2f}", flush=True)
                statuses = sorted({status for each in (*first, *second) for status in each["statuses"]})
                if statuses != [200] or queries[0] != queries[1]:
                    self.bar(False, f"{name}: {queries[0]} queries and {queries[1]}; it answered {', '.join(map(str, statuses))}")
                if took[1] > MOST_SLOWER * took[0] + NOTHING:
                    self.bar(False, f"{name}: {took[1] / took[0]:.2f} times as long (at most {MOST_SLOWER})")
        self.bar(not [each for each in self.missed if "times as long" in each or "queries and" in each], "every page costs the same in both, within a fifth")


def throughput(found: dict[str, Any]) -> float:
    """Answers a second; an error ends the run."""
    row = found["rows"]["Aggregated"]
    if row["failed"]:
        raise SystemExit(f"Errors: {found['errors']}")
    return row["many"] / found["seconds"]


class asking:  # noqa: N801 - reads as what it is for
    """A process in a town that answers what a page costs."""

    def __init__(self, town: Town) -> None:
        command = [sys.executable, "-m", "tests.load.pages"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=town.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> subprocess.Popen:
        assert self.process.stdout and self.process.stdout.readline()
        return self.process

    def __exit__(self, *_) -> None:
        self.process.stdin.close()
        self.process.wait()


def ask(process: subprocess.Popen, who: str, url: str, times: int) -> dict[str, Any]:
    """What one page costs."""
    process.stdin.write(json.dumps([who, url, times]) + "\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def main() -> None:
    """Make the towns, measure, and say which bars hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--people", type=int, nargs=2, default=[1_000, 100_000], metavar=("SMALL", "LARGE"), help="sizes of the two towns")
    parser.add_argument("--services", type=int, default=500)
    parser.add_argument("--teams", type=int, default=2000)
    parser.add_argument("--at-once", type=int, default=50, help="people at once on the mixed journey")
    parser.add_argument("--seconds", type=float, default=60, help="how long the mixed journey lasts")
    parser.add_argument("--pause", type=float, nargs=2, default=(2, 5), help="the least and the most seconds that somebody reads")
    parser.add_argument("--rounds", type=int, default=5, help="turns of the lesson and the bare page")
    parser.add_argument("--folder", type=Path, help="keep the towns here for another run (default: a folder that is thrown away)")
    parser.add_argument("--only", nargs="*", choices=("bare", "mixed", "pages"), default=("bare", "mixed", "pages"), help="what to measure")
    given = parser.parse_args()
    database = "PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "SQLite"
    kept = "Redis" if os.environ.get("REDIS_URL") else "files"
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; {database}, {kept} for the cache", flush=True)
    run = Run()
    with tempfile.TemporaryDirectory(prefix="alongside-load-") as thrown_away:
        folder = given.folder or Path(thrown_away)
        small, large = (make_town(folder, people, services=given.services, teams=given.teams, cache=9 + place) for place, people in enumerate(given.people))
        told = large.told(given.at_once)
        if {"bare", "mixed"} & set(given.only):
            with serving(large) as site, serving(large, bare=True) as bare:
                if "bare" in given.only:
                    run.lesson_beside_bare(site, bare, told, rounds=given.rounds, seconds=min(10, given.seconds))
                if "mixed" in given.only:
                    run.mixed(site, told, at_once=given.at_once, seconds=given.seconds, pause=tuple(given.pause))
        if "pages" in given.only:
            run.pages(small, large, times=15, turns=3)
    print(f"\nload at the end {os.getloadavg()[0]:.1f}")
    if run.missed:
        sys.exit(f"{len(run.missed)} bars were missed.")


if __name__ == "__main__":
    main()
