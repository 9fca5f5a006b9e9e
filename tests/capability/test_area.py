"""The area's picture and its dataset: for workforce leads alone, from the published file alone."""

import random
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from capability.actions.freezing import freeze
from capability.actions.publishing import build_dataset
from capability.dataset.place import published_path
from capability.enums import BarrierKind
from capability.models import Barrier, Capability, SelfAssessment
from capability.rules.needs import need_words, share_words, trend_points
from home.models import SiteSettings
from tests.capability.population import assess_everybody, people, role, the_framework
from tests.factories import SectorFactory, ServiceFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def area(cast):
    """Four sectors with a large service each, everything frozen twice and published."""
    the_framework()
    for number in range(4):
        team = TeamFactory(service=ServiceFactory(name=f"Large {number}", sector=SectorFactory(name=f"Sector {number}")))
        people(60, team, job_role=role() if number % 2 else role("Mental health practitioner"))
    assess_everybody(random.Random(3))
    trauma = Capability.objects.in_force().get(code="B3")
    for assessment in SelfAssessment.objects.all()[:40]:
        Barrier.objects.create(person=assessment.person, capability=trauma, kind=BarrierKind.TIME)
    freeze(timezone.localdate() - timedelta(days=120), quarterly=True)
    freeze(quarterly=True)
    build_dataset()
    return cast


def test_only_leads_know_that_it_is_there(area, client_for):
    for name, person in area.everyone().items():
        for url in ("/area/", "/area/dataset/", "/area/dataset/capability-cube.h5"):
            assert client_for(person).get(url).status_code == (200 if name == "lead" else 404), (name, url)
        assert client_for(person).post("/area/freeze/").status_code == (302 if name == "lead" else 404)
        assert ("/area/" in client_for(person).get("/support/").content.decode()) == (name == "lead")


@pytest.mark.parametrize(("by", "seen"), [("sector", "Sector 2"), ("service", "Large 2"), ("job_role", "Mental health practitioner"), ("nonsense", "Sector 2")])
def test_gaps_by_one_dimension_at_a_time(area, client_for, by, seen):
    page = client_for(area.lead).get(f"/area/?by={by}").content.decode()
    assert f">{seen}</a></th>" in page
    assert (">Sector 2</a></th>" in page) == (by in ("sector", "nonsense"))
    assert "about " in page
    assert "Hidden" in page
    assert "“There is no time for it”" in page
    assert "What the area needs most" in page


def test_it_reads_the_published_file_alone(area, client_for, queries_of):
    client = client_for(area.lead)
    counted = queries_of(client, "/area/")
    assert not [sql for sql in counted.queries if "capability_" in sql], counted
    assert counted.count <= 6, counted
    SelfAssessment.objects.all().delete()
    assert client.get("/area/").content.decode().count("about ") > 20


def test_what_is_published_anew_is_shown_at_once_and_what_was_rendered_is_kept_until_then(area, client_for, monkeypatch):
    client = client_for(area.lead)
    first = client.get("/area/").content.decode()
    monkeypatch.setattr("capability.area.read_area", lambda by: pytest.fail("it was rendered before"))
    assert client.get("/area/?other=1").content.decode().count("about ") == first.count("about ") > 20
    monkeypatch.undo()
    cache.clear()
    SiteSettings.objects.update(area="Elsewhere")
    build_dataset()
    assert "Elsewhere" in client.get("/area/").content.decode()
    published_path().unlink()
    assert "What the area needs most" not in client.get("/area/").content.decode()


def test_the_way_to_more_units_keeps_how_they_are_compared_and_nothing_else_of_the_address(area, client_for, monkeypatch):
    monkeypatch.setattr("capability.area.UNITS_A_PAGE", 2)
    client = client_for(area.lead)
    page = client.get("/area/?by=service&page=1&mark=canary").content.decode()
    assert 'href="?by=service&amp;page=2"' in page
    assert "canary" not in page
    for odd in ("0", "x", "-1", "99999", "9" * 30, "\N{SUPERSCRIPT TWO}"):
        assert client.get("/area/", {"by": "service", "page": odd}).status_code == 200


def test_a_browser_gets_a_page_and_everything_else_the_file(area, client_for):
    client = client_for(area.lead)
    page = client.get("/area/dataset/", headers={"accept": "text/html,application/xhtml+xml"})
    assert "Download the HDF5 file" in page.content.decode()
    for url in ("/area/dataset/", "/area/dataset/capability-cube.h5"):
        response = client.get(url)
        assert b"".join(response.streaming_content)[:8] == b"\x89HDF\r\n\x1a\n"
        assert "capability-cube.h5" in response.headers["Content-Disposition"]


def test_before_anything_is_published_it_says_so(cast, client_for):
    client = client_for(cast.lead)
    assert "The area&#x27;s picture will be here" in client.get("/area/").content.decode() or "picture will be here" in client.get("/area/").content.decode()
    assert "The file will be here" in client.get("/area/dataset/", headers={"accept": "text/html"}).content.decode()
    assert client.get("/area/dataset/capability-cube.h5").status_code == 404


def test_a_quarter_in_which_nearly_nobody_answered_is_published_too(cast, client_for):
    the_framework()
    freeze(quarterly=True)
    assert build_dataset().shown == 0
    assert "Not enough answers yet to say" in client_for(cast.lead).get("/area/").content.decode()


def test_needs_are_said_in_words():
    assert share_words(50) == "About half"
    assert share_words(35) == "About 35 in 100"
    assert need_words(35, 150, ["Housing"], 25) == (
        "About 35 in 100 of the people who answered (some 150) are where their role needs them. "
        "That is up from 25 in 100 when figures were first published. Of what can be shown, it is lowest in Housing."
    )
    assert trend_points([0, None, 100]) == [(6, 30), (114, 6)]
