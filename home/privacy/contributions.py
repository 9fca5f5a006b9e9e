"""Contributions from lived experience, and the consent that governs them."""

from django.db.models import Q

from home.actions.contributing.leaving import withdraw_for_erasure
from home.enums import ThanksState
from home.seams.privacy import YOU, Kept, OnErasure, before_erasing, keeps

GROUP = "What you contribute"
DRAFT = "You and a helper you chose. Once you have said yes: readers of the places you named, under the name you chose"
RECORD = "You, and editors, without your name where you chose another"
LEAD = "The named lead for safeguarding"
UNTIL = "Until you take it back or its time is over; then its words are emptied within a minute"
CARER = "Whoever looks after contributors"
WITH_YOURS = "As long as what it is about"
DETACHED = OnErasure.DETACHED

keeps(
    Kept(
        "home.Contribution", "What you wrote, recorded, or said yes to", GROUP, "author",
        {
            "title": "Title", "words": "Your words", "content_note": "What is hard in it", "state": "State", "begun_at": "Begun", "changed_at": "Changed",
            "read_before_writing_at": "Read before writing", "withdrawn_at": "Taken back", "kind": "What it is",
        },
        why="So that people learn from what you lived through, as you decide.", seen_by=DRAFT, how_long=UNTIL, plain="id public_id scrubbed_at",
    ),
    Kept(
        "home.Contribution", "What you keep for somebody without an account", GROUP, "keeper", {"begun_at": "Begun"},
        why="So that people without an account can contribute.", seen_by=RECORD, how_long=UNTIL, on_erasure=DETACHED,
    ),
    Kept(
        "home.ContributionFile", "Its pictures, sounds and films", GROUP, "contribution__author",
        {"file": "File", "description": "What it shows", "transcript": "What is said", "kind": "Kind", "added_at": "Added", "dropped_at": "Taken out"},
        why="So that people learn from what you lived through, as you decide.", seen_by=DRAFT, how_long=UNTIL,
        plain="id public_id contribution content_type size",
    ),
    Kept(
        "home.ContributionHelper", "Who helps you write", GROUP, "contribution__author", {"person": "Who", "since": "Since", "ended_at": "Until"},
        why="So that your helper can see the draft.", seen_by="You and they", plain="id contribution",
    ),
    Kept(
        "home.ContributionHelper", "Whom you help to write", GROUP, "person", {"since": "Since", "ended_at": "Until"},
        why="So that you can see the draft.", seen_by="You and they",
    ),
    Kept(
        "home.ContributionRevision", "Your words as you handed them in", GROUP, "contribution__author",
        {
            "title": "Title", "words": "Your words", "content_note": "What is hard in it", "made_at": "Handed in", "sent_back_at": "Sent back",
            "editors_note": "The editor's note",
        },
        why="Only the exact words that you said yes to are shown.", seen_by=DRAFT, how_long=UNTIL, plain="id contribution number",
    ),
    Kept(
        "home.RevisionFile", "Its files as you handed them in", GROUP, "revision__contribution__author", {"description": "What it shows",
        "transcript": "What is said"},
        why="Only the exact words that you said yes to are shown.", seen_by=DRAFT, how_long=UNTIL, plain="id revision file order",
    ),
    Kept(
        "home.Suggestion", "What editors suggested", GROUP, "revision__contribution__author",
        {"passage": "About", "instead": "Instead", "why": "Why", "made_at": "When", "taken": "You took it", "answered_at": "Answered"},
        why="You take or leave each one.", seen_by="You, your helper and the editors", how_long=UNTIL, plain="id revision",
    ),
    Kept(
        "home.Suggestion", "What you suggested to authors", GROUP, "editor", {"made_at": "When"},
        why="So that the author knows whom to ask.", seen_by="The author and the editors", how_long=UNTIL, on_erasure=DETACHED,
    ),
    Kept(
        "home.Consent", "Your consent", GROUP, "contribution__author",
        {
            "naming": "How you are named", "shown_as": "The name shown", "until": "Until", "review_on": "You look at it again",
            "afterwards": "When the time is over",
            "route": "How you can be reached", "reach_by": "In your words", "offer_read_at": "Read the offer", "changed_at": "Changed",
        },
        why="Nothing stands anywhere without it.", seen_by=RECORD, plain="id contribution name_chosen_at terms_chosen_at",
    ),
    Kept(
        "home.Purpose", "Where it may stand", GROUP, "contribution__author", {"page": "Place", "open_to_all": "Open to all", "chosen_at": "Chosen",
        "ended_at": "Until"},
        why="Nothing stands anywhere else.", seen_by=RECORD, plain="id contribution",
    ),
    Kept(
        "home.Approval", "Your yes to each place", GROUP, "revision__contribution__author", {"purpose": "Place", "given_at": "Given", "ended_at": "Until"},
        why="Nothing stands anywhere without it.", seen_by=RECORD, plain="id revision",
    ),
    Kept(
        "home.ConsentDecision", "Every decision about it", GROUP, "contribution__author",
        {"sentence": "What", "change": "Kind", "given": "How", "witness": "Before whom", "at": "When"},
        why="So that you can see what you decided, and when.", seen_by=RECORD, plain="id contribution",
    ),
    Kept(
        "home.ConsentDecision", "Decisions you wrote down", GROUP, "person", {"at": "When"},
        why="So that it stays clear who did.", seen_by=RECORD, on_erasure=DETACHED,
    ),
    Kept(
        "home.NamedPerson", "Who may take it back for you", GROUP, "contribution__author", {"called": "Who", "named_at": "Since", "ended_at": "Until"},
        why="So that somebody you trust can act for you.", seen_by="You", withheld={"secret": "Whoever has it could take it back."}, plain="id contribution",
    ),
    Kept(
        "home.ContactWishes", "How you may be reached safely", GROUP, "person",
        {
            "never_by_mail": "Never by mail", "how": "How", "when": "When",
            "after_death": "What becomes of your words if you die", "if_i_die": "What else should be known then",
            "died_on": "That you have died", "changed_at": "Changed",
        },
        why="So that nobody puts you at risk by writing to you.", seen_by="You, and who looks after contributors", plain="id",
    ),
    Kept(
        "home.Thanks", "Thanks that you left", GROUP, "by", {"text": "What you said", "state": "Passed on", "left_at": "When", "because": "Why not passed on"},
        why="So that whoever wrote what you read hears of it.", seen_by=f"{CARER}; its author, without your name", plain="id contribution read_at",
    ),
    Kept(
        "home.Thanks", "Thanks for what you contributed", GROUP, "contribution__author", {"text": "What readers said", "left_at": "When"},
        why="So that you hear of it.", seen_by=f"You, once they are passed on, and {CARER[0].lower()}{CARER[1:]}", how_long=WITH_YOURS,
        only=Q(state=ThanksState.PASSED_ON),
    ),
    Kept(
        "home.Thanks", "Thanks that you read before they were passed on", GROUP, "read_by", {"read_at": "When"},
        why="So that it stays clear who did.", seen_by=CARER, how_long=WITH_YOURS, on_erasure=DETACHED,
    ),
    Kept(
        "home.ReaderFigure", "How many people have read it", GROUP, "contribution__author", {"people": "About how many", "frozen_on": "By when"},
        why="So that you know whom your words reach.", seen_by=YOU, how_long=UNTIL,
        withheld={"parts": "It tells one reader from another, and nobody who they are."}, plain="id contribution",
    ),
    Kept(
        "home.Payment", "What you are paid for contributing", GROUP, "person",
        {
            "what": "For what", "amount": "How much", "paid_by": "How", "due_on": "By when", "agreed_by": "Written down by", "agreed_at": "Agreed",
            "made_on": "Paid", "made_by": "Marked by", "missed_at": "You said that it had not come",
        },
        why="So that what was agreed is paid.", seen_by=f"You, and {CARER[0].lower()}{CARER[1:]}",
        how_long="As long as the area must keep what it paid", on_erasure=DETACHED, plain="id key",
    ),
    *(
        Kept(
            "home.Payment", title, GROUP, whose, {when: "When"}, why="So that it stays clear who did.", seen_by="Who is paid, and who looks after contributors",
            how_long="As long as the area must keep what it paid", on_erasure=DETACHED,
        )
        for whose, when, title in (("agreed_by", "agreed_at", "Payments you wrote down"), ("made_by", "made_on", "Payments you marked as made"))
    ),
    Kept(
        "home.SafeguardingConcern", "Concerns about what you contributed", GROUP, "contribution__author",
        {"about": "About", "raised_at": "When", "author_told": "You were told", "outcome": "What was done", "closed_at": "Closed"},
        why="Where somebody is in danger, the law asks that it is passed on.", seen_by=LEAD,
        how_long="As long as the area must keep safeguarding records", on_erasure=DETACHED, plain="id contribution",
    ),
    *(
        Kept(
            "home.SafeguardingConcern", title, GROUP, whose, {"raised_at": "When"}, why="Where somebody is in danger, the law asks that it is passed on.",
            seen_by=LEAD, how_long="As long as the area must keep safeguarding records", on_erasure=DETACHED,
        )
        for whose, title in (("raised_by", "Concerns you raised"), ("lead", "Concerns that reached you"))
    ),
    Kept(
        "home.Withdrawal", "What you took back", GROUP, "contribution__author", {"at": "When", "cause": "Why", "receipt": "What was removed"},
        why="So that you have a receipt, and a restored copy takes it back again.", seen_by=RECORD, plain="id contribution scrubbed_at ledgered_at",
    ),
    Kept(
        "home.Withdrawal", "What you took back for somebody", GROUP, "by", {"at": "When"},
        why="So that it stays clear who did.", seen_by=RECORD, on_erasure=DETACHED,
    ),
    *(
        Kept(
            "home.InvolvementSettings", title, GROUP, whose, {}, why="People who contribute are told whom to turn to.", seen_by="Everyone who contributes",
            how_long="Until an administrator changes it", on_erasure=DETACHED,
            plain="id site must_pass_on asked takes fee paid_how benefits support stopping",
        )
        for whose, title in (("safeguarding_lead", "That you are the lead for safeguarding"), ("contact", "That you look after contributors"))
    ),
)  # fmt: skip

before_erasing(withdraw_for_erasure)
