"""`manage.py demonstrate`: fill the site with an invented town, for looking around."""

import importlib
import importlib.util

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

APPS = ("home", "capability", "learning", "practice")


class Command(BaseCommand):
    """Builds the demonstration of each app, from the floor up."""

    help = "Fill the site with Wenbridge, an invented town with people to sign in as. Refuses where production settings are on."

    def handle(self, *args, **options) -> None:
        """Build, saying each step; running it again changes nothing."""
        if not settings.DEMONSTRATION:
            raise CommandError("This makes accounts whose password everyone knows. It runs only with EMBEDDED=1 and DEMONSTRATION=1, never on a real site.")
        for app in APPS:
            if importlib.util.find_spec(f"{app}.demo"):
                importlib.import_module(f"{app}.demo").build(self.stdout.write)
