"""A host who leaves and a service that closes: what is refused, what is taken off, and who is told what."""

from datetime import date, time

import pytest
import time_machine
from django.utils import timezone

from home.actions.refusals import Refused
from home.models import Notice, TeamManager, User
from practice.actions import closing
from practice.actions.calendars import change_address
from practice.actions.shadowing import answering, asking, leaving, offering, scheduling
from practice.models import Booking, Placement
from practice.rules.shadowing import Side, State
from tests.factories import MembershipFactory, PersonFactory, TeamManagerFactory
from tests.practice.services import make_entry, make_other
from tests.practice.shadow import NOW, THURSDAY, confirmed, days, is_true, make_slot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
ELSEWHERE = "Ask at the Lantern on Fold Street."


def leave(person) -> None:
    """End a person's place in their team yesterday."""
    person.memberships.update(ended_on=timezone.localdate() - days(1))


def told(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("title", flat=True))


def test_a_host_who_has_left_opens_nothing_from_the_next_request_on(cast, slot, client_for):
    booking = confirmed(cast, slot)
    feed = change_address(by=cast.eve).secret
    eve, url = client_for(cast.eve), booking.get_absolute_url()
    assert "Asha Rahman shadows" in eve.get(f"/calendar/{feed}.ics").content.decode().replace("\r\n ", "")
    leave(cast.eve)
    addresses = (url, f"{url}took-place/", f"/shadowing/{slot.placement.slug}/edit/", f"/shadowing/times/{slot.pk}/move/")
    assert [eve.get(address).status_code for address in addresses] == [404] * 4
    for address in ("/shadowing/desk/", "/shadowing/yeses/", f"/calendar/{feed}.ics"):
        assert "Asha Rahman" not in eve.get(address).content.decode(), address
    assert url not in eve.get("/dashboard/").content.decode()
    waiting = asking.ask(
        by=MembershipFactory(person=PersonFactory(name="Bea"), team=cast.team).person, slot=make_slot(slot.placement, begins=17, ends=18), team=cast.team
    )
    with pytest.raises(Refused, match="somebody else to give"):
        answering.say_yes(by=cast.eve, booking=waiting, side=Side.HOST)


def test_who_booked_is_told_and_a_new_host_asks_for_both_yeses(cast, slot):
    manager = TeamManagerFactory(person=PersonFactory(name="Mo Manager"), team=cast.other_team).person
    booking = confirmed(cast, slot)
    leave(cast.eve)
    assert (leaving.tell_of_hosts_who_left(), leaving.tell_of_hosts_who_left()) == (1, 0)
    placement = Placement.objects.get()
    assert (placement.host, placement.published) == (None, False)
    assert "no host any more" in told(manager)[-1]
    assert "the host has left" in told(cast.asha)[-1]
    assert is_true(slot)
    new = MembershipFactory(person=PersonFactory(name="Hal Host"), team=cast.other_team).person
    offering.edit_placement(by=manager, placement=placement, host=new, capabilities=[], preparation={}, published=True)
    booking.refresh_from_db()
    assert booking.state == State.REQUESTED
    assert "needs both yeses again" in told(new)[-1]
    leave(new)
    assert leaving.tell_of_hosts_who_left() == 1, "a second host who leaves is told of as well"


def test_a_request_whose_host_has_left_waits_for_a_manager_of_the_service(cast, slot, client_for):
    manager = TeamManagerFactory(person=PersonFactory(name="Mo Manager"), team=cast.other_team).person
    asking.ask(by=cast.asha, slot=slot, team=cast.team)
    leave(cast.eve)
    assert list(Booking.objects.wanting_host_yes(manager)) == [Booking.objects.get()]


def test_where_nobody_manages_the_service_the_leads_are_told(cast, slot):
    leave(cast.eve)
    leaving.tell_of_hosts_who_left()
    assert "no host any more" in told(cast.lead)[-1]


def test_an_unpublished_placement_with_people_to_come_is_seen_to_as_well(cast, slot):
    confirmed(cast, slot)
    Placement.objects.update(published=False)
    leave(cast.eve)
    assert leaving.tell_of_hosts_who_left() == 1
    assert "the host has left" in told(cast.asha)[-1]


def test_a_sponsor_who_manages_nothing_any_more_decides_and_reads_nothing(cast, slot, client_for):
    booking = asking.ask(by=cast.dev, slot=slot, sponsor=cast.ben)
    assert client_for(cast.ben).get(booking.get_absolute_url()).status_code == 200
    TeamManager.objects.filter(person=cast.ben).update(ended_on=timezone.localdate() - days(1))
    ben = User.objects.get(pk=cast.ben.pk)
    assert client_for(ben).get(booking.get_absolute_url()).status_code == 404
    assert not Booking.objects.wanting_manager_yes(ben)
    with pytest.raises(Refused, match="somebody else to give"):
        answering.say_yes(by=ben, booking=booking, side=Side.MANAGER)


# -- a service that closes ------------------------------------------------------------------------


@pytest.fixture
def entry(cast):
    return make_entry(cast.other_service)


def test_closing_calls_off_what_comes_after_and_tells_everyone(cast, slot, entry):
    before = make_slot(slot.placement, day=date(2026, 11, 27))
    booking, kept = confirmed(cast, slot), confirmed(cast, before)
    assert closing.close_entry(by=cast.lead, entry=entry, last_day=date(2026, 11, 30), after_closing=ELSEWHERE) == 1
    assert closing.close_entry(by=cast.lead, entry=entry, last_day=date(2026, 11, 30), after_closing=ELSEWHERE) == 0
    booking.refresh_from_db()
    kept.refresh_from_db()
    assert (booking.state, kept.state) == (State.CANCELLED, State.CONFIRMED)
    assert booking.reason == f"{entry.name} closes on Monday 30 November 2026. {ELSEWHERE}"
    assert "Called off" in told(cast.asha)[-1]
    letter = cast.asha.letters.filter(dropped_at__isnull=True).latest("pk")
    assert "METHOD:CANCEL" in letter.calendar
    assert Placement.objects.get().published, "until the last day it runs"
    with time_machine.travel(NOW + days(8)):
        assert (leaving.take_closed_off_the_board(), leaving.take_closed_off_the_board()) == (1, 0)


def test_nothing_new_is_offered_by_a_service_that_closes(cast, slot, entry):
    closing.close_entry(by=cast.lead, entry=entry, last_day=date(2026, 12, 31), after_closing=ELSEWHERE)
    with pytest.raises(Refused, match=r"closes on Thursday 31 December 2026\. Choose an earlier day"):
        scheduling.add_slots(by=cast.eve, placement=slot.placement, first=date(2027, 1, 7), begins=time(9), ends=time(12), capacity=1)
    with pytest.raises(Refused, match="closes on"):
        scheduling.move_slot(by=cast.eve, slot=slot, day=date(2027, 1, 7), begins=time(9), ends=time(12))
    with time_machine.travel(NOW + days(60)), pytest.raises(Refused, match="closed on Thursday 31 December 2026"):
        offering.offer_placement(
            by=cast.eve, service=cast.other_service, host=cast.eve, capabilities=[], preparation={}, title="Late", see="x", area="x", address="x"
        )


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"last_day": "2026-11-22", "after_closing": ELSEWHERE}, "Choose today or a day to come"),
        ({"last_day": "2026-12-01", "after_closing": " "}, "Say where people can go then."),
        ({"last_day": "soon", "after_closing": ELSEWHERE}, "Write a whole date"),
        ({"last_day": "2026-12-01", "after_closing": "Ask Jo, born 3/4/1991."}, "looks like a date of birth"),
    ],
)
def test_what_is_wrong_with_closing_is_said(cast, entry, client_for, sent, sentence):
    answer = client_for(cast.lead).post(f"{entry.url}close/", sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    entry.refresh_from_db()
    assert entry.closes_on is None


def test_a_closed_service_leaves_the_map_and_its_page_says_where_to_go(cast, entry, client_for):
    reader = client_for(cast.dev)
    client_for(cast.lead).post(f"{entry.url}close/", {"last_day": "2026-12-01", "after_closing": ELSEWHERE})
    assert "This closes on Tuesday 1 December 2026." in reader.get(entry.url).content.decode()
    assert entry.name in reader.get("/services/").content.decode()
    with time_machine.travel(NOW + days(9)):
        reader = client_for(cast.dev)
        page = reader.get(entry.url).content.decode()
        assert "This closed on Tuesday 1 December 2026." in page
        assert ELSEWHERE in page
        for address in ("/services/", "/services/unclear/", "/services/compare/", "/search/?q=community+mental"):
            assert entry.url not in reader.get(address).content.decode(), address
        assert reader.get("/services.json").json()["contents"][0]["status"] == "defunct"
    assert client_for(cast.frank).post(f"{entry.url}stays-open/").status_code == 404
    client_for(cast.admin).post(f"{entry.url}stays-open/")
    assert "This closes" not in client_for(cast.dev).get(entry.url).content.decode()


def test_who_says_that_something_closes(cast, entry):
    other = make_other("Thursday Table")
    for person, what in ((cast.ben, entry), (cast.eve, entry), (cast.editor, entry), (cast.ben, other)):
        with pytest.raises(Refused):
            closing.close_entry(by=person, entry=what, last_day=THURSDAY, after_closing=ELSEWHERE)
    TeamManager.objects.create(person=cast.eve, team=cast.other_team, started_on=date(2026, 1, 1))
    closing.close_entry(by=User.objects.get(pk=cast.eve.pk), entry=entry, last_day=THURSDAY, after_closing=ELSEWHERE)
    assert "closes on Thursday 3 December 2026" in told(cast.lead)[-1]
