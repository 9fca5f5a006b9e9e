"""Addresses of a community's ledger."""

from django.urls import path

from practice.views.ledger import agenda, reading, writing

COMMUNITY = "communities/<slug:community>/"
ACTION = COMMUNITY + "actions/<int:pk>/"

urlpatterns = [
    path(COMMUNITY + "ledger/", reading.ledger, name="ledger"),
    path(COMMUNITY + "ledger/recommend/", writing.recommend, name="recommend"),
    path(COMMUNITY + "ledger/<int:pk>/", reading.recommendation, name="recommendation"),
    path(COMMUNITY + "ledger/<int:pk>/agree/", writing.agree, name="agree_action"),
    path(COMMUNITY + "ledger/<int:pk>/set-aside/", writing.set_aside, name="set_aside"),
    path(COMMUNITY + "ledger/<int:pk>/take-up/", writing.take_up, name="take_up"),
    path(COMMUNITY + "changed/", reading.changed, name="changed"),
    path(ACTION, reading.action, name="action"),
    path(ACTION + "how-it-goes/", writing.how_it_goes, name="action_goes"),
    path(ACTION + "close/", writing.close, name="action_close"),
    path(ACTION + "move/", writing.move, name="action_move"),
    path(ACTION + "hand-over/", writing.hand_over, name="action_hand_over"),
    path(ACTION + "give-back/", writing.give_back, name="action_give_back"),
    path(COMMUNITY + "<slug:session>/agenda/", agenda.agenda, name="agenda"),
    path(COMMUNITY + "<slug:session>/agenda/<int:pk>/off/", agenda.take_off, name="agenda_off"),
]
