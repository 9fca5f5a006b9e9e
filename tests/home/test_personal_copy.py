"""The copy of everything: every registered kind with everything of it that is theirs, nothing of anybody else's, and no secret."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.html import escape

from home.models import AccessEntry, Notice, User
from home.personal_copy.reading import Reader
from home.personal_copy.writing import write_copy
from home.seams.privacy import all_kept
from tests.site.everything import STEM, make_ground, one_of_each
from tests.site.test_addresses import none

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def copy_of(person: User) -> zipfile.ZipFile:
    packed = io.BytesIO()
    write_copy(person, packed, made_at=timezone.now())
    return zipfile.ZipFile(packed)


def words_in(person: User, part: str) -> set[str]:
    """The words of a person's own in all columns that are for a copy (`fields`), or that are withheld."""
    found: set[str] = set()
    for kind in all_kept():
        for row in kind.of(person).values():
            found.update(word for name in getattr(kind, part) for word in re.findall(rf"{STEM}\d+x", str(row.get(name, ""))))
    return found


def test_everything_of_one_of_each_is_in_it_and_nothing_else(cast):
    make_ground(cast)
    kinds = one_of_each(cast.asha, cast.ben)
    Notice.objects.filter(person=cast.asha).update(text=f"Ask {cast.ben.email} or write from {cast.asha.email}.")
    packed = copy_of(cast.asha)
    data, page = json.loads(packed.read("everything.json")), packed.read("read-me.html").decode()
    told = {(kind["group"], kind["title"]): kind for kind in data["kinds"]}
    assert len(told) == len(all_kept()), "two kinds of a group have one title"
    none([f"{kind.title}: no row" for kind in kinds if not told[kind.group, kind.title]["rows"]])
    for kind in all_kept():
        for row in told[kind.group, kind.title]["rows"]:
            assert list(row) == [str(label) for label in kind.fields.values()], "two columns of a kind have one label"
        assert escape(kind.title) in page
        assert escape(kind.why) in page or not told[kind.group, kind.title]["rows"]
    shown, secret = words_in(cast.asha, "fields"), words_in(cast.asha, "withheld")
    assert len(shown) > 60
    assert secret
    in_data, in_page = set(re.findall(rf"{STEM}\d+x", json.dumps(data))), set(re.findall(rf"{STEM}\d+x", page))
    in_files = {word for name in packed.namelist() if name.startswith("files/") for word in re.findall(rf"{STEM}\d+x", packed.read(name).decode("latin-1"))}
    none(sorted(shown - in_data - {name for name in shown if "contributions/" in name}))
    assert in_data == in_page
    assert in_files, "the files themselves"
    assert not secret & (in_data | in_files)
    assert not {person.email for who, person in cast.everyone().items() if who != "asha"} & set(re.findall(r"[\w.]+@[\w.]+", json.dumps(data) + page))
    assert f"Ask (somebody’s address) or write from {cast.asha.email}." in page
    assert {"record/learning-record.pdf", "record/learning-record.csv", "look.css"} <= set(packed.namelist())
    assert set(data["files"]) <= set(packed.namelist())
    assert cast.asha.password not in json.dumps(data)


def test_somebody_with_nothing_gets_a_copy_that_says_so(cast):
    packed = copy_of(cast.frank)
    data, page = json.loads(packed.read("everything.json")), packed.read("read-me.html").decode()
    headings = re.findall(r"<h2>(.*?)</h2>", page)
    assert headings[:2] == ["You", "Where you work"]
    assert len(set(headings)) == len(headings), "each group stands once"
    assert re.search(r"Nothing is kept under: .*Your reflections; ", page)
    assert {kind["title"] for kind in data["kinds"] if kind["rows"]} >= {"Who you are", "Your places in teams"}
    assert len(data["kinds"]) == len(all_kept())
    assert "how_to_read" in data


def test_what_rows_lead_to_is_looked_up_once(cast, django_assert_max_num_queries):
    from learning.models import Completion

    for number in range(3):
        _complete(cast.asha, number)
    kind = next(kind for kind in all_kept() if kind.model == "learning.Completion")
    with django_assert_max_num_queries(3):
        assert len(Reader(cast.asha).told(kind).rows) == 3
    assert Completion.objects.count() == 3


def _complete(person: User, number: int) -> None:
    from learning.models import Completion

    now = timezone.now()
    Completion.objects.create(person=person, module_key=f"m{number}", title="Listening", version="1", completed_at=now, completed_on=now.date(), minutes=30)


def test_words_stand_as_words_on_the_page(cast):
    cast.asha.name = "<script>alert(1)</script>"
    cast.asha.save()
    page = copy_of(cast.asha).read("read-me.html").decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert page.rstrip().endswith("</html>")


def test_the_command_writes_it_tells_the_person_and_overwrites_nothing(cast, tmp_path, capsys):
    path = tmp_path / "asha.zip"
    call_command("export_person", cast.asha.email.upper(), "--to", str(path))
    assert str(path) in capsys.readouterr().out
    assert path.stat().st_mode & 0o077 == 0
    assert json.loads(zipfile.ZipFile(path).read("everything.json"))["kinds"]
    assert AccessEntry.objects.get(person=cast.asha).by is None
    assert Notice.objects.filter(person=cast.asha, title__contains="made at the server").exists()
    with pytest.raises(CommandError, match="there already"):
        call_command("export_person", cast.asha.email, "--to", str(path))
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("export_person", "nobody@example.org", "--to", str(tmp_path / "x.zip"))
    assert not Path(tmp_path / "x.zip").exists()
    assert AccessEntry.objects.count() == 1
