"""The published dataset: every cell before and after the rule, equal bytes, a build that is killed, and nobody in it."""

import os
import random
import signal
import subprocess
import sys
from datetime import timedelta

import h5py
import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from capability.actions.freezing import freeze
from capability.actions.publishing import PublishingProblem, build_dataset
from capability.dataset import FILL, dataset_path
from capability.dataset.frozen import exact_slab, read_axes
from capability.dataset.verifying import problems_of
from capability.enums import BarrierKind, UnitKind
from capability.models import Barrier, Capability, SelfAssessment, SnapshotFigure
from home.models import JobRole, User
from home.rules.disclosure import Reason, publish, reason_to_hide, rounded
from tests.capability.population import assess_everybody, people, the_framework
from tests.factories import SectorFactory, ServiceFactory, TeamFactory

pytestmark = pytest.mark.django_db
IN_SQL = """
    SELECT {unit}, r.capability_id, COUNT(DISTINCT m.person_id), COUNT(DISTINCT CASE WHEN r.level >= t.level THEN m.person_id END)
    FROM capability_rating r
    JOIN capability_selfassessment a ON a.id = r.assessment_id AND a.submitted_at IS NOT NULL
    JOIN home_membership m ON m.person_id = a.person_id AND m.ended_on IS NULL
    JOIN home_team team ON team.id = m.team_id
    JOIN home_service service ON service.id = team.service_id
    JOIN capability_roleprofile p ON p.job_role_id = m.job_role_id
    JOIN capability_roletarget t ON t.profile_id = p.id AND t.capability_id = r.capability_id AND t.level > 0
    WHERE r.level IS NOT NULL
    GROUP BY {unit}, r.capability_id
"""
UNIT_IN_SQL = {UnitKind.AREA: "0 * service.id", UnitKind.SECTOR: "service.sector_id", UnitKind.SERVICE: "service.id", UnitKind.JOB_ROLE: "m.job_role_id"}


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path


def town(count: int) -> int:
    """A seeded town of about `count` people in four sectors, ten services and twenty teams; how many assessed themselves."""
    the_framework()
    chance = random.Random(7)
    roles = list(JobRole.objects.filter(profiles__isnull=False).order_by("pk"))
    services = [ServiceFactory(name=f"Service {n}", sector=SectorFactory(name=f"Sector {n % 4}")) for n in range(10)]
    teams = [TeamFactory(name=f"Team {n}", service=services[n % 10]) for n in range(20)]
    for number, team in enumerate(teams):
        for role in chance.sample(roles, 3):
            people(max(2, round(count / 60 * (0.3 + 1.4 * number / 19))), team, job_role=role, prefix=f"{number}-")
    return assess_everybody(chance)


def test_before_the_rule_every_cell_is_what_sql_counts():
    assert town(3000) > 2000
    snapshot = freeze()
    axes = read_axes()
    slab = exact_slab(axes, snapshot)
    compared = 0
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a database counts its rows by and by; a plan made before that takes minutes on PostgreSQL
        for kind, unit in UNIT_IN_SQL.items():
            cursor.execute(IN_SQL.format(unit=unit))
            counted = {(ref, capability): (rated, meets) for ref, capability, rated, meets in cursor.fetchall()}
            for row, label in enumerate(axes.units):
                if label.kind != kind:
                    continue
                for column, capability in enumerate(axes.capabilities):
                    there = int(slab.rated[row, column]), int(slab.meets[row, column])
                    assert there == counted.get((label.ref, capability.pk), (0, 0)), (label, capability)
                    compared += 1
    assert compared == len(axes.units) * 23


def test_after_the_rule_every_cell_is_allowed():
    town(500)
    snapshot = freeze()
    made = build_dataset()
    exact = exact_slab(read_axes(), snapshot)
    with h5py.File(made.path) as file:
        rated, meets, mask = file["rated"][0], file["meets_target"][0], file["mask"][0]
    shown = mask == Reason.SHOWN
    assert made.shown == shown.sum() > 50
    assert made.hidden > 50
    assert (exact.rated[shown] >= 10).all()
    assert (np.minimum(exact.meets, exact.rated - exact.meets)[shown] >= 8).all()
    assert (abs(exact.rated - rated.astype(int))[shown] <= 2).all()
    assert (rated[shown] % 5 == 0).all()
    assert (meets[shown] % 5 == 0).all()
    assert (rated[~shown] == FILL).all()
    assert (meets[~shown] == FILL).all()
    for column in range(mask.shape[1]):
        for total, parts in exact.sums:
            hidden = [row for row in parts if not shown[row, column] and exact.rated[row, column]]
            if shown[total, column] and hidden:
                together = int(exact.meets[hidden, column].sum()), int(exact.rated[hidden, column].sum())
                assert len(hidden) > 1
                assert reason_to_hide(*together) is Reason.SHOWN


def test_the_next_smallest_is_hidden_too_and_nothing_gives_it_away():
    sums = [("area", ["a", "b", "c"]), ("a", ["a1"])]
    counts = {"area": (40, 90), "a": (10, 30), "a1": (10, 30), "b": (25, 50), "c": (5, 10)}
    found = publish(counts, sums)
    assert found == {"area": Reason.SHOWN, "a": Reason.GIVES_AWAY, "a1": Reason.GIVES_AWAY, "b": Reason.SHOWN, "c": Reason.SMALL_SIDE}
    assert publish({"area": (40, 90), "a": (20, 45), "b": (20, 45), "c": (0, 0)}, sums)["b"] is Reason.SHOWN, "a part of nobody is nobody's secret"
    assert publish({"area": (20, 40), "a": (17, 31), "b": (3, 9)}, sums)["area"] is Reason.SHOWN
    assert publish({"area": (20, 40), "b": (3, 9)}, [("area", ["b"])])["area"] is Reason.GIVES_AWAY


@pytest.mark.parametrize(("number", "nearest"), [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10), (12, 10), (13, 15), (160, 160)])
def test_rounding(number, nearest):
    assert rounded(number) == nearest


@pytest.mark.parametrize(
    ("meeting", "of", "reason"),
    [(8, 16, Reason.SHOWN), (7, 16, Reason.SMALL_SIDE), (9, 16, Reason.SMALL_SIDE), (5, 9, Reason.FEW_PEOPLE), (0, 0, Reason.FEW_PEOPLE)],
)
def test_what_may_be_published_by_itself(meeting, of, reason):
    assert reason_to_hide(meeting, of) is reason


def test_equal_rows_give_equal_bytes_and_other_rows_do_not(tmp_path):
    town(200)
    freeze()
    first = build_dataset()
    kept = first.path.read_bytes()
    second = build_dataset(tmp_path / "elsewhere.h5")
    assert first.sha256 == second.sha256
    assert kept == (tmp_path / "elsewhere.h5").read_bytes()
    freeze(timezone.localdate() + timedelta(days=1), quarterly=True)
    assert build_dataset().sha256 != first.sha256


def test_it_opens_in_xarray_with_dates_and_labels():
    xarray = pytest.importorskip("xarray")
    town(300)
    freeze(quarterly=True)
    with xarray.open_dataset(build_dataset().path, engine="h5netcdf") as cube:
        assert cube.attrs["Conventions"] == "CF-1.11"
        assert cube.attrs["schema"] == "capability-cube/1"
        assert cube.snapshot.dtype.kind == "M"
        assert str(cube.snapshot.values[0])[:10] == cube.attrs["data_date"] == timezone.localdate().isoformat()
        assert cube.rated.dims == ("snapshot", "unit", "capability")
        assert "area" in cube.unit.values
        assert np.isnan(cube.rated.values[cube.mask.values != 0]).all()
        assert set(cube.unit_kind.values) == {"area", "sector", "service", "job_role"}
        assert cube.mask.attrs["flag_meanings"].split()[0] == "shown"


def test_nobody_is_in_it():
    town(300)
    asked = people(1, TeamFactory(name="A team of one"), prefix="canary-")[0]
    User.objects.filter(pk=asked.pk).update(name="Canary Bird")
    Barrier.objects.create(person=asked, capability=Capability.objects.in_force().first(), kind=BarrierKind.TIME)
    freeze()
    content = build_dataset().path
    raw = content.read_bytes()
    for secret in (b"Canary", b"@example.org", b"A team of one"):
        assert secret not in raw
    assert list(problems_of(content)) == []
    with h5py.File(content) as file:
        assert User.objects.count() not in [len(file[name]) for name in ("snapshot", "unit", "capability", "block")]
    User.objects.filter(pk=asked.pk).update(name="Sector 1")
    assert "The name of somebody stands in the file." in list(problems_of(content))


def test_verifying_tells_what_is_wrong(capsys):
    with pytest.raises(CommandError, match="no file"):
        call_command("verify_dataset")
    with pytest.raises(CommandError, match="Nothing is frozen"):
        call_command("build_dataset")
    assert not dataset_path().exists()
    town(300)
    freeze()
    call_command("build_dataset")
    call_command("verify_dataset")
    with h5py.File(dataset_path(), "r+") as file:
        place = tuple(np.argwhere(file["mask"][:] == Reason.FEW_PEOPLE)[0])
        file["rated"][place], file["meets_target"][place], file["mask"][place] = 10, 5, 0
    with pytest.raises(CommandError, match="things are wrong"):
        call_command("verify_dataset")
    assert "1 cells are shown that must not be" in capsys.readouterr().err
    dataset_path().write_bytes(b"not a file of figures")
    with pytest.raises(CommandError, match="can be read as HDF5"):
        call_command("verify_dataset")


KILLED = """
import os, sys, time
import django
django.setup()
from capability.actions import publishing
from capability.dataset import writing
real = writing.write_cube
def slow(path, axes, slabs, **more):
    def first_then_wait():
        for slab in slabs:
            yield slab
            print("writing", flush=True)
            time.sleep(60)
    return real(path, axes, first_then_wait(), **more)
publishing.write_cube = slow
publishing.build_dataset()
"""


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_the_old_file_stands(var):
    town(60)
    freeze()
    before = build_dataset()
    database = connection.settings_dict
    if connection.vendor != "sqlite":
        pytest.skip("the child reads the tests' SQLite file")
    environment = {**os.environ, "VAR": str(var), "DATABASE_URL": f"sqlite:///{database['NAME']}"}
    with subprocess.Popen([sys.executable, "-c", KILLED], env=environment, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline() == "writing\n"
        assert list(var.glob("dataset/.*.making"))
        os.kill(child.pid, signal.SIGKILL)
    assert list(problems_of(before.path)) == []
    again = build_dataset()
    assert again.sha256 == before.sha256
    old = next(iter(var.glob("dataset/.*.making")))
    os.utime(old, (0, 0))
    build_dataset()
    assert not list(var.glob("dataset/.*.making"))


def test_a_new_version_appends_its_capabilities_and_says_what_it_replaced():
    import tomllib

    from capability.actions.framework import load_framework
    from capability.enums import FrameworkState
    from capability.management.commands.load_framework import SHIPPED
    from capability.models import Framework
    from capability.rules.framework import framework_of

    town(100)
    freeze()
    tables = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    tables["version"] = "2.0"
    second = load_framework(framework_of(tables)).framework
    Framework.objects.exclude(pk=second.pk).update(state=FrameworkState.RETIRED, retired_on=timezone.localdate())
    Framework.objects.filter(pk=second.pk).update(state=FrameworkState.PUBLISHED, published_on=timezone.localdate() + timedelta(days=1), words_digest="2")
    freeze(timezone.localdate() + timedelta(days=1), quarterly=True)
    with h5py.File(build_dataset().path) as file:
        identifiers, replaced = file["capability"].asstr()[:].tolist(), file["replaced_by"].asstr()[:].tolist()
        mask = file["mask"][:]
    assert len(identifiers) == 46 == len(set(identifiers))
    assert replaced[:23] == identifiers[23:]
    assert set(replaced[23:]) == {""}
    assert (mask[0, :, 23:] == Reason.NOT_MEASURED).all()
    assert SelfAssessment.objects.exists()
    assert SnapshotFigure.objects.exists()


def test_nothing_frozen_is_nothing_published(db):
    with pytest.raises(PublishingProblem):
        build_dataset()
