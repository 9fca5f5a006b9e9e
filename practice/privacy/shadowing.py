"""Shadowing: placements that people host, and places that they book."""

from home.models import User
from home.seams.privacy import YOU, Kept, OnErasure, before_erasing, keeps, nothing_personal
from practice.actions.shadowing.ending import leave

GROUP = "Shadowing"
PARTIES = "You, the host, the managers of the host's service, and whoever says yes for your team"
DETACHED = OnErasure.DETACHED
WITH_VISIT = "As long as the account of whoever booked"

keeps(
    Kept(
        "practice.Booking", "Places you asked for", GROUP, "person",
        {
            "slot": "What and when", "team": "For your team", "sponsor": "Sponsor", "hopes": "What you hoped to see", "state": "What came of it",
            "asked_at": "Asked", "reason": "Reason given", "absence": "Why it did not take place", "late": "Called off late", "ended_at": "Ended",
            "host_yes_at": "The host's yes", "manager_yes_at": "The manager's yes",
        },
        why="So that a visit can be arranged.", seen_by=PARTIES, plain="id round held_until offered_until uid invited_at sequence",
    ),
    *(
        Kept(
            "practice.Booking", title, GROUP, whose, {when: "When"}, why="So that it stays clear who agreed to what.", seen_by=PARTIES,
            how_long=WITH_VISIT, on_erasure=DETACHED,
        )
        for whose, when, title in (
            ("sponsor", "asked_at", "Visits for which you were named as sponsor"), ("host_yes_by", "host_yes_at", "Yeses you gave as host"),
            ("manager_yes_by", "manager_yes_at", "Yeses you gave as manager"), ("ended_by", "ended_at", "Visits you called off or declined"),
        )
    ),
    Kept(
        "practice.PreparationTick", "What you did before a visit", GROUP, "booking__person", {"words": "What", "ticked_at": "When"},
        why="So that a visit begins well prepared.", seen_by="You, the host, and the managers of the host's service", plain="id booking item",
    ),
    Kept(
        "practice.PlacementReflection", "Your reflections on visits", GROUP, "booking__person", {"text": "What you wrote", "written_at": "When"},
        why="So that you keep what you saw.", seen_by=YOU, plain="id booking",
    ),
    Kept(
        "practice.HostFeedback", "What you told a host", GROUP, "booking__person", {"text": "What you wrote", "given_at": "When"},
        why="So that hosts learn how a visit was.", seen_by="You, the host, and the managers of the host's service", plain="id booking",
    ),
    Kept(
        "practice.ShadowingConcern", "Concerns you raised about a visit", GROUP, "booking__person",
        {"text": "What you wrote", "raised_at": "When", "outcome": "What was done", "handled_at": "Done"},
        why="So that harm at a visit is heard and acted on.", seen_by="You and the area's workforce leads, never the host", plain="id booking",
    ),
    Kept(
        "practice.ShadowingConcern", "Concerns you dealt with", GROUP, "handled_by", {"handled_at": "When"},
        why="So that it stays clear who dealt with it.", seen_by="Workforce leads", how_long=WITH_VISIT, on_erasure=DETACHED,
    ),
    Kept(
        "practice.Placement", "Placements you host", GROUP, "host", {"title": "Title", "made_at": "Offered"},
        why="So that visitors know who meets them.", seen_by="Everyone who is signed in", how_long="As long as the placement", on_erasure=DETACHED,
        plain="id slug service see suits not_permitted area address travel access holds_working_days published returns",
    ),
    Kept(
        "practice.CalendarFeed", "Your calendar's secret address", GROUP, "person", {"made_at": "Made"},
        why="So that your calendar can show your visits and sessions.", seen_by="Whoever you give it to",
        withheld={"secret": "Whoever has it reads your calendar. It stands on your calendar page."}, plain="id",
    ),
)  # fmt: skip
keeps(
    Kept(
        "practice.ExchangeFigure", "Your part in the picture of who visits whom", GROUP, "",
        {"parts": "A digest of a digest: that something of yours changed, never what"},
        why="The picture is counted anew only when enough people's part changed, so that no change can be traced to one.", seen_by="Nobody",
        how_long="Until it is counted anew", plain="id number rows frozen_on",
    )
)  # fmt: skip
nothing_personal("practice.Placement_capabilities", "what a placement builds")
nothing_personal("practice.PreparationItem", "what is to be done before any visit")
nothing_personal("practice.Slot", "when a placement runs, and how many places are taken")


@before_erasing
def give_places_back(person: User) -> None:
    """What the person had booked and is still to come is called off, so that the place is free and the host knows."""
    leave(person)
