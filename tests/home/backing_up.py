"""A folder of the test's own and what lies in it, for the tests of backups."""

from pathlib import Path

from django.core.files.base import ContentFile

from home.actions.backing_up import media
from home.actions.backing_up.engines import engine
from home.actions.backing_up.reading import count
from home.actions.contributing import writing
from home.models import Contribution, File, User
from tests.contributions.lives import draft, picture

MARKER = "quagmirelle"


def upload(title: str = "A leaflet", content: bytes = b"%PDF-1.4 something") -> File:
    return File.objects.create(title=title, file=ContentFile(content, f"{title.replace(' ', '-').lower()}.pdf"))


def contribution(dev: User) -> Contribution:
    made = draft(dev, words=f"I said {MARKER} and went in.", title=f"The {MARKER} door")
    writing.add_file(made, dev, picture())
    return made


def here() -> tuple[dict, dict]:
    """All that stands here: every table's digest and every medium's."""
    with engine().live_reading() as reading:
        tables = count(reading)
    return tables, {name: media.digest(name) for name in media.names_there()}


def files_with(words: bytes, folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and words in path.read_bytes()]
