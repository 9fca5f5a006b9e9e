"""A community's ledger: who recommended, agreed, owned and reported what."""

from home.models import User
from home.seams.privacy import Kept, OnErasure, before_erasing, keeps
from practice.actions.ledger.carrying import leave

GROUP = "Communities"
COMMUNITY = "Members and facilitators of the community, and workforce leads"
OWNER = "Members and facilitators of the community, whoever owns the action, and workforce leads"
AS_LEDGER = "As long as the community: nothing is taken out of a ledger"
DETACHED = OnErasure.DETACHED

keeps(
    Kept(
        "practice.AgendaItem", "What you put on a session's agenda", GROUP, "put_by", {"title": "What", "put_at": "When"},
        why="So that members know who brought it.", seen_by="The community's facilitators", how_long="As long as the session's page", on_erasure=DETACHED,
        plain="id session source source_key text url",
    ),
    Kept(
        "practice.Recommendation", "What you recommended in a community", GROUP, "made_by", {"text": "Your words", "made_at": "When"},
        why="So that what a community recommends can be acted on.", seen_by=COMMUNITY, how_long=AS_LEDGER, on_erasure=DETACHED,
        plain="id community session item set_aside_at set_aside_because key",
    ),
    Kept(
        "practice.LedgerAction", "Actions of communities that are yours", GROUP, "owner",
        {"text": "What will be done", "due_on": "Due by", "state": "How it stands", "outcome": "What came of it"},
        why="So that it is clear who does what.", seen_by=OWNER, how_long=AS_LEDGER, on_erasure=DETACHED,
        plain="id recommendation service agreed_on closed_at key",
    ),
    Kept(
        "practice.LedgerAction", "Actions you agreed as a facilitator", GROUP, "agreed_by", {"agreed_on": "When"},
        why="So that it stays clear who agreed it.", seen_by="Nobody: it stands in the action's history", how_long=AS_LEDGER, on_erasure=DETACHED,
    ),
    Kept(
        "practice.LedgerEvent", "What you said of an action", GROUP, "by", {"what": "What you did", "text": "Your words", "at": "When"},
        why="So that its history stays whole.", seen_by=OWNER, how_long=AS_LEDGER, on_erasure=DETACHED, plain="id action number due_on service",
    ),
    Kept(
        "practice.LedgerEvent", "That an action was yours, in its history", GROUP, "owner", {"at": "When"},
        why="So that its history stays whole.", seen_by=OWNER, how_long=AS_LEDGER, on_erasure=DETACHED,
    ),
)  # fmt: skip


@before_erasing
def give_actions_back(person: User) -> None:
    """Open actions of the person have no owner from then on, and the facilitators are told."""
    leave(person)
