"""What people with lived experience write or record, and the consent that governs it."""

from home.models.contributions.agreeing import Approval, Consent, ConsentDecision, NamedPerson, Purpose
from home.models.contributions.caring import ContactWishes, InvolvementSettings, SafeguardingConcern
from home.models.contributions.leaving import Withdrawal
from home.models.contributions.returning import Payment, ReaderFigure, Thanks
from home.models.contributions.writing import (
    Contribution,
    ContributionFile,
    ContributionHelper,
    ContributionRevision,
    RevisionFile,
    Suggestion,
)

__all__ = [
    "Approval", "Consent", "ConsentDecision", "ContactWishes", "Contribution", "ContributionFile", "ContributionHelper",
    "ContributionRevision", "InvolvementSettings", "NamedPerson", "Payment", "Purpose", "ReaderFigure", "RevisionFile",
    "SafeguardingConcern", "Suggestion", "Thanks", "Withdrawal",
]  # fmt: skip
