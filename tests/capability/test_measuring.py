"""The commands that describe the dataset and measure it, in a small town."""

import io

import pytest
from django.core.management import CommandError, call_command

from capability.actions.freezing import freeze
from capability.actions.publishing import build_dataset
from capability.demo.scale import freeze_quarters, grow_to
from capability.management.commands.bench_capability import Measured
from capability.models import Rating, SelfAssessment, Snapshot, SnapshotFigure
from home.demo.scale import WATCHED, address_of
from home.models import Membership, User
from tests.capability.population import the_framework
from tests.cast import set_up_second_factor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path


def test_a_dataset_is_described_without_a_figure():
    with pytest.raises(CommandError, match="no file"):
        call_command("describe_dataset")
    the_framework()
    freeze(quarterly=True)
    path = build_dataset().path
    said = io.StringIO()
    call_command("describe_dataset", stdout=said)
    for words in ("schema: capability-cube/1", "capability: 23 (", "rated [1 x 1 x 23] uint32", "Not measured then: 23", "people who rated it"):
        assert words in said.getvalue()
    path.write_bytes(b"not hdf5")
    with pytest.raises(CommandError, match="not a dataset of this kind"):
        call_command("describe_dataset")


def test_a_town_grows_and_has_twelve_quarters(client_for, queries_of):
    the_framework()
    grow_to(130, seed=1, services=4, teams=8)
    grow_to(160, seed=1, services=4, teams=8)
    assert Membership.objects.current().count() == SelfAssessment.objects.values("person").distinct().count() == 160
    assert Rating.objects.count() == SelfAssessment.objects.count() * 23
    freeze_quarters(12)
    assert Snapshot.objects.count() == 12
    assert Snapshot.objects.values("quarter").distinct().count() == 12
    assert SnapshotFigure.objects.count() % 12 == 0
    assert build_dataset().snapshots == 12
    manager = User.objects.get(email=address_of(0))
    set_up_second_factor(manager)
    page = queries_of(client_for(manager), f"/teams/{WATCHED}/")
    assert "How the team moved" in page.response.content.decode()
    assert page.count < 15, page


def test_a_missed_bar_is_said():
    first = Measured(1000, 14, 100.0, 50.0, 1.0, 1.0, 200.0, 1000)
    assert first.problems(first) == []
    slow = Measured(100_000, 15, 121.0, 301.0, 1.0, 61.0, 1025.0, 1000)
    assert len(slow.problems(first)) == 5
    with pytest.raises(CommandError, match="at least 100"):
        call_command("bench_capability", "--people", "10")
