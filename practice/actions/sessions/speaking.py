"""Speakers: asking them, the words that introduce them, and what they let be kept. Nothing is shown without their yes to that revision.

The words and every yes stand in the same record as any contributor's (`home.actions.contributing`), and what speakers decide in its
history alone: the audit log of the CMS would tell editors whose name stands behind the one that is shown.
"""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.contributing import proposing
from home.actions.contributing.consenting import consent_of
from home.actions.contributing.leaving import withdraw
from home.actions.refusals import Refused
from home.actions.telling import tell
from home.enums import ContributionKind, NoticeKind, WithdrawalCause
from home.models import Contribution, User
from practice.actions.sessions import guests, letters
from practice.actions.sessions.guests import End
from practice.models import Introduction, MaterialYes, Session, SessionMaterial, Speaker
from practice.permissions import facilitates


def ask_to_speak(*, by: User, session: Session, name: str, role: str = "", email: str, words: str) -> Speaker:
    """Ask somebody to speak, with a first introduction that waits for their yes: in their notices, or by a letter with an address of their own."""
    _refuse_others(by, session)
    email = email.strip().lower()
    with transaction.atomic():
        Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
        person = User.objects.active().filter(email__iexact=email).first()
        there = session.speakers.filter(person=person) if person else session.speakers.filter(email__iexact=email)
        if there.exists():
            raise Refused("They have been asked to speak at this session already.")
        number = (session.speakers.aggregate(most=Max("order"))["most"] or 0) + 1
        speaker = Speaker.objects.create(session=session, person=person, name=name.strip(), role=role.strip(), email=email, order=number)
        log(instance=session.page, action="practice.speaker_asked", user=by)
        _write(by, speaker, words)
    return speaker


def write_introduction(*, by: User | None, speaker: Speaker, name: str, role: str, words: str) -> Introduction:
    """A new revision of an introduction, by whoever runs the community or by the speaker, whose own words they have agreed to by writing them.

    `by` is nobody where a guest writes at their own address.
    """
    own = by is None or by.pk == speaker.person_id
    if not own and by is not None:
        _refuse_others(by, speaker.session)
    with transaction.atomic():
        found = Speaker.objects.select_for_update(of=("self",)).select_related("session__page", "session__community", "person").get(pk=speaker.pk)
        if found.declined_at:
            raise Refused("They have said that they do not speak.")
        found.name, found.role = name.strip(), role.strip()
        found.save(update_fields=["name", "role"])
        before = newest_of(found)
        if before and (before.name, before.role, before.words) == (found.name, found.role, words.strip()) and before.withdrawn_at is None:
            return _agree(found, before) if own else before
        return _write(by, found, words, agreed=own)


def newest_of(speaker: Speaker) -> Introduction | None:
    """The newest introduction, with its words and where its yes stands."""
    return speaker.introductions.with_yes().first()


def contributions_of(speaker: Speaker) -> list[Contribution]:
    """What of a speaker's stands in the record, taken back or not: how they are introduced, and what they let be kept."""
    theirs = Q(revisions__introduction__speaker=speaker) | Q(revisions__material_yes__speaker=speaker)
    return list(Contribution.objects.filter(theirs).distinct().order_by("pk"))


def _write(by: User | None, speaker: Speaker, words: str, *, agreed: bool = False) -> Introduction:
    before = newest_of(speaker)
    within = before.revision.contribution if before and before.withdrawn_at is None else None
    revision = proposing.propose(
        ContributionKind.INTRODUCTION, author=speaker.person, title=f"Introduction at “{speaker.session}”", words=words.strip(), within=within
    )  # fmt: skip
    number = (speaker.introductions.aggregate(most=Max("number"))["most"] or 0) + 1
    row = Introduction.objects.create(speaker=speaker, number=number, revision=revision, name=speaker.name, role=speaker.role, written_by=by)
    if agreed:
        return _agree(speaker, row)
    log(instance=speaker.session.page, action="practice.introduction_written", user=by)
    _ask(speaker, f"introduction:{row.number}", f"How you are introduced at “{speaker.session}”: please look at it", by)
    return row


def _agree(speaker: Speaker, row: Introduction, until: date | None = None) -> Introduction:
    proposing.agree_to(row.revision, speaker.session.page, by=speaker.person, shown_as=row.name, until=until)
    return row


def agree(*, speaker: Speaker, number: int, until: date | None = None) -> Introduction:
    """The speaker's yes to exactly the revision `number`, to stand until a day; refused where another was written meanwhile. Twice is once."""
    with transaction.atomic():
        found = Speaker.objects.select_for_update(of=("self",)).select_related("session__page", "person").get(pk=speaker.pk)
        newest = newest_of(found)
        if newest is None or newest.number != number or newest.withdrawn_at is not None:
            raise Refused("The words have changed since you opened this page. Read them again.")
        if found.declined_at:
            raise Refused("You have said that you do not speak. Write to whoever asked you if that has changed.")
        return _agree(found, newest, until)


def let_stand_until(*, speaker: Speaker, until: date) -> None:
    """Let what introduces the speaker stand until another day."""
    with transaction.atomic():
        found = Speaker.objects.select_for_update(of=("self",)).select_related("person").get(pk=speaker.pk)
        newest = newest_of(found)
        if newest is None or newest.withdrawn_at is not None:
            raise Refused(proposing.GONE)
        contribution = newest.revision.contribution
        proposing.let_stand_until(contribution, until, by=found.person, review_on=consent_of(contribution).review_on)


def take_back(*, speaker: Speaker) -> None:
    """Take what introduces the speaker back, every revision of it: emptied, and from now on nobody is introduced. Twice is once."""
    with transaction.atomic():
        found = Speaker.objects.select_for_update(of=("self",)).select_related("session__page", "person").get(pk=speaker.pk)
        newest = newest_of(found)
        if newest is not None and newest.withdrawn_at is None:
            withdraw(newest.revision.contribution, by=found.person, cause=WithdrawalCause.AUTHOR)


def decline(*, speaker: Speaker) -> None:
    """Say that one does not speak: what introduced them is taken back, and whoever asked is told. Twice is once."""
    with transaction.atomic():
        found = Speaker.objects.select_for_update(of=("self",)).select_related("session__page", "session__community", "person").get(pk=speaker.pk)
        if found.declined_at is None:
            found.declined_at = timezone.now()
            found.save(update_fields=["declined_at"])
            for contribution in contributions_of(found):
                if contribution.kind == ContributionKind.INTRODUCTION:
                    proposing.let_go(contribution, by=found.person, cause=WithdrawalCause.AUTHOR)
            letters.tell_facilitators(found.session, f"declined:{found.pk}", f"{found.name} does not speak at “{found.session}”")
            if found.person is None and found.session.is_to_come and (file := guests.calendar_file(found, cancelled=True)):
                guests.write_to(found, f"speaker:{found.pk}:declined", f"You do not speak at “{found.session}”", end=End.DECLINED, calendar=file)


def remove(*, by: User, speaker: Speaker) -> None:
    """Take a speaker off a session, with every word about them. A guest who is to speak is told, and their calendar follows. Twice is once."""
    _refuse_others(by, speaker.session)
    with transaction.atomic():
        found = Speaker.objects.select_for_update(of=("self",)).select_related("session__page", "session__community", "person").filter(pk=speaker.pk).first()
        if found is None:
            return
        for contribution in contributions_of(found):
            proposing.let_go(contribution, by=by)
        guests.drop_waiting_letters(found)
        if found.person is None and found.declined_at is None and found.session.is_to_come:
            key, title = f"speaker-off:{found.pk}:{found.asked_at:%Y%m%d%H%M%S}", f"You are not down to speak at “{found.session}” any more"
            guests.write_to(found, key, title, end=End.TAKEN_OFF, calendar=guests.calendar_file(found, cancelled=True))
        found.delete()


def let_keep(*, speaker: Speaker, material: SessionMaterial, revision: int, yes: bool) -> None:
    """The speaker's yes to exactly `revision` of something kept, or taking every yes to it back, which hides it at once. Twice is once."""
    with transaction.atomic():
        found = SessionMaterial.objects.select_for_update(of=("self",)).get(pk=material.pk, session=speaker.session_id)
        said = MaterialYes.objects.there(speaker).filter(material=found).select_related("agreed__contribution").order_by("-pk").first()
        within = said.agreed.contribution if said else None
        if not yes:
            if within is not None:
                withdraw(within, by=speaker.person, cause=WithdrawalCause.AUTHOR)
            return
        if found.revision != revision:
            raise Refused("It has changed since you opened this page. Look at it again.")
        if said is None or said.revision != revision:
            title = f"“{found.title}”, kept of “{speaker.session}”"
            agreed = proposing.propose(ContributionKind.RECORDING, author=speaker.person, title=title, words="", within=within)
            said = MaterialYes.objects.create(material=found, speaker=speaker, revision=revision, agreed=agreed)
        proposing.agree_to(said.agreed, speaker.session.page, by=speaker.person, shown_as=speaker.name)


def ask_about_material(speaker: Speaker, material: SessionMaterial, by: User) -> None:
    """Ask a speaker for their yes to something kept, once for each revision."""
    _ask(speaker, f"material:{material.pk}:{material.revision}", f"“{material.title}” of “{speaker.session}”: may it be kept?", by)


def _ask(speaker: Speaker, what: str, title: str, by: User | None) -> None:
    session = speaker.session
    if speaker.person is not None:
        if by is None or by.pk != speaker.person_id:
            tell(
                person=speaker.person, kind=NoticeKind.REQUEST, key=f"speaker:{speaker.pk}:{what}", title=title,
                why=f"You are asked to speak at a session of “{session.community}”.", url=f"{session.get_absolute_url()}speaking/",
            )  # fmt: skip
        return
    first = session.is_to_come and not guests.is_invited(speaker)
    guests.write_to(speaker, f"speaker:{speaker.pk}:{what}", title, by=by, calendar=guests.calendar_file(speaker) if first else "")


def tell_of_change(session: Session, what: str, title: str, *, by: User, told: set[int], text: str = "", over: bool = False) -> None:
    """Tell everyone who is to speak that a session is at another time or place or, where it is `over`, called off; once for each `what`.

    `told` are people who hear of it anyhow, because they have a place. The calendars of guests follow.
    """
    for speaker in Speaker.objects.filter(session=session, declined_at__isnull=True).select_for_update(of=("self",)).select_related("person").order_by("pk"):
        speaker.session = session
        key = f"speaker:{speaker.pk}:{what}"
        if speaker.person is None:
            guests.write_to(speaker, key, title, text=text, end=End.CALLED_OFF if over else None, calendar=guests.calendar_file(speaker, cancelled=over))
        elif speaker.person_id not in told and speaker.person_id != by.pk:
            tell(
                person=speaker.person, kind=NoticeKind.ANSWER, key=key, title=title, text=text, url=session.get_absolute_url(),
                why=f"You are to speak at a session of “{session.community}”.",
            )  # fmt: skip


def _refuse_others(by: User, session: Session) -> None:
    if not facilitates(by, session.community):
        raise PermissionDenied
