"""Calendar feeds."""

from django.conf import settings
from django.db import models

from home.models import new_secret


class CalendarFeed(models.Model):
    """The secret address at which a calendar program reads what somebody has booked; theirs to change."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    secret = models.CharField(max_length=40, unique=True, default=new_secret)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"Calendar of {self.person}"
