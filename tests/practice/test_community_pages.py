"""The pages of communities: what they cost, publishing from the template, registering, closed sessions, the CMS, bad input."""

from datetime import timedelta

import pytest
from django.utils import timezone

from home.models import User
from practice.actions import communities
from practice.belonging import community_sizes
from practice.models import CommunityMember, Registration, Session, SessionTemplate
from practice.rules.registering import State
from tests.cast import set_up_second_factor
from tests.practice.sessions import colleagues, has_link, is_true, make_community, make_past, make_session, now_on, registered, rows_for

pytestmark = pytest.mark.django_db


def form_of(**facts) -> dict:
    """What Carys fills in: seven fields, and what the template brought."""
    day = timezone.localdate() + timedelta(days=14)
    asked = {"title": "Who goes along?", "summary": "To the first appointment.", "day": f"{day:%Y-%m-%d}", "begins": "10:00", "ends": "11:30", "capacity": "2"}
    return {**asked, "where": "online", "times": "1", "every_weeks": "5", **facts}


def test_a_session_with_200_registrations_and_its_register_cost_as_much_as_one(cast, client_for, queries_of):
    session = make_session(make_community(cast.carys), capacity=500, link=True)
    carys, asha = client_for(cast.carys), client_for(cast.asha)
    rows_for(session, colleagues(cast, 1)), rows_for(session, colleagues(cast, 1), State.WAITING)
    now_on(session, 20)
    pages = {
        "page": (asha, session.get_absolute_url()),
        "run": (carys, session.get_absolute_url()),
        "register": (carys, session.get_absolute_url() + "register/"),
    }
    community = session.community.get_absolute_url()
    pages |= {"community": (asha, community), "index": (asha, "/communities/"), "people": (carys, community + "people/")}
    one = {name: queries_of(*where) for name, where in pages.items()}
    rows_for(session, people := colleagues(cast, 200)), rows_for(session, colleagues(cast, 20), State.WAITING)
    CommunityMember.objects.bulk_create(CommunityMember(person=person, community=session.community) for person in people)
    for number in range(12):
        make_session(session.community, title=f"Another {number}", begins=9 + number % 8)
        make_past(session.community, title=f"Earlier {number}")
    many = {name: queries_of(*where) for name, where in pages.items()}
    for name in pages:
        assert many[name].response.status_code == 200
        assert many[name].count <= 20, f"{name}: {many[name]}"
        assert one[name].count >= many[name].count - (name in ("community", "index")) * 2, f"{name}: {one[name]}\n{many[name]}"


def test_seven_fields_publish_a_session_and_it_is_there_for_everyone(cast, client_for):
    community = make_community(cast.carys)
    SessionTemplate.objects.create(community=community, name="An hour and a half", minutes=90, capacity=24, words={"agenda": "Welcome\nQuestions"})
    carys = client_for(cast.carys)
    page = carys.get(community.get_absolute_url() + "new/").content.decode()
    assert 'value="24"' in page and "Welcome" in page and 'value="11:30"' in page
    required = [name for name, field in carys.get(community.get_absolute_url() + "new/").context["form"].fields.items() if field.required]
    assert len(required) <= 8
    response = carys.post(community.get_absolute_url() + "new/", form_of(join_address="https://meet.example.org/x"))
    session = Session.objects.get()
    assert response.status_code == 302 and response["Location"] == session.get_absolute_url() == "/communities/across-the-river/who-goes-along/"
    assert has_link(session)
    assert "Two places left" in client_for(cast.asha).get(session.get_absolute_url()).content.decode()
    assert client_for(None).get(session.get_absolute_url()).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Write the topic"),
        ({"day": "2020-01-01"}, "past already"),
        ({"day": "soon"}, "Write a whole date"),
        ({"day": "2027-03-28", "begins": "01:30", "ends": "03:00"}, "clocks go forward"),
        ({"ends": "09:00"}, "end after it begins"),
        ({"capacity": "0"}, "greater than or equal to 1"),
        ({"where": "in_room"}, "Select a valid choice"),
        ({"where": "in_person"}, "Write where the room is"),
        ({"audience": "stated"}, "Write what people say of themselves"),
        ({"join_address": "not an address"}, "valid URL"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(cast, client_for, wrong, sentence):
    community = make_community(cast.carys)
    response = client_for(cast.carys).post(community.get_absolute_url() + "new/", form_of(**{"agenda": "Tea first", **wrong}))
    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text and "Tea first" in text
    assert not Session.objects.exists()


def test_a_page_named_like_an_address_of_ours_gets_another_one(cast, client_for):
    community = make_community(cast.carys)
    client_for(cast.carys).post(community.get_absolute_url() + "new/", form_of(title="Archive"))
    assert Session.objects.get().page.slug == "archive-2"


def test_registering_by_form_says_where_one_stands_and_twice_is_once(cast, client_for):
    session = make_session(make_community(cast.carys), capacity=1)
    asha, ben = client_for(cast.asha), client_for(cast.ben)
    for _ in range(2):
        assert asha.post(session.get_absolute_url() + "place/", {"needs": "I lip-read."}).status_code == 302
    assert "You have a place" in asha.get(session.get_absolute_url()).content.decode()
    assert "Join the waiting list" in ben.get(session.get_absolute_url()).content.decode()
    ben.post(session.get_absolute_url() + "place/", {})
    assert "You are the next on the waiting list" in ben.get(session.get_absolute_url()).content.decode()
    asha.post(session.get_absolute_url() + "place/give-back/")
    assert "A place has come free" in ben.get(session.get_absolute_url()).content.decode()
    assert "A place has come free" in ben.get("/dashboard/").content.decode()
    ben.post(session.get_absolute_url() + "place/take/")
    assert Registration.objects.get(person=cast.ben).state == State.CONFIRMED
    assert "Who goes?" in ben.get("/dashboard/").content.decode()
    assert is_true(session)


def test_a_session_for_a_group_asks_for_their_word_and_nothing_else(cast, client_for):
    session = make_session(make_community(cast.carys), audience="stated", audience_words="I am a woman who works nights")
    eve = client_for(cast.eve)
    response = eve.post(session.get_absolute_url() + "place/", {})
    assert response.status_code == 422 and "Tick it if that is so" in response.content.decode()
    assert eve.post(session.get_absolute_url() + "place/", {"says_so": "on"}).status_code == 302
    assert Registration.objects.get(person=cast.eve).state == State.CONFIRMED


def test_a_session_for_invited_people_is_nowhere_for_others(cast, client_for):
    from home.seams.search import find

    session = make_session(make_community(cast.carys), title="Only the few", audience="invited")
    frank, carys = client_for(cast.frank), client_for(cast.carys)
    carys.post(session.get_absolute_url() + "invited/", {"email": "eve@example.org"})
    eve = client_for(cast.eve)
    for address in (session.community.get_absolute_url(), "/communities/"):
        assert "Only the few" in eve.get(address).content.decode()
        assert "Only the few" not in frank.get(address).content.decode()
    assert frank.get(session.get_absolute_url()).status_code == 404
    assert frank.post(session.get_absolute_url() + "place/", {}).status_code == 404
    assert [found.title for found in find("few", cast.frank) if "ession" in found.kind] == []
    assert eve.post(session.get_absolute_url() + "place/", {}).status_code == 302
    assert Registration.objects.get(person=cast.eve).state == State.CONFIRMED


def test_leads_found_a_community_and_its_facilitators_do_the_rest(cast, client_for):
    lead = client_for(cast.lead)
    assert lead.post("/communities/new/", {"title": "Nights", "summary": "Night workers.", "facilitator": "nobody@example.org"}).status_code == 422
    response = lead.post("/communities/new/", {"title": "Nights", "summary": "Night workers.", "facilitator": "CARYS@example.org"})
    assert response["Location"] == "/communities/nights/"
    carys = client_for(cast.carys)
    assert carys.get("/communities/nights/new/").status_code == 200
    assert "Publish a session" in carys.get("/communities/nights/").content.decode()
    assert carys.post("/communities/nights/people/facilitators/", {"person": "eve@example.org"}).status_code == 302
    assert client_for(cast.eve).get("/communities/nights/")["Location"] == "/accounts/2fa/", "whoever runs a community needs a second factor"
    set_up_second_factor(cast.eve)
    assert client_for(cast.eve).get("/communities/nights/new/").status_code == 200
    row = cast.eve.facilitating.get()
    carys.post(f"/communities/nights/people/facilitators/{row.pk}/stop/")
    assert client_for(cast.eve).get("/communities/nights/new/").status_code == 404
    only = cast.carys.facilitating.get()
    assert "Name somebody first" in carys.post(f"/communities/nights/people/facilitators/{only.pk}/stop/", follow=True).content.decode()


def test_a_session_that_is_kept_as_a_template_fills_the_next_one(cast, client_for):
    session = make_session(make_community(cast.carys), capacity=17)
    carys = client_for(cast.carys)
    carys.post(session.get_absolute_url() + "template/"), carys.post(session.get_absolute_url() + "template/")
    template = SessionTemplate.objects.get()
    page = carys.get(session.community.get_absolute_url() + f"new/?template={template.pk}").content.decode()
    assert 'value="17"' in page and "What do we do now?" in page


def test_a_session_that_is_closed_later_stays_there_for_who_has_a_place(cast, client_for):
    session = make_session(make_community(cast.carys))
    registered(cast.asha, session)
    carys = client_for(cast.carys)
    answer = carys.post(session.get_absolute_url() + "edit/", form_of(audience="invited", title="Who goes?"))
    assert answer.status_code == 302
    assert client_for(cast.asha).get(session.get_absolute_url()).status_code == 200
    assert client_for(cast.frank).get(session.get_absolute_url()).status_code == 404


def test_the_cms_neither_copies_nor_takes_away_a_session_with_people(cast, client_for):
    session = make_session(make_community(cast.carys))
    registered(cast.asha, session)
    admin, page = client_for(cast.admin), session.page
    admin.post(f"/cms/pages/{page.pk}/unpublish/")
    page.refresh_from_db()
    assert page.live
    admin.post(f"/cms/pages/{page.pk}/copy/", {"new_title": "Copy", "new_slug": "copy", "new_parent_page": session.community.pk})
    assert not type(page).objects.filter(slug="copy").exists()
    admin.post(f"/cms/pages/{page.pk}/delete/")
    assert Session.objects.filter(pk=session.pk).exists()


def test_an_editor_changes_the_words_in_the_cms_and_places_stay(cast, client_for):
    session = make_session(make_community(cast.carys))
    old = session.page.latest_revision
    registered(cast.asha, session)
    old.publish()
    session.refresh_from_db()
    assert session.taken == 1
    assert client_for(cast.admin).get(f"/cms/pages/{session.page_id}/edit/").status_code == 200


def test_how_many_belong_is_counted_for_all_at_once_and_anew_when_somebody_joins_or_leaves(cast, client_for, queries_of, django_capture_on_commit_callbacks):
    community = make_community(cast.carys)
    CommunityMember.objects.bulk_create(CommunityMember(person=person, community=community) for person in colleagues(cast, 6))
    asha, address = client_for(cast.asha), community.get_absolute_url()

    def shown() -> list[str]:
        pages = [asha.get(url).content.decode() for url in ("/communities/", address)]
        return [words for words in ("Seven people", "Eight people") if all(words.lower() in page.lower() for page in pages)]

    assert shown() == ["Seven people"]
    counted = queries_of(asha, address)
    assert not [sql for sql in counted.queries if "communitymember" in sql and "COUNT" in sql], counted
    with django_capture_on_commit_callbacks(execute=True):
        communities.join(by=cast.asha, community=community)
    assert shown() == ["Eight people"]
    with django_capture_on_commit_callbacks(execute=True):
        communities.leave(by=cast.asha, community=community)
    assert shown() == ["Seven people"]


def test_whose_account_was_closed_is_not_counted(cast):
    community = make_community(cast.carys)
    people = colleagues(cast, 3)
    CommunityMember.objects.bulk_create(CommunityMember(person=person, community=community) for person in people)
    User.objects.filter(pk=people[0].pk).update(is_active=False)
    assert community_sizes() == {community.pk: 3}
