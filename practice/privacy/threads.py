"""Shared learning: what people wrote in a community, reported, and where they were mentioned."""

from home.models import User
from home.seams.privacy import YOU, Kept, OnErasure, before_erasing, keeps
from practice.actions.threads.writing import leave

GROUP = "Communities"
INSIDE = "Members and facilitators of the community"
AS_POST = "As long as what it is about"
DETACHED = OnErasure.DETACHED

keeps(
    Kept(
        "practice.Post", "What you wrote in a community", GROUP, "author",
        {
            "title": "Title", "text": "Your words", "kind": "What it is", "state": "How it stands", "written_at": "When", "edited_at": "Changed",
            "session": "About which session", "hidden_because": "Why it was hidden",
        },
        why="So that people learn from each other.", seen_by=INSIDE, how_long="Until you take it away", on_erasure=OnErasure.DELETED,
        plain="id community parent html version moderated_at key",
    ),
    Kept(
        "practice.Post", "What you showed or hid as a facilitator", GROUP, "moderated_by", {"moderated_at": "When"},
        why="So that it stays clear who decided.", seen_by="Administrators, in the log", how_long=AS_POST, on_erasure=DETACHED,
    ),
    Kept(
        "practice.PostReport", "What you reported in a community", GROUP, "by",
        {"post": "What", "why": "What is wrong with it", "words": "Your words", "made_at": "When", "answer": "What came of it", "answered_at": "Answered"},
        why="So that harm is stopped.", seen_by="Who looks after the community, without your name", how_long=AS_POST, plain="id",
    ),
    Kept(
        "practice.PostReport", "Reports you answered", GROUP, "answered_by", {"answered_at": "When"},
        why="So that it stays clear who answered.", seen_by="Nobody", how_long=AS_POST, on_erasure=DETACHED,
    ),
    Kept(
        "practice.PostMention", "Where you were mentioned", GROUP, "person", {"made_at": "When", "told_at": "Told"},
        why="So that you are told of it in one mail.", seen_by=YOU, how_long=AS_POST, plain="id post",
    ),
    Kept(
        "practice.RoomFigure", "Your part in the picture of who comes to a community", GROUP, "",
        {"parts": "A digest of a digest: that something of yours changed, never what"},
        why="The picture is counted anew only when enough people's part changed, so that no change can be traced to one.", seen_by="Nobody",
        how_long="Until it is counted anew", plain="id community rows frozen_on",
    ),
)  # fmt: skip


@before_erasing
def take_words_away(person: User) -> None:
    """What the person wrote is emptied where others answered it, so that their replies stay; the rest is deleted with the account."""
    leave(person)
