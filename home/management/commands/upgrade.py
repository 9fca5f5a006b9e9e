"""`manage.py upgrade`: the one step between new code and a running site."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from home.away import BucketAway
from home.locks import one_at_a_time_for_long

STEPS = [("The site's own pages", "found_site"), ("The capability framework", "load_framework"), ("The curriculum", "load_curriculum")]


class Command(BaseCommand):
    """Brings the database and the files up to the code that runs this; one machine at a time."""

    help = (
        "Brings a site up to date with this version of the code: the database, the site's own pages, the framework, the curriculum, the static files, "
        "in that order. Safe to run again, and beside a site that runs the version before. Where another machine is at it, this one waits, "
        "and finds it done. A database of a newer version is left alone, and said."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What may be left out."""
        parser.add_argument("--no-static", action="store_true", help="leave the static files: they were collected when the image was built")

    def handle(self, *args, no_static: bool, **options) -> None:
        """Do each step that is due, saying which."""
        self.began = time.monotonic()
        with one_at_a_time_for_long("upgrade", waiting=lambda: self.say("Another machine is upgrading. Waiting for it.")):
            executor = MigrationExecutor(connection)
            refuse_newer(executor)
            if settings.BUCKET:
                self.step("The bucket")
                try_bucket()
            self.step("The database")
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                call_command("migrate", interactive=False, verbosity=options["verbosity"])
            for title, command in STEPS:
                self.step(title)
                call_command(command)
        if not no_static:
            self.step("Static files")
            call_command("collectstatic", interactive=False, verbosity=0)
        self.step("Up to date")

    def step(self, title: str) -> None:
        """Say what is being done, with the seconds since the beginning."""
        self.say(f"[{time.monotonic() - self.began:5.1f} s] {title}")

    def say(self, text: str) -> None:
        """Write `text` at once, on a line of its own."""
        self.stdout.write(text)
        self.stdout.flush()


def refuse_newer(executor: MigrationExecutor) -> None:
    """Raise a sentence where the database has had migrations of ours that this code does not know."""
    ours = {app.label for app in apps.get_app_configs()}
    unknown = [f"{app}.{name}" for app, name in executor.loader.applied_migrations if app in ours and (app, name) not in executor.loader.disk_migrations]
    if unknown:
        raise CommandError(
            f"This database belongs to a newer version: it has had {', '.join(sorted(unknown))}, which this code does not know. "
            "Nothing was changed. The version before runs with it as it is: start it without an upgrade."
        )


def try_bucket() -> None:
    """Put, read and delete an object, and raise a sentence where that fails or where what is deleted would be kept."""
    from home.storage import asked, bucket_at  # boto is slow to load, and only sites with a bucket have it

    with told():
        bucket = bucket_at(f"s3://{settings.BUCKET}")
        name = bucket.save("upgrade/trial.txt", ContentFile(b"trial"))
        with bucket.open(name, "rb") as kept:
            if kept.read() != b"trial":
                raise CommandError(f"The bucket {settings.BUCKET} gives back something else than was put there.")
        bucket.delete(name)
        with asked():
            versions = bucket.connection.BucketVersioning(settings.BUCKET).status
    if versions == "Enabled":
        raise CommandError(
            f"The bucket {settings.BUCKET} keeps versions of what is deleted, so what people take back would stay in it. "
            "Switch versioning off for it, and delete the versions that there are."
        )


@contextmanager
def told() -> Iterator[None]:
    """Turn a bucket that cannot be used into a sentence."""
    try:
        yield
    except (BucketAway, FileNotFoundError) as fault:
        raise CommandError(f"{fault} Look at BUCKET, BUCKET_SERVER, BUCKET_REGION, BUCKET_KEY and BUCKET_SECRET.") from fault
