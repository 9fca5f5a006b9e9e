"""What the capability app keeps: the framework, what people say of themselves, and evidence."""

from capability.models.assessing import Barrier, Confirmation, PlanAction, Rating, SelfAssessment, Sharing, SharingOffer
from capability.models.evidence import Evidence
from capability.models.figures import Snapshot, SnapshotBlock, SnapshotFigure, SnapshotUnit
from capability.models.framework import Capability, Domain, Framework, LevelDescriptor, RoleProfile, RoleTarget, Succession
from capability.models.reviewing import FrameworkReview, ReviewWish

__all__ = [
    "Barrier", "Capability", "Confirmation", "Domain", "Evidence", "Framework", "FrameworkReview", "LevelDescriptor", "PlanAction", "Rating",
    "ReviewWish", "RoleProfile", "RoleTarget", "SelfAssessment", "Sharing", "SharingOffer", "Snapshot", "SnapshotBlock", "SnapshotFigure",
    "SnapshotUnit", "Succession",
]  # fmt: skip
