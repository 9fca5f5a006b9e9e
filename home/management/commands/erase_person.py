"""`manage.py erase_person EMAIL`."""

from django.core.management.base import BaseCommand, CommandError

from home.actions.refusals import Refused
from home.actions.rights.erasing import erase, what_would_go
from home.enums import ErasureCause
from home.letters.writing import absolute
from home.models import User


class Command(BaseCommand):
    """Erases one person and prints the receipt."""

    help = (
        "Erases the person at EMAIL for good, at once, and prints the receipt. Everything that is theirs goes; the area's counts stay; it is written "
        "into the ledger beside the backups, so that a restored copy is erased of them again. It cannot be undone. People ask for it themselves at "
        "/me/privacy/; this is for somebody who asked in writing. The only administrator is not erased."
    )

    def add_arguments(self, parser) -> None:
        """The address, and whether only to look."""
        parser.add_argument("email", metavar="EMAIL", help="The e-mail address that the person signs in with.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would go and what would stay, and change nothing.")

    def handle(self, *args, **options) -> None:
        """Do it, and print what was done."""
        person = User.objects.filter(email__iexact=options["email"].strip()).first()
        if person is None:
            raise CommandError(f"Nobody here signs in with {options['email']}. Nothing was done.")
        if options["dry_run"]:
            removed, stays = what_would_go(person)
            self._say("Would be deleted", removed)
            self._say("Would stay, without their name", stays)
            self.stdout.write("Nothing was changed.")
            return
        try:
            made = erase(person, cause=ErasureCause.MACHINE)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Erased on {made.at:%-d %B %Y}. The receipt, for whoever has this address: {absolute(f'/erased/{made.code}/')}")
        self._say("Deleted", made.receipt["removed"])
        self._say("Stays, without their name", made.receipt["stays"])
        self.stdout.write("What cannot be recalled:")
        for line in made.receipt["cannot"]:
            self.stdout.write(f"  {line}")

    def _say(self, title: str, rows: list) -> None:
        self.stdout.write(f"{title}:" if rows else f"{title}: nothing")
        for what, count in rows:
            self.stdout.write(f"  {count:>6}  {what}")
