"""What is shown of who comes to a community; frozen."""

from django.db import models

from practice.models.communities import CommunityPage


class RoomFigure(models.Model):
    """Who came in a year, against who works in the area: the bands that are shown, and a digest of each person's part, to tell how many changed."""

    community = models.OneToOneField(CommunityPage, on_delete=models.CASCADE, related_name="room_figure")
    rows = models.JSONField()
    parts = models.JSONField(default=dict)
    frozen_on = models.DateField()

    def __str__(self) -> str:
        return f"Who came to {self.community_id}, {self.frozen_on}"
