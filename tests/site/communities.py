"""The table's part on communities, and the small world that stands behind it: Carys runs one, Asha comes, Dev is invited, Eve waits."""

from practice.actions.sessions import speaking
from practice.enums.communities import CameBy
from practice.models import Attendance, CalendarFeed, CommunityInvitation, Registration, SessionInvitee, SessionMaterial, Speaker
from practice.rules.registering import State
from tests.cast import Cast
from tests.practice.sessions import make_community, make_past, make_session
from tests.site.addresses import Row, button, form, page, public

RUNS = "carys"
MAY_JOIN = "asha ben carys dev eve frank"
COMMUNITY, SESSION, PAST = "communities/{community}/", "communities/{community}/{session}/", "communities/{community}/{past}/"
CLOSED = "communities/{community}/{closed}/"

COMMUNITIES: dict[str, list[Row]] = {
    "practice:community_found": form("communities/new/", "lead admin"),
    "practice:speaker_guest": [*public("communities/speakers/{guest}/"), *public("communities/speakers/wrong/", answer=404, anonymous=404)],
    "practice:community_feed": [
        *public("calendar/{feed}/{community}.ics"),
        *public("calendar/wrong/{community}.ics", answer=404, anonymous=404),
    ],
    "practice:community_feed_address": form(COMMUNITY + "feed/", "asha carys", posted=302),
    "practice:community_join": button(COMMUNITY + "join/", MAY_JOIN),
    "practice:community_hear": button(COMMUNITY + "hear/"),
    "practice:community_leave": button(COMMUNITY + "leave/"),
    "practice:community_edit": form(COMMUNITY + "edit/", RUNS),
    "practice:community_archive": page(COMMUNITY + "archive/"),
    "practice:community_people": page(COMMUNITY + "people/", "carys lead admin"),
    "practice:community_facilitator": button(COMMUNITY + "people/facilitators/", "carys lead admin", posted=422),
    "practice:community_facilitator_stop": button(COMMUNITY + "people/facilitators/{facilitator}/stop/", "carys lead admin"),
    "practice:session_publish": form(COMMUNITY + "new/", RUNS),
    "practice:session_edit": form(SESSION + "edit/", RUNS),
    "practice:session_move": form(SESSION + "move/", RUNS),
    "practice:session_room": form(SESSION + "room/", RUNS),
    "practice:session_link": form(SESSION + "link/", RUNS, posted=302),
    "practice:session_call_off": form(SESSION + "call-off/", RUNS),
    "practice:session_template": button(SESSION + "template/", RUNS),
    "practice:session_place": [*form(SESSION + "place/", MAY_JOIN, posted=302), *page(CLOSED + "place/", "carys dev")],
    "practice:session_take": button(SESSION + "place/take/", "asha eve"),
    "practice:session_give_back": button(SESSION + "place/give-back/", "asha eve"),
    "practice:session_register": form(SESSION + "register/", RUNS, posted=302),
    "practice:session_walk_in": button(PAST + "register/walk-in/", RUNS, posted=422),
    "practice:session_move_up": button(SESSION + "register/{waiting}/up/", RUNS),
    "practice:session_take_away": form(SESSION + "register/{waiting}/give-back/", RUNS),
    "practice:session_check_in": form(SESSION + "check-in/", MAY_JOIN),
    "practice:session_invited": form(CLOSED + "invited/", RUNS),
    "practice:session_speakers": form(SESSION + "speakers/", RUNS),
    "practice:session_introduction": form(SESSION + "speakers/{speaker}/", RUNS),
    "practice:session_speaker_remove": button(SESSION + "speakers/{speaker}/remove/", RUNS),
    "practice:session_speaking": form(SESSION + "speaking/", "frank", posted=200),
    "practice:session_materials": form(PAST + "kept/", RUNS),
    "practice:session_material": form(PAST + "kept/{material}/", RUNS),
    "practice:session_material_off": button(PAST + "kept/{material}/remove/", RUNS),
    "practice:session_feedback": form(PAST + "feedback/", "asha", posted=302),
    "practice:session_said": page(PAST + "said/", RUNS),
    "practice:session_message": form(SESSION + "message/", RUNS),
    "practice:session_certificate": page(PAST + "certificate.pdf", "asha"),
}


def make_meetings(cast: Cast) -> dict[str, str]:
    """A community with a session to come, one past, and one for invited people only."""
    community = make_community(cast.carys)
    session, past = make_session(community, link=True), make_past(community)
    closed = make_session(community, title="Only for some", begins=15, audience="invited")
    CommunityInvitation.objects.create(community=community, person=cast.dev, invited_by=cast.carys)
    SessionInvitee.objects.create(session=closed, person=cast.dev, invited_by=cast.carys)
    community.members.create(person=cast.asha)
    Registration.objects.create(session=session, person=cast.asha, state=State.CONFIRMED)
    waiting = Registration.objects.create(session=session, person=cast.eve, state=State.WAITING)
    type(session).objects.filter(pk=session.pk).update(taken=1, waiting=1)
    Attendance.objects.create(session=past, person=cast.asha, came_by=CameBy.LIST, noted_by=cast.carys)
    speaker = Speaker.objects.create(session=session, person=cast.frank, name="Frank")
    speaking.write_introduction(by=cast.carys, speaker=speaker, name="Frank", role="", words="Frank works nights.")
    introduced = speaking.agree(speaker=speaker, number=1).revision.contribution
    guest = Speaker.objects.create(session=session, name="Ngozi", email="ngozi@example.net", order=1)
    speaking.write_introduction(by=None, speaker=guest, name="Ngozi", role="", words="Ngozi runs a peer service.")
    material = SessionMaterial.objects.create(session=past, kind="summary", title="What we heard", text="Letters are read late.")
    CalendarFeed.objects.get_or_create(person=cast.asha)
    keys = {"waiting": waiting, "speaker": speaker, "material": material, "facilitator": community.facilitators.get()}
    slugs = {"session": session, "past": past, "closed": closed}
    return {
        "community": community.slug, "introduced": str(introduced.public_id), "guest": guest.secret, **{name: row.page.slug for name, row in slugs.items()},
        **{name: str(row.pk) for name, row in keys.items()},
    }  # fmt: skip
