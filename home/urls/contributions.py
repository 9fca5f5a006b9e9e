"""Addresses of contributions from lived experience."""

from django.urls import path

from home.views.contributions import agreeing, caring, consent, desk, files, leaving, returning, safety, writing

EDITORS = [
    path("desk/", desk.desk, name="contribution_desk"),
    path("desk/<uuid:key>/", desk.read, name="contribution_read"),
    path("desk/<uuid:key>/send-back/", desk.send_back, name="contribution_send_back"),
    path("desk/<uuid:key>/suggestions/<int:pk>/remove/", desk.unsuggest, name="contribution_unsuggest"),
]
LEADS = [
    path("concerns/", safety.concerns, name="contribution_concerns"),
    path("concerns/<int:pk>/", safety.concern, name="contribution_concern"),
]
CARE = [
    path("care/", caring.desk, name="contribution_care"),
    path("care/<int:pk>/", caring.one, name="contribution_care_one"),
    path("care/<int:pk>/payment/", caring.agree, name="contribution_agree_payment"),
    path("care/<int:pk>/died/", caring.died, name="contribution_died"),
    path("care/<int:pk>/mistaken/", caring.mistaken, name="contribution_mistaken"),
    path("payments/<int:pk>/paid/", caring.paid, name="contribution_paid"),
    path("payments/<int:pk>/drop/", caring.drop, name="contribution_drop_payment"),
    path("thanks/<int:pk>/pass-on/", caring.pass_on, name="contribution_pass_on"),
    path("thanks/<int:pk>/keep-back/", caring.keep_back, name="contribution_keep_back"),
]
urlpatterns = [
    path("", writing.contributions, name="contributions"),
    path("begin/", writing.begin, name="contribution_begin"),
    *EDITORS,
    *LEADS,
    *CARE,
    path("wishes/", returning.wishes, name="contribution_wishes"),
    path("payments/<int:pk>/missed/", returning.missed, name="contribution_missed"),
    path("files/<uuid:key>/", files.contribution_file, name="contribution_file"),
    path("named/<str:secret>/", leaving.by_named, name="contribution_by_named"),
    path("<uuid:key>/", writing.contribution, name="contribution"),
    path("<uuid:key>/write/", writing.write, name="contribution_write"),
    path("<uuid:key>/autosave/", writing.autosave, name="contribution_autosave"),
    path("<uuid:key>/files/", writing.add_file, name="contribution_add_file"),
    path("<uuid:key>/files/<int:pk>/", writing.file, name="contribution_describe"),
    path("<uuid:key>/files/<int:pk>/remove/", writing.drop_file, name="contribution_drop_file"),
    path("<uuid:key>/helper/", writing.helper, name="contribution_helper"),
    path("<uuid:key>/helper/<int:pk>/stop/", writing.stop_helper, name="contribution_stop_helper"),
    path("<uuid:key>/offer/", consent.offer, name="contribution_offer"),
    path("<uuid:key>/naming/", consent.naming, name="contribution_naming"),
    path("<uuid:key>/places/", consent.places, name="contribution_places"),
    path("<uuid:key>/terms/", consent.terms, name="contribution_terms"),
    path("<uuid:key>/named/", consent.named, name="contribution_named"),
    path("<uuid:key>/named/<int:pk>/remove/", consent.unname, name="contribution_unname"),
    path("<uuid:key>/hand-in/", agreeing.hand_in, name="contribution_hand_in"),
    path("<uuid:key>/suggestions/", agreeing.suggestions, name="contribution_suggestions"),
    path("<uuid:key>/suggestions/<int:pk>/", agreeing.answer_suggestion, name="contribution_answer_suggestion"),
    path("<uuid:key>/preview/", agreeing.preview, name="contribution_preview"),
    path("<uuid:key>/preview/<int:place>/", agreeing.preview, name="contribution_preview_in"),
    path("<uuid:key>/yes/", agreeing.yes, name="contribution_yes"),
    path("<uuid:key>/yes/<int:pk>/take-back/", agreeing.take_yes_back, name="contribution_take_yes_back"),
    path("<uuid:key>/concern/", safety.raise_concern, name="contribution_raise_concern"),
    path("<uuid:key>/thank/", returning.thank, name="contribution_thank"),
    path("<uuid:key>/copy/", leaving.copy, name="contribution_copy"),
    path("<uuid:key>/take-back/", leaving.take_back, name="contribution_take_back"),
    path("<uuid:key>/receipt/", leaving.receipt, name="contribution_receipt"),
]
