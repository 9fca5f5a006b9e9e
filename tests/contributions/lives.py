"""Contributions made as people make them, through the actions, for the tests of this folder."""

import io
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from mutagen.id3 import ID3, TPE1
from PIL import Image

from home.actions.contributing import agreeing, consenting, editing, writing
from home.actions.contributing.consenting import Terms
from home.enums import Afterwards, ContactRoute, Naming
from home.models import Contribution, InvolvementSettings, Purpose, User
from tests.cast import Cast

WORDS = "Somebody held the door open, and did not ask me why I came late."
MP3 = (b"\xff\xfb\x90\x00" + bytes(413)) * 3


def picture(metadata: str = "", size: tuple[int, int] = (64, 48)) -> bytes:
    """A JPEG whose metadata says `metadata`."""
    exif = Image.Exif()
    if metadata:
        exif[0x013B] = metadata
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG", exif=exif, comment=metadata.encode())
    return out.getvalue()


def sound(metadata: str = "") -> bytes:
    """An MP3 whose tags say `metadata`."""
    held = io.BytesIO(MP3)
    if metadata:
        tags = ID3()
        tags.add(TPE1(encoding=3, text=[metadata]))
        tags.save(held)
    return held.getvalue()


def terms(**changes) -> Terms:
    """Two years, reached here alone, and deleted when the time is over."""
    wanted = {"until": timezone.localdate() + timedelta(days=730), "review_on": None, "afterwards": Afterwards.GONE, "route": ContactRoute.SITE, "reach_by": ""}
    return Terms(**{**wanted, **changes})


def draft(author: User, words: str = WORDS, title: str = "The door") -> Contribution:
    """What somebody has begun to write."""
    made = writing.begin(author, has_read=True)
    return writing.keep_words(made, author, words=words, title=title)


def decided(author: User, pages, *, pseudonym: str = "Sam from the river", **changes) -> Contribution:
    """A draft whose author has decided everything but the yes; `pages` are page numbers, or "public"."""
    made = draft(author, **{name: changes.pop(name) for name in ("words", "title") if name in changes})
    consenting.read_offer(made, author)
    consenting.choose_name(made, author, Naming.PSEUDONYM if pseudonym else Naming.NOBODY, pseudonym)
    consenting.choose_places(made, author, {str(page) for page in pages})
    consenting.set_terms(made, author, terms(**changes))
    return made


def read_back(contribution: Contribution, author: User, editor: User) -> Contribution:
    """Handed in, read by an editor who suggests nothing, and sent back."""
    editing.send_back(editing.hand_in(contribution, author), editor)
    return Contribution.objects.get(pk=contribution.pk)


def agree(contribution: Contribution, author: User, purposes=None) -> Contribution:
    """The author's yes to the draft as it is, in all of its places or in those given."""
    chosen = purposes or Purpose.objects.filter(contribution=contribution, ended_at__isnull=True)
    agreeing.say_yes(contribution, author, agreeing.draft_digest(contribution), {each.pk for each in chosen})
    return Contribution.objects.get(pk=contribution.pk)


def agreed(cast: Cast, pages, **changes) -> Contribution:
    """Dev's contribution, with a yes in each of `pages`."""
    made = decided(cast.dev, pages, **changes)
    return agree(read_back(made, cast.dev, cast.editor), cast.dev)


def name_lead(cast: Cast) -> None:
    """Carys is the area's safeguarding lead, and looks after contributors."""
    from wagtail.models import Site

    InvolvementSettings.objects.update_or_create(site=Site.objects.get(is_default_site=True), defaults={"safeguarding_lead": cast.carys, "contact": cast.carys})


def place_in(page, contribution: Contribution, field: str = "body") -> dict:
    """Let an editor choose `contribution` in a field of a page, and publish it; the block."""
    block = {"type": "contribution", "value": str(contribution.public_id), "id": str(uuid4())}
    stream = getattr(page, field)
    setattr(page, field, stream.stream_block.to_python([*stream.raw_data, block]))
    page.save_revision().publish()
    return block
