"""A mark of its own in every private text and name, and who may come upon it.

`fill` puts a word like `kq0042z` into each column of text that the privacy seam names as personal, for everyone of the cast who has a row of the kind;
secrets stay as they are and are marks themselves. Whose row it is may read it; who else may, stands in `MAY`, decided by a person.
"""

import io
import re
import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from capability.models import Confirmation, FrameworkReview, Rating, ReviewWish
from home.enums import Decision
from home.models import ContactWishes, Contribution, ContributionRevision, Invitation, JoinRequest, Letter, Notice
from home.seams.privacy import all_kept
from learning.models import LessonPage, ModuleReviewer, ReviewersWord
from practice.models import (
    Booking,
    HostFeedback,
    PlacementReflection,
    Post,
    PostReport,
    PreparationItem,
    PreparationTick,
    ServiceEntry,
    Session,
    SessionFeedback,
    SessionMessage,
    TurnAwayReply,
)  # fmt: skip
from practice.rules.shadowing import State
from tests.cast import Cast
from tests.contributions.test_sweep import content_of
from tests.site.addresses import ALL

PATTERN = re.compile(r"kq\d{4}z")
AREA = ALL  # everyone who is signed in
EVERYONE = f"anonymous {ALL}"
KEPT_AS_THEY_ARE = {
    "home.Invitation.email": "the invitation must stay somebody else's",
    "capability.SharingOffer.address": "it must stay Eve's address, or she could not answer",
    "learning.Certificate.code": "it stands in the address, which the table asks",
    "home.Letter.address": "where a letter goes is no text",
    "account.EmailAddress.email": "the address of the account, which is filled there",
    "home.ContributionFile.file": "a path that the site made",
    "wagtailcore.Page.title": "a page's own title, which its editors publish",
    "wagtailcore.Revision.object_str": "a page's own title",
    "wagtailcore.PageLogEntry.label": "a page's own title",
    "wagtailcore.PageLogEntry.action": "one of a list",
    "wagtailcore.ModelLogEntry.label": "what a row is called, which the log's own tests look at",
    "wagtailcore.ModelLogEntry.action": "one of a list",
    "home.AccessEntry.what": "the audit log cannot be changed",
    "home.AccessEntry.about": "the audit log cannot be changed",
    "home.ConsentDecision.sentence": "a sentence that the site makes",
    "capability.FrameworkReview.said_digest": "a digest",
}


@dataclass
class Mark:
    """Where one mark was put, and whose it is."""

    column: str
    owners: set[str] = field(default_factory=set)


def one_of_each(cast: Cast, placed: dict[str, str]) -> None:
    """Rows of the kinds that the tables of addresses have no use for."""
    now = timezone.now()
    visited = Booking.objects.get(pk=placed["visited"])
    item = PreparationItem.objects.create(placement=visited.slot.placement, kind="induction", what="Read this", reason="It helps")
    coming = Booking.objects.get(pk=placed["booking"])
    PreparationTick.objects.create(booking=coming, item=item, words="Read this")
    PlacementReflection.objects.create(booking=visited, text="x")
    HostFeedback.objects.create(booking=visited, text="x")
    past = Session.objects.get(page__slug=placed["past"], community__slug=placed["community"])
    SessionFeedback.objects.create(session=past, person=cast.asha, useful="x", better="x")
    SessionMessage.objects.create(session=past, key=uuid.uuid4(), to="all", title="x", text="x", sent_by=cast.carys)
    TurnAwayReply.objects.create(entry=ServiceEntry.objects.get(service__slug=placed["service"]), text="x", by=cast.ben)
    PostReport.objects.create(post_id=placed["post"], by=cast.ben, why=PostReport.Why.values[0], words="x")
    Confirmation.objects.create(rating=Rating.objects.get(pk=placed["rating"]), supervisor=cast.carys, comment="x", agrees=True)
    ReviewWish.objects.create(review=FrameworkReview.objects.get(pk=placed["reading"]), about="x", text="x")
    words = LessonPage.objects.get(pk=placed["lesson_page"])
    ReviewersWord.objects.create(reviewer=ModuleReviewer.objects.get(pk=placed["reviewer"]), page=words, digest="0" * 64, is_yes=False, text="x")
    ContactWishes.objects.update_or_create(person=cast.dev, defaults={"how": "x", "when": "x", "if_i_die": "x"})
    answered = {"reason": "x", "decision": Decision.NO, "decided_at": now, "decided_by": cast.ben}
    JoinRequest.objects.create(person=cast.asha, team=cast.other_team, **answered)
    Invitation.objects.create(
        email="asha@example.org", name="x", message="x", team=cast.team, secret_digest="d" * 64, invited_by=cast.ben, accepted_by=cast.asha, accepted_at=now,
        expires_at=now + timedelta(days=1),
    )  # fmt: skip
    said = dict.fromkeys(("subject", "text", "html", "calendar"), "x")
    Letter.objects.create(key="mark", person=cast.asha, address="asha@example.org", kind="answer", send_after=now + timedelta(days=9), **said)
    assert Notice.objects.filter(person=cast.asha).exists() and visited.state == State.ATTENDED


def fill(cast: Cast, placed: dict[str, str]) -> dict[str, Mark]:
    """Put the marks in; returns them by mark."""
    one_of_each(cast, placed)
    marks: dict[str, Mark] = {}
    at: dict[tuple, str] = {}
    for kind in all_kept():
        for name, person in cast.everyone().items():
            if not kind.whose or (kind.model == "home.User" and name not in ("asha", "dev", "frank")):
                continue
            for row in kind.of(person):
                for column in [*kind.fields, *kind.withheld]:
                    where = (f"{kind.model}.{column}", row.pk)
                    if where not in at:
                        at[where] = _put(kind, row, column, len(at))
                    if at[where]:
                        marks.setdefault(at[where], Mark(_called(kind, row, column))).owners.add(name)
    return marks


def _called(kind, row, column: str) -> str:
    """What a column is called in `MAY`: what somebody was asked to say yes to is another thing than what they wrote."""
    record = row.contribution if isinstance(row, ContributionRevision) else row
    of_what = f" ({record.kind})" if isinstance(record, Contribution) and not record.is_own_words else ""
    return f"{kind.model}.{column}{of_what}"


def _put(kind, row, column: str, number: int) -> str:
    """The mark that stands in the column from now on; empty where none can."""
    said = kind.model_class._meta.get_field(column)
    if f"{kind.model}.{column}" in KEPT_AS_THEY_ARE or not isinstance(said, models.CharField | models.TextField) or said.choices:
        return ""
    value = getattr(row, column)
    if column in kind.withheld and kind.model != "home.Letter":
        return value if isinstance(value, str) and len(value) > 15 else ""
    if isinstance(said, models.CharField) and not value and column == "pronouns":
        return ""
    mark = f"kq{number:04d}z"
    text = f"{mark}@example.org" if isinstance(said, models.EmailField) else f"https://{mark}.example/" if column == "url" else mark
    rows = kind.model_class._base_manager.filter(pk=row.pk)
    try:
        with transaction.atomic():
            rows.update(**{column: text})
    except IntegrityError:  # empty as long as the rest of the row says so
        assert not value, (kind.model, column)
        return ""
    if kind.model_class is Post and column == "text":
        rows.update(html=f"<p>{mark}</p>")
    return mark


def said_in(response) -> str:
    """Everything that an answer says: headers, page, the words of a PDF, what is packed in an archive."""
    body = content_of(response)
    text = body.decode(errors="replace")
    if body.startswith(b"%PDF"):
        from pypdf import PdfReader

        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return (text + str(response.headers)).lower()


def come_upon(marks: dict[str, Mark], said: str) -> set[str]:
    """The marks that stand in `said`."""
    secrets = {mark for mark in marks if not PATTERN.fullmatch(mark) and mark.lower() in said}
    return {mark for mark in PATTERN.findall(said) if mark in marks} | secrets


def told(marks: dict[str, Mark], found: dict[str, dict[str, str]]) -> list[str]:
    """Who came upon what they may not, one line each."""
    wrong = {}
    for mark, whom in found.items():
        allowed = marks[mark].owners | set(MAY.get(marks[mark].column, "").split())
        for who, address in whom.items():
            if who not in allowed:
                wrong[(marks[mark].column, who)] = address
    return [f"{who} came upon {column} at {address}" for (column, who), address in sorted(wrong.items())]


def hidden(marks: dict[str, Mark], found: dict[str, dict[str, str]]) -> list[str]:
    """The columns of which no mark was found by anybody whose it is: there the crawl would prove nothing."""
    columns = {mark.column for mark in marks.values()} - SHOWN_NOWHERE.keys()
    seen = {marks[mark].column for mark, whom in found.items() if whom.keys() & (marks[mark].owners | set(MAY.get(marks[mark].column, "").split()))}
    return [f"{column} was found by nobody, so nothing is proven of it" for column in sorted(columns - seen)]


# Who may come upon a column beside whom it belongs to, as the privacy page tells them. A new line here is a decision.
MAY: dict[str, str] = {
    # "Your name and pronouns: everyone who is signed in. Your address: administrators and those who invited you."
    "home.User.name": AREA, "home.User.pronouns": AREA, "home.User.email": "admin ben carys",
    # shared by name with Carys
    **dict.fromkeys(("capability.Rating.note", "learning.Reflection.text", "learning.Reflection.prompt", "learning.Reflection.module_title",
                     "learning.Reflection.lesson_title"), "carys"),
    # Asha helps Dev to write; an editor reads what is handed in; Carys is the lead for safeguarding
    **dict.fromkeys(("home.Contribution.title", "home.Contribution.words", "home.Contribution.content_note", "home.ContributionFile.description",
                     "home.ContributionFile.transcript"), "asha"),
    **dict.fromkeys(("home.ContributionRevision.title", "home.ContributionRevision.words", "home.ContributionRevision.content_note",
                     "home.ContributionRevision.editors_note", "home.Suggestion.passage", "home.Suggestion.instead", "home.Suggestion.why"), "editor asha"),
    # whoever runs a community writes the words that introduce its speakers, and asks for their yes
    "home.ContributionRevision.words (introduction)": "carys",
    "home.Consent.shown_as": AREA, "home.SafeguardingConcern.about": "carys",
    "home.NamedPerson.secret": EVERYONE,  # the answer says the address that was asked for
    # Carys looks after contributors as well
    **dict.fromkeys(("home.ContactWishes.how", "home.ContactWishes.when", "home.ContactWishes.if_i_die", "home.Payment.what"), "carys"),
    # whoever has the certificate's code
    "learning.Completion.title": EVERYONE, "learning.Completion.version": EVERYONE,
    "learning.LessonNote.text": "editor", "learning.LessonNote.outcome": "editor", "learning.ReviewersWord.text": "editor admin",
    "learning.ModuleRequest.reason": "asha", "learning.NotNow.reason": "ben", "home.JoinRequest.reason": "eve",
    "capability.FrameworkReview.offer": "lead", "capability.ReviewWish.text": "lead", "capability.ReviewWish.about": "lead",
    # a visit: the host, and whoever says yes for the team; what was raised goes past the host
    "practice.Booking.hopes": "ben eve", "practice.HostFeedback.text": "eve", "practice.ShadowingConcern.text": "lead",
    "practice.ShadowingConcern.outcome": "lead", "practice.Placement.title": AREA,
    # the map, for everyone who is signed in
    **dict.fromkeys(("practice.CriteriaReview.text", "practice.CriteriaReview.named_as", "practice.CriteriaReview.answer"), AREA),
    "practice.TurnAwayReply.text": AREA,
    "practice.CriteriaReview.offer": "lead",
    # communities: who runs one, its members, whoever owns an action, and leads
    **dict.fromkeys(("practice.Registration.needs", "practice.SessionFeedback.useful", "practice.SessionFeedback.better", "practice.Introduction.words",
                     "practice.Introduction.name", "practice.Introduction.role", "practice.Speaker.name", "practice.Speaker.role",
                     "practice.PostReport.words"), "carys"),
    **dict.fromkeys(("practice.LedgerAction.text", "practice.LedgerAction.outcome", "practice.LedgerEvent.text", "practice.Recommendation.text"),
                    "asha ben carys eve lead"),
    "practice.Post.text": "ben carys", "practice.Post.title": "ben carys",
    **dict.fromkeys(("practice.AgreedDocument.title", "practice.DocumentVersion.changed"), "asha ben carys lead"),
}  # fmt: skip
SHOWN_NOWHERE: dict[str, str] = {
    **dict.fromkeys((f"home.{column} (introduction)" for column in ("Contribution.content_note", "ContributionRevision.content_note",
                     "ContributionRevision.editors_note", "ContributionRevision.title")), "an introduction has none, or its record shows it"),
    **dict.fromkeys(("home.Letter.subject", "home.Letter.text", "home.Letter.html", "home.Letter.calendar"), "a letter goes by mail and stands on no page"),
    **dict.fromkeys(("home.Invitation.name", "home.Invitation.message"), "an invitation that was taken up is shown to nobody"),
    **dict.fromkeys(("home.RevisionFile.description", "home.RevisionFile.transcript"), "read by readers of a page of the tree, which the sweep looks at"),
    **dict.fromkeys(("home.User.password", "home.Invitation.secret_digest", "practice.Speaker.secret"), "shown to nobody"),
    "practice.Speaker.email": "written to, never shown", "home.Notice.url": "followed by a button, never shown",
    "home.SafeguardingConcern.outcome": "there only once a concern is closed", "learning.ReviewersWord.text": "of an earlier text than the one that stands",
    **dict.fromkeys(("practice.Booking.reason", "practice.Registration.reason"), "there only once somebody said no"),
    "practice.Post.hidden_because": "there only once a post is hidden", "practice.PreparationTick.words": "only the tick is shown, beside what is asked",
    **dict.fromkeys(("practice.SessionMessage.title", "practice.SessionMessage.text"), "a message goes by mail"),
    "capability.ReviewWish.about": "shown once a change is asked for",
}  # fmt: skip
