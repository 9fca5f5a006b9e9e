"""Files to put up: with a name inside that must not stay, and of kinds that are not kept."""

import io
import struct
import wave
import zlib

import pikepdf
from mutagen.id3 import ID3, TPE1
from PIL import Image
from PIL.PngImagePlugin import PngInfo

CANARY = "Canary Josephine Quill"
MP3 = b"\xff\xfb\x90\x00" + bytes(413)  # one silent frame


def picture(kind="JPEG", size=(60, 40), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


def with_exif() -> bytes:
    exif = Image.Exif()
    exif[0x013B] = CANARY  # artist
    exif[0x0112] = 6  # turned on its side
    exif.get_ifd(0x8825)[29] = CANARY  # where
    return picture(exif=exif, comment=CANARY.encode(), icc_profile=CANARY.encode())


def png_with_text() -> bytes:
    told = PngInfo()
    told.add_itxt("Author", CANARY)
    return picture("PNG", pnginfo=told)


def pdf(title="t") -> bytes:
    document = pikepdf.new()
    page = document.add_blank_page()
    document.docinfo["/Author"] = CANARY
    with document.open_metadata() as told:
        told["dc:creator"] = [CANARY]
    document.attachments["note.txt"] = CANARY.encode()
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{CANARY}')")
    page.obj.PieceInfo = pikepdf.Dictionary(Who=CANARY)
    out = io.BytesIO()
    document.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def box(kind: bytes, *content: bytes) -> bytes:
    inside = b"".join(content)
    return struct.pack(">I", len(inside) + 8) + kind + inside


def mp4() -> bytes:
    told = box(b"udta", box(b"\xa9xyz", CANARY.encode()))
    return (
        box(b"ftyp", b"isom", bytes(4), b"isommp42")
        + box(b"moov", box(b"mvhd", bytes(100)), box(b"trak", told), told)
        + box(b"uuid", CANARY.encode())
        + box(b"mdat", bytes(64))
    )


def mp3() -> bytes:
    held = io.BytesIO(MP3 * 40)
    tags = ID3()
    tags.add(TPE1(encoding=3, text=[CANARY]))
    tags.save(held, v1=2)
    return held.getvalue()


def plain_bytes(content: bytes) -> bytes:
    """Everything in `content`, and in a PDF's streams, as one run of bytes."""
    if not content.startswith(b"%PDF"):
        return content
    with pikepdf.open(io.BytesIO(content)) as document:
        out = io.BytesIO()
        document.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return content + out.getvalue()


def wav() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(100))
    return out.getvalue()


def bomb() -> bytes:
    """A PNG that says it has 60,000 by 60,000 points, in some 100 bytes."""
    small = bytearray(picture("PNG"))
    small[16:24] = struct.pack(">II", 60_000, 60_000)
    small[29:33] = struct.pack(">I", zlib.crc32(bytes(small[12:29])))
    return bytes(small)


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
