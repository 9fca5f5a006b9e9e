"""Media are looked at by content, and kept without what they say of their maker."""

import io
from unittest.mock import patch

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from home.rules import pdfs, uploads
from home.rules.uploads import UploadProblem, clean_file, clean_picture
from tests.home.uploads import CANARY, SVG, bomb, mp3, mp4, pdf, picture, plain_bytes, png_with_text, wav, with_exif


@pytest.mark.parametrize(
    ("made", "cleaned"),
    [
        (with_exif, lambda content: clean_picture(content)),
        (png_with_text, lambda content: clean_picture(content)),
        (pdf, lambda content: clean_file(content, title="A leaflet")),
        (mp3, lambda content: clean_file(content)),
        (mp4, lambda content: clean_file(content)),
    ],
    ids=["jpeg", "png", "pdf", "mp3", "mp4"],
)
def test_what_a_file_says_of_its_maker_is_gone(made, cleaned):
    content = made()
    words = CANARY.encode()
    assert words in plain_bytes(content), "the canary is there before"
    clean = plain_bytes(cleaned(content).content)
    for spelling in (words, CANARY.encode("utf-16-be"), CANARY.encode("utf-16-le"), b"Josephine"):
        assert spelling not in clean


def test_a_picture_taken_sideways_stands_upright():
    with Image.open(io.BytesIO(clean_picture(with_exif()).content)) as upright:
        assert upright.size == (40, 60)


def test_a_pdf_is_called_what_its_editor_called_it():
    with pikepdf.open(io.BytesIO(clean_file(pdf(), title="A leaflet").content)) as document:
        assert str(document.docinfo["/Title"]) == "A leaflet"


def test_a_picture_with_clear_parts_keeps_them():
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(clean_picture(out.getvalue()).content)) as kept:
        assert kept.mode == "RGBA"
        assert kept.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (SVG, "SVG"),
        (bomb(), "far too large|million"),
        (b"", "empty"),
        (b"GIF89a", "cannot be opened"),
        (picture()[:300], "cannot be opened"),
        (picture("PNG", size=(8000, 6000)), "25 million"),
        (pdf(), "cannot be opened"),
        (b"MZ" + bytes(100), "cannot be opened"),
        (bytes(21 * 1024 * 1024), "21 MB"),
    ],
    ids=["svg", "bomb", "empty", "gif", "cut", "large", "pdf", "exe", "21 MB"],
)
def test_a_picture_that_is_not_kept_is_refused_in_a_sentence(content, words):
    with pytest.raises(UploadProblem, match=words) as caught:
        clean_picture(content)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    "content",
    [SVG, b"", picture(), wav(), b"<html><script>alert(1)</script>", b"%PDF-1.7 nonsense", mp4()[:60], b"PK\x03\x04" + bytes(50)],
    ids=["svg", "empty", "picture", "wav", "html", "broken pdf", "cut mp4", "zip"],
)
def test_a_file_that_is_not_kept_is_refused_in_a_sentence(content):
    with pytest.raises(UploadProblem) as caught:
        clean_file(content)
    assert str(caught.value).endswith(".")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([picture(), png_with_text(), pdf(), mp3(), mp4()]), st.integers(0, 3000), st.binary(max_size=20))
def test_a_mangled_file_is_cleaned_or_refused(content, at, instead):
    mangled = content[:at] + instead + content[at + len(instead) :]
    for clean in (clean_picture, clean_file):
        try:
            with patch.object(uploads, "clean_pdf_apart", pdfs.clean_pdf):  # a process for each would take minutes
                clean(mangled)
        except UploadProblem as problem:
            assert str(problem)  # noqa: PT017
