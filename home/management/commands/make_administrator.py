"""`manage.py make_administrator EMAIL`."""

from django.core.management.base import BaseCommand, CommandError

from home.actions.refusals import Refused
from home.actions.roles import make_administrator


class Command(BaseCommand):
    """Makes somebody an administrator, and their account where they have none."""

    help = (
        "Makes the person at EMAIL an administrator of the site. Where nobody has that address yet, an account is made "
        "and a mail tells them how to choose a password."
    )

    def add_arguments(self, parser) -> None:
        """The address, and a name for a new account."""
        parser.add_argument("email", help="The e-mail address that the person signs in with.")
        parser.add_argument("--name", default="", help="What to call them, where the account is new. Without it, the part before the @.")

    def handle(self, *args, **options) -> None:
        """Do it, and say what was done."""
        try:
            person, made = make_administrator(options["email"], options["name"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if made:
            self.stdout.write(f"Made an account for {person.email}. At the sign-in page, “Forgotten your password” sends a link to choose one.")
        self.stdout.write(f"{person.email} is an administrator. The first page to visit is /setup/.")
