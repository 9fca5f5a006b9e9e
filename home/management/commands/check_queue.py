"""`manage.py check_queue`: whether the work behind the pages is being done, for what looks after the worker's container or unit."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_q.models import Schedule

LATE = timedelta(minutes=5)


class Command(BaseCommand):
    """Exits 0 while recurring tasks are begun on time, 1 where one is more than five minutes late."""

    help = "Says whether recurring tasks are begun on time. Exits 1 where one is more than five minutes late: then no worker runs, or all are stuck."

    def handle(self, *args, **options) -> None:
        """Look at what should have begun by now."""
        late = Schedule.objects.exclude(repeats=0).filter(next_run__lt=timezone.now() - LATE).order_by("next_run")
        first = late.first()
        if first is not None:
            raise CommandError(f"{late.count()} recurring tasks are late; the first, “{first.name}”, was due at {timezone.localtime(first.next_run):%H:%M}.")
        self.stdout.write("Recurring tasks are begun on time.")
