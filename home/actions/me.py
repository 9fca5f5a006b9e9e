"""What people change about themselves: profile, preferences, what they have read."""

from django.db import transaction
from django.utils import timezone

from home.actions.untelling import drop_letters
from home.enums import MailRhythm, NoticeKind
from home.models import Letter, Notice, Preferences, User


def change_profile(person: User, *, name: str, pronouns: str) -> None:
    """Keep what `person` wants to be called."""
    person.name, person.pronouns = name, pronouns
    person.save(update_fields=["name", "pronouns"])


def change_preferences(person: User, **wishes) -> Preferences:
    """Keep when and about what `person` wants mail (fields of Preferences); what waits and is no longer wanted is dropped."""
    with transaction.atomic():
        kept, _ = Preferences.objects.update_or_create(person=person, defaults=wishes)
        unwanted = Letter.objects.filter(person=person).exclude(kind=NoticeKind.ACCOUNT)
        if kept.rhythm != MailRhythm.NEVER:
            unwanted = unwanted.filter(kind__in=kept.no_mail_about)
        drop_letters(unwanted)
    return kept


def stop_mail(person: User, kind: str) -> None:
    """Send no more mail of one kind, or none but of account safety where `kind` is empty. Doing it twice changes nothing."""
    with transaction.atomic():
        Preferences.objects.get_or_create(person=person)
        wishes = Preferences.objects.select_for_update().get(person=person)
        if not kind:
            change_preferences(person, rhythm=MailRhythm.NEVER)
        elif kind != NoticeKind.ACCOUNT and kind not in wishes.no_mail_about:
            change_preferences(person, no_mail_about=sorted({*wishes.no_mail_about, kind}))


def mark_read(person: User, notice: Notice | None = None) -> None:
    """Mark one notice of `person` as read, or all of them."""
    unread = Notice.objects.filter(person=person).unread()
    if notice is not None:
        unread = unread.filter(pk=notice.pk)
    unread.update(read_at=timezone.now())
