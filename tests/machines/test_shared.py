"""What several machines share without a disk between them: the published dataset and the ledger; and what they may not be without."""

from concurrent.futures import ThreadPoolExecutor

import h5py
import pytest
from django.core.checks.registry import registry
from django.core.management import call_command
from django.db import connection

from capability.actions.freezing import freeze
from capability.actions.publishing import build_dataset
from capability.dataset import NAME
from capability.dataset.place import published_path
from capability.dataset.reading import read_area
from home import checks, ledger
from home.locks import one_at_a_time
from home.models import SiteSettings
from tests.capability.population import assess_everybody, people, the_framework
from tests.factories import ServiceFactory, TeamFactory


@pytest.fixture
def frozen(db):
    """Some frozen figures."""
    import random

    the_framework()
    people(12, TeamFactory(service=ServiceFactory()))
    assess_everybody(random.Random(3))
    freeze()


def name_area(name: str) -> None:
    settings = SiteSettings.objects.first() or SiteSettings(site_id=1)
    settings.area = name
    settings.save()


def test_what_one_machine_publishes_every_machine_reads(frozen, bucket, settings, tmp_path, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        name_area("Wenbridge")
    settings.VAR = tmp_path / "worker"
    made = build_dataset()
    assert bucket.names() == [f"dataset/{NAME}"]
    assert made.path.read_bytes() == bucket.content(f"dataset/{NAME}")
    settings.VAR = tmp_path / "web"
    assert read_area().institution == "Wenbridge"
    first = published_path()
    reader = h5py.File(first, "r", locking=False)
    with django_capture_on_commit_callbacks(execute=True):
        name_area("Elsewhere")
    settings.VAR = tmp_path / "worker"
    build_dataset()
    settings.VAR = tmp_path / "web"
    assert read_area().institution == "Elsewhere", "the other machine's copy is old"
    assert reader.attrs["institution"] == "Wenbridge", "who reads meanwhile reads the old one to its end"
    reader.close()
    assert len(list(published_path().parent.glob("*.h5"))) == 2


def test_the_download_is_the_one_in_the_bucket(frozen, bucket, settings, tmp_path, cast, client_for, capsys):
    settings.VAR = tmp_path / "worker"
    build_dataset()
    settings.VAR = tmp_path / "web"
    response = client_for(cast.lead).get("/area/dataset/", headers={"Accept": "application/x-hdf5"})
    assert b"".join(response.streaming_content) == bucket.content(f"dataset/{NAME}")
    call_command("verify_dataset")
    assert "every cell is as the frozen figures" in capsys.readouterr().out


def test_a_bucket_that_is_away_leaves_the_copy_of_this_machine(frozen, bucket, away, cast, client_for):
    assert read_area() is None
    build_dataset()
    away(True)
    assert read_area().institution
    assert client_for(cast.lead).get("/area/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_machines_that_write_to_the_ledger_at_once_lose_nothing(bucket):
    def write(number: int) -> None:
        try:
            ledger.append("erasure", person=str(number))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(12)))
    assert sorted(int(entry.facts["person"]) for entry in ledger.entries()) == list(range(12))
    assert bucket.names() == ["ledger/ledger.jsonl"]


def test_a_ledger_in_a_bucket_shows_a_line_that_was_changed(db, bucket, away):
    ledger.append("erasure", person="a")
    ledger.append("erasure", person="b")
    told = bucket.content("ledger/ledger.jsonl").decode()
    bucket.held.Object("ledger/ledger.jsonl").put(Body=told.replace('"person": "a"', '"person": "z"').encode())
    with pytest.raises(ledger.LedgerProblem, match="Line 1 of s3://"):
        ledger.append("erasure", person="c")
    away(True)
    with pytest.raises(OSError, match="cannot be reached"):
        ledger.append("erasure", person="c")


@pytest.mark.django_db(transaction=True)
def test_a_lock_is_one_persons_and_given_back_when_they_fail():
    held = []

    def hold(number: int) -> None:
        try:
            with one_at_a_time("a-test"):
                held.append(number)
                assert held == [number]
                held.remove(number)
                if number % 2:
                    raise KeyError(number)
        except KeyError:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(hold, range(20)))


REAL = {
    "MACHINES": 2, "REDIS_URL": "redis://cache:6379/0", "BUCKET": "media", "BUCKET_ACCESS": {"access_key": "k", "secret_key": "s"},
    "LEDGER": "s3://media/ledger", "EMBEDDED": False,
}  # fmt: skip


@pytest.fixture
def several(settings, monkeypatch):
    """Two machines with all that they need."""
    for name, value in REAL.items():
        setattr(settings, name, value)
    monkeypatch.setattr(checks, "vendor", lambda: "postgresql")
    return settings


def said() -> dict[str, str]:
    return {str(each.id): each.msg for each in checks.machines_share_what_they_must()}


def test_every_command_asks_before_it_runs():
    assert checks.machines_share_what_they_must in registry.registered_checks


def test_two_machines_with_all_that_they_need_are_content(several):
    assert said() == {}


@pytest.mark.parametrize(
    ("name", "value", "number", "words"),
    [
        ("REDIS_URL", "", "home.E002", "REDIS_URL"),
        ("BUCKET", "", "home.E003", "BUCKET"),
        ("LEDGER", "{VAR}/ledger", "home.E004", "LEDGER"),
        ("EMBEDDED", True, "home.E005", "EMBEDDED"),
    ],
)
def test_several_machines_say_what_they_lack(several, name, value, number, words):
    setattr(several, name, value.format(VAR=several.VAR) if isinstance(value, str) else value)
    assert number in said()
    assert words in said()[number]
    several.MACHINES = 1
    assert said() == {}


def test_several_machines_cannot_share_sqlite(several, monkeypatch):
    monkeypatch.setattr(checks, "vendor", lambda: "sqlite")
    assert "PostgreSQL" in said()["home.E001"]


def test_half_a_key_is_named(several):
    several.BUCKET_ACCESS = {"access_key": "k", "secret_key": None}
    assert "BUCKET_SECRET" in said()["home.E006"]


@pytest.mark.full
def test_the_command_line_refuses_to_go_on():
    from tests.site.test_settings import REAL as REAL_SITE
    from tests.site.test_settings import ask

    answer = ask("from django.core.management import execute_from_command_line as run; run(['manage.py', 'check'])", MACHINES="2", **REAL_SITE)
    assert answer.returncode == 1
    for number in ("E001", "E002", "E003", "E004"):
        assert f"home.{number}" in answer.stderr
