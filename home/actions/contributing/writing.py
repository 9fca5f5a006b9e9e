"""Writing, recording and bringing pictures: the draft."""

import logging
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from home.actions.contributing.deciding import locked, note, touch
from home.actions.refusals import Refused
from home.away import has_no_room
from home.enums import ConsentChange, MediaKind
from home.models import Contribution, ContributionFile, ContributionRevision, User
from home.models.contributions.writing import LONGEST_TRANSCRIPT, LONGEST_WORDS, kind_of
from home.rules.contributing import lines_up
from home.rules.uploads import UploadProblem, check_size, clean_file, clean_picture, shrunk

log = logging.getLogger("alongside")
NO_ROOM = "There is no room for it here just now, so it was not kept. What you wrote is safe. Keep the file, and bring it again tomorrow."
MOST_FILES = 8
MOST_DRAFTS = 50
LONGEST_SIDE = 1600  # points of a picture's longer side


@transaction.atomic
def begin(person: User, *, has_read: bool, for_somebody: bool = False) -> Contribution:
    """A new draft of `person`; `for_somebody` has no account, and `person` keeps it for them.

    Raises `Refused` unless they have read what must be passed on and what is offered.
    """
    if not has_read:
        raise Refused("Read what must be passed on first, and say that you have.")
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if Contribution.objects.own_words().by(person).there().count() >= MOST_DRAFTS:
        raise Refused(f"You have {MOST_DRAFTS} already. Take one back before you begin another.")
    made = Contribution.objects.create(author=None if for_somebody else person, keeper=person if for_somebody else None, read_before_writing_at=timezone.now())
    note(made, person, ConsentChange.BEGUN, "Read what must be passed on and what is offered, and began to write.")
    return made


@transaction.atomic
def keep_words(
    contribution: Contribution, person: User, *, words: str | None = None, title: str | None = None, content_note: str | None = None
) -> Contribution:
    """Keep what is given of the draft; its author or helper. Nothing that was handed in changes. Raises `Refused`."""
    held = locked(contribution, person, author=False)
    given = {"words": words, "title": title, "content_note": content_note}
    fields = {name: lines_up(value) for name, value in given.items() if value is not None}
    if len(fields.get("words", "")) > LONGEST_WORDS:
        raise Refused(f"That is longer than {LONGEST_WORDS} characters. Make two of it, or shorten it.")
    touch(held, **fields)
    return held


@transaction.atomic
def add_file(contribution: Contribution, person: User, content: bytes) -> ContributionFile:
    """Keep a picture, sound or film without what it says of its maker; raises `Refused` for anything else."""
    held = locked(contribution, person, author=False)
    if held.files.filter(dropped_at__isnull=True).count() >= MOST_FILES:
        raise Refused(f"There are {MOST_FILES} files already. Take one out first.")
    try:
        check_size(len(content))
        clean = _clean(content)
    except UploadProblem as problem:
        raise Refused(str(problem)) from problem
    kept = ContributionFile(contribution=held, kind=kind_of(clean.content_type), content_type=clean.content_type, size=len(clean.content))
    try:
        kept.file.save(f"file.{clean.ending}", ContentFile(clean.content), save=False)
    except OSError as fault:
        if not has_no_room(fault):
            raise
        log.error("contribution=%d no room for a file of %d bytes", held.pk, kept.size)
        raise Refused(NO_ROOM) from fault
    name = str(kept.file.name)
    try:
        kept.save()
    except Exception:
        default_storage.delete(name)
        raise
    touch(held)
    return kept


def add_files(contribution: Contribution, person: User, contents: Iterable[bytes]) -> list[ContributionFile]:
    """Keep all of them, or none; raises `Refused` as `add_file` does."""
    kept: list[ContributionFile] = []
    try:
        with transaction.atomic():
            for content in contents:
                kept.append(add_file(contribution, person, content))
    except Exception:
        for each in kept:
            default_storage.delete(str(each.file.name))
        raise
    return kept


def _clean(content: bytes):
    start = content[:12]
    if start[:4] == b"%PDF":
        raise UploadProblem("This is a PDF. Bring a picture, a sound or a film, or write the words here.")
    picture = start[:3] == b"\xff\xd8\xff" or start[:8] == b"\x89PNG\r\n\x1a\n" or start[:4] == b"GIF8" or (start[:4] == b"RIFF" and start[8:] == b"WEBP")
    if picture or content[:1000].lstrip().lower().startswith((b"<svg", b"<?xml")):
        return shrunk(clean_picture(content), LONGEST_SIDE)
    clean = clean_file(content)
    if clean.content_type.partition("/")[0] not in ("audio", "video"):
        raise UploadProblem("This kind of file is not kept here. Bring a picture (JPEG, PNG, WebP), a sound (MP3, M4A, OGG) or a film (MP4).")
    return clean


@transaction.atomic
def describe_file(kept: ContributionFile, person: User, *, description: str = "", transcript: str = "") -> None:
    """Keep what a file shows or says, for people who do not see or hear it."""
    held = locked(kept.contribution, person, author=False)
    if len(transcript) > LONGEST_TRANSCRIPT:
        raise Refused(f"That is longer than {LONGEST_TRANSCRIPT} characters. Make two recordings of it.")
    ContributionFile.objects.filter(pk=kept.pk).update(description=lines_up(description)[:400], transcript=lines_up(transcript))
    touch(held)


@transaction.atomic
def drop_file(kept: ContributionFile, person: User) -> None:
    """Take a file out of the draft; it is deleted at once unless something that was handed in holds it."""
    held = locked(kept.contribution, person, author=False)
    if kept.used_in.exists():
        ContributionFile.objects.filter(pk=kept.pk).update(dropped_at=timezone.now())
    else:
        name = str(kept.file.name)
        kept.delete()
        transaction.on_commit(lambda: default_storage.delete(name))
    touch(held)


def missing_words(contribution: Contribution) -> list[str]:
    """What must be there before it can be handed in, each a sentence; nothing where all is."""
    files = list(contribution.files.filter(dropped_at__isnull=True))
    missing = []
    if not contribution.words.strip() and not files:
        missing.append("Write something, or add a recording or a picture.")
    for each in files:
        if each.kind == MediaKind.PICTURE and not each.description.strip():
            missing.append("Say what the picture shows, for people who do not see it.")
        if each.kind != MediaKind.PICTURE and not each.transcript.strip():
            missing.append("Write down what is said in the recording, for people who do not hear it.")
    return missing


def same_as(contribution: Contribution, revision: ContributionRevision | None) -> bool:
    """Whether the draft says exactly what `revision` does."""
    if revision is None or (contribution.title, contribution.words, contribution.content_note) != (revision.title, revision.words, revision.content_note):
        return False
    draft = [(each.pk, each.description, each.transcript) for each in contribution.files.filter(dropped_at__isnull=True)]
    return draft == [(each.file_id, each.description, each.transcript) for each in revision.files.all()]
