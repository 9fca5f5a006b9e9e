"""Keeping an entry on the map: who may, what is kept, what is said when something is missing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.actions.refusals import Refused
from home.models import Letter, Notice, TeamManager
from practice.actions import confirming
from practice.actions import services as actions
from practice.models import Criterion, ServiceEntry, ServiceKeeper
from tests.factories import PersonFactory, TeamManagerFactory
from tests.practice.services import days_ago, make_criterion, make_entry, make_other, open_the_map

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(cast) -> ServiceEntry:
    """The entry of Asha's and Ben's service."""
    return make_entry(cast.service)


@pytest.fixture
def written(entry) -> Criterion:
    return make_criterion(entry, rule="abstinent", number=14, parts=("group",))


def posted(**changes) -> dict:
    """What the form of a criterion sends."""
    return {"rule": "reduced", "parts": ["therapy"], "definition": "By half since April", "how_checked": "We ask", **changes}


# -- who may ------------------------------------------------------------------------------------

MAY = {
    "edit/": "ben",
    "criteria/new/missed/": "ben",
    "criteria/{criterion}/": "ben",
    "criteria/{criterion}/remove/": "ben",
    "keepers/": "ben lead admin",
    "history/": "ben lead admin",
    "turned-away/": "asha ben eve frank",
    "turn-aways/": "ben lead",
    "": "asha ben carys dev eve frank editor lead admin",
}


@pytest.mark.parametrize("address", MAY)
def test_who_opens_which_page_of_an_entry(cast, entry, written, client_for, address):
    where = f"{entry.url}{address.format(criterion=written.pk)}"
    opened = {name for name, person in cast.everyone().items() if client_for(person).get(where).status_code == 200}
    assert opened == set(MAY[address].split())
    assert client_for(None).get(where).status_code == 302


def test_only_keepers_write(cast, entry, written):
    for person in (cast.asha, cast.eve, cast.editor, cast.lead, cast.admin):
        for refused in (
            lambda person=person: actions.change_entry(by=person, entry=entry, values={"summary": "x"}, needs=[]),
            lambda person=person: actions.confirm_entry(by=person, entry=entry),
            lambda person=person: actions.keep_criterion(by=person, entry=entry, about="missed", parts=["group"], values={"rule": "none"}),
            lambda person=person: actions.remove_criterion(by=person, criterion=written),
        ):
            with pytest.raises(Refused):
                refused()


def test_a_named_keeper_may_until_their_last_day(cast, entry, client_for):
    keeper = ServiceKeeper.objects.create(entry=entry, person=cast.asha, started_on=days_ago(30))
    assert client_for(cast.asha).get(f"{entry.url}edit/").status_code == 200
    keeper.ended_on = timezone.localdate()
    keeper.save()
    assert client_for(cast.asha).get(f"{entry.url}edit/").status_code == 200
    keeper.ended_on = days_ago(1)
    keeper.save()
    assert client_for(cast.asha).get(f"{entry.url}edit/").status_code == 404


def test_a_deputy_keeps_and_a_former_manager_does_not(cast, entry, client_for):
    deputy = PersonFactory(name="Dee Deputy")
    TeamManagerFactory(person=deputy, team=cast.team, is_deputy=True)
    actions.confirm_entry(by=deputy, entry=entry)
    TeamManager.objects.filter(person=cast.ben).update(ended_on=days_ago(1))
    assert client_for(cast.ben).get(f"{entry.url}edit/").status_code == 404


def test_a_keeper_of_one_entry_reaches_no_criterion_of_another(cast, entry, client_for):
    foreign = make_criterion(make_entry(cast.other_service))
    assert client_for(cast.ben).get(f"{entry.url}criteria/{foreign.pk}/").status_code == 404


# -- what is kept -------------------------------------------------------------------------------


def test_a_change_is_kept_with_its_history(cast, entry, client_for):
    sent = {"summary": "Help with drugs", "needs": ["drugs", "family"], "who_can_come": "Anyone", "route": "gp_only", "wait": "Three weeks", "is_right": "on"}
    assert client_for(cast.ben).post(f"{entry.url}edit/", sent).status_code == 302
    entry.refresh_from_db()
    assert (entry.summary, entry.wait, entry.confirmed_by) == ("Help with drugs", "Three weeks", cast.ben)
    assert {row.need for row in entry.needs.all()} == {"drugs", "family"}
    changed = ModelLogEntry.objects.get(action="practice.entry_changed").data["changed"]
    assert changed["route"] == ["anyone", "gp_only"]
    page = client_for(cast.ben).get(f"{entry.url}history/").content.decode()
    assert "A GP only" in page
    assert "Ben Whitlock" in page


def test_reduced_cannot_be_kept_without_a_practical_definition(cast, entry, client_for):
    answer = client_for(cast.ben).post(f"{entry.url}criteria/new/substance/", posted(definition=" "))
    assert answer.status_code == 422
    assert "Say what “reduced” means in practice" in answer.content.decode()
    assert "We ask" in answer.content.decode()
    with pytest.raises(Refused, match="means in practice"):
        actions.keep_criterion(by=cast.ben, entry=entry, about="substance", parts=["therapy"], values={"rule": "reduced"})
    with pytest.raises(IntegrityError, match="criterion_reduced_is_defined"), transaction.atomic():
        make_criterion(entry, rule="reduced")
    assert client_for(cast.ben).post(f"{entry.url}criteria/new/substance/", posted()).status_code == 302
    kept = entry.criteria.get()
    assert (kept.parts, kept.confirmed_by, kept.confirmed_on) == (("therapy",), cast.ben, timezone.localdate())


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"rule": "abstinent"}, "criterion_number_is_given"),
        ({"about": "missed", "rule": "abstinent", "number": 3}, "criterion_rule_fits_subject"),
        ({"parts": ()}, "criterion_applies_to_something"),
    ],
)
def test_what_must_never_be_false_is_held_by_the_database(entry, facts, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make_criterion(entry, **facts)


def test_a_part_has_one_rule_on_one_thing(cast, entry, written, client_for):
    answer = client_for(cast.ben).post(f"{entry.url}criteria/new/substance/", posted(parts=["therapy", "group"]))
    assert answer.status_code == 422
    assert "for group already" in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_criterion(entry, parts=("group",))
    assert client_for(cast.ben).post(f"{entry.url}criteria/{written.pk}/", posted(parts=["group", "therapy"])).status_code == 302
    written.refresh_from_db()
    assert written.parts == ("therapy", "group")
    assert written.number is None


def test_a_criterion_is_taken_off_and_the_history_keeps_it(cast, entry, written, client_for):
    for _ in range(2):
        client_for(cast.ben).post(f"{entry.url}criteria/{written.pk}/remove/")
    assert not entry.criteria.exists()
    assert "Abstinent for a number of days" in client_for(cast.ben).get(f"{entry.url}history/").content.decode()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"summary": ""}, "Say in a sentence what it does."),
        ({"postcode": "Wenbridge"}, "Write a whole postcode"),
        ({"minimum_age": "60", "maximum_age": "18"}, "The oldest age is below the youngest."),
        ({"review_due_on": "2020-01-01"}, "Choose a day to come"),
        ({"review_due_on": "soon"}, "Write a whole date"),
        ({"email": "at the desk"}, "Write an address such as"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast, entry, client_for, sent, sentence):
    answer = client_for(cast.ben).post(f"{entry.url}edit/", {"summary": "A summary", "who_can_come": "Words that stay", **sent})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Words that stay" in answer.content.decode()
    entry.refresh_from_db()
    assert entry.who_can_come == "Adults"


# -- keepers, and what has no service -----------------------------------------------------------


def test_naming_a_keeper_tells_them_once_and_stopping_ends_it(cast, entry, client_for):
    for _ in range(2):
        actions.name_keeper(by=cast.ben, entry=entry, person=cast.asha)
    assert cast.asha.notices.count() == 1
    keeper = entry.keepers.get()
    assert client_for(cast.eve).post(f"{entry.url}keepers/{keeper.pk}/stop/").status_code == 404
    assert client_for(cast.ben).post(f"{entry.url}keepers/{keeper.pk}/stop/").status_code == 302
    assert client_for(cast.asha).get(f"{entry.url}edit/").status_code == 404
    actions.name_keeper(by=cast.ben, entry=entry, person=cast.asha)
    assert client_for(cast.asha).get(f"{entry.url}edit/").status_code == 200


def test_a_mutual_aid_group_is_put_on_the_map_by_who_knows_it(cast, client_for):
    sent = {"kind": "mutual_aid", "name": "Compare", "place": "The Lantern", "summary": "We eat together."}
    assert client_for(cast.asha).post("/services/new/", sent)["Location"] == "/services/compare-2/"
    made = ServiceEntry.objects.get(own_name="Compare")
    assert client_for(cast.asha).get(f"{made.url}edit/").status_code == 200
    assert client_for(cast.ben).get(f"{made.url}edit/").status_code == 404
    assert client_for(cast.dev).get("/services/new/").status_code == 404


def test_a_services_entry_is_begun_by_its_managers_and_leads_once(cast, client_for):
    sent = {"kind": "service", "service": cast.service.pk, "summary": "We help."}
    assert client_for(cast.asha).post("/services/new/", sent).status_code == 422
    assert client_for(cast.ben).post("/services/new/", sent).status_code == 302
    assert client_for(cast.lead).post("/services/new/", sent).status_code == 422
    with pytest.raises(Refused):
        actions.list_entry(by=cast.ben, kind="service", service=cast.other_service, summary="x")


def test_a_service_has_no_name_of_its_own_and_others_have(cast):
    with pytest.raises(IntegrityError, match="entry_is_a_service_or_has_a_name"), transaction.atomic():
        ServiceEntry.objects.create(kind="asset", summary="x")
    with pytest.raises(IntegrityError, match="entry_is_a_service_or_has_a_name"), transaction.atomic():
        ServiceEntry.objects.create(kind="asset", own_name="x", own_slug="x", service=cast.service, summary="x")


def test_a_meeting_says_who_decides_and_how_wishes_are_heard(cast, client_for):
    meeting = make_other("Wednesday Meeting", "meeting", who_decides="Six services", wishes_heard="Read out first")
    page = client_for(cast.dev).get(meeting.url).content.decode()
    assert "Six services" in page
    assert "Read out first" in page


# -- reminders ----------------------------------------------------------------------------------


def test_keepers_are_reminded_once_and_not_after_they_confirmed(cast, entry):
    ServiceEntry.objects.filter(pk=entry.pk).update(confirmed_on=days_ago(200))
    for _ in range(2):
        assert confirming.remind_keepers() == 1
    assert cast.ben.notices.count() == 1
    waiting = Letter.objects.filter(person=cast.ben, dropped_at__isnull=True, sent_at__isnull=True)
    assert waiting.count() == 1
    actions.confirm_entry(by=cast.ben, entry=entry)
    assert waiting.count() == 0
    assert confirming.remind_keepers() == 0
    assert confirming.remind_keepers(timezone.localdate() + timedelta(days=170)) == 1
    assert cast.ben.notices.count() == 2


def test_a_named_keeper_is_reminded_in_the_managers_place(cast, entry):
    actions.name_keeper(by=cast.ben, entry=entry, person=cast.asha)
    Notice.objects.all().delete()
    ServiceEntry.objects.filter(pk=entry.pk).update(review_due_on=timezone.localdate() + timedelta(days=13))
    confirming.remind_keepers()
    assert [notice.person for notice in Notice.objects.all()] == [cast.asha]


def test_what_has_no_service_and_no_keeper_reminds_nobody(cast):
    make_other("Weir Gardens")
    assert confirming.remind_keepers() == 1
    assert not Notice.objects.exists()


def test_confirming_lifts_dates_that_have_passed_and_keeps_those_to_come(cast, entry, written):
    coming = timezone.localdate() + timedelta(days=60)
    ServiceEntry.objects.filter(pk=entry.pk).update(review_due_on=coming)
    Criterion.objects.filter(pk=written.pk).update(review_due_on=days_ago(3))
    actions.confirm_entry(by=cast.ben, entry=entry)
    entry.refresh_from_db()
    written.refresh_from_db()
    assert (entry.review_due_on, written.review_due_on) == (coming, None)
    assert written.confirmed_by == cast.ben


def test_who_confirmed_is_said_to_people_who_are_signed_in_only(cast, entry, client_for):
    actions.confirm_entry(by=cast.ben, entry=entry)
    open_the_map()
    assert "Ben Whitlock confirmed this" in client_for(cast.eve).get(entry.url).content.decode()
    assert "Ben Whitlock" not in client_for(None).get(entry.url).content.decode()
