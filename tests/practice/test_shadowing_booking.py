"""A booking from the wish to the evidence: who says yes, what holds a place, who is told, and what follows."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from capability.models import Evidence
from home.actions import mending
from home.actions.refusals import Refused
from home.models import Letter, Notice
from practice.actions.shadowing import answering, asking, attending, ending, places, reminding
from practice.models import Booking, ShadowingConcern
from practice.rules.shadowing import Absence, Side, State
from tests.factories import MembershipFactory, TeamManagerFactory
from tests.practice.shadow import NOW, THURSDAY, colleague, confirmed, days, is_true, make_placement, make_slot, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def test_two_yeses_confirm_in_either_order(cast, slot):
    booking = asking.ask(by=cast.asha, slot=slot, team=cast.team, hopes="How you open a first talk.")
    assert booking.state == State.REQUESTED
    assert answering.say_yes(by=cast.ben, booking=booking, side=Side.MANAGER).state == State.REQUESTED
    assert answering.say_yes(by=cast.eve, booking=booking, side=Side.HOST).state == State.CONFIRMED
    assert is_true(slot)
    assert "Confirmed" in told(cast.asha)[-1]


def test_asking_twice_is_one_booking_that_holds_one_place(cast, slot):
    first, second = (asking.ask(by=cast.asha, slot=slot, team=cast.team) for _ in range(2))
    assert first == second
    assert is_true(slot)
    assert slot.taken == 1


def test_the_requester_says_neither_yes(cast, slot):
    TeamManagerFactory(person=cast.asha, team=cast.team)
    booking = asking.ask(by=cast.asha, slot=slot, team=cast.team)
    for side in Side:
        with pytest.raises(Refused, match="somebody else"):
            answering.say_yes(by=cast.asha, booking=booking, side=side)


def test_one_person_does_not_say_both(cast, slot):
    TeamManagerFactory(person=cast.eve, team=cast.team)
    booking = asking.ask(by=cast.asha, slot=slot, team=cast.team)
    answering.say_yes(by=cast.eve, booking=booking, side=Side.HOST)
    with pytest.raises(Refused, match="another person"):
        answering.say_yes(by=cast.eve, booking=booking, side=Side.MANAGER)
    booking.refresh_from_db()
    assert booking.state == State.REQUESTED


def test_a_deputy_says_yes_and_a_stranger_does_not(cast, slot):
    deputy = TeamManagerFactory(person=colleague(cast, "Gwen Hart"), team=cast.team, is_deputy=True).person
    booking = asking.ask(by=cast.asha, slot=slot, team=cast.team)
    with pytest.raises(Refused, match="somebody else to give"):
        answering.say_yes(by=cast.frank, booking=booking, side=Side.MANAGER)
    answering.say_yes(by=deputy, booking=booking, side=Side.MANAGER)
    booking.refresh_from_db()
    assert booking.manager_yes_by == deputy


def test_the_only_manager_needs_somebody_else(cast, slot):
    with pytest.raises(Refused, match="Nobody but you"):
        asking.ask(by=cast.ben, slot=slot, team=cast.team)
    other = TeamManagerFactory(person=cast.frank, team=cast.frank.memberships.get().team).person
    booking = asking.ask(by=cast.ben, slot=slot, sponsor=other)
    assert answering.sides_open_to(other, booking) == [Side.MANAGER]


def test_somebody_without_a_team_names_a_sponsor(cast, slot):
    with pytest.raises(Refused, match="sponsor"):
        asking.ask(by=cast.dev, slot=slot)
    with pytest.raises(Refused, match="manages a team"):
        asking.ask(by=cast.dev, slot=slot, sponsor=cast.frank)
    booking = asking.ask(by=cast.dev, slot=slot, sponsor=cast.ben)
    answering.say_yes(by=cast.eve, booking=booking, side=Side.HOST)
    assert answering.say_yes(by=cast.ben, booking=booking, side=Side.MANAGER).state == State.CONFIRMED


def test_a_full_time_makes_a_line_and_offers_in_order(cast, slot):
    first = asking.ask(by=cast.asha, slot=slot, team=cast.team)
    second, third = (asking.ask(by=colleague(cast, name), slot=slot, team=cast.team) for name in ("Bea", "Cy"))
    assert (second.state, third.state) == (State.WAITING, State.WAITING)
    ending.cancel(by=cast.asha, booking=first)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, third.state) == (State.OFFERED, State.WAITING)
    newcomer = asking.ask(by=colleague(cast, "Di"), slot=slot, team=cast.team)
    assert newcomer.state == State.WAITING
    assert asking.accept_offer(by=second.person, booking=second).state == State.REQUESTED
    assert is_true(slot)


def test_a_free_place_is_not_for_a_newcomer_while_somebody_waits(cast):
    slot = make_slot(make_placement(cast.eve), capacity=2, taken=1, waiting=1)
    assert not places.claim(slot, NOW)
    slot.waiting = 0
    slot.save()
    assert places.claim(slot, NOW)


def test_a_request_runs_out_after_five_working_days_and_the_next_is_offered(cast, slot):
    first = asking.ask(by=cast.asha, slot=slot, team=cast.team)
    second = asking.ask(by=colleague(cast, "Bea"), slot=slot, team=cast.team)
    assert first.held_until.astimezone(NOW.tzinfo).isoformat() == "2026-12-01T00:00:00+00:00"  # the end of Monday
    with time_machine.travel(NOW + days(7)):
        assert ending.let_lapse() == 0
    with time_machine.travel(NOW + days(8)):
        assert ending.let_lapse() == 1
        assert ending.let_lapse() == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.LAPSED, State.OFFERED)
    assert is_true(slot)


def test_an_offer_that_is_not_taken_goes_on(cast, slot):
    first = asking.ask(by=cast.asha, slot=slot, team=cast.team)
    second, third = (asking.ask(by=colleague(cast, name), slot=slot, team=cast.team) for name in ("Bea", "Cy"))
    answering.decline(by=cast.eve, booking=first, reason="We have a visitor that day.")
    with time_machine.travel(NOW + days(4)):
        with pytest.raises(Refused, match="over"):
            asking.accept_offer(by=second.person, booking=second)
        assert ending.let_lapse() == 1
    third.refresh_from_db()
    assert third.state == State.OFFERED
    assert is_true(slot)


def test_a_no_needs_a_reason(cast, slot):
    booking = asking.ask(by=cast.asha, slot=slot, team=cast.team)
    with pytest.raises(Refused, match="Say why"):
        answering.decline(by=cast.eve, booking=booking, reason="  ")
    answering.decline(by=cast.eve, booking=booking, reason="We have a visitor that day.")
    assert Notice.objects.filter(person=cast.asha).latest("pk").text.endswith("We have a visitor that day.")


def test_overlapping_bookings_are_refused_with_the_clash_named(cast, slot):
    confirmed(cast, slot)
    other = make_placement(cast.frank, title="A night at the hostel")
    with pytest.raises(Refused, match="A day with us"):
        asking.ask(by=cast.asha, slot=make_slot(other, begins=15, ends=20), team=cast.team)
    assert asking.ask(by=cast.asha, slot=make_slot(other, begins=16, ends=20), team=cast.team).state == State.REQUESTED


def test_a_clash_that_comes_later_stops_the_second_yes(cast, slot):
    late = make_slot(make_placement(cast.frank, title="Nights"), begins=10, ends=12)
    waiting = asking.ask(by=cast.asha, slot=late, team=cast.team)
    answering.say_yes(by=cast.frank, booking=waiting, side=Side.HOST)
    confirmed(cast, slot)
    with pytest.raises(Refused, match="overlaps"):
        answering.say_yes(by=cast.ben, booking=waiting, side=Side.MANAGER)


def test_attending_stands_as_evidence_once(cast, slot):
    booking = confirmed(cast, slot)
    with pytest.raises(Refused, match="not begun"):
        attending.mark_attended(by=cast.eve, booking=booking)
    with time_machine.travel(NOW + days(11)):
        with pytest.raises(Refused, match="host says"):
            attending.mark_attended(by=cast.asha, booking=booking)
        attending.mark_attended(by=cast.eve, booking=booking)
        attending.mark_attended(by=cast.eve, booking=booking)
    found = Evidence.objects.filter(person=cast.asha)
    assert found.count() == 2
    assert (found[0].dated, found[0].minutes) == (THURSDAY, 420)


def test_a_visit_that_did_not_take_place_leaves_no_evidence_and_no_blame(cast, slot):
    booking = confirmed(cast, slot)
    with time_machine.travel(NOW + days(11)):
        attending.mark_not_attended(by=cast.eve, booking=booking, absence=Absence.UNWELL)
    assert not Evidence.objects.exists()
    booking.refresh_from_db()
    assert booking.absence == Absence.UNWELL


def test_a_concern_goes_past_the_host(cast, slot):
    booking = confirmed(cast, slot)
    with time_machine.travel(NOW + days(11)):
        made = attending.raise_concern(by=cast.asha, booking=booking, text="Something was said at lunch.")
    before = Notice.objects.filter(person__in=[cast.eve, cast.ben]).filter(title__icontains="concern")
    assert not before.exists()
    assert "in confidence" in told(cast.lead)[-1]
    assert not Notice.objects.filter(title__icontains="lunch").exists()
    assert not Letter.objects.filter(text__icontains="lunch").exists()
    MembershipFactory(person=cast.lead, team=cast.other_team)
    assert not ShadowingConcern.objects.for_lead(cast.lead).exists()
    assert made.handled_at is None


def test_reminders_go_once_and_for_nothing_that_is_off_or_past(cast, slot):
    booking = confirmed(cast, slot)

    def soon() -> int:
        return Notice.objects.filter(person=cast.asha, title__startswith="Soon").count()

    with time_machine.travel(NOW + days(7)):
        reminding.remind()
        assert soon() == 0
    with time_machine.travel(NOW + days(8)):  # Tuesday
        reminding.remind()
        reminding.remind()
        assert soon() == 1
        ending.cancel(by=cast.asha, booking=booking)
        assert not Letter.objects.filter(person=cast.asha, kind="reminder", dropped_at__isnull=True).exists()
        again = confirmed(cast, slot)
    with time_machine.travel(NOW + days(11)):
        reminding.remind()
    assert Booking.objects.get(pk=again.pk).state == State.CONFIRMED
    assert soon() == 1


def test_what_failed_of_a_visit_is_not_sent_once_it_has_begun(cast, slot):
    confirmed(cast, slot)
    Letter.objects.filter(person=cast.asha).update(sent_at=None, dropped_at=timezone.now(), attempts=3, last_error="TimeoutError")
    waiting = Letter.objects.failed().filter(person=cast.asha)
    Letter.objects.filter(person=cast.asha).exclude(text="").update(created_at=slot.starts_at)
    assert waiting.exists()
    with time_machine.travel(slot.starts_at + timedelta(minutes=1)):
        Notice.objects.filter(person=cast.asha).update(created_at=timezone.now())
        assert mending.send_again(by=cast.admin).going == 0
