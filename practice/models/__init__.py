"""What practice keeps."""

from practice.models.bookings import Booking, HostFeedback, PlacementReflection, PreparationTick, ShadowingConcern
from practice.models.calendars import CalendarFeed
from practice.models.communities import CommunityIndexPage, CommunityInvitation, CommunityMember, CommunityPage, Facilitator
from practice.models.criteria import Criterion
from practice.models.documents import AgreedDocument, DocumentVersion, Signature
from practice.models.exchange import ExchangeFigure
from practice.models.ledger import AgendaItem, LedgerAction, LedgerEvent, Recommendation
from practice.models.placements import Placement, PreparationItem, Slot
from practice.models.places import TimeWithPlaces, Turn
from practice.models.registrations import Attendance, Registration, SessionFeedback
from practice.models.reviews import CriteriaReview
from practice.models.room import RoomFigure
from practice.models.services import EntryNeed, ServiceEntry, ServiceKeeper
from practice.models.sessions import JoinLink, Session, SessionInvitee, SessionPage, SessionTemplate
from practice.models.speakers import GuestInvitation, Introduction, MaterialYes, SessionMaterial, SessionMessage, Speaker
from practice.models.threads import Post, PostMention, PostReport
from practice.models.turning_away import TurnAway, TurnAwayFigure, TurnAwayReply

__all__ = [
    "AgendaItem", "AgreedDocument", "Attendance", "Booking", "CalendarFeed", "CommunityIndexPage", "CommunityInvitation", "CommunityMember",
    "CommunityPage", "CriteriaReview", "Criterion", "DocumentVersion", "EntryNeed", "ExchangeFigure", "Facilitator", "GuestInvitation", "HostFeedback",
    "Introduction", "JoinLink", "LedgerAction", "LedgerEvent", "MaterialYes", "Placement", "PlacementReflection", "Post", "PostMention", "PostReport",
    "PreparationItem", "PreparationTick", "Recommendation", "Registration", "RoomFigure", "ServiceEntry", "ServiceKeeper", "Session", "SessionFeedback",
    "SessionInvitee", "SessionMaterial", "SessionMessage", "SessionPage", "SessionTemplate", "ShadowingConcern", "Signature", "Slot", "Speaker",
    "TimeWithPlaces", "Turn", "TurnAway", "TurnAwayFigure", "TurnAwayReply",
]  # fmt: skip
