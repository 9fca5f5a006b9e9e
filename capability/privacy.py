"""What capability keeps about people, and what an erasure must reach beyond the rows that are theirs."""

from capability.actions.freezing import forget_part
from home.seams.privacy import YOU, Kept, OnErasure, before_erasing, keeps, nothing_personal

GROUP = "What you say of your capabilities"
SHARED = "You, and whoever you share it with, by name, until you stop. Counts of the whole team, from eight people on"

keeps(
    Kept(
        "capability.SelfAssessment", "Your self-assessments", GROUP, "person",
        {"framework": "Framework", "job_role": "Job role", "started_at": "Begun", "submitted_at": "Finished"},
        why="So that you see where you stand, and what would help.", seen_by=SHARED, plain="id",
    ),
    Kept(
        "capability.Rating", "Your ratings", GROUP, "assessment__person",
        {
            "capability": "Capability", "answered": "Answer", "level": "Level", "sure": "How sure", "note": "Your note", "carried_over": "As last time",
            "carried_as": "What became of the capability since",
        },
        why="So that you see where you stand, and what would help.", seen_by=SHARED, plain="id assessment",
    ),
    Kept(
        "capability.Sharing", "With whom you share", GROUP, "assessment__person",
        {"assessment": "What", "reader": "With", "shared_at": "Since", "stopped_at": "Until", "as_manager": "As your manager"},
        why="So that you decide who reads it.", seen_by="You, and who reads it", plain="id",
    ),
    Kept(
        "capability.Sharing", "What others share with you", GROUP, "reader", {"shared_at": "Since", "stopped_at": "Until"},
        why="So that you can read it.", seen_by="You, and whose it is",
    ),
    Kept(
        "capability.SharingOffer", "Addresses you offered a self-assessment to", GROUP, "assessment__person",
        {"address": "Address", "made_at": "Offered"}, withheld={"declined_at": "It would tell that somebody here has the address."},
        why="So that you can share with somebody whose account you do not know.", seen_by="You, and whoever has that address",
        how_long="Until they say yes or you take it back, 30 days at most", plain="id assessment",
    ),
    Kept(
        "capability.Confirmation", "What a supervisor said beside your ratings", GROUP, "rating__assessment__person",
        {"supervisor": "Who", "agrees": "Sees it the same way", "comment": "Their words", "said_at": "When"},
        why="So that a rating can be talked over.", seen_by="You and they", plain="id rating",
    ),
    Kept(
        "capability.Confirmation", "What you said beside others' ratings", GROUP, "supervisor",
        {"agrees": "You see it the same way", "comment": "Your words", "said_at": "When"},
        why="So that a rating can be talked over.", seen_by="You, and whose rating it is", on_erasure=OnErasure.DETACHED,
    ),
    Kept(
        "capability.Barrier", "What blocks you", GROUP, "person", {"capability": "Capability", "kind": "What", "said_at": "Said"},
        why="So that the area learns what stands in the way.", seen_by="You. A count for the whole area, from eight people on", plain="id",
    ),
    Kept(
        "capability.PlanAction", "Your plan", GROUP, "person",
        {
            "text": "What you will do", "capability": "Capability", "url": "Address", "due_on": "By", "done_on": "Done", "set_aside_on": "Set aside",
            "agreed_with": "Agreed with", "created_at": "Written",
        },
        why="So that you can plan what to do about a gap.", seen_by="You, and whoever you agreed an action with: that one", plain="id",
    ),
    Kept(
        "capability.PlanAction", "Actions you agreed with others", GROUP, "agreed_with", {"created_at": "When"},
        why="So that both remember.", seen_by="You, and whose plan it is", on_erasure=OnErasure.DETACHED,
    ),
    Kept(
        "capability.Evidence", "Your evidence", GROUP, "person",
        {
            "title": "What", "capability": "Builds", "kind": "Kind", "dated": "Date", "minutes": "Stated minutes", "note": "Your note", "url": "Address",
            "recorded_at": "Recorded",
        },
        why="So that what you completed stands in your record.", seen_by=YOU, plain="id source_key",
    ),
    Kept(
        "capability.FrameworkReview", "What you said to the framework as a reader", GROUP, "reviewer",
        {
            "framework": "Version", "asked_by": "Who asked you", "asked_at": "Asked", "offer": "What was offered", "answer": "Your answer",
            "answered_at": "Answered", "credit": "How you are named", "pseudonym": "The name you chose",
        },
        why="So that no version stands without a yes to exactly its words, and you are named as you chose.",
        seen_by="You and the workforce leads. Everyone sees only the name you chose, if any", plain="id said_digest",
    ),
    Kept(
        "capability.FrameworkReview", "Whom you asked to read the framework", GROUP, "asked_by", {"asked_at": "When"},
        why="So that they know who asked.", seen_by="You, whom you asked, and the workforce leads", on_erasure=OnErasure.DETACHED,
    ),
    Kept(
        "capability.ReviewWish", "Changes you asked for in the framework", GROUP, "review__reviewer",
        {
            "about": "Beside", "text": "Your words", "said_at": "When", "outcome": "What was done", "answered_at": "Answered",
        },
        why="So that the words become right.", seen_by="You, and, once you ask for the change, the workforce leads", plain="id review capability",
    ),
    Kept(
        "capability.SnapshotUnit", "Your part in frozen figures", GROUP, "", {"parts": "A digest of a digest: that something of yours changed, never what"},
        why="Figures are counted anew only when enough people's part changed, so that no change can be traced to one.", seen_by="Nobody",
        how_long="Until the figures are counted anew", plain="id snapshot kind ref slug name within counted_on",
    ),
)  # fmt: skip

for model, why in {
    "Framework": "the published framework", "Domain": "a part of the framework", "Capability": "a part of the framework",
    "LevelDescriptor": "a part of the framework", "RoleProfile": "what a kind of job needs", "RoleTarget": "what a kind of job needs",
    "Succession": "what in a version follows what in the one before",
    "Snapshot": "the day on which figures were frozen", "SnapshotFigure": "counts", "SnapshotBlock": "counts",
}.items():  # fmt: skip
    nothing_personal(f"capability.{model}", why)


@before_erasing
def leave_the_figures(person) -> None:
    """Frozen figures stay as they are; what could tell that the person stands behind one goes."""
    forget_part(person.pk)
