"""Speakers: asking them, the words that introduce them, and what they let be kept. Nothing is shown without their yes to that revision."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.actions.telling import tell
from home.enums import NoticeKind
from home.models import User
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
        before = found.introductions.first()
        if before and (before.name, before.role, before.words) == (found.name, found.role, words.strip()) and before.withdrawn_at is None:
            return before
        return _write(by, found, words, agreed=own)


def _write(by: User | None, speaker: Speaker, words: str, *, agreed: bool = False) -> Introduction:
    number = (speaker.introductions.aggregate(most=Max("number"))["most"] or 0) + 1
    row = Introduction.objects.create(
        speaker=speaker, number=number, name=speaker.name, role=speaker.role, words=words.strip(), written_by=by,
        agreed_at=timezone.now() if agreed else None,
    )  # fmt: skip
    log(instance=speaker.session.page, action="practice.introduction_written", user=by)
    if not agreed:
        _ask(speaker, f"introduction:{row.number}", f"How you are introduced at “{speaker.session}”: please look at it", by)
    return row


def agree(*, speaker: Speaker, number: int) -> Introduction:
    """The speaker's yes to exactly the revision `number`; refused where another was written meanwhile. Twice is once."""
    with transaction.atomic():
        found = Speaker.objects.select_for_update(of=("self",)).select_related("session__page").get(pk=speaker.pk)
        newest = found.introductions.first()
        if newest is None or newest.number != number:
            raise Refused("The words have changed since you opened this page. Read them again.")
        if found.declined_at:
            raise Refused("You have said that you do not speak. Write to whoever asked you if that has changed.")
        if newest.agreed_at is None or newest.withdrawn_at is not None:
            newest.agreed_at, newest.withdrawn_at = timezone.now(), None
            newest.save(update_fields=["agreed_at", "withdrawn_at"])
            log(instance=found.session.page, action="practice.introduction_agreed", user=found.person)
        return newest


def take_back(*, speaker: Speaker) -> None:
    """Take every yes to an introduction back: from now on nobody is introduced. Twice is once."""
    with transaction.atomic():
        found = Speaker.objects.select_for_update(of=("self",)).select_related("session__page", "session__community").get(pk=speaker.pk)
        if found.introductions.filter(agreed_at__isnull=False, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now()):
            log(instance=found.session.page, action="practice.introduction_withdrawn", user=found.person)
            letters.tell_facilitators(
                found.session, f"withdrawn:{found.pk}:{timezone.now():%Y%m%d%H%M%S}", f"A speaker of “{found.session}” took their introduction back"
            )


def decline(*, speaker: Speaker) -> None:
    """Say that one does not speak: nothing of it is shown, and whoever asked is told. Twice is once."""
    with transaction.atomic():
        found = Speaker.objects.select_for_update(of=("self",)).select_related("session__page", "session__community", "person").get(pk=speaker.pk)
        if found.declined_at is None:
            found.declined_at = timezone.now()
            found.save(update_fields=["declined_at"])
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
        guests.drop_waiting_letters(found)
        if found.person is None and found.declined_at is None and found.session.is_to_come:
            key, title = f"speaker-off:{found.pk}:{found.asked_at:%Y%m%d%H%M%S}", f"You are not down to speak at “{found.session}” any more"
            guests.write_to(found, key, title, end=End.TAKEN_OFF, calendar=guests.calendar_file(found, cancelled=True))
        found.delete()


def let_keep(*, speaker: Speaker, material: SessionMaterial, revision: int, yes: bool) -> None:
    """The speaker's yes to exactly `revision` of something kept, or taking every yes to it back, which hides it at once. Twice is once."""
    with transaction.atomic():
        found = SessionMaterial.objects.select_for_update(of=("self",)).get(pk=material.pk, session=speaker.session_id)
        if not yes:
            MaterialYes.objects.filter(material=found, speaker=speaker).delete()
            return
        if found.revision != revision:
            raise Refused("It has changed since you opened this page. Look at it again.")
        MaterialYes.objects.get_or_create(material=found, speaker=speaker, revision=revision)
        log(instance=speaker.session.page, action="practice.material_agreed", user=speaker.person)


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
