"""Addresses of what people do in learning; the pages themselves are Wagtail's."""

from django.urls import path

from learning.views import certificates, doing, files, finishing, notes, record, reflections, requests, resting, reviewing

app_name = "learning"

LEAVES = [
    path("learning/record/", record.page, name="record"),
    path("learning/record.csv", record.table, name="record_csv"),
    path("learning/record.pdf", record.pdf, name="record_pdf"),
    path("certificates/<slug:code>/", certificates.check, name="certificate"),
    path("certificates/<slug:code>.pdf", certificates.pdf, name="certificate_pdf"),
    path("certificates/<slug:code>/name/", certificates.name, name="certificate_name"),
]
REFLECTIONS = [
    path("learning/reflections/", reflections.mine, name="reflections"),
    path("learning/reflections/delete-all/", reflections.delete_all, name="reflections_delete"),
    path("learning/reflections/<int:pk>/", reflections.one, name="reflection"),
    path("learning/reflections/<int:pk>/edit/", reflections.edit, name="reflection_edit"),
    path("learning/reflections/<int:pk>/delete/", reflections.delete, name="reflection_delete"),
    path("learning/reflections/<int:pk>/keep/", reflections.keep, name="reflection_keep"),
    path("learning/reflections/<int:pk>/send/", reflections.send, name="reflection_send"),
    path("learning/reflections/<int:pk>/stop/<int:share>/", reflections.stop, name="reflection_stop"),
]
REQUESTS = [
    path("learning/requests/", requests.mine, name="requests"),
    path("learning/requests/<int:pk>/change/", requests.change, name="request_change"),
    path("learning/requests/<int:pk>/withdraw/", requests.withdraw, name="request_withdraw"),
    path("learning/requests/<int:pk>/not-now/", requests.not_now, name="request_not_now"),
    path("learning/requests/<int:pk>/take-back/", requests.take_back, name="request_take_back"),
    path("learning/requests/<slug:team>/new/", requests.new, name="requests_new"),
]
NOTES = [
    path("learning/notes/", notes.notes, name="notes"),
    path("learning/notes/<int:pk>/", notes.note, name="note"),
]
REVIEWING = [
    path("learning/reviewing/of/<int:module>/", reviewing.reviewers, name="reviewers"),
    path("learning/reviewing/<int:pk>/", reviewing.one, name="reviewing_one"),
    path("learning/reviewing/<int:pk>/end/", reviewing.end, name="reviewing_end"),
    path("learning/reviewing/<int:pk>/<int:page>/", reviewing.word, name="reviewing_word"),
    path("learning/reviewing/<int:pk>/<int:page>/read/", reviewing.read, name="reviewing_read"),
]
LESSON = "learning/<slug:module>/<slug:lesson>/"
DOING = [
    path(LESSON + "answer/<uuid:block>/", doing.give_answer, name="answer"),
    path(LESSON + "choose/<uuid:block>/", doing.make_choice, name="choose"),
    path(LESSON + "reflect/<uuid:block>/", doing.keep_reflection, name="reflect"),
    path(LESSON + "tick/<uuid:block>/", doing.tick_items, name="tick"),
    path(LESSON + "vote/<uuid:block>/", doing.say_in_poll, name="vote"),
    path(LESSON + "note/", doing.leave_note, name="leave_note"),
    path(LESSON + "finish/", finishing.finish, name="finish"),
    path(LESSON + "again/", finishing.again, name="again"),
    path(LESSON + "captions/<uuid:block>/", files.captions, name="captions"),
    path(LESSON + "break/", resting.take_break, name="break"),
    path("learning/files/<slug:module>/<str:name>", files.shipped_file, name="file"),
]
urlpatterns = LEAVES + REFLECTIONS + REQUESTS + NOTES + REVIEWING + DOING
