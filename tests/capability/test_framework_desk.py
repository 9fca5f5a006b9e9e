"""The workforce lead's desk: pages under /cms/framework/, as a lead works there."""

import re

import pytest

from capability.frameworks import fact_of
from capability.models import Framework, FrameworkReview
from home.models import JobRole
from tests.capability.versions import OFFER, draft_of, find, in_force, reword, yes_from

pytestmark = pytest.mark.django_db
DESK = "/cms/framework/"


@pytest.fixture
def framework(cast):
    return in_force()


@pytest.fixture
def draft(cast, framework):
    return draft_of(cast.lead)


@pytest.fixture
def lead(cast, client_for):
    return client_for(cast.lead)


def every_page(draft) -> list[str]:
    capability, domain, profile = find(draft, "B3"), draft.domains.first(), draft.role_profiles.first()
    inside = ["", "about/", "enforce/", "reviewers/", "framework.csv", "framework.json", "domains/new/", f"domains/{domain.pk}/", "capabilities/new/"]
    inside += [f"capabilities/{capability.pk}/", "profiles/new/", f"profiles/{profile.pk}/"]
    return [DESK, f"{DESK}import/", *[f"{DESK}{draft.pk}/{each}" for each in inside]]


def test_leads_and_administrators_open_every_page_and_nobody_else(cast, draft, client_for):
    for who, person in cast.everyone().items():
        client = client_for(person)
        found = {client.get(address).status_code for address in every_page(draft)}
        # Wagtail leads somebody with CMS rights but not these back to its first page; the door itself is 403.
        assert found == ({200} if who in ("lead", "admin") else {302} if who == "editor" else {403}), who
    assert client_for(None).get(DESK).url.startswith("/accounts/login/")


def test_editors_cannot_post_either(cast, draft, client_for):
    client = client_for(cast.editor)
    found = find(draft, "B3")
    for address in (f"{draft.pk}/discard/", f"{draft.pk}/capabilities/{found.pk}/arrange/", f"{draft.pk}/enforce/", "import/"):
        assert client.post(DESK + address, {"remove": "1"}).url == "/cms/"
    assert Framework.objects.filter(pk=draft.pk).exists()


def test_the_menu_leads_leads_there(cast, framework, client_for):
    assert b"/cms/framework/" in client_for(cast.lead).get("/cms/").content
    assert b"/cms/framework/" not in client_for(cast.editor).get("/cms/").content


def test_beginning_a_version(cast, framework, lead):
    page = lead.post(DESK, {"version": "1.0"}).content.decode()
    assert "There is a version 1.0 already" in page
    assert 'value="1.0"' in page
    done = lead.post(DESK, {"version": "2.0"})
    assert done.url == f"{DESK}{Framework.objects.drafts().get().pk}/"
    assert "Nobody with lived experience is asked" in lead.get(done.url).content.decode()


def test_editing_a_capability_and_going_on_to_the_next(cast, draft, lead):
    found = find(draft, "B3")
    address = f"{DESK}{draft.pk}/capabilities/{found.pk}/"
    page = lead.get(address).content.decode()
    assert "I understand that past harm shapes" in page
    follows = re.search(r'name="follows" value="(\d+)"[^>]*checked', page)
    assert follows
    data = {"title": "Trauma", "core": "I ask nothing twice.", "practitioner": "p", "specialist": "", "reference": "x", "domain": found.domain_id, "code": "B3"}
    done = lead.post(address, {**data, "follows": [follows[1]], "go_on": "1"})
    assert done.url == f"{DESK}{draft.pk}/capabilities/{find(draft, 'B4').pk}/"
    desk = lead.get(f"{DESK}{draft.pk}/").content.decode()
    assert "words missing" in desk
    assert "New words." in desk
    wrong = lead.post(address, {**data, "code": "A1", "core": "typed and kept"}).content.decode()
    assert "Another capability has the code A1." in wrong
    assert "typed and kept" in wrong


def test_adding_moving_and_taking_out(cast, draft, lead):
    desk = f"{DESK}{draft.pk}/"
    lead.post(f"{desk}domains/new/", {"code": "D", "title": "A fourth"})
    domain = draft.domains.get(code="D")
    lead.post(f"{desk}capabilities/new/?domain={domain.pk}", {"title": "New", "code": "D1", "domain": domain.pk})
    assert fact_of(draft).codes[-1] == "D1"
    lead.post(f"{desk}domains/{domain.pk}/arrange/", {"up": "1"})
    assert [each.code for each in fact_of(draft).domains] == ["A", "B", "D", "C"]
    refused = lead.post(f"{desk}domains/{domain.pk}/arrange/", {"remove": "1"}, follow=True).content.decode()
    assert "Capabilities stand in it" in refused
    lead.post(f"{desk}capabilities/{find(draft, 'D1').pk}/arrange/", {"remove": "1"})
    lead.post(f"{desk}domains/{domain.pk}/arrange/", {"remove": "1"})
    assert [each.code for each in fact_of(draft).domains] == ["A", "B", "C"]


def test_what_a_job_role_needs_is_one_page(cast, draft, lead):
    profile = draft.role_profiles.get(job_role__name="Volunteer")
    address = f"{DESK}{draft.pk}/profiles/{profile.pk}/"
    page = lead.get(address).content.decode()
    assert page.count("<select") == 23
    data = {name: value for name, value in re.findall(r'name="(level-\d+)".*?<option value="(\d)" selected', page, re.S)}
    assert len(data) == 23
    b3 = find(draft, "B3")
    left_out = {name: value for name, value in data.items() if name != f"level-{b3.pk}"}
    assert "Choose a level." in lead.post(address, left_out).content.decode()
    lead.post(address, {**data, f"level-{b3.pk}": "2", "qualifications": "A short course"})
    assert profile.targets.get(capability=b3).level == 2
    role = JobRole.objects.create(name="Chaplain", slug="chaplain")
    lead.post(f"{DESK}{draft.pk}/profiles/new/", {**data, "job_role": role.pk})
    assert draft.role_profiles.filter(job_role=role).exists()
    lead.post(f"{DESK}{draft.pk}/profiles/{draft.role_profiles.get(job_role=role).pk}/drop/")
    assert not draft.role_profiles.filter(job_role=role).exists()


def test_asking_somebody_says_who_and_what_for(cast, draft, lead):
    address = f"{DESK}{draft.pk}/reviewers/"
    page = lead.post(address, {"email": "nobody@example.org", "offer": OFFER}).content.decode()
    assert "Nobody here signs in with that address" in page
    assert OFFER in page
    assert "Fill in" in lead.post(address, {"email": cast.dev.email}).content.decode()
    lead.post(address, {"email": cast.dev.email, "offer": OFFER})
    review = FrameworkReview.objects.get()
    assert review.reviewer == cast.dev
    assert "not answered yet" in lead.get(address).content.decode()
    lead.post(f"{address}{review.pk}/release/")
    assert not FrameworkReview.objects.exists()


def test_bringing_it_into_force(cast, framework, draft, lead, client_for):
    reword(cast.lead, draft)
    yes_from(cast.lead, cast.dev, draft, "pseudonym", "River")
    address = f"{DESK}{draft.pk}/enforce/"
    page = lead.get(address).content.decode()
    assert "Dev Mistry" in page
    digest = re.search(r'name="digest" value="(\w{64})"', page)[1]
    reword(cast.lead, draft, text="Something else in between.")
    assert "words have changed" in lead.post(address, {"digest": digest}, follow=True).content.decode()
    yes_from(cast.lead, cast.dev, draft, "pseudonym", "River")
    done = lead.post(address, {"digest": fact_of(draft).words_digest})
    assert done.url == "/capability/"
    handbook = client_for(None).get("/capability/").content.decode()
    assert "Something else in between." in handbook
    assert "River" in handbook
    assert "Dev" not in handbook
    assert lead.get(f"{DESK}{draft.pk}/").status_code == 404, "a version in force has no page to edit"
    assert lead.post(address, {"digest": digest}).status_code == 404


def test_throwing_a_draft_away_asks_nothing_of_the_version_in_force(cast, framework, draft, lead):
    lead.post(f"{DESK}{draft.pk}/discard/")
    assert list(Framework.objects.all()) == [framework]


def test_the_desk_takes_the_same_queries_for_more_capabilities_and_readers(cast, draft, lead, queries_of):
    address = f"{DESK}{draft.pk}/"
    few = queries_of(lead, address).count
    for number in range(8):
        lead.post(f"{address}capabilities/new/", {"title": f"New {number}", "code": f"N{number}", "domain": draft.domains.first().pk})
    for person in (cast.dev, cast.asha, cast.eve):
        yes_from(cast.lead, person, draft)
    counted = queries_of(lead, address)
    assert counted.count <= few + 1, counted  # the readers' wishes are looked up once there are readers
    assert counted.count <= 34, counted
    assert queries_of(lead, f"{address}reviewers/").count <= 24
    assert queries_of(lead, f"{address}capabilities/{find(draft, 'B3').pk}/").count <= 20
    assert queries_of(lead, f"{address}profiles/{draft.role_profiles.first().pk}/").count <= 14
