"""`manage.py export_person EMAIL`."""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from home.actions.rights.copying import made_at_the_server
from home.models import User
from home.personal_copy.writing import copy_name, write_copy
from home.wording import count_words


class Command(BaseCommand):
    """Writes everything about one person into a ZIP file."""

    help = (
        "Writes everything that the site keeps about the person at EMAIL into one ZIP file: a page to read (read-me.html), the same as JSON "
        "(everything.json), and their documents and files. People make it themselves at /me/privacy/; this is for somebody who asked in writing "
        "and cannot sign in. The person is told, and it stands among what they can read of who saw what. Nobody else may read the file."
    )

    def add_arguments(self, parser) -> None:
        """The address, and where the file goes."""
        parser.add_argument("email", metavar="EMAIL", help="The e-mail address that the person signs in with.")
        parser.add_argument("--to", default="", metavar="FILE", help="Where the ZIP file goes. Without it, this folder, named by the day.")

    def handle(self, *args, **options) -> None:
        """Write it, and say what is in it."""
        person = User.objects.filter(email__iexact=options["email"].strip()).first()
        if person is None:
            raise CommandError(f"Nobody here signs in with {options['email']}.")
        now = timezone.now()
        path = Path(options["to"] or copy_name(now))
        try:
            with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
                done = write_copy(person, file, made_at=now)
        except FileExistsError as fault:
            raise CommandError(f"{path} is there already. Give another name with --to, or move it away.") from fault
        except OSError as fault:
            raise CommandError(f"{path} cannot be written: {fault.strerror}.") from fault
        made_at_the_server(person)
        self.stdout.write(f"{path.resolve()}: {done.kinds} kinds of things, {done.rows} rows, {count_words(len(done.files), 'file')}.")
        self.stdout.write("It holds private things. Give it to the person alone, then delete it.")
