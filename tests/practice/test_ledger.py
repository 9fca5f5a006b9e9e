"""The ledger of a community: who may do what, what people are told, and what the pages show."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from home.actions.refusals import Refused
from home.models import Letter, Notice
from practice.actions.ledger import carrying, recommending
from practice.actions.ledger.reminding import remind_owners
from practice.models import AgendaItem, LedgerAction, LedgerEvent, Recommendation
from practice.rules.ledger import State
from tests.practice.communities import make_community, make_meeting, recommended
from tests.practice.ledger import text_of

pytestmark = pytest.mark.django_db


def refused(do, **what) -> str:
    with pytest.raises(Refused) as why, transaction.atomic():
        do(**what)
    return str(why.value)


def test_a_member_recommends_once_and_a_facilitator_agrees_what_is_done(cast, community, client_for):
    meeting = make_meeting(community, days=-2)
    sent = {"text": "One front door for both", "session": meeting.pk, "key": str(uuid.uuid4())}
    for _ in range(2):
        assert client_for(cast.asha).post("/communities/both-at-once/ledger/recommend/", sent).status_code == 302
    row = Recommendation.objects.get()
    assert (row.made_by, row.session, row.text) == (cast.asha, meeting, "One front door for both")
    due = timezone.localdate() + timedelta(days=20)
    sent = {"text": "Write to the crisis team", "owner": cast.ben.pk, "service": cast.service.pk, "due_on": due.isoformat(), "key": str(uuid.uuid4())}
    for _ in range(2):
        assert client_for(cast.carys).post(f"/communities/both-at-once/ledger/{row.pk}/agree/", sent).status_code == 302
    found = LedgerAction.objects.get()
    assert (found.owner, found.service, found.due_on, found.state) == (cast.ben, cast.service, due, "agreed")
    assert "Write to the crisis team" in Notice.objects.get(person=cast.ben).title
    page = text_of(client_for(cast.asha), "/communities/both-at-once/ledger/")
    assert "Riverside Recovery, by Ben Whitlock" in page


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(cast, community, client_for):
    row = recommended(community, cast.ben)
    carys, address = client_for(cast.carys), f"/communities/both-at-once/ledger/{row.pk}/agree/"
    good = {"text": "Write to them", "owner": cast.asha.pk, "due_on": (timezone.localdate() + timedelta(7)).isoformat(), "key": str(uuid.uuid4())}
    for wrong, said in [
        ({"due_on": "2020-01-01"}, "Choose today or a day to come."),
        ({"service": cast.other_service.pk}, "Asha Rahman does not work in Wenbridge Community Mental Health."),
        ({"text": "Ask about 943 476 5919"}, "This looks like an NHS number"),
        ({"owner": cast.frank.pk}, "Select a valid choice"),
        ({"owner": ""}, "Choose who owns it."),
    ]:
        answer = carys.post(address, {**good, **wrong})
        assert answer.status_code == 422, wrong
        assert said in answer.content.decode()
        assert wrong.get("text", "Write to them") in answer.content.decode()
    assert not LedgerAction.objects.exists()


def test_the_database_keeps_what_must_be_true(cast, action):
    for wrong in (
        {"state": "done"},
        {"state": "done", "outcome": "Done"},
        {"closed_at": timezone.now()},
        {"state": "lost"},
        {"due_on": action.agreed_on - timedelta(days=1)},
        {"text": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            LedgerAction.objects.filter(pk=action.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.update(set_aside_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEvent.objects.create(action=action, number=1, what="noted", due_on=action.due_on)
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEvent.objects.create(action=action, number=2, what="done", text="", due_on=action.due_on)


def test_nothing_in_it_can_be_taken_away(cast, action):
    for row in (action.recommendation, action.recommendation.community, action):
        with pytest.raises(ProtectedError), transaction.atomic():
            row.delete()
    cast.asha.delete()
    action.refresh_from_db()
    assert (action.owner_words, action.events.get().owner) == ("Nobody yet", None)


def test_only_owners_and_facilitators_say_how_it_goes(cast, action):
    for person in (cast.ben, cast.frank, cast.dev, cast.lead, cast.admin):
        assert "Whoever owns the action" in refused(carrying.close, by=person, action=action, state="done", outcome="Done.")
    for person in (cast.ben, cast.frank, cast.lead):
        assert "facilitate the community" in refused(recommending.set_aside, by=person, recommendation=action.recommendation, because="No.")
    for person in (cast.frank, cast.lead, cast.dev):
        assert "Join it first" in refused(recommended, community=action.recommendation.community, by=person)


def test_a_facilitator_of_another_community_is_nobody_here(cast, action, client_for):
    make_community(cast.eve, title="Another one")
    address = f"/communities/both-at-once/actions/{action.pk}/"
    eve = client_for(cast.eve)
    for where in ("", "close/", "move/", "hand-over/", "how-it-goes/", "give-back/"):
        assert eve.get(address + where).status_code == 404
    assert eve.get(f"/communities/another-one/actions/{action.pk}/").status_code == 404, "not by way of her own community either"
    assert eve.get(f"/communities/another-one/ledger/{action.recommendation_id}/agree/").status_code == 404
    assert "facilitates the community" in refused(carrying.move, by=cast.eve, action=action, due_on=action.due_on, because="x")


def test_an_action_is_begun_done_and_opened_again_and_its_history_says_all_of_it(cast, action, client_for):
    asha, address = client_for(cast.asha), action.get_absolute_url()
    asha.post(f"{address}how-it-goes/", {"text": "I have written to them."})
    for _ in range(2):
        asha.post(f"{address}close/", {"state": "done", "outcome": "One form for both, since March."})
    action.refresh_from_db()
    assert (action.state, action.outcome) == (State.DONE, "One form for both, since March.")
    assert "Done: Ask the crisis team" in Notice.objects.get(person=cast.carys).title
    due = timezone.localdate() + timedelta(days=30)
    client_for(cast.carys).post(f"{address}move/", {"due_on": due.isoformat(), "because": "The form was changed back."})
    action.refresh_from_db()
    assert (action.state, action.outcome, action.closed_at, action.due_on) == (State.UNDER_WAY, "", None, due)
    assert [event.what for event in action.events.all()] == ["agreed", "started", "done", "opened_again"]
    page = text_of(asha, address)
    assert "One form for both, since March." in page and "The form was changed back." in page


def test_an_owner_gives_it_back_and_the_facilitator_hands_it_over(cast, action, client_for):
    address = action.get_absolute_url()
    client_for(cast.asha).post(f"{address}give-back/", {"because": "I am leaving the team."})
    assert Notice.objects.get(person=cast.carys).title.startswith("It needs an owner")
    assert "Nobody yet" in text_of(client_for(cast.carys), address)
    client_for(cast.carys).post(f"{address}hand-over/", {"owner": cast.ben.pk, "because": ""})
    action.refresh_from_db()
    assert action.owner == cast.ben
    assert Notice.objects.filter(person=cast.ben, key__startswith=f"action:{action.pk}:yours").count() == 1


def test_what_somebody_owned_who_leaves_the_site_needs_an_owner(cast, action):
    assert carrying.leave(cast.asha) == 1
    assert carrying.leave(cast.asha) == 0
    action.refresh_from_db()
    assert (action.owner, action.events.last().text) == (None, "Whoever owned it has left.")
    assert Notice.objects.get(person=cast.carys).title.startswith("It needs an owner")


def remind_in(days: int) -> int:
    return remind_owners(timezone.localdate() + timedelta(days=days))


def reminders(person) -> int:
    return Notice.objects.filter(person=person, kind="reminder").count()


def test_each_reminder_goes_once(cast, action):
    assert remind_in(2) == 0, "more than a week ahead"
    for _ in range(3):
        remind_in(4)
    assert reminders(cast.asha) == 1
    for days in (11, 12, 24, 25, 26):
        remind_in(days)
    assert reminders(cast.asha) == 3


@pytest.mark.parametrize("end", ["done", "dropped", "moved", "handed over", "given back"])
def test_nobody_is_reminded_of_what_does_not_hold_any_more(cast, action, end):
    with time_machine.travel(timezone.localtime().replace(hour=22), tick=False):  # the letter waits for the morning
        remind_in(4)
        assert Letter.objects.filter(kind="reminder", dropped_at__isnull=True).count() == 1
        if end in ("done", "dropped"):
            carrying.close(by=cast.carys, action=action, state=end, outcome="So it is.")
        elif end == "moved":
            carrying.move(by=cast.asha, action=action, due_on=action.due_on + timedelta(days=60), because="They are away.")
        elif end == "handed over":
            carrying.hand_over(by=cast.carys, action=action, owner=cast.ben)
        else:
            carrying.give_back(by=cast.asha, action=action, because="I am leaving.")
    assert not Letter.objects.filter(kind="reminder", person=cast.asha, dropped_at__isnull=True).exists()
    assert not Notice.objects.filter(person=cast.asha, kind="reminder", read_at__isnull=True).exists()
    remind_in(5)
    assert reminders(cast.asha) == 1
    assert reminders(cast.ben) == (end == "handed over")


def test_from_an_agenda_item_a_recommendation_is_made(cast, community, client_for):
    session = make_meeting(community)
    item = AgendaItem.objects.create(session=session, source="criteria", source_key="1", title="The crisis team asks for abstinence")
    address = f"/communities/both-at-once/ledger/recommend/?item={item.pk}"
    assert "The crisis team asks for abstinence" in text_of(client_for(cast.asha), address)
    client_for(cast.asha).post(address, {"text": "Ask them to stop", "session": "", "key": str(uuid.uuid4())})
    row = Recommendation.objects.get()
    assert (row.item, row.session) == (item, session)
    other = make_community(cast.eve, cast.asha, title="Another one")
    theirs = AgendaItem.objects.create(session=make_meeting(other), source="criteria", source_key="1", title="Not ours")
    assert "Not ours" not in text_of(client_for(cast.asha), f"/communities/both-at-once/ledger/recommend/?item={theirs.pk}")


def test_what_is_set_aside_stays_with_its_reason(cast, community, action, client_for):
    row = action.recommendation
    assert "Close or drop" in refused(recommending.set_aside, by=cast.carys, recommendation=row, because="No money.")
    carrying.close(by=cast.carys, action=action, state="dropped", outcome="No money.")
    client_for(cast.carys).post(f"{row.get_absolute_url()}set-aside/", {"because": "There is no money this year."})
    assert "There is no money this year." in text_of(client_for(cast.asha), "/communities/both-at-once/ledger/?show=closed")
    assert row.text not in text_of(client_for(cast.asha), "/communities/both-at-once/ledger/").split("<main")[1]
    again = {"by": cast.carys, "action": action, "because": "There is money.", "due_on": timezone.localdate() + timedelta(30)}
    assert "takes that up again" in refused(carrying.open_again, **again)
    assert "Open it again" not in text_of(client_for(cast.carys), action.get_absolute_url())
    client_for(cast.carys).post(f"{row.get_absolute_url()}take-up/")
    assert carrying.open_again(**again).is_open
    row.refresh_from_db()
    assert row.set_aside_at is None
