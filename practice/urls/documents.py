"""Addresses of a community's agreed documents, and of who is not in the room."""

from django.urls import path

from practice.views import room
from practice.views.documents import reading, writing

COMMUNITY = "communities/<slug:community>/"
DOCUMENTS = COMMUNITY + "documents/"
DOCUMENT = DOCUMENTS + "<slug:slug>/"

urlpatterns = [
    path(COMMUNITY + "room/", room.room, name="room"),
    path(DOCUMENTS, reading.documents, name="documents"),
    path(DOCUMENTS + "new/", writing.new, name="document_new"),
    path(DOCUMENT, reading.document, name="document"),
    path(DOCUMENT + "versions/<int:number>/", reading.document, name="document_at"),
    path(DOCUMENT + "version/", writing.version, name="document_version"),
    path(DOCUMENT + "signatories/", writing.signatories, name="document_signatories"),
    path(DOCUMENT + "review/", writing.review, name="document_review"),
    path(DOCUMENT + "end/", writing.end, name="document_end"),
    path(DOCUMENT + "sign/<slug:service>/", writing.sign, name="document_sign"),
    path(DOCUMENT + "take-back/<slug:service>/", writing.take_back, name="document_take_back"),
]
