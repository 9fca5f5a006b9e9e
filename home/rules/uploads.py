"""What a file that somebody brings really is, and the same file without what it says of its maker.

Looks at the content, never at the name. A picture is drawn anew, a PDF loses its particulars, scripts and attachments, sound and film
their tags (and with them places, names and cover pictures). Everything else is refused.
"""

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import filetype
import mutagen
from mutagen.apev2 import APEv2
from mutagen.apev2 import error as NoApe  # noqa: N812 - mutagen's name
from mutagen.id3 import delete as delete_id3
from mutagen.mp3 import MP3
from PIL import Image, ImageOps

from home.rules.pdfs import UploadProblem, clean_pdf_apart

MOST_BYTES = 20 * 1024 * 1024
MOST_OPENED = 75_000_000  # bytes that a picture takes in memory, a byte for each point and colour
MOST_BOXES = 20_000
ORIENTATION = 0x0112
PICTURES = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png"), "WEBP": ("webp", "image/webp"), "GIF": ("gif", "image/gif")}
FILES = {"pdf": "application/pdf", "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "mp4": "video/mp4"}
MP4_TELLS = {b"udta", b"meta", b"uuid", b"free", b"skip", b"wide", b"pnot"}  # boxes in which phones write places, names and dates, or that may hold anything
MP4_HOLDS = {b"moov", b"trak", b"moof", b"traf", b"mdia", b"minf", b"stbl"}


@dataclass(frozen=True)
class Clean:
    """A file that may be kept: its content, and the ending and type that it truly has."""

    content: bytes
    ending: str
    content_type: str


def check_size(size: int) -> None:
    """Raise `UploadProblem` for more than 20 MB."""
    if size > MOST_BYTES:
        raise UploadProblem(f"The file has {size / 1024 / 1024:.0f} MB; 20 MB is the most. Make it smaller, or put up a shorter one.")
    if size == 0:
        raise UploadProblem("The file is empty. Choose another.")


def clean_picture(content: bytes) -> Clean:
    """The picture in `content`, drawn anew without its metadata; raises `UploadProblem`."""
    check_size(len(content))
    start = content[:1000].lstrip().lower()
    if start.startswith((b"<svg", b"<?xml", b"<!doctype")) or b"<svg" in start:
        raise UploadProblem("This is an SVG, which can hold script, so it is not kept. Save it as PNG and put that up.")
    try:
        with Image.open(io.BytesIO(content), formats=list(PICTURES)) as picture:
            _check_picture(picture)
            return _drawn_anew(picture)
    except UploadProblem:
        raise
    except Image.DecompressionBombError as problem:
        raise UploadProblem("The picture is far too large to open. Make it smaller and put it up again.") from problem
    except Exception as problem:  # Pillow raises many kinds for a broken picture
        raise UploadProblem("This cannot be opened as a picture. Pictures may be JPEG, PNG, WebP or GIF.") from problem


def shrunk(clean: Clean, longest: int) -> Clean:
    """A cleaned picture with no side longer than `longest` points, so that a phone's photograph is light to read; smaller ones as they are."""
    with Image.open(io.BytesIO(clean.content), formats=list(PICTURES)) as picture:
        if max(picture.size) <= longest or picture.format == "GIF":
            return clean
        kind = picture.format or ""
        smaller = picture.convert("RGBA" if "transparency" in picture.info else "RGB") if picture.mode == "P" else picture.copy()
        smaller.thumbnail((longest, longest))
        out = io.BytesIO()
        smaller.save(out, kind, **({"quality": 85} if kind in ("JPEG", "WEBP") else {"optimize": True}))
    return Clean(out.getvalue(), clean.ending, clean.content_type)


def _check_picture(picture: Image.Image) -> None:
    width, height = picture.size
    most = MOST_OPENED // max(len(picture.getbands()), 1)
    if width * height > most:
        raise UploadProblem(f"The picture has {width} by {height} points; {most // 1_000_000} million in all is the most. Make it smaller and put it up again.")
    if getattr(picture, "n_frames", 1) > 1:
        raise UploadProblem("The picture moves, and nothing moves by itself here. Save one frame of it and put that up.")


def _drawn_anew(picture: Image.Image) -> Clean:
    kind = picture.format or ""
    ending, content_type = PICTURES[kind]
    width, height = picture.size
    if kind == "JPEG" and picture.getexif().get(ORIENTATION, 1) != 1 and width * height * 6 > MOST_OPENED:
        picture.draft(None, (width // 2, height // 2))  # turning it holds it twice
    transparency = picture.info.get("transparency")
    ImageOps.exif_transpose(picture, in_place=True)  # one picture in memory, not three: what is written below holds its points and nothing else
    mode = picture.mode
    picture.info = {}
    out = io.BytesIO()
    options: dict[str, Any] = {"JPEG": {"quality": 90, "optimize": True}, "WEBP": {"quality": 90}}.get(kind, {"optimize": True})
    if transparency is not None and kind in ("PNG", "GIF") and mode in ("P", "L", "RGB"):
        options["transparency"] = transparency
    picture.save(out, kind, exif=b"", **options)
    return Clean(out.getvalue(), ending, content_type)


def plain_name(name: str, clean: Clean) -> str:
    """What the file is called where it is kept: the letters and figures of its name, and the ending that it truly has."""
    stem = "-".join(re.findall(r"[A-Za-z0-9_]+", name.rpartition(".")[0] or name))[:60]
    return f"{stem or 'file'}.{clean.ending}"


def clean_file(content: bytes, title: str = "") -> Clean:
    """The document, sound or film in `content` without what it says of its maker; raises `UploadProblem`.

    A PDF is given `title`, which screen readers say, in place of its own.
    """
    check_size(len(content))
    kind = filetype.guess(content[:8192])
    ending = kind.extension if kind else ""
    cleaners = {"pdf": lambda: clean_pdf_apart(content, title), "mp3": lambda: _clean_mp3(content), "ogg": lambda: _clean_ogg(content)}
    cleaners |= dict.fromkeys(("mp4", "m4a", "m4v", "mov"), lambda: _clean_mp4(content))
    if ending not in cleaners:
        raise UploadProblem("This kind of file is not kept. Files may be PDF, MP3, M4A, OGG or MP4; a picture goes into Pictures.")
    ending = {"m4v": "mp4", "mov": "mp4"}.get(ending, ending)
    try:
        return Clean(cleaners[ending](), ending, FILES[ending])
    except UploadProblem:
        raise
    except Exception as problem:  # the libraries raise many kinds for a broken file
        raise UploadProblem("The file is damaged and cannot be opened. Save it again and put it up once more.") from problem


def _clean_mp3(content: bytes) -> bytes:
    held = io.BytesIO(content)
    delete_id3(held)
    held.seek(0)
    with suppress(NoApe):
        APEv2(held).delete(held)
    held.seek(0)
    MP3(held)  # raises where no sound is left
    return held.getvalue()


def _clean_ogg(content: bytes) -> bytes:
    held = io.BytesIO(content)
    sound = mutagen.File(held)
    if sound is None:
        raise UploadProblem("This cannot be played as OGG.")
    held.seek(0)
    sound.delete(held)
    return held.getvalue()


def _clean_mp4(content: bytes) -> bytes:
    held = bytearray(content)
    _blank_boxes(held, 0, len(held), depth=0, left=iter(range(MOST_BOXES)))
    return bytes(held)


def _blank_boxes(held: bytearray, start: int, end: int, depth: int, left: Iterator[int]) -> None:
    """Turn the telling boxes between `start` and `end` into free space of the same size, so that nothing else moves."""
    at = start
    while at + 8 <= end:
        if next(left, None) is None:
            raise UploadProblem("The film is in more pieces than a film is. Save it again and put it up once more.")
        size, kind, head = int.from_bytes(held[at : at + 4], "big"), bytes(held[at + 4 : at + 8]), 8
        if size == 1 and at + 16 <= end:
            size, head = int.from_bytes(held[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            raise UploadProblem("The film is damaged or not whole. Save it again and put it up once more.")
        if kind in MP4_TELLS:
            held[at + 4 : at + 8] = b"free"
            held[at + head : at + size] = bytes(size - head)
        elif kind in MP4_HOLDS and depth < 6:
            _blank_boxes(held, at + head, at + size, depth + 1, left)
        at += size
