"""Addresses of the service map."""

from django.urls import path

from practice.views import closing, keeping, open_referral, reviewing, services, turning_away

urlpatterns = [
    path("services.json", open_referral.listing, name="services_json"),
    path("services/", services.services, name="services"),
    path("services/new/", keeping.new, name="service_new"),
    path("services/compare/", services.compare, name="services_compare"),
    path("services/unclear/", services.unclear, name="services_unclear"),
    path("services/reviews/<int:pk>/", reviewing.review, name="review"),
    path("services/reviews/<int:pk>/decline/", reviewing.decline, name="decline_review"),
    path("services/reviews/<int:pk>/withdraw/", reviewing.withdraw, name="withdraw_review"),
    path("services/reviews/<int:pk>/answer/", reviewing.answer_review, name="answer_review"),
    path("services/<slug:service>/", services.service, name="service"),
    path("services/<slug:service>/edit/", keeping.edit, name="service_edit"),
    path("services/<slug:service>/confirm/", keeping.confirm, name="service_confirm"),
    path("services/<slug:service>/history/", keeping.history, name="service_history"),
    path("services/<slug:service>/keepers/", keeping.keepers, name="service_keepers"),
    path("services/<slug:service>/keepers/<int:pk>/stop/", keeping.stop, name="service_keeper_stop"),
    path("services/<slug:service>/criteria/new/<slug:about>/", keeping.new_criterion, name="criterion_new"),
    path("services/<slug:service>/criteria/<int:pk>/", keeping.criterion, name="criterion"),
    path("services/<slug:service>/criteria/<int:pk>/remove/", keeping.remove, name="criterion_remove"),
    path("services/<slug:service>/close/", closing.close, name="service_close"),
    path("services/<slug:service>/stays-open/", closing.stay_open, name="service_stays_open"),
    path("services/<slug:service>/ask-for-review/", reviewing.ask_review, name="ask_review"),
    path("services/<slug:service>/turned-away/", turning_away.record, name="turned_away"),
    path("services/<slug:service>/turn-aways/", turning_away.figures, name="turn_aways"),
]
