"""Agreed documents: who made, signed and took back what."""

from home.seams.privacy import Kept, OnErasure, keeps, nothing_personal

GROUP = "Communities"
READERS = "Whoever reads the document"
AS_DOCUMENT = "As long as the document"
DETACHED = OnErasure.DETACHED

keeps(
    Kept(
        "practice.AgreedDocument", "Agreed documents you began", GROUP, "made_by", {"title": "Title", "made_at": "When"},
        why="So that it stays clear whom to ask.", seen_by=READERS, how_long=AS_DOCUMENT, on_erasure=DETACHED,
        plain="id community kind slug review_on ended_on ended_because key",
    ),
    Kept(
        "practice.DocumentVersion", "Versions of documents you put forward", GROUP, "put_by", {"put_at": "When", "changed": "What you said is different"},
        why="So that it stays clear what was signed.", seen_by=READERS, how_long=AS_DOCUMENT, on_erasure=DETACHED, plain="id document number text html",
    ),
    Kept(
        "practice.Signature", "What you signed for a service", GROUP, "signed_by", {"service": "For", "signed_at": "When"},
        why="So that it stays clear who signed for a service.", seen_by=READERS, how_long=AS_DOCUMENT, on_erasure=DETACHED, plain="id version",
    ),
    Kept(
        "practice.Signature", "Signatures you took back for a service", GROUP, "taken_back_by", {"taken_back_at": "When", "because": "Why"},
        why="So that it stays clear who took it back.", seen_by=READERS, how_long=AS_DOCUMENT, on_erasure=DETACHED,
    ),
)  # fmt: skip
nothing_personal("practice.AgreedDocument_signatories", "which services are asked to sign")
