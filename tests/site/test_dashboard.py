"""Everybody's dashboard, with something from every part of the house on it, in few queries."""

from home.models import JoinRequest
from tests.site.addresses import ALL
from tests.site.communities import make_meetings
from tests.site.contributions import make_contributions
from tests.site.ledger import make_ledger
from tests.site.shadowing import make_visits
from tests.site.world import make_world


def test_a_full_dashboard_takes_fifteen_queries_at_most(cast, client_for, queries_of):
    make_world(cast)
    make_contributions(cast)
    make_visits(cast)
    make_meetings(cast)
    make_ledger(cast)
    assert JoinRequest.objects.for_manager(cast.ben).exists()
    for name in ALL.split():
        counted = queries_of(client_for(cast.everyone()[name]), "/dashboard/")
        assert counted.response.status_code == 200, name
        assert counted.count <= 15, f"{name}: {counted}"
