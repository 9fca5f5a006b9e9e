"""What practice does when a speaker's yes ends, how a guest hears of it, and which files wait for a yes; registered when the app is ready."""

from typing import Any

from django.db.models import Q

from home.models import Contribution, File
from home.seams.purge import Gone, Removed, purges
from home.seams.reaching import Word, reaches
from home.seams.withholding import withholds
from practice.actions.sessions import guests, letters
from practice.models import Introduction, MaterialYes, SessionMaterial, Speaker
from practice.permissions import facilitates, speaks_at
from practice.speaking import materials_shown


@purges
def empty_introductions(gone: Gone) -> list[Removed]:
    """Empty the names and roles beside the words, and tell whoever runs the community."""
    rows = Introduction.objects.filter(revision__contribution=gone.contribution_id)
    row = rows.select_related("speaker__session__page", "speaker__session__community").first()
    if row is None:
        return []
    count = rows.exclude(name="", role="").update(name="", role="")
    if row.speaker.declined_at is None:
        session = row.speaker.session
        letters.tell_facilitators(session, f"introduction-gone:{gone.public_id}", f"A speaker’s introduction is gone from “{session}”")
    return [Removed("name and role beside the words", count)]


@purges
def hide_what_was_kept(gone: Gone) -> list[Removed]:
    """Tell whoever runs the community that something kept is hidden, and what to do about it."""
    rows = MaterialYes.objects.filter(agreed__contribution=gone.contribution_id)
    yes = rows.select_related("material__session__page", "material__session__community").first()
    if yes is None:
        return []
    session = yes.material.session
    text = f"It is “{yes.material.title}”. Cut what they said and ask anew, or take it off."
    letters.tell_facilitators(session, f"kept-no-more:{gone.public_id}", f"What was kept of “{session}” is hidden: a speaker’s yes has ended", text=text)
    return []


@withholds
def only_what_everybody_agreed_to(file: File, person: Any) -> bool | None:
    """A file that is kept of sessions is opened while every speaker's yes to it stands; always by who runs the community or speaks there."""
    kept = list(SessionMaterial.objects.filter(file=file).select_related("session__community"))
    if not kept:
        return None
    return all(
        each in materials_shown(each.session) or facilitates(person, each.session.community) or speaks_at(person, each.session) is not None for each in kept
    )


@reaches
def write_to_guest(contribution: Contribution, word: Word) -> None:
    """Write to the guest whose it is; whoever has said that they do not speak is written to about that alone."""
    theirs = Q(introductions__revision__contribution=contribution) | Q(yeses__agreed__contribution=contribution)
    speaker = Speaker.objects.filter(theirs, person=None, declined_at__isnull=True).select_related("session__page", "session__community").first()
    if speaker is not None:
        guests.write_to(speaker, f"speaker:{speaker.pk}:{word.key}", word.title, text=word.text)
