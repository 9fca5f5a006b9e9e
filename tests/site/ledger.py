"""The table's part on what a community does, and the small world behind it: Carys runs one in which Asha and Ben are members; Eve owns an action."""

from practice.models import AgendaItem, Recommendation
from tests.cast import Cast
from tests.practice.communities import agreed, make_community, make_meeting, recommended
from tests.site.addresses import Row, button, form, page

INSIDE = "asha ben carys"
READS = "asha ben carys lead"
OWNS = "carys eve"
HERE = "communities/{ledger_community}/"
ACTION = HERE + "actions/{action}/"

LEDGER: dict[str, list[Row]] = {
    "practice:ledger": [*page(HERE + "ledger/", READS), *page("communities/nowhere/ledger/", "")],
    "practice:recommend": form(HERE + "ledger/recommend/", INSIDE),
    "practice:recommendation": page(HERE + "ledger/{recommendation}/", f"{READS} eve"),
    "practice:agree_action": form(HERE + "ledger/{recommendation}/agree/", "carys"),
    "practice:set_aside": form(HERE + "ledger/{recommendation}/set-aside/", "carys"),
    "practice:take_up": button(HERE + "ledger/{recommendation}/take-up/", "carys"),
    "practice:changed": page(HERE + "changed/"),
    "practice:action": page(ACTION, f"{READS} eve"),
    "practice:action_goes": form(ACTION + "how-it-goes/", OWNS),
    "practice:action_close": form(ACTION + "close/", OWNS),
    "practice:action_move": form(ACTION + "move/", OWNS),
    "practice:action_hand_over": form(ACTION + "hand-over/", OWNS),
    "practice:action_give_back": form(ACTION + "give-back/", "eve"),
    "practice:agenda": form(HERE + "{ledger_session}/agenda/", "carys", posted=302),
    "practice:agenda_off": button(HERE + "{ledger_session}/agenda/{agenda_item}/off/", "carys"),
}


def make_ledger(cast: Cast) -> dict[str, str]:
    """A community of Carys's with a recommendation, and an action of Eve's, who is no member."""
    community = make_community(cast.carys, cast.asha, cast.ben, title="What we agree")
    found: Recommendation = recommended(community, cast.ben)
    action = agreed(found, cast.carys, cast.eve)
    session = make_meeting(community)
    item = AgendaItem.objects.create(session=session, source="criteria", source_key="1", title="Who decides?")
    community_keys = {"ledger_session": session.page.slug, "agenda_item": str(item.pk)}
    return community_keys | {"ledger_community": community.slug, "recommendation": str(found.pk), "action": str(action.pk)}
