"""The service map: who keeps and confirms entries, and who recorded that somebody was turned away."""

from home.seams.privacy import Kept, OnErasure, keeps, nothing_personal

GROUP = "The service map"
DETACHED = OnErasure.DETACHED
AS_ENTRY = "As long as the entry"

keeps(
    Kept(
        "practice.ServiceKeeper", "Entries you keep", GROUP, "person", {"entry": "Entry", "started_on": "From", "ended_on": "Until"},
        why="So that each entry has somebody who keeps it right.", seen_by="The service's managers and workforce leads", plain="id",
    ),
    Kept(
        "practice.ServiceEntry", "Entries you confirmed", GROUP, "confirmed_by", {"confirmed_on": "When"},
        why="So that readers know how fresh an entry is.", seen_by="The service's managers and keepers; the day: whoever reads the map",
        how_long=AS_ENTRY, on_erasure=DETACHED,
        plain="id service kind own_name own_slug own_sector own_place summary who_can_come minimum_age maximum_age know_first route how_to_refer "
        "who_decides wishes_heard wait street town county postcode website hours review_due_on closes_on after_closing listed_on changed_at",
    ),
    Kept(
        "practice.ServiceEntry", "How a service is reached", GROUP, "", {"phone": "Telephone", "email": "Address"},
        why="So that people can refer. It should be the service's, not one person's.", seen_by="Whoever reads the map", how_long=AS_ENTRY,
    ),
    Kept(
        "practice.Criterion", "Criteria you confirmed", GROUP, "confirmed_by", {"confirmed_on": "When"},
        why="So that readers know how fresh a criterion is.", seen_by="The service's managers and keepers; the day: whoever reads the map",
        how_long=AS_ENTRY, on_erasure=DETACHED,
        plain="id entry about rule for_assessment for_treatment for_therapy for_group number definition how_checked exceptions who_can_waive meanwhile "
        "review_due_on",
    ),
    Kept(
        "practice.TurnAway", "Turn-aways you recorded", GROUP, "recorded_by", {"recorded_on": "When", "entry": "Of", "month": "Month", "reason": "Reason"},
        why="So that the area learns where people are turned away. Nothing is kept about the person it happened to.",
        seen_by="Bands for a service, from eight on; who recorded it: nobody", how_long="As long as the area counts", on_erasure=DETACHED, plain="id key",
    ),
    Kept(
        "practice.TurnAwayReply", "Replies you wrote for a service", GROUP, "by", {"text": "Your words", "replied_at": "When"},
        why="So that a service can say what it does about it.", seen_by="Whoever reads the map", how_long=AS_ENTRY, on_erasure=DETACHED, plain="id entry",
    ),
    Kept(
        "practice.CriteriaReview", "What you wrote about a service's criteria", GROUP, "reviewer",
        {
            "entry": "Entry", "offer": "What was offered for it", "asked_at": "Asked", "named_as": "Named as", "text": "Your words", "written_at": "Written",
            "declined_at": "Declined or taken back", "answer": "What the service says", "answered_on": "Answered",
        },
        why="So that services hear what their rules mean to people who have been there.",
        seen_by="Your words, under the name you choose: everyone who is signed in. That they are yours: workforce leads",
        how_long="Until you take it back", plain="id",
    ),
    Kept(
        "practice.CriteriaReview", "Readings of criteria that you asked for", GROUP, "asked_by", {"asked_at": "When"},
        why="So that whoever was asked knows by whom.", seen_by="They, and workforce leads", how_long="As long as they keep their words",
        on_erasure=DETACHED,
    ),
    Kept(
        "practice.CriteriaReview", "Answers you gave for a service", GROUP, "answered_by", {"answered_on": "When"},
        why="So that it stays clear who answered.", seen_by="Nobody by name", how_long="As long as the words they answer", on_erasure=DETACHED,
    ),
)  # fmt: skip
nothing_personal("practice.EntryNeed", "what an entry helps with")
nothing_personal("practice.TurnAwayFigure", "bands, frozen under the disclosure rule")
