"""What the ledger's pages and panels show, to whom, and what they cost."""

import pytest
from wagtail import hooks

from practice.actions.ledger import carrying
from practice.enums.communities import Audience
from practice.panels import ledger as panels
from tests.practice.communities import agreed, make_meeting, recommended
from tests.practice.ledger import text_of

pytestmark = pytest.mark.django_db


def test_the_next_session_opens_with_it_and_no_other(cast, community, action, rf):
    make_meeting(community, days=-30)
    following, after = make_meeting(community, days=14), make_meeting(community, days=40)
    overdue = agreed(recommended(community, cast.ben, "Say who decides"), cast.carys, cast.ben, days=-3, text="Write down who decides")
    request = rf.get("/")

    def opens(person, session):
        request.user = person
        return [panel for hook in hooks.get_hooks("session_panels") for panel in hook(request, session) if panel.region == "top"]

    shown = opens(cast.asha, following)[0]
    assert shown.context["opening"].overdue == [overdue] and shown.context["opening"].due == [action]
    html = shown.render_html({"request": request})
    assert html.index("Overdue") < html.index("Write down who decides") < html.index("Ask the crisis team")
    assert not opens(cast.asha, after)
    assert not opens(cast.frank, following), "only for those who read the ledger"
    carrying.close(by=cast.asha, action=action, state="done", outcome="They agreed.")
    assert [row.pk for row in opens(cast.asha, following)[0].context["opening"].closed] == [action.pk]


def test_what_changed_names_services_and_no_people(cast, community, client_for):
    hidden = make_meeting(community, days=-20, title="For women only", audience=Audience.INVITED)
    open_one = make_meeting(community, days=-10, title="Who decides?")
    for session in (hidden, open_one):
        found = agreed(recommended(community, cast.ben, session=session), cast.carys, cast.ben, service=cast.service)
        carrying.close(by=cast.ben, action=found, state="done", outcome=f"Changed after {session.pk}.")
    dropped = agreed(recommended(community, cast.ben), cast.carys, cast.asha)
    carrying.close(by=cast.asha, action=dropped, state="dropped", outcome="Nobody would.")
    page = text_of(client_for(cast.frank), "/communities/both-at-once/changed/").split("<main")[1].split("</main>")[0]
    assert f"Changed after {hidden.pk}." in page and "Riverside Recovery" in page and "Who decides?" in page
    assert "For women only" not in page
    assert "Ben Whitlock" not in page and "Nobody would." not in page
    assert "three recommendations" in page and "two actions done" in page


def test_an_invited_only_session_is_not_named_in_the_ledger_to_others(cast, community, client_for):
    hidden = make_meeting(community, days=-20, title="For women only", audience=Audience.INVITED)
    row = recommended(community, cast.carys, session=hidden)
    assert "For women only" in text_of(client_for(cast.carys), row.get_absolute_url())
    for address in (row.get_absolute_url(), "/communities/both-at-once/ledger/", "/communities/both-at-once/ledger/recommend/"):
        assert "For women only" not in text_of(client_for(cast.asha), address)


def test_who_reads_the_ledger(cast, community, action, client_for):
    for who in ("asha", "ben", "carys", "lead"):
        assert client_for(getattr(cast, who)).get("/communities/both-at-once/ledger/").status_code == 200, who
    for who in ("dev", "eve", "frank", "editor", "admin"):
        for address in ("ledger/", f"ledger/{action.recommendation_id}/", f"actions/{action.pk}/", "ledger/recommend/", "ledger/?show=all"):
            assert client_for(getattr(cast, who)).get(f"/communities/both-at-once/{address}").status_code == 404, (who, address)
    carrying.hand_over(by=cast.carys, action=action, owner=cast.eve)
    assert client_for(cast.eve).get(action.get_absolute_url()).status_code == 200, "an owner reads their own action"
    assert client_for(cast.eve).get("/communities/both-at-once/ledger/").status_code == 404


def fill(cast, community, number: int) -> None:
    session = make_meeting(community, days=-3)
    for _ in range(number):
        row = recommended(community, cast.ben, session=session)
        agreed(row, cast.carys, cast.asha)
        carrying.close(by=cast.asha, action=agreed(row, cast.carys, cast.asha), state="done", outcome="It is done.")


@pytest.mark.parametrize(("address", "most"), [("ledger/", 10), ("ledger/?show=closed", 10), ("ledger/?show=all", 10), ("changed/", 10)])
def test_lists_cost_the_same_for_one_and_for_fifty(cast, community, client_for, queries_of, address, most):
    client = client_for(cast.asha)
    fill(cast, community, 1)
    one = queries_of(client, f"/communities/both-at-once/{address}")
    fill(cast, community, 49)
    many = queries_of(client, f"/communities/both-at-once/{address}")
    assert one.count == many.count <= most, f"{one}\n{many}"


def test_panels_cost_the_same_for_one_and_for_fifty(cast, community, rf, django_assert_num_queries):
    request = rf.get("/")
    request.user = cast.asha
    following = make_meeting(community, days=9)
    for number in (1, 49):
        fill(cast, community, number)
        for panel, cost in ((lambda: panels.of_session(request, following), 6), (lambda: panels.of_community(request, community), 3)):
            with django_assert_num_queries(cost):
                for each in panel():
                    each.render_html({"request": request})
        with django_assert_num_queries(1):
            panels.dashboard(request)
