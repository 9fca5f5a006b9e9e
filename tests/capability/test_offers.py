"""What would help with a gap, on one's own page and on the dashboard."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from capability.actions.assessing import begin
from capability.models import Capability
from capability.seams import offers_for
from learning.models import ModulePage, ModuleProgress
from tests.capability.population import finished, the_framework
from tests.learning.factories import make_module

pytestmark = pytest.mark.django_db


@pytest.fixture
def trauma(cast):
    the_framework()
    call_command("load_curriculum", verbosity=0)
    return ModulePage.objects.get(slug="understanding-complex-trauma")


def gap(code: str) -> Capability:
    return Capability.objects.in_force().get(code=code)


def test_a_gap_is_answered_with_a_module_and_its_reason(cast, trauma, client_for):
    finished(cast.asha, {"B3": 0})
    page = client_for(cast.asha).get("/capability/me/").content.decode()
    assert "/learning/understanding-complex-trauma/" in page
    assert "It builds this" in page


def test_what_is_completed_is_offered_no_more_and_what_is_begun_comes_first(cast, trauma):
    later, _ = make_module(1, title="Another way in", capabilities=[gap("B3")])
    offered = [offer.title for offer in offers_for([gap("B3")], cast.asha)[gap("B3").pk]]
    assert {trauma.title, later.title} <= set(offered)
    begun = ModuleProgress.objects.create(person=cast.asha, module=later, started_at=timezone.now(), last_at=timezone.now())
    offer = offers_for([gap("B3")], cast.asha)[gap("B3").pk][0]
    assert (offer.title, offer.reason) == (later.title, "You have begun it, and it builds this.")
    ModuleProgress.objects.filter(pk=begun.pk).update(completed_at=timezone.now())
    assert later.title not in [offer.title for offer in offers_for([gap("B3")], cast.asha)[gap("B3").pk]]
    assert later.title in [offer.title for offer in offers_for([gap("B3")], cast.eve)[gap("B3").pk]]


def test_what_is_not_published_is_not_offered(cast, trauma):
    trauma.unpublish()
    assert trauma.title not in [offer.title for offer in offers_for([gap("B3")], cast.asha)[gap("B3").pk]]


def test_offers_take_the_same_queries_for_one_gap_and_for_all(cast, trauma, django_assert_max_num_queries):
    everything = list(Capability.objects.in_force())
    offers_for(everything, cast.asha)
    for asked in (everything[:1], everything):
        with django_assert_max_num_queries(4):
            offers_for(asked, cast.asha)


def test_the_dashboard_helps_with_the_widest_gap_that_something_builds(cast, trauma, client_for):
    client = client_for(cast.asha)
    assert "See where you stand" in client.get("/dashboard/").content.decode()
    begin(cast.asha)
    assert "Carry on with your self-assessment" in client.get("/dashboard/").content.decode()
    begin(cast.asha).delete()
    finished(cast.asha, {"B3": 0, "A1": 1})
    page = client.get("/dashboard/").content.decode()
    assert "For “Trauma and complex trauma”. Your role needs practitioner; you are at not yet. Two levels to go." in page
    assert "See where you stand" not in page
