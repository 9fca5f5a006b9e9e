"""Files and words made to unfold: nothing takes over five seconds or a hundred megabytes, and each is refused in a sentence or taken as it is."""

import gc
import io
import struct
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from capability.rules.exchange import Unreadable as UnreadableFramework
from capability.rules.exchange import decode
from capability.rules.exchange.case_reading import read_case
from capability.rules.exchange.csv_format import read_csv
from home.markdown import LONGEST, render_markdown
from home.rules.identifying import problems_with
from home.rules.roster import Unreadable as UnreadableRoster
from home.rules.roster import read as read_roster
from home.rules.uploads import UploadProblem, clean_file, clean_picture
from learning.curriculum.format import FormatProblem, read_lesson

SECONDS, MEGABYTES = 5, 100
REFUSALS = (UploadProblem, UnreadableFramework, UnreadableRoster, FormatProblem)


def memory(name: str) -> float:
    return next(int(line.split()[1]) / 1024 for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))


def within_bounds(do: Callable[[], object]) -> str:
    """Do it, and return the refusal in words, empty where there was none. Time is what this process works, not what it waits for others on the machine."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the highest mark of memory begins anew
    before, began, said = memory("VmRSS"), time.process_time(), ""
    try:
        do()
    except REFUSALS as refusal:
        said = str(refusal)
        assert said.rstrip("”").endswith("."), said
    assert time.process_time() - began < SECONDS
    assert memory("VmHWM") - before < MEGABYTES
    return said


def png(size: tuple[int, int], mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG", compress_level=1)
    return out.getvalue()


def turned(size: tuple[int, int]) -> bytes:
    out, told = io.BytesIO(), Image.Exif()
    told[0x0112] = 6
    Image.new("RGB", size).save(out, "JPEG", exif=told)
    return out.getvalue()


def pdf_that_unfolds() -> bytes:
    """Some 70 kB of PDF that are 70 MB while it is read, and ten times that in the library's hands."""
    document = pikepdf.new()
    document.add_blank_page()
    document.Root.Big = document.make_indirect(pikepdf.Dictionary(X=pikepdf.String("A" * 70_000_000)))
    out = io.BytesIO()
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def pdf_in_itself(times: int = 400) -> bytes:
    deep = pikepdf.Array([])
    for _ in range(times):
        deep = pikepdf.Array([deep])
    document = pikepdf.new()
    document.add_blank_page()
    document.Root.Deep = deep
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("content", [png((5000, 4990)), png((4300, 4300), "RGBA"), turned((5000, 4990))], ids=["flat", "clear", "turned"])
def test_the_largest_pictures_that_are_taken_fit(content):
    assert within_bounds(lambda: clean_picture(content)) == ""


@pytest.mark.parametrize("size", [(7000, 7000), (100, 500_000)])
def test_pictures_that_unfold_are_refused(size):
    content = png(size)
    assert "million in all is the most" in within_bounds(lambda: clean_picture(content))


@pytest.mark.full
@pytest.mark.parametrize("make", [pdf_that_unfolds, pdf_in_itself])
def test_a_pdf_that_unfolds_is_put_away_by_a_process_of_its_own(make):
    content = make()
    began = time.monotonic()
    assert within_bounds(lambda: clean_file(content)) != ""
    assert time.monotonic() - began < 3 * SECONDS  # its own clock is five seconds; the machine may be busy


def test_a_film_of_a_million_boxes_is_refused():
    film = struct.pack(">I", 20) + b"ftypisom" + bytes(4) + b"mp42" + (struct.pack(">I", 8) + b"free") * 1_000_000
    assert "in more pieces" in within_bounds(lambda: clean_file(film))


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04" + bytes(2_000_000), b"\x1f\x8b\x08" + bytes(2_000_000), b"7z\xbc\xaf'\x1c" + bytes(99), b"Rar!\x1a\x07\x00" + bytes(99)]
)
def test_archives_and_workbooks_are_not_unpacked(content):
    for clean in (clean_picture, clean_file):
        assert within_bounds(lambda clean=clean: clean(content))
    assert within_bounds(lambda: read_roster(content))


MARKDOWN = {
    "brackets": "[" * LONGEST, "pictures": "![" * 20_000, "stars": "_a*" * 13_000, "quotes": "> " * 20_000, "numbers": "1. " * 13_000,
    "headings": "a\n=\n" * 10_000,
    "rules": "***\n" * 10_000, "lists": "- a\n" * 10_000, "steps": "".join(" " * 4 * deep + "- a\n" for deep in range(138)), "slashes": "\\" * LONGEST,
}  # fmt: skip


@pytest.mark.parametrize("name", MARKDOWN)
def test_no_words_take_long_to_show(name):
    text = MARKDOWN[name]
    within_bounds(lambda: render_markdown(text))
    within_bounds(lambda: problems_with(text))


JSON = [
    "[" * 100_000,
    '{"a":' * 50_000,
    '{"CFDocument":' + "9" * 100_000 + "}",
    '"' + "\\ud800" * 50_000,
    '{"CFItems":[' + "{}," * 50_000 + "{}]}",
    "NaN",
    "1e999999",
]


@pytest.mark.parametrize("text", JSON, ids=[text[:12] for text in JSON])
def test_a_framework_that_unfolds_is_told_what_is_wrong(text):
    def reading() -> None:
        read = read_case(decode(text.encode()), identifier="x", version="1")
        assert read.fact is None and read.problems

    within_bounds(reading)


CSV = [
    b'"' + b"a" * 1_000_000,
    b"," * 500_000,
    b"email,name\n" + b"a@b.example,x\n" * 40_000,
    b"\x00" * 500_000,
    b"\xff\xfe" + b"a\x00" * 200_000,
    b"email\n" + b'"\n' * 100_000,
]


@pytest.mark.parametrize("content", CSV, ids=["quote", "commas", "rows", "nothing", "wide", "quotes"])
def test_tables_that_unfold_are_told_what_is_wrong(content):
    within_bounds(lambda: read_roster(content))
    within_bounds(lambda: read_csv(decode(content), identifier="x", version="1", title="x"))


LESSONS = [
    "+++\na = " + "[" * 20_000 + "\n+++\n",
    "+++\ntitle = 'x'\n+++\n" + "```note\n" * 20_000,
    "+++\n" + "[" + "a." * 10_000 + "a]\n+++\n",
    "+++\ntitle = 'x'\n+++\n```raw\n" + "[" * 50_000 + "\n```\n",
]


@pytest.mark.parametrize("text", LESSONS, ids=["list", "fences", "tables", "raw"])
def test_a_lesson_that_unfolds_is_told_what_is_wrong(text):
    within_bounds(lambda: read_lesson(text))
