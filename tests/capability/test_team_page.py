"""A manager's team page: who shares by name, the whole team in bands from frozen figures, and polite reminders."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from capability.actions.freezing import freeze
from capability.actions.reminding import RemindingProblem, remind_to_assess
from capability.actions.sharing import share
from capability.actions.suggesting import SuggestingProblem, suggest
from capability.models import Capability
from capability.rules.publishing import whole_team
from capability.rules.teams import bands_summary, moved_summary, shared_summary
from capability.seams import Offer
from home.models import Notice
from home.rules.disclosure import Band
from learning.models import ModuleRequest, NotNow
from practice.actions.shadowing.asking import ask
from tests.capability.population import all_finished, finished, people, role, the_framework
from tests.factories import TeamFactory
from tests.learning.factories import make_module
from tests.practice.communities import make_community, make_meeting
from tests.practice.shadow import make_placement, make_slot

pytestmark = pytest.mark.django_db
PAGE = "/teams/riverside-outreach/"


@pytest.fixture
def team(cast):
    the_framework()
    return cast.team


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def row_of(response, title: str) -> str:
    html = response.content.decode().partition("The whole team, without names</h3>")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", re.search(rf"<tr>\s*<th scope=\"row\">{title}</th>(.*?)</tr>", html, re.S)[1]).split())


def test_only_those_who_share_stand_by_name(cast, team, client_for):
    shares = finished(cast.asha, {"B3": 1, "A5": 3})
    other = people(1, team)[0]
    finished(other, {"B3": 0})
    share(cast.asha, shares, cast.ben)
    html = client_for(cast.ben).get(PAGE).content.decode()
    shared = html.partition("Shared with you</h3>")[2].partition("The whole team")[0]
    assert f"/capability/shared/{shares.pk}/" in shared
    assert "one level below what the role needs" in shared
    assert other.name not in shared
    assert "The biggest gap is “Trauma and complex trauma”" in shared
    assert client_for(cast.asha).get(PAGE).status_code == 404


def test_it_is_filtered_by_domain_and_role_and_sorted_by_gap(cast, team, client_for):
    share(cast.asha, finished(cast.asha, {"A1": 2, "B3": 0}), cast.ben)
    nurse = people(1, team, job_role=role("Mental health practitioner"))[0]
    share(nurse, finished(nurse, {"A1": 0, "B3": 3}, job_role=role("Mental health practitioner")), cast.ben)
    client = client_for(cast.ben)

    def titles(url: str) -> list[str]:
        shared = client.get(url).content.decode().partition("Shared with you</h3>")[2].partition("The whole team")[0]
        return re.findall(r'<th scope="row">(.*?)</th>', shared)

    assert titles(PAGE)[:2] == ["This is my work too", "Trauma and complex trauma"]
    assert titles(f"{PAGE}?role=drug-and-alcohol-keyworker")[0] == "Trauma and complex trauma"
    assert nurse.name not in client.get(f"{PAGE}?role=drug-and-alcohol-keyworker").content.decode().partition("The whole team")[0]
    assert len(titles(f"{PAGE}?domain=C")) == 4
    assert titles(f"{PAGE}?sort=order")[1] == "Realistic hope"
    assert titles(f"{PAGE}?sort=nonsense&domain=%3Cb&role=x") == titles(PAGE)


def test_the_whole_team_is_the_frozen_one(cast, team, client_for):
    some = people(9, team)
    all_finished(some, [2] * 7 + [0] * 2)
    client = client_for(cast.ben)
    assert "Not enough answers yet" in text_of(client.get(PAGE))
    freeze()
    assert row_of(client.get(PAGE), "Trauma and complex trauma") == "Most"
    for person in some:
        finished(person, {"B3": 0})
    assert row_of(client.get(PAGE), "Trauma and complex trauma") == "Most", "live answers are never shown"
    freeze(timezone.localdate() + timedelta(days=1))
    assert row_of(client.get(PAGE), "Trauma and complex trauma") == "Few"


def test_no_count_stands_in_the_second_part(cast, team, client_for):
    all_finished(people(13, team), [2] * 9 + [0] * 4)
    freeze()
    part = text_of(client_for(cast.ben).get(PAGE)).partition("The whole team, without names")[2].partition("A row is shown only")[0]
    assert not re.search(r"\b(9|13|4)\b", part)
    assert part.count("Most") >= 1


def test_a_small_team_is_shown_its_service_and_then_what_it_can_do(cast, team, client_for):
    all_finished(people(5, team), [2, 2, 2, 2, 0])
    freeze()
    page = text_of(client_for(cast.ben).get(PAGE))
    assert "A small team can do this instead" in page
    all_finished(people(5, TeamFactory(service=team.service)), [0] * 5)
    freeze(timezone.localdate() + timedelta(days=1))
    page = client_for(cast.ben).get(PAGE)
    assert "this is the whole of Riverside Recovery" in text_of(page)
    assert row_of(page, "Trauma and complex trauma") == "Some"


def test_a_service_is_not_shown_where_it_gives_a_small_team_away():
    few = {1: (2, 8)}
    assert whole_team({1: (3, 3)}, {1: (8, 11)}, [{1: (5, 8)}]).about == "", "with five at most elsewhere, all three would be known"
    assert whole_team({1: (2, 4)}, {1: (4, 12)}, [few]).bands == {1: Band.SOME}
    assert whole_team({1: (3, 4)}, {1: (4, 7)}).about == ""
    assert whole_team({1: (5, 9)}, {1: (9, 11)}, [few]).about == "team"


def test_who_has_not_looked_in_a_year_is_reminded_once_a_month(cast, team, client_for):
    new, long_ago, recent = people(3, team)
    finished(long_ago, {"B3": 1}, at=timezone.now() - timedelta(days=400))
    finished(recent, {"B3": 1})
    client = client_for(cast.ben)
    waiting = text_of(client.get(PAGE)).partition("Not looked in a year")[2].partition("Remind them politely")[0]
    assert f"{new}, not yet" in waiting
    assert f"{long_ago}, last on" in waiting
    assert str(recent) not in waiting
    for _ in range(2):
        client.post("/capability/teams/riverside-outreach/remind/")
    assert set(Notice.objects.filter(key__startswith="capability.look").values_list("person", flat=True)) == {new.pk, long_ago.pk, cast.asha.pk}
    assert remind_to_assess(cast.ben, team) == 0


def test_only_its_managers_remind_a_team(cast, team, client_for):
    for person in (cast.asha, cast.frank, cast.lead, cast.admin):
        assert client_for(person).post("/capability/teams/riverside-outreach/remind/").status_code == 404
        with pytest.raises(RemindingProblem):
            remind_to_assess(person, team)
    assert not Notice.objects.filter(key__startswith="capability.look").exists()


@pytest.mark.parametrize("sharing", [True, False])
def test_the_page_costs_the_same_for_three_people_and_thirty_and_for_all_that_there_is_to_say(cast, team, client_for, queries_of, sharing):
    def add(count: int) -> None:
        for person in people(count, team):
            mine = finished(person, {"B3": 1, "A5": 2})
            if sharing:
                share(person, mine, cast.ben)

    def offer(count: int) -> None:
        for number in range(count):
            module, _ = make_module(1)
            module.capabilities.set(gaps)
            module.save_revision().publish()
            asked = ModuleRequest.objects.create(team=team, module=module, reason="We said so.", due_on=timezone.localdate() + timedelta(30), asked_by=cast.ben)
            NotNow.objects.create(request=asked, person=cast.asha, reason="After my leave.")
            placement = make_placement(cast.eve)
            placement.capabilities.set(gaps)
            slot = make_slot(placement, timezone.localdate() + timedelta(days=20 + number), capacity=3)
            ask(by=people(1, team)[0], slot=slot, team=team)
            page = make_meeting(community, days=9 + number).page
            page.capabilities.set(gaps)
            page.save()

    gaps = list(Capability.objects.in_force().filter(code__in=["B3", "A5", "A1"]))
    community = make_community(cast.carys)
    add(9)
    freeze()
    offer(1)
    client = client_for(cast.ben)
    few = queries_of(client, PAGE)
    add(27)
    offer(4)
    freeze(timezone.localdate() + timedelta(days=1))
    many = queries_of(client, PAGE)
    html = many.response.content.decode()
    for words in ("Ask the team to do it", "Shadow", "Join", "After my leave.", "Visits to other services"):
        assert words in html, words
    assert many.count == few.count, f"{few}\n\n{many}"
    assert many.count < 15, many


def test_summaries_are_two_sentences():
    titles = {1: "Trauma", 2: "Stigma", 3: "Risk"}
    assert shared_summary(titles, {1: [1, 0], 2: [2, 1]}, 2) == (
        "The biggest gap is “Stigma”: two of the two people who share with you are below what their role needs. Then comes “Trauma”."
    )
    assert shared_summary(titles, {1: [1]}, 1).startswith("The biggest gap is “Trauma”: one of the one person who shares with you is below")
    assert "Nobody who shares with you has a gap" in shared_summary(titles, {}, 4)
    shown = {1: Band.FEW, 2: Band.MOST, 3: Band.SUPPRESSED}
    assert bands_summary(titles, shown, "the team") == "Few of the team are where their role needs them in “Trauma”. Most are there in “Stigma”."


def test_the_team_page_shows_how_it_moved_in_bands_alone(cast, team, client_for):
    some = people(9, team)
    all_finished(some, [0] * 9)
    freeze()
    client = client_for(cast.ben)
    assert "How the team moved" not in client.get(PAGE).content.decode(), "one counting is no movement"
    for person in some:
        finished(person, {"B3": 2})
    freeze(timezone.localdate() + timedelta(days=1))
    page = text_of(client.get(PAGE)).partition("How the team moved")[2].partition("Who is in the team and who answers")[0]
    assert "More are where their role needs them in “Trauma and complex trauma”." in page
    assert "Few Most" in page
    assert not re.search(r"\b\d+\b", re.sub(r"\d+ \w+ 20\d\d", "", page)), "no count but in dates"


def test_a_counting_of_too_few_shows_nothing_in_the_history(cast, team, client_for):
    some = people(9, team)
    all_finished(some[:4], [2] * 4)
    freeze()
    all_finished(some[4:], [0] * 5)
    freeze(timezone.localdate() + timedelta(days=1))
    assert "How the team moved" not in client_for(cast.ben).get(PAGE).content.decode()
    for person in some:
        finished(person, {"B3": 2})
    freeze(timezone.localdate() + timedelta(days=2))
    page = client_for(cast.ben).get(PAGE).content.decode().partition("How the team moved")[2].partition("</table>")[0]
    assert page.count('<th scope="col">') == 3, "the capability, and the two countings that may be shown"


def test_the_shared_part_is_sorted_by_title_and_by_one_person(cast, team, client_for):
    share(cast.asha, finished(cast.asha, {"A1": 0, "B3": 2}), cast.ben)
    other = people(1, team)[0]
    share(other, finished(other, {"A1": 2, "B3": 0}), cast.ben)
    client = client_for(cast.ben)

    def first(url: str) -> list[str]:
        shared = client.get(url).content.decode().partition("Shared with you</h3>")[2].partition("The whole team")[0]
        return re.findall(r'<th scope="row">(.*?)</th>', shared)

    assert first(f"{PAGE}?sort=title") == sorted(first(f"{PAGE}?sort=order"))
    assert first(f"{PAGE}?sort={other.public_id}")[0] == "Trauma and complex trauma"
    assert first(f"{PAGE}?sort={cast.asha.public_id}")[0] == "This is my work too"
    assert 'aria-sort="descending"' in client.get(f"{PAGE}?sort={other.public_id}").content.decode()
    assert first(f"{PAGE}?sort={cast.frank.public_id}") == first(PAGE), "somebody who does not share sorts nothing"


def test_what_is_suggested_goes_to_everyone_once(cast, team, client_for):
    module, _ = make_module(1, title="Steady ground", capabilities=[Capability.objects.in_force().get(code="B3")])
    others = people(3, team)
    share(cast.asha, finished(cast.asha, {"B3": 0}), cast.ben)
    ben = client_for(cast.ben)
    page = ben.get(PAGE).content.decode()
    assert f"/learning/requests/riverside-outreach/new/?module={module.pk}" in page
    address = "/capability/teams/riverside-outreach/suggest/B3/"
    assert address in page
    assert ben.post(address, {}).status_code == 422
    assert ben.post(address, {"offer": "https://evil.example/", "audience": "team"}).status_code == 422
    offered = re.search(r'name="offer" value="([^"]+)"', ben.get(address).content.decode())[1]
    for _ in range(2):
        ben.post(address, {"offer": offered, "audience": "team", "words": "It helped me."})
    told = Notice.objects.filter(key__startswith="capability.suggested")
    assert set(told.values_list("person", flat=True)) == {cast.asha.pk, *(person.pk for person in others)}, "the whole team, with a gap or without"
    assert "It helped me." in told.first().text and "says nothing about anybody" in told.first().why
    told.delete()
    ben.post(address, {"offer": offered, "audience": "sharing"})
    assert set(told.values_list("person", flat=True)) == {cast.asha.pk}
    for person in (cast.asha, cast.frank, cast.lead, cast.admin):
        assert client_for(person).post(address, {"offer": offered, "audience": "team"}).status_code == 404
        with pytest.raises(SuggestingProblem):
            suggest(person, team, Capability.objects.in_force().get(code="B3"), Offer("Learn", "x", "/x/"))


def test_what_moved_is_said_in_words():
    titles = {1: "Trauma", 2: "Stigma", 3: "Risk"}
    few, some, hidden = Band.FEW, Band.SOME, Band.SUPPRESSED
    assert moved_summary(titles, {1: few, 2: some, 3: few}, {1: some, 2: few, 3: hidden}) == (
        "More are where their role needs them in “Trauma”. Fewer are in “Stigma”."
    )
    assert moved_summary(titles, {1: few}, {1: few}) == "Every band is as it was."
    assert moved_summary(titles, {1: hidden}, {1: few}) == "There is no capability that was shown both times."
