"""Towns to measure in: databases of their own, and people who are signed in there.

`python -m tests.load.town BARE PEOPLE` runs inside a town's environment and prints what the crowd needs to know, as JSON.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
PREPARE = (("migrate", "-v0"), ("found_site",), ("load_framework",), ("load_curriculum",), ("collectstatic", "--noinput", "-v0"))


@dataclass(frozen=True)
class Town:
    """A town in a database of its own, and the environment of its processes."""

    people: int
    environment: dict[str, str]

    def run(self, *arguments: str, quiet: bool = True) -> str:
        """A process in this town; what it printed."""
        out = subprocess.PIPE if quiet else None
        done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=self.environment, stdout=out, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{' '.join(arguments)} failed:\n{(done.stdout or '')[-4000:]}")
        return done.stdout or ""

    def told(self, people: int) -> dict[str, Any]:
        """Who is signed in, and what they can do there."""
        return json.loads(self.run("-m", "tests.load.town", str(people)).splitlines()[-1])


def environment_of(folder: Path, database: str, cache: int = 9) -> dict[str, str]:
    """The environment of a town's processes: PostgreSQL where `DATABASE_URL` names a server, else a file in `folder`; a numbered database of Redis."""
    more = {"EMBEDDED": "1", "DEMONSTRATION": "1", "VAR": str(folder), "DJANGO_SETTINGS_MODULE": "home.settings", "PYTHONUNBUFFERED": "1"}
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        more["DATABASE_URL"] = urlsplit(given)._replace(path=f"/{database}").geturl()
    if os.environ.get("REDIS_URL"):
        more["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{cache}").geturl()
    return {**{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "DEBUG")}, **more}


def make_town(folder: Path, people: int, *, services: int, teams: int, cache: int = 9) -> Town:
    """The town with so many people; one that stands from an earlier run in `folder` is taken, and migrated. Towns that are measured side by side have a
    `cache` each: what one of them kept is not true of the other.
    """
    base = Town(0, environment_of(folder / "base", "alongside_load_base"))
    if not (folder / "base" / "ready").exists():
        (folder / "base").mkdir(parents=True, exist_ok=True)
        create("alongside_load_base", None)
        for command in PREPARE:
            base.run("manage.py", *command)
        (folder / "base" / "ready").touch()
    place = folder / f"town-{people}"
    town = Town(people, environment_of(place, f"alongside_load_{people}", cache))
    if not (place / "ready").exists():
        place.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", f"{folder / 'base'}/.", str(place)], check=True)
        (place / "ready").unlink()
        create(f"alongside_load_{people}", "alongside_load_base")
        town.run("manage.py", "seed_scale", f"--people={people}", f"--services={services}", f"--teams={teams}", quiet=False)
        (place / "ready").touch()
    else:
        town.run("manage.py", "migrate", "-v0")  # what was kept may be from before a migration
    return town


def create(name: str, template: str | None) -> None:
    """A PostgreSQL database, in place of one of that name; on SQLite the file that was copied is the database."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        return
    import psycopg

    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))


def tell(people: int) -> dict[str, Any]:
    """Sign people in, put the bare page up, and say what the crowd needs. Every fifth manages a team."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from wagtail.models import Page

    from home.demo.scale import WATCHED_PEOPLE, address_of
    from home.models import HomePage, Membership, TeamManager, User
    from learning.models import LessonPage, ModulePage
    from learning.rules.questions import digest_of
    from practice.actions.shadowing.asking import teams_to_ask
    from practice.models import Slot

    def session(person: User, backend: str) -> str:
        store = SessionStore()
        store.update({SESSION_KEY: str(person.pk), BACKEND_SESSION_KEY: backend, HASH_SESSION_KEY: person.get_session_auth_hash()})
        store.create()
        return store.session_key

    def told(person: User, team: int, manages: str = "") -> dict[str, Any]:
        sessions = {"session": session(person, "home.accounts.PeopleBackend"), "bare": session(person, "django.contrib.auth.backends.ModelBackend")}
        return {**sessions, "team": team, "manages": manages}

    def asks_for(person: User) -> int:
        return next((team.pk for team in teams_to_ask(person)), 0)  # nobody books whose team has no other manager: in a small town most

    home = HomePage.objects.get()
    if not Page.objects.child_of(home).filter(slug="bare").exists():
        home.add_child(instance=Page(title="A bare page", slug="bare", search_description="One sentence about it."))
    lessons = []
    for module in ModulePage.objects.listed():
        for lesson in LessonPage.objects.of(module):
            blocks = lesson.body.raw_data
            check = next((raw for raw in blocks if raw["type"] == "check" and raw["value"].get("type") == "one"), None)
            reflection = next((raw["id"] for raw in blocks if raw["type"] == "reflection"), "")
            lessons.append({
                "url": f"/learning/{module.slug}/{lesson.slug}/", "reflection": reflection, "check": check["id"] if check else "",
                "digest": digest_of(check["value"]) if check else "", "field": f"a-{check['id'][:8]}" if check else "",
                "many": len(check["value"]["options"]) if check else 0,
            })  # fmt: skip
    numbers = range(WATCHED_PEOPLE + 400, WATCHED_PEOPLE + 400 + people)
    places = Membership.objects.current().filter(person__email__in=[address_of(number) for number in numbers])
    at_work = list(places.select_related("person").order_by("person"))
    managing = TeamManager.objects.current().filter(is_deputy=False, team__slug__startswith="team-").select_related("person", "team").order_by("pk")
    managers = list(managing[: people // 5])
    slots = list(Slot.objects.to_come().filter(taken=0).order_by("starts_at", "pk").values_list("placement__slug", "pk"))
    return {
        "people": [
            *(told(row.person, asks_for(row.person)) for row in at_work[: people - len(managers)]),
            *(told(row.person, asks_for(row.person), row.team.slug) for row in managers),
        ],
        "lessons": lessons,
        "slots": slots,
    }


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(tell(int(sys.argv[1]))))
