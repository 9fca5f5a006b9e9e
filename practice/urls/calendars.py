"""Addresses of calendars."""

from django.urls import path

from practice.views import calendars

urlpatterns = [
    path("calendar/", calendars.calendar, name="calendar"),
    path("calendar/<str:secret>.ics", calendars.calendar_feed, name="calendar_feed"),
]
