"""`manage.py seed_scale`: fill an empty database with an invented town of any size, for measuring."""

import importlib
import importlib.util
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from home.demo import scale
from home.demo.pouring import look_again
from home.demo.scale import DOMAIN, Size
from home.management.commands.demonstrate import APPS
from home.models import User


class Command(BaseCommand):
    """Seeds the town of each app, from the floor up, round by round."""

    help = (
        "Fill an empty database with an invented town: people with five years behind them in services and teams, for measuring. The same seed makes "
        "the same town; a town that stands grows to the number given, and an interrupted run goes on. Needs the framework and the curriculum "
        "(manage.py migrate, found_site, load_framework, load_curriculum). Refuses where production settings are on, or anybody else is in the database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """How large, and from which seed."""
        parser.add_argument("--people", type=int, required=True, help="how many people, at least 100; 100,000 take a few minutes")
        parser.add_argument("--services", type=int, default=500, help="how many services (default: 500)")
        parser.add_argument("--teams", type=int, default=2000, help="how many teams (default: 2000)")
        parser.add_argument("--years", type=int, default=5, help="how many years lie behind them (default: 5)")
        parser.add_argument("--seed", type=int, default=20261201, help="what chance begins with")

    def handle(self, *args, people: int, services: int, teams: int, years: int, seed: int, **options) -> None:
        """Seed, saying each step with the seconds since the beginning."""
        size = Size(people, services, teams, years, seed)
        self.refuse(size)
        began = time.monotonic()

        def say(words: str) -> None:
            self.stdout.write(f"[{time.monotonic() - began:6.1f} s] {words}")
            self.stdout.flush()

        parts = [importlib.import_module(f"{app}.demo.scale") for app in APPS[1:] if importlib.util.find_spec(f"{app}.demo.scale")]
        with transaction.atomic():
            for part in (scale, *parts):
                part.lay_ground(size, say)
        grew = False
        for numbers in scale.rounds(size):
            with transaction.atomic():
                found = scale.welcome(size, numbers)
                for part in parts:
                    part.fill(found)
            grew = True
            say(f"{numbers.stop:,} of {people:,} people")
        if grew:
            look_again()
            for part in parts:
                with transaction.atomic():
                    part.finish(size, say)
            look_again()
        say(f"A town of {people:,} people stands." if grew else "The town stands already; nothing changed.")

    def refuse(self, size: Size) -> None:
        """Raise a sentence where this is no place for an invented town, or the town could not be."""
        if not settings.DEMONSTRATION:
            raise CommandError("This fills the database with invented people. It runs only with EMBEDDED=1 and DEMONSTRATION=1, never on a real site.")
        if size.people < 100 or size.services < 1 or size.teams < max(size.services, 2) or not 1 <= size.years <= 20:
            raise CommandError("A town needs at least 100 people, a service, two teams and a team for every service, and between 1 and 20 years.")
        if User.objects.exclude(email__endswith=f"@{DOMAIN}").exists():
            raise CommandError("Other people are in this database. Give an empty one: another VAR, or another DATABASE_URL.")
