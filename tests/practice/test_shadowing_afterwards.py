"""What follows a visit: saying whether it took place, inviting back, going past the host; and agreements whose words change."""

import pytest
import time_machine

from home.actions.refusals import Refused
from home.enums import GlobalRole
from home.models import Letter, Notice, SiteSettings
from home.seams.search import find
from practice.actions.shadowing import attending, offering, reminding
from practice.models import Placement, PreparationItem, PreparationTick, ShadowingConcern
from practice.rules.shadowing import Absence
from practice.rules.working_days import mark_stage
from tests.cast import give_role
from tests.factories import MembershipFactory, PersonFactory, TeamManagerFactory
from tests.practice.shadow import NOW, THURSDAY, confirmed, days, make_placement, make_slot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
AGREED = {"agreement": {"what": "I keep it to myself.", "reason": "People let us in.", "decides": "", "other_way": ""}}


@pytest.fixture
def booking(cast):
    return confirmed(cast, make_slot(make_placement(cast.eve)))


def asked(person) -> int:
    return Notice.objects.filter(person=person, title__startswith="Did it take place?").count()


@pytest.mark.parametrize(("after", "stage"), [(0, None), (1, 0), (6, 0), (7, 1), (30, 1)])
def test_the_first_reminder_comes_on_the_next_working_day(after, stage):
    assert mark_stage(THURSDAY, THURSDAY + days(after), ()) == stage


def test_a_visit_on_a_friday_is_asked_about_on_monday():
    friday = THURSDAY + days(1)
    assert [mark_stage(friday, friday + days(after), ()) for after in (1, 2, 3)] == [None, None, 0]


def test_a_host_is_reminded_twice_to_say_whether_it_took_place(cast, booking):
    manager = TeamManagerFactory(person=PersonFactory(name="Mo Manager"), team=cast.other_team).person
    for after, eves, managers in ((10, 0, 0), (11, 1, 0), (12, 1, 0), (17, 2, 1), (40, 2, 1), (90, 2, 1)):
        with time_machine.travel(NOW + days(after)):
            reminding.remind_to_mark()
            reminding.remind_to_mark()
            assert (asked(cast.eve), asked(manager), asked(cast.asha)) == (eves, managers, 0), after


@pytest.mark.parametrize("mark", ["attended", "not attended"])
def test_nothing_is_asked_of_a_visit_that_is_marked(cast, booking, mark):
    with time_machine.travel(NOW + days(12) + days(5)):  # a Thursday evening is quiet: the letter waits
        reminding.remind_to_mark()
        if mark == "attended":
            attending.mark_attended(by=cast.eve, booking=booking)
        else:
            attending.mark_not_attended(by=cast.eve, booking=booking, absence=Absence.HOST)
        assert not Letter.objects.filter(person=cast.eve, kind="reminder", sent_at__isnull=True, dropped_at__isnull=True).exists()
        before = asked(cast.eve)
        reminding.remind_to_mark()
        assert asked(cast.eve) == before


def test_a_day_back_is_offered_from_a_visit_and_the_host_is_told(cast, booking, client_for):
    asha = client_for(cast.asha)
    assert "back=" not in asha.get(booking.get_absolute_url()).content.decode(), "not before it took place"
    with time_machine.travel(NOW + days(11)):
        attending.mark_attended(by=cast.eve, booking=booking)
        asha = client_for(cast.asha)
        assert f"/shadowing/offer/?back={booking.pk}" in asha.get(booking.get_absolute_url()).content.decode()
        sent = {
            "title": "A day at Riverside", "service": cast.service.pk, "host": cast.asha.pk, "see": "How we key-work.", "area": "Fold Street",
            "address": "1 Fold Street", "holds_working_days": 5, "published": "on",
        }  # fmt: skip
        assert asha.post(f"/shadowing/offer/?back={booking.pk}", sent).status_code == 302
    made = Placement.objects.get(title="A day at Riverside")
    assert made.returns == booking
    notice = Notice.objects.filter(person=cast.eve).latest("pk")
    assert (notice.title, notice.url) == ("Asha Rahman invites you back: “A day at Riverside” at Riverside Recovery", made.get_absolute_url())
    with time_machine.travel(NOW + days(11)):
        assert "You have invited them to" in client_for(cast.asha).get(booking.get_absolute_url()).content.decode()


@pytest.mark.parametrize("back", ["", "x", "²", "9" * 30, "-1", "{other}"])
def test_a_day_back_for_nothing_of_ones_own_is_an_ordinary_offer(cast, booking, client_for, back):
    answer = client_for(cast.frank).get(f"/shadowing/offer/?back={back.replace('{other}', str(booking.pk))}")
    assert answer.status_code == 200
    assert "Offer a placement" in answer.content.decode()


def test_nobody_invites_back_for_a_visit_that_was_not_theirs(cast, booking):
    with pytest.raises(Refused, match="whom you have visited"):
        offering.offer_placement(
            by=cast.frank, service=cast.frank.memberships.get().team.service, host=cast.frank, capabilities=[], preparation={}, returns=booking,
            title="x", see="x", area="x", address="x",
        )  # fmt: skip


def test_who_agreed_to_other_words_agrees_anew_and_both_are_kept_with_their_dates(cast, booking, client_for):
    placement = booking.slot.placement
    offering.edit_placement(by=cast.eve, placement=placement, host=cast.eve, capabilities=[], preparation=AGREED)
    item = PreparationItem.objects.get()
    asha, url = client_for(cast.asha), booking.get_absolute_url()
    asha.post(f"{url}prepare/", {"item": item.pk})
    assert "Done or agreed on Monday 23 November 2026" in asha.get(url).content.decode()
    offering.edit_placement(by=cast.eve, placement=placement, host=cast.eve, capabilities=[], preparation=AGREED)
    assert PreparationTick.objects.get().item == item, "the same words need no other yes"
    other = {"agreement": {**AGREED["agreement"], "what": "I keep it to myself, and take no notes."}}
    offering.edit_placement(by=cast.eve, placement=placement, host=cast.eve, capabilities=[], preparation=other)
    page = asha.get(url).content.decode()
    assert "I agree to the confidentiality agreement" in page
    assert "Agreed to before the words were changed" in page
    with time_machine.travel(NOW + days(1)):
        client_for(cast.asha).post(f"{url}prepare/", {"item": item.pk})
    assert list(PreparationTick.objects.order_by("pk").values_list("words", flat=True)) == ["I keep it to myself.", "I keep it to myself, and take no notes."]
    assert "Tuesday 24 November 2026" in client_for(cast.eve).get(url).content.decode()


# -- past the host --------------------------------------------------------------------------------


def raise_one(cast, booking) -> ShadowingConcern:
    with time_machine.travel(NOW + days(11)):
        return attending.raise_concern(by=cast.asha, booking=booking, text="Something was said at lunch.")


def test_a_lead_who_manages_the_host_service_or_the_person_reads_nothing(cast, booking):
    other = PersonFactory(name="Lee Lead")
    give_role(other, GlobalRole.LEAD)
    made = raise_one(cast, booking)
    for team in (cast.other_team, cast.team):
        row = TeamManagerFactory(person=cast.lead, team=team)
        assert made not in ShadowingConcern.objects.for_lead(cast.lead), team
        row.delete()
    assert made in ShadowingConcern.objects.for_lead(cast.lead)
    assert made in ShadowingConcern.objects.for_lead(other)


def test_where_no_lead_may_read_it_this_is_said_and_the_words_stay(cast, booking, client_for):
    SiteSettings.objects.update(contact_email="hello@wenbridge.example")
    MembershipFactory(person=cast.lead, team=cast.other_team)
    with time_machine.travel(NOW + days(11)):
        answer = client_for(cast.asha).post(f"{booking.get_absolute_url()}concern/", {"text": "Something was said at lunch."})
    assert answer.status_code == 422
    assert "nobody could read this past them" in answer.content.decode()
    assert "Something was said at lunch." in answer.content.decode()
    assert not ShadowingConcern.objects.exists()


# -- found ----------------------------------------------------------------------------------------


def test_search_finds_placements_by_everything_but_their_address(cast):
    make_slot(make_placement(cast.eve, title="Mornings at Northgate", suits="Anyone unsure about kettles"))
    make_placement(cast.eve, title="Not yet on the board", published=False)
    assert [(one.title, one.kind, one.reason) for one in find("kettle", cast.dev)] == [("Mornings at Northgate", "Shadowing: Mental health", "in who it suits")]
    for words, person in (("orchard house", cast.dev), ("not yet board", cast.dev), ("kettle", None)):
        assert [one for one in find(words, person) if one.url.startswith("/shadowing/")] == []
