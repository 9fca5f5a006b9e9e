"""Another area's published file: compared where it is one, refused with a sentence where it is not, and never a danger to ours."""

import random
import time
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from capability.actions.freezing import freeze
from capability.actions.publishing import build_dataset
from capability.dataset import comparing
from capability.dataset.comparing import NotRead, read_outside
from home.rules.disclosure import Reason
from tests.capability.population import assess_everybody, people, role, the_framework
from tests.factories import ServiceFactory, TeamFactory

pytestmark = pytest.mark.django_db
MOST_SECONDS = 5


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def published(cast) -> bytes:
    """Our own published file, which is a real one."""
    the_framework()
    people(60, TeamFactory(service=ServiceFactory(name="Large")), job_role=role())
    assess_everybody(random.Random(3))
    freeze(quarterly=True)
    return build_dataset().path.read_bytes()


def changed(published: bytes, tmp_path: Path, change: Callable[[h5py.File], object]) -> bytes:
    """The same file after `change`."""
    path = tmp_path / "theirs.h5"
    path.write_bytes(published)
    with h5py.File(path, "r+") as file:
        change(file)
    return path.read_bytes()


def send(client, content: bytes):
    return client.post("/area/compare/", {"file": SimpleUploadedFile("theirs.h5", content)})


def test_two_areas_stand_side_by_side(cast, published, client_for, tmp_path):
    def theirs(file: h5py.File) -> None:
        file.attrs["institution"] = "Elsewhere <b>by the sea</b>"
        there = np.argwhere(file["mask"][-1, 0] == Reason.SHOWN)[0][0]
        file["rated"][-1, 0, there], file["meets_target"][-1, 0, there] = 200, 20

    client = client_for(cast.lead)
    page = send(client, changed(published, tmp_path, theirs))
    html = page.content.decode()
    assert page.status_code == 200
    assert "Elsewhere &lt;b&gt;by the sea&lt;/b&gt;" in html
    assert "about 20 of 200" in html and "in 100 higher" in html and "About the same" in html
    assert html.count('<th scope="row">') == 23
    assert send(client_for(cast.ben), published).status_code == 404


def replace(name: str, **made) -> Callable[[h5py.File], None]:
    def change(file: h5py.File) -> None:
        del file[name]
        file.create_dataset(name, **made)

    return change


def link(name: str, to: object) -> Callable[[h5py.File], None]:
    def change(file: h5py.File) -> None:
        del file[name]
        file[name] = to

    return change


def too_few(file: h5py.File) -> None:
    file["rated"][-1, 0, 0], file["meets_target"][-1, 0, 0], file["mask"][-1, 0, 0] = 5, 5, 0


def uncovered(file: h5py.File) -> None:
    file["mask"][-1, 0, 0], file["rated"][-1, 0, 0] = Reason.FEW_PEOPLE, 3


def of_another_kind(file: h5py.File) -> None:
    file.attrs["schema"] = "something-else/9"


def long_label(file: h5py.File) -> None:
    file["capability_title"][0] = "x" * 100_000


HOSTILE = {
    "another kind of file": (of_another_kind, "not a capability-cube/1 dataset"),
    "reads a file of ours": (replace("unit_name", shape=(4,), dtype="S64", external=[("/etc/passwd", 0, 256)]), "leads to another file"),
    "links to a file": (link("unit_name", h5py.ExternalLink("/etc/passwd", "/")), "no plain “unit_name”"),
    "links in a ring": (link("rated", h5py.SoftLink("/rated")), "no plain “rated”"),
    "a cube beyond all memory": (replace("rated", shape=(2**20, 2**15, 2**15), dtype="u4", chunks=(1, 64, 64)), "has not the shape"),
    "an axis beyond all memory": (replace("unit", shape=(2**31,), dtype=h5py.string_dtype(), chunks=(1024,)), "a size that cannot be"),
    "a label beyond reason": (long_label, "longer than 300 letters"),
    "few people": (too_few, "the disclosure rule would hide"),
    "numbers behind the mask": (uncovered, "hidden cells hold numbers"),
    "no mask": (lambda file: file.__delitem__("mask"), "no plain “mask”"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_sentence_and_changes_nothing(cast, published, client_for, tmp_path, name):
    change, words = HOSTILE[name]
    began = time.monotonic()
    answer = send(client_for(cast.lead), changed(published, tmp_path, change))
    assert time.monotonic() - began < MOST_SECONDS
    assert answer.status_code == 422
    html = answer.content.decode()
    assert words in html, html.partition("<main")[2][:1500]
    assert "root:" not in html
    assert (tmp_path / "dataset" / "capability-cube.h5").read_bytes() == published


def test_what_is_no_such_file_never_reaches_the_parser(cast, published, client_for, monkeypatch):
    monkeypatch.setattr(comparing.subprocess, "run", lambda *args, **more: pytest.fail("it was parsed"))
    client = client_for(cast.lead)
    assert "is not an HDF5 file" in send(client, b"a,b\n1,2\n").content.decode()
    assert "This file is empty" in send(client, b"").content.decode()
    assert "Choose the file" in client.post("/area/compare/").content.decode()
    with pytest.raises(NotRead, match="larger than 32 MB"):
        read_outside(iter([]), 33 * 1024 * 1024)


def test_what_takes_too_long_is_put_away(published, monkeypatch):
    monkeypatch.setattr(comparing, "PATIENCE", 0.01)
    with pytest.raises(NotRead, match="takes too long"):
        read_outside([published], len(published))


def test_the_child_knows_no_secret(published, monkeypatch):
    seen = {}
    real = comparing.subprocess.run

    def run(*args, **more):
        seen.update(more["env"])
        return real(*args, **more)

    monkeypatch.setattr(comparing.subprocess, "run", run)
    monkeypatch.setenv("SECRET_KEY", "very-secret")
    assert len(read_outside([published], len(published)).capabilities) == 23
    assert not {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"} & set(seen)


@pytest.mark.parametrize("rounds", [10, pytest.param(400, marks=pytest.mark.full)])
def test_mutated_files_are_read_or_refused_and_never_hang(published, rounds):
    chance, refusals = random.Random(20261122), []
    for number in range(rounds):
        content = bytearray(published)
        for _ in range(chance.choice((1, 8, 64, 512))):
            content[chance.randrange(8, min(len(content), chance.choice((800, len(content)))))] = chance.randrange(256)
        content = content[: chance.randrange(8, len(content))] if number % 5 == 4 else content
        began = time.monotonic()
        try:
            found = read_outside([bytes(content)], len(content))
        except NotRead as problem:
            refusals.append(str(problem))
        else:
            assert len(found.capabilities) <= 500
        assert time.monotonic() - began < MOST_SECONDS
    assert all(words.endswith(".") for words in refusals)
    assert refusals


def test_where_we_published_nothing_there_is_nothing_to_compare(cast, published, client_for, tmp_path):
    (tmp_path / "dataset" / "capability-cube.h5").unlink()
    assert "has published nothing yet" in send(client_for(cast.lead), published).content.decode()
