"""Addresses of shadowing. What stands under a placement's own address comes last."""

from django.urls import path

from practice.views.shadowing import board, bookings, concerns, desk, exchange

BOOKING = "shadowing/bookings/<int:pk>/"
TIME = "shadowing/times/<int:pk>/"

urlpatterns = [
    path("shadowing/", board.board, name="shadowing"),
    path("shadowing/mine/", bookings.mine, name="my_bookings"),
    path("shadowing/yeses/", bookings.yeses, name="yeses"),
    path("shadowing/desk/", desk.desk, name="desk"),
    path("shadowing/offer/", desk.offer, name="offer_placement"),
    path("shadowing/exchange/", exchange.exchange, name="exchange"),
    path("shadowing/concerns/", concerns.concerns, name="concerns"),
    path("shadowing/concerns/<int:pk>/", concerns.concern, name="concern"),
    path(BOOKING, bookings.booking, name="booking"),
    path(BOOKING + "yes/", bookings.say_yes, name="say_yes"),
    path(BOOKING + "decline/", bookings.decline, name="decline"),
    path(BOOKING + "decline/all/", bookings.decline_all, name="decline_all"),
    path(BOOKING + "cancel/", bookings.cancel, name="cancel"),
    path(BOOKING + "take/", bookings.take_offer, name="take_offer"),
    path(BOOKING + "prepare/", bookings.prepare, name="prepare"),
    path(BOOKING + "took-place/", bookings.attendance, name="attendance"),
    path(BOOKING + "reflection/", bookings.reflection, name="reflection"),
    path(BOOKING + "feedback/", bookings.feedback, name="feedback"),
    path(BOOKING + "concern/", bookings.concern, name="raise_concern"),
    path(TIME + "move/", desk.move, name="move_time"),
    path(TIME + "room/", desk.room, name="change_room"),
    path(TIME + "call-off/", desk.call_off, name="call_off_time"),
    path("shadowing/<slug:placement>/", board.placement, name="placement"),
    path("shadowing/<slug:placement>/ask/", board.ask, name="ask"),
    path("shadowing/<slug:placement>/edit/", desk.edit, name="edit_placement"),
    path("shadowing/<slug:placement>/times/", desk.add_times, name="add_times"),
]
