"""Assessing oneself, the picture, sharing and stopping, through the site's own addresses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from capability.actions.assessing import AssessingProblem, Given, answer, begin, finish
from capability.actions.framework import load_framework
from capability.actions.sharing import share
from capability.actions.supervising import confirm
from capability.management.commands.load_framework import SHIPPED
from capability.models import Capability, PlanAction, Rating, SelfAssessment
from capability.rules.framework import FrameworkProblem, framework_of


@pytest.fixture
def framework(db):
    import tomllib

    return load_framework(framework_of(tomllib.loads(SHIPPED.read_text(encoding="utf-8")))).framework


def capability(code: str) -> Capability:
    return Capability.objects.in_force().get(code=code)


@pytest.fixture
def finished(cast, framework) -> SelfAssessment:
    """Asha's finished self-assessment: core on trauma, specialist on empathy, and B2 not part of her role."""
    begin(cast.asha)
    answer(cast.asha, capability("B3"), Given(level=1, note="a canary in my note"))
    answer(cast.asha, capability("A5"), Given(level=3, sure=4))
    answer(cast.asha, capability("B2"), Given(level=None, not_my_role=True))
    return finish(cast.asha)


def test_the_framework_reads_like_a_handbook(cast, framework, client_for, queries_of):
    counted = queries_of(client_for(cast.asha), "/capability/")
    page = counted.response.content.decode()
    assert "Trauma and complex trauma" in page
    assert "I build safety, choice and trust into every contact" in page
    assert counted.count <= 18, counted


def test_a_version_with_other_words_is_refused(framework):
    import tomllib

    tables = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    tables["title"] = "Something else"
    with pytest.raises(FrameworkProblem, match="new version"):
        load_framework(framework_of(tables))


def test_answering_one_at_a_time_saves_each_step_and_carries_on(cast, framework, client_for):
    client = client_for(cast.asha)
    first = client.post("/capability/assess/begin/", {"by": "one"})
    assert first.url == "/capability/assess/one/A1/"
    then = client.post(first.url, {"A1-level": "2", "A1-sure": "3", "A1-note": "mine"})
    assert then.url == "/capability/assess/one/A2/"
    rating = Rating.objects.get(assessment__person=cast.asha)
    assert (rating.level, rating.sure, rating.note) == (2, 3, "mine")
    elsewhere = client_for(cast.asha).get("/capability/assess/").content.decode()
    assert "/capability/assess/one/A2/" in elsewhere


def test_choosing_nothing_says_what_to_do_and_keeps_the_note(cast, framework, client_for):
    client = client_for(cast.asha)
    client.post("/capability/assess/begin/", {"by": "one"})
    page = client.post("/capability/assess/one/A1/", {"A1-note": "half a thought"}).content.decode()
    assert "Choose the words that fit you best" in page
    assert "half a thought" in page


def test_a_domain_on_a_page_may_leave_some_open(cast, framework, client_for):
    client = client_for(cast.asha)
    assert client.post("/capability/assess/begin/", {"by": "domain"}).url == "/capability/assess/domain/A/"
    client.post("/capability/assess/domain/A/", {"A1-level": "1", "A3-level": "not_my_role"})
    said = dict(Rating.objects.values_list("capability__code", "level"))
    assert said == {"A1": 1, "A3": None}


def test_what_is_finished_is_never_changed(cast, finished):
    with pytest.raises(AssessingProblem, match="finished"):
        answer(cast.asha, capability("B3"), Given(level=3))
    assert finish(cast.asha) == finished


def test_finishing_nothing_says_so(cast, framework, client_for):
    client = client_for(cast.asha)
    client.post("/capability/assess/begin/", {"by": "one"})
    page = client.post("/capability/assess/finish/", follow=True).content.decode()
    assert "Answer at least one capability first" in page


def test_a_clock_that_was_put_back_keeps_nobody_from_finishing(cast, framework):
    draft = begin(cast.asha)
    answer(cast.asha, Capability.objects.first(), Given(1))
    SelfAssessment.objects.filter(pk=draft.pk).update(started_at=timezone.now() + timedelta(hours=1))
    done = finish(cast.asha)
    assert done.submitted_at == done.started_at


def test_the_next_begins_from_the_last_and_shows_what_changed(cast, finished, client_for):
    draft = begin(cast.asha)
    assert draft.ratings.filter(carried_over=True).count() == 3
    answer(cast.asha, capability("B3"), Given(level=2))
    finish(cast.asha)
    page = client_for(cast.asha).get("/capability/me/").content.decode()
    assert "Up: Trauma and complex trauma" in page
    assert SelfAssessment.objects.submitted().filter(person=cast.asha).count() == 2


def test_two_drafts_of_one_person_cannot_be(cast, framework):
    begin(cast.asha)
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfAssessment.objects.create(person=cast.asha, framework=framework, started_at=timezone.now())


def test_a_level_beside_not_my_role_cannot_be(cast, finished):
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.filter(assessment=finished, capability__code="B2").update(level=2)


def test_nobody_reads_what_is_not_shared(cast, finished, client_for):
    for person in (cast.ben, cast.eve, cast.frank, cast.editor, cast.lead, cast.admin):
        client = client_for(person)
        for url in (f"/capability/shared/{finished.pk}/", f"/capability/me/{finished.pk}/"):
            assert client.get(url).status_code == 404, (person, url)
        assert "canary" not in client.get("/capability/shared/").content.decode()


def test_sharing_lets_a_manager_read_and_stopping_ends_it_at_once(cast, finished, client_for):
    asha, ben = client_for(cast.asha), client_for(cast.ben)
    asha.post(f"/capability/me/{finished.pk}/share/", {"reader": cast.ben.pk})
    assert "a canary in my note" in ben.get(f"/capability/shared/{finished.pk}/").content.decode()
    rating = finished.ratings.get(capability__code="B3")
    ben.post(f"/capability/shared/{finished.pk}/{rating.pk}/", {"agrees": "no", "comment": "I have seen you do more."})
    ben.post(f"/capability/shared/{finished.pk}/{rating.pk}/", {"text": "Lead one case discussion", "due_on": "2027-01-31"})
    sharing = finished.sharings.get()
    asha.post(f"/capability/me/sharing/{sharing.pk}/stop/")
    assert ben.get(f"/capability/shared/{finished.pk}/").status_code == 404
    kept = ben.get("/capability/shared/").content.decode()
    assert "I have seen you do more." in kept
    assert "canary" not in kept
    assert PlanAction.objects.get(person=cast.asha).agreed_with == cast.ben
    rating.refresh_from_db()
    assert rating.level == 1


@pytest.mark.parametrize("how", ["the manager stops", "the person moves"])
def test_a_former_manager_reads_nothing_any_more(cast, finished, client_for, how):
    asha, ben = client_for(cast.asha), client_for(cast.ben)
    asha.post(f"/capability/me/{finished.pk}/share/", {"reader": cast.ben.pk})
    assert "a canary in my note" in ben.get(f"/capability/shared/{finished.pk}/").content.decode()
    if how == "the manager stops":
        cast.ben.managing.all().delete()  # as for a deputy of one day
    else:
        cast.asha.memberships.update(ended_on=timezone.localdate() - timedelta(days=1))
    assert ben.get(f"/capability/shared/{finished.pk}/").status_code == 404
    assert "Asha" not in ben.get("/capability/shared/").content.decode()
    rating = finished.ratings.first()
    assert ben.post(f"/capability/shared/{finished.pk}/{rating.pk}/", {"agrees": "yes"}).status_code == 404
    assert "stop/" not in asha.get("/capability/me/").content.decode(), "nobody stands there who reads nothing"


def test_only_managers_of_ones_team_can_be_chosen(cast, finished, client_for):
    client_for(cast.asha).post(f"/capability/me/{finished.pk}/share/", {"reader": cast.frank.pk})
    assert not finished.sharings.exists()


def test_somebody_elses_sharing_cannot_be_made_or_stopped(cast, finished, client_for):
    sharing = share(cast.asha, finished, cast.ben)
    assert client_for(cast.frank).post(f"/capability/me/sharing/{sharing.pk}/stop/").status_code == 404
    assert client_for(cast.frank).post(f"/capability/me/{finished.pk}/share/", {"reader": cast.frank.pk}).status_code == 404
    with pytest.raises(AssessingProblem):
        confirm(cast.frank, finished.ratings.first(), agrees=True)


def test_the_same_comment_twice_is_said_once(cast, finished):
    share(cast.asha, finished, cast.ben)
    rating = finished.ratings.first()
    confirm(cast.ben, rating, agrees=True, comment="Yes")
    confirm(cast.ben, rating, agrees=True, comment="Yes")
    assert rating.confirmations.count() == 1


def test_the_plan_is_ones_own(cast, finished, client_for):
    asha = client_for(cast.asha)
    for _ in range(2):
        asha.post("/capability/me/plan/", {"text": "Ask Eve how they do it", "capability": "B3"})
    action = PlanAction.objects.get(person=cast.asha)
    assert client_for(cast.frank).post(f"/capability/me/plan/{action.pk}/", {"done": "1"}).status_code == 404
    asha.post(f"/capability/me/plan/{action.pk}/", {"done": "1"})
    action.refresh_from_db()
    assert action.done_on == timezone.localdate()


def test_an_empty_plan_entry_keeps_what_was_typed(cast, finished, client_for):
    answer_page = client_for(cast.asha).post("/capability/me/plan/", {"text": "", "due_on": "2027-02-03"})
    assert answer_page.status_code == 422
    assert "2027-02-03" in answer_page.content.decode()


def test_own_evidence_stands_once(cast, finished, client_for):
    form = {"title": "A day with the outreach nurse", "dated": "2026-10-01", "capabilities": [capability("B5").pk], "key": "same-form"}
    for _ in range(2):
        client_for(cast.asha).post("/capability/me/evidence/", form)
    assert cast.asha.evidence.get().title == "A day with the outreach nurse"


def test_the_picture_costs_the_same_for_one_and_many(cast, finished, client_for, queries_of):
    client = client_for(cast.asha)
    few = queries_of(client, "/capability/me/").count
    for number in range(12):
        client.post("/capability/me/plan/", {"text": f"Action {number}", "capability": "B3"})
        client.post("/capability/me/evidence/", {"title": f"Course {number}", "dated": "2026-10-01", "capabilities": [capability("B3").pk], "key": str(number)})
    begin(cast.asha)
    finish(cast.asha)
    many = queries_of(client, "/capability/me/")
    assert many.count <= few + 1, many
    assert many.count <= 20, many
