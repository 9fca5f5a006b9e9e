"""A PDF without what it says of its maker and without what can run in it, read in a process that is held to little time and memory.

A hundred kilobytes can unfold to gigabytes while a PDF is read, so no web process reads one: `python -m home.rules.pdfs TITLE` does, from its
standard input to its standard output.
"""

import io
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf

PATIENCE = 5.0  # seconds by the clock
SECONDS = 3  # of work
MOST_MEMORY = 512 * 1024 * 1024  # addresses, of which Python and the libraries take some 300 MB
REFUSED = 3
TELLS = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")
RUNS = (
    "/AA",
    "/OpenAction",
    "/PA",
    "/JS",
    "/JavaScript",
    "/XFA",
    "/CO",
    "/EmbeddedFiles",
    "/EF",
    "/FS",
    "/AF",
    "/Collection",
    "/RichMediaContent",
    "/Movie",
    "/Sound",
)
DEEPEST = 60


class UploadProblem(ValueError):
    """A file that is not kept; the text is a sentence that says why and what to do."""


def clean_pdf_apart(content: bytes, title: str = "") -> bytes:
    """`clean_pdf` in a process of its own, which knows no setting and no secret of ours; raises `UploadProblem`."""
    environment = {"PATH": os.defpath, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 - our own module; the title is one argument, and no shell reads it
            [sys.executable, "-m", "home.rules.pdfs", title.replace("\0", "")[:500]],
            input=content,
            capture_output=True,
            env=environment,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise UploadProblem("The PDF takes too long to read, so it was put away. Save it again, or print it into a new PDF.") from fault
    if done.returncode == REFUSED:
        raise UploadProblem(done.stdout.decode())
    if done.returncode:
        raise UploadProblem("The file is damaged and cannot be opened. Save it again and put it up once more.")
    return done.stdout


def clean_pdf(content: bytes, title: str) -> bytes:
    """The document without what tells of its maker, can run or is attached; raises `UploadProblem`."""
    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as problem:
        raise UploadProblem("The PDF is locked with a password. Put up one that anyone can open.") from problem
    with pdf:
        for thing in pdf.objects:
            _clean_object(thing, 0)
        del pdf.docinfo
        if title:
            with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as told:
                told["dc:title"] = title
        out = io.BytesIO()
        pdf.remove_unreferenced_resources()
        pdf.save(out)
    return out.getvalue()


def _clean_object(thing: Any, depth: int) -> None:
    """Take out of one object, and of those written inside it, what tells of its maker or can run; links and jumps stay."""
    if depth > DEEPEST:
        raise UploadProblem("The PDF is folded into itself more deeply than a document is. Save it again and put it up once more.")
    if isinstance(thing, pikepdf.Array):
        for inside in thing:
            if not getattr(inside, "is_indirect", True):
                _clean_object(inside, depth + 1)
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return
    for name in (*TELLS, *RUNS):
        if name in thing:
            del thing[name]
    if "/A" in thing and not _plain_link(thing["/A"]):
        del thing["/A"]
    if "/Subtype" in thing and "/Rect" in thing and "/T" in thing:  # who wrote a note in the margin
        del thing["/T"]
    for name in list(thing.keys()):
        inside = thing[name]
        if isinstance(inside, pikepdf.Dictionary | pikepdf.Array) and not inside.is_indirect:
            _clean_object(inside, depth + 1)


def _plain_link(action: Any) -> bool:
    """Whether an action is a link or a jump and nothing after it, which a document may have."""
    if not isinstance(action, pikepdf.Dictionary):
        return True  # an attribute of another kind that has the same name
    return action.get("/S") in (pikepdf.Name("/URI"), pikepdf.Name("/GoTo")) and "/Next" not in action


def main() -> int:
    """Read standard input, held to our limits."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        cleaned = clean_pdf(sys.stdin.buffer.read(), sys.argv[1])
    except UploadProblem as problem:
        sys.stdout.write(str(problem))
        return REFUSED
    sys.stdout.buffer.write(cleaned)
    return 0


if __name__ == "__main__":
    sys.exit(main())
