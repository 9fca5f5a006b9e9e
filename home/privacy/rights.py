"""What people's rights themselves leave behind."""

from home.actions.rights import erasing  # noqa: F401 - it says what a restore does again
from home.actions.rights.handing_over import ask_for_successors
from home.seams.privacy import YOU, Goes, Kept, OnErasure, before_erasing, keeps, nothing_personal

GROUP = "Your rights"
THREE_YEARS = Goes(3 * 365, "at", "Three years")

keeps(
    Kept(
        "home.AccessEntry", "Who saw or changed something of yours", GROUP, "person", {"by": "Who", "what": "What", "about": "About", "at": "When"},
        why="So that you can see it. Nobody can change it, not even an administrator.", seen_by=YOU, how_long=THREE_YEARS,
        on_erasure=OnErasure.LEADS_NOWHERE, plain="id key",
    ),
    Kept(
        "home.AccessEntry", "What you saw or changed of somebody else's", GROUP, "by", {"what": "What", "at": "When"},
        why="So that whoever it concerns can see it.", seen_by="Whoever it concerns, that alone", how_long=THREE_YEARS.words,
        on_erasure=OnErasure.LEADS_NOWHERE,
    ),
    Kept(
        "home.PersonalCopy", "Copies of everything that you asked for", GROUP, "person", {"asked_at": "Asked", "made_at": "Made"},
        why="So that you can fetch it.", seen_by=YOU, how_long=Goes(3, "asked_at", "Three days"),
        withheld={"file": "It is the copy itself."}, plain="id key size",
    ),
    Kept(
        "home.ErasureWish", "That you asked to be erased", GROUP, "person", {"asked_at": "Asked", "due_at": "To be done", "cause": "How you asked"},
        why="So that you have time to think, and it is then done.", seen_by="You and administrators", how_long="Until it is done or you stop it",
        withheld={"code": "It is the address of your receipt, which you were sent."}, plain="id",
    ),
    Kept(
        "home.ErasureWish", "Whose wish to be erased you wrote down", GROUP, "by", {"asked_at": "When"},
        why="So that it stays clear who did.", seen_by="Administrators", how_long="Until it is done or stopped", on_erasure=OnErasure.DETACHED,
    ),
    Kept(
        "home.Leaving", "That you are in no team any more", GROUP, "person",
        {"left_on": "Since", "erase_on": "Your account goes on", "told_at": "You were told", "reminded_at": "Told again", "kept_on": "You said that you stay"},
        why="So that what you learned does not stay here for ever, and you are told in time.", seen_by=YOU,
        how_long="Until you are in a team again", plain="id",
    ),
)  # fmt: skip

nothing_personal("home.Erasure", "the receipt of an erasure: counts, and a random key that leads to nobody")
nothing_personal("home.Removal", "how many of what went by itself")

before_erasing(ask_for_successors)
