"""What the floor of the house keeps."""

from home.models.contributions import (
    Approval,
    Consent,
    ConsentDecision,
    ContactWishes,
    Contribution,
    ContributionFile,
    ContributionHelper,
    ContributionRevision,
    InvolvementSettings,
    NamedPerson,
    Payment,
    Purpose,
    ReaderFigure,
    RevisionFile,
    SafeguardingConcern,
    Suggestion,
    Thanks,
    Withdrawal,
)
from home.models.joining import ApprovedDomain, Invitation, JoinRequest
from home.models.notices import Letter, Notice, Preferences
from home.models.pages import File, HomePage, Picture, PictureRendition, PlainPage, SitePage, SiteSettings
from home.models.people import JobRole, Membership, Sector, Service, Team, TeamManager, User, new_secret
from home.models.rights import AccessEntry, Erasure, ErasureWish, Leaving, PersonalCopy, Removal
from home.models.words import AreaTerm, KeptWord

__all__ = [
    "AccessEntry", "Approval", "ApprovedDomain", "AreaTerm", "Consent", "ConsentDecision", "ContactWishes",
    "Contribution", "ContributionFile", "ContributionHelper", "ContributionRevision", "Erasure", "ErasureWish",
    "File", "HomePage", "Invitation", "InvolvementSettings", "JobRole", "JoinRequest", "KeptWord", "Leaving",
    "Letter", "Membership", "NamedPerson", "Notice", "Payment", "PersonalCopy", "Picture", "PictureRendition",
    "PlainPage", "Preferences", "Purpose", "ReaderFigure", "Removal", "RevisionFile", "SafeguardingConcern",
    "Sector", "Service", "SitePage", "SiteSettings", "Suggestion", "Team", "TeamManager", "Thanks", "User",
    "Withdrawal", "new_secret",
]  # fmt: skip
