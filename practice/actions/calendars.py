"""Calendar feeds: making and changing a secret address."""

from django.db import transaction

from home.models import User, new_secret
from practice.models import CalendarFeed


def change_address(*, by: User) -> CalendarFeed:
    """Give somebody's feed an address, or another one: the one before answers nothing from then on."""
    with transaction.atomic():
        feed, made = CalendarFeed.objects.select_for_update().get_or_create(person=by)
        if not made:
            feed.secret = new_secret()
            feed.save(update_fields=["secret"])
    return feed
