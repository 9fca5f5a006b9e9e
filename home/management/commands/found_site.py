"""`manage.py found_site`."""

from django.core.management.base import BaseCommand, CommandError

from home.actions.founding import found_site
from home.actions.plain_pages import BrokenFile


class Command(BaseCommand):
    """Makes what a site needs before the first person comes; running it again changes nothing."""

    help = "Makes the home page, the pages about the site, the groups and their rights, the workflow and the recurring tasks, where they are not there yet."

    def handle(self, *args, **options) -> None:
        """Found the site, one line for each thing done."""
        try:
            found_site(lambda line: self.stdout.write(f"  {line}"))
        except BrokenFile as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write("The site stands.")
