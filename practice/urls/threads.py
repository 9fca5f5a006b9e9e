"""Addresses of what is shared in a community."""

from django.urls import path

from practice.views.threads import reading, writing

LEARNING = "communities/<slug:community>/learning/"
POST = LEARNING + "<int:pk>/"

urlpatterns = [
    path(LEARNING, reading.learning, name="learning"),
    path(LEARNING + "new/", writing.new, name="post_new"),
    path(LEARNING + "moderation/", reading.moderation, name="moderation"),
    path(POST, reading.thread, name="thread"),
    path(POST + "edit/", writing.edit, name="post_edit"),
    path(POST + "take-away/", writing.take_away, name="post_take_away"),
    path(POST + "report/", writing.report, name="post_report"),
    path(POST + "hide/", writing.hide, name="post_hide"),
    path(POST + "leave/", writing.leave, name="post_leave"),
    path(POST + "show/", writing.show, name="post_show"),
]
