"""Addresses of communities. Pages of communities and sessions themselves are served by Wagtail; these stand under them."""

from django.urls import path

from practice.views.communities import afterwards, communities, feeds, register, registering, sessions, speakers

COMMUNITY = "communities/<slug:community>/"
SESSION = COMMUNITY + "<slug:session>/"

urlpatterns = [
    path("communities/new/", communities.found, name="community_found"),
    path("communities/speakers/<str:secret>/", speakers.guest, name="speaker_guest"),
    path("calendar/<str:secret>/<slug:community>.ics", feeds.community_feed, name="community_feed"),
    path(COMMUNITY + "feed/", feeds.address, name="community_feed_address"),
    path(COMMUNITY + "join/", communities.join, name="community_join"),
    path(COMMUNITY + "hear/", communities.hear, name="community_hear"),
    path(COMMUNITY + "leave/", communities.leave, name="community_leave"),
    path(COMMUNITY + "edit/", communities.edit, name="community_edit"),
    path(COMMUNITY + "archive/", communities.archive, name="community_archive"),
    path(COMMUNITY + "people/", communities.people, name="community_people"),
    path(COMMUNITY + "people/facilitators/", communities.name_facilitator, name="community_facilitator"),
    path(COMMUNITY + "people/facilitators/<int:pk>/stop/", communities.stop_facilitator, name="community_facilitator_stop"),
    path(COMMUNITY + "new/", sessions.publish, name="session_publish"),
    path(SESSION + "edit/", sessions.edit, name="session_edit"),
    path(SESSION + "move/", sessions.move, name="session_move"),
    path(SESSION + "room/", sessions.room, name="session_room"),
    path(SESSION + "link/", sessions.link, name="session_link"),
    path(SESSION + "call-off/", sessions.call_off, name="session_call_off"),
    path(SESSION + "template/", sessions.keep_template, name="session_template"),
    path(SESSION + "place/", registering.place, name="session_place"),
    path(SESSION + "place/take/", registering.take, name="session_take"),
    path(SESSION + "place/give-back/", registering.give_back, name="session_give_back"),
    path(SESSION + "register/", register.register, name="session_register"),
    path(SESSION + "register/walk-in/", register.walk_in, name="session_walk_in"),
    path(SESSION + "register/<int:pk>/up/", register.move_up, name="session_move_up"),
    path(SESSION + "register/<int:pk>/give-back/", register.give_back, name="session_take_away"),
    path(SESSION + "check-in/", register.check_in, name="session_check_in"),
    path(SESSION + "speakers/", speakers.speakers, name="session_speakers"),
    path(SESSION + "speakers/<int:pk>/", speakers.introduction, name="session_introduction"),
    path(SESSION + "speakers/<int:pk>/remove/", speakers.remove, name="session_speaker_remove"),
    path(SESSION + "speaking/", speakers.own, name="session_speaking"),
    path(SESSION + "kept/", afterwards.materials, name="session_materials"),
    path(SESSION + "kept/<int:pk>/", afterwards.material, name="session_material"),
    path(SESSION + "kept/<int:pk>/remove/", afterwards.throw_away, name="session_material_off"),
    path(SESSION + "feedback/", afterwards.feedback, name="session_feedback"),
    path(SESSION + "said/", afterwards.said, name="session_said"),
    path(SESSION + "message/", afterwards.message, name="session_message"),
    path(SESSION + "certificate.pdf", afterwards.certificate, name="session_certificate"),
    path(SESSION + "invited/", register.invited, name="session_invited"),
]
