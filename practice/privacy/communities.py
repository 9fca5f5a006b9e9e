"""Communities of Practice: who belongs, who comes, who speaks."""

from home.models import User
from home.seams.privacy import Kept, OnErasure, before_erasing, keeps, nothing_personal
from practice.actions.sessions.registering import leave
from practice.actions.successors import ask_for_successors

GROUP = "Communities"
FACILITATORS = "You and the community's facilitators"
EVERYONE = "Everyone who is signed in"
DETACHED = OnErasure.DETACHED
AS_SESSION = "As long as the session's page"

keeps(
    Kept(
        "practice.Facilitator", "Communities you facilitate", GROUP, "person", {"community": "Community", "started_on": "From", "ended_on": "Until"},
        why="So that members know who runs it.", seen_by=EVERYONE, plain="id",
    ),
    Kept(
        "practice.CommunityMember", "Communities you belong to", GROUP, "person",
        {"community": "Community", "joined_at": "Joined", "left_at": "Left", "hears_of_sessions": "Told of new sessions"},
        why="So that you hear of its sessions and take part in its threads.", seen_by="The community's members and facilitators", plain="id",
    ),
    Kept(
        "practice.CommunityInvitation", "Communities you were invited to", GROUP, "person", {"community": "Community", "invited_at": "When"},
        why="Whoever is invited may join without working in a service.", seen_by=FACILITATORS, plain="id invitation",
    ),
    Kept(
        "practice.SessionInvitee", "Sessions you were invited to", GROUP, "person", {"session": "Session", "invited_at": "When"},
        why="Some sessions are for invited people.", seen_by=FACILITATORS, plain="id",
    ),
    Kept(
        "practice.Registration", "Your places at sessions", GROUP, "person",
        {
            "session": "Session", "state": "What came of it", "needs": "What would help you take part", "asked_at": "Asked", "reason": "Reason given",
            "ended_at": "Ended", "late": "Given back late",
        },
        why="So that there is a place for you, and what you need.", seen_by=FACILITATORS, plain="id offered_until uid invited_at sequence",
    ),
    Kept(
        "practice.Attendance", "Sessions you came to", GROUP, "person",
        {"session": "Session", "service": "Where you worked that day", "came_by": "How it was noted", "noted_at": "When", "name": "Name"},
        why="So that it stands in your record. Nobody's ethnicity, faith or sexuality is counted.", seen_by=FACILITATORS, plain="id",
    ),
    Kept(
        "practice.SessionFeedback", "What you said of a session", GROUP, "person",
        {"session": "Session", "useful": "What was useful", "better": "What would make it better", "given_at": "When"},
        why="So that the next one is better.", seen_by="The facilitators, without your name", plain="id",
    ),
    Kept(
        "practice.Speaker", "Sessions you speak at", GROUP, "person",
        {"session": "Session", "name": "Name on the page", "role": "What you do", "email": "Address", "asked_at": "Asked", "declined_at": "Declined"},
        why="So that people know who speaks.", seen_by=EVERYONE, withheld={"secret": "Whoever has it could answer for you."}, plain="id order",
    ),
    Kept(
        "practice.Introduction", "Words that introduce you", GROUP, "speaker__person",
        {"name": "Name", "role": "What you do", "written_at": "Written"},
        why="Only words that you agreed to are shown; they stand with what you contribute.", seen_by="Everyone who is signed in, once you have said yes",
        plain="id speaker number revision",
    ),
    Kept(
        "practice.GuestInvitation", "Sessions that were put into your calendar as a guest", GROUP, "speaker__person", {"invited_at": "When"},
        why="So that your calendar follows when a session moves.", seen_by="Nobody", plain="id speaker uid sequence",
    ),
    Kept(
        "practice.MaterialYes", "What you agreed may be kept of a session", GROUP, "speaker__person", {"material": "What", "said_at": "When"},
        why="Nothing is kept of a session without its speakers' yes.", seen_by=FACILITATORS, plain="id speaker revision agreed",
    ),
    Kept(
        "practice.Session", "Sessions you made", GROUP, "made_by", {"made_at": "When", "starts_at": "Begins"},
        why="To know whom to ask.", seen_by=FACILITATORS, how_long=AS_SESSION, on_erasure=DETACHED,
        plain="id page community ends_at capacity taken waiting series called_off_at audience audience_words is_online place link_minutes code",
    ),
    Kept(
        "practice.SessionMaterial", "What you put up after a session", GROUP, "put_up_by", {"title": "Title", "put_up_at": "When"},
        why="So that people can come back to it.", seen_by="The community", how_long=AS_SESSION, on_erasure=DETACHED,
        plain="id session kind text address file revision",
    ),
    Kept(
        "practice.SessionMessage", "Messages you wrote to those registered", GROUP, "sent_by", {"title": "Title", "text": "Your words", "sent_at": "When"},
        why="So that people who registered hear of changes.", seen_by="Those it went to, and the facilitators", how_long=AS_SESSION, on_erasure=DETACHED,
        plain="id session key to people",
    ),
    *(
        Kept(model, title, GROUP, whose, {when: "When"}, why=why, seen_by=FACILITATORS, how_long=AS_SESSION, on_erasure=DETACHED)
        for model, whose, when, title, why in (
            ("practice.CommunityInvitation", "invited_by", "invited_at", "People you invited to a community", "So that they know by whom."),
            ("practice.SessionInvitee", "invited_by", "invited_at", "People you invited to a session", "So that they know by whom."),
            ("practice.Registration", "ended_by", "ended_at", "Places that you ended", "So that it stays clear who did."),
            ("practice.Attendance", "noted_by", "noted_at", "Who came, where you kept the register", "So that it stays clear who kept it."),
            ("practice.Introduction", "written_by", "written_at", "Introductions you wrote", "So that a speaker knows whom to ask."),
        )
    ),
)  # fmt: skip

for model, why in {
    "CommunityIndexPage": "the page of all communities", "CommunityPage": "what a community says of itself", "SessionPage": "what a session says of itself",
    "CommunityPage_capabilities": "what a community builds", "SessionPage_capabilities": "what a session builds",
    "SessionPage_preparation": "what to look at first",
    "JoinLink": "the address of an online session, shown only around its time to who has a place",
    "SessionTemplate": "what a community's sessions have in common",
}.items():  # fmt: skip
    nothing_personal(f"practice.{model}", why)


@before_erasing
def give_session_places_back(person: User) -> None:
    """Places of theirs at sessions to come are given back, so that whoever waits is offered them."""
    leave(person)


before_erasing(ask_for_successors)
