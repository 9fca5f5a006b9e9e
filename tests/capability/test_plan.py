"""The plan for supervision, evidence of one's own, and what is kept over the years."""

import io
from datetime import date, timedelta

import pypdf
import pytest
from django.utils import timezone

from capability.actions.evidence import add_own_evidence, mend_own_evidence, record_evidence
from capability.actions.planning import drop, plan
from capability.actions.sharing import share, stop_sharing
from capability.actions.supervising import agree_action, confirm
from capability.enums import EvidenceKind
from capability.models import Capability, Evidence, PlanAction
from home.models import Notice
from tests.capability.population import finished, the_framework

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(cast):
    the_framework()
    return finished(cast.asha, {"B3": 0, "A5": 3, "B12": 1})


def capability(code: str) -> Capability:
    return Capability.objects.in_force().get(code=code)


def agreed(cast, assessment) -> PlanAction:
    share(cast.asha, assessment, cast.ben)
    rating = assessment.ratings.get(capability__code="B12")
    confirm(cast.ben, rating, agrees=False, comment="You do more than you say.")
    return agree_action(cast.ben, rating, text="Lead one joint meeting", due_on=date(2027, 3, 1))


def test_the_plan_is_a_page_and_a_pdf_for_supervision(cast, assessment, client_for):
    agreed(cast, assessment)
    plan(cast.asha, text="Read about <grounding> & safety", capability=capability("B3"), due_on=date(2027, 2, 1))
    asha = client_for(cast.asha)
    page = asha.get("/capability/me/plan/").content.decode()
    for words in ("Lead one joint meeting", "Agreed with Ben Whitlock", "Read about &lt;grounding&gt;", "Monday 1 February 2027"):
        assert words in page
    assert "Two levels to go" not in page
    assert "Two levels to go" in asha.get("/capability/me/plan/?gaps=1").content.decode()
    for asked, has_gaps in (("", False), ("?gaps=1", True)):
        answer = asha.get(f"/capability/me/plan.pdf{asked}")
        assert answer["Content-Type"] == "application/pdf"
        read = pypdf.PdfReader(io.BytesIO(answer.content))
        text = " ".join(" ".join(each.extract_text() for each in read.pages).split())
        assert "Asha Rahman" in text and "Read about <grounding> & safety" in text and "Agreed with Ben Whitlock" in text
        assert ("Two levels to go" in text) == has_gaps
        assert read.trailer["/Root"]["/MarkInfo"]["/Marked"], "it is tagged"
    assert "Lead one joint meeting" not in client_for(cast.frank).get("/capability/me/plan/").content.decode()


def test_an_empty_plan_says_what_will_be_there(cast, client_for):
    page = client_for(cast.frank).get("/capability/me/plan/").content.decode()
    assert "What you mean to do will be here" in page
    assert client_for(cast.frank).get("/capability/me/plan.pdf?gaps=1").status_code == 200


def test_ones_own_action_is_changed_and_what_was_agreed_is_not(cast, assessment, client_for):
    own, both = plan(cast.asha, text="Ask Eve"), agreed(cast, assessment)
    asha = client_for(cast.asha)
    assert asha.post(f"/capability/me/plan/{own.pk}/edit/", {"text": ""}).status_code == 422
    asha.post(f"/capability/me/plan/{own.pk}/edit/", {"text": "Ask Eve and Carys", "due_on": "2027-02-03"})
    own.refresh_from_db()
    assert (own.text, own.due_on) == ("Ask Eve and Carys", date(2027, 2, 3))
    assert asha.get(f"/capability/me/plan/{both.pk}/edit/").status_code == 404


def test_what_was_agreed_is_set_aside_and_never_lost(cast, assessment, client_for):
    both = agreed(cast, assessment)
    asha, ben = client_for(cast.asha), client_for(cast.ben)
    said = asha.post(f"/capability/me/plan/{both.pk}/", {"drop": "1"}, follow=True).content.decode()
    assert "set aside and not taken out" in said
    assert "Lead one joint meeting" in said
    assert "Set aside on" in ben.get("/capability/shared/").content.decode()
    asha.post(f"/capability/me/plan/{both.pk}/", {"up": "1"})
    stop_sharing(cast.asha, assessment.sharings.get())
    kept = ben.get("/capability/shared/").content.decode()
    assert "Lead one joint meeting" in kept and "You do more than you say." in kept
    assert "Set aside on" not in kept
    assert PlanAction.objects.get(pk=both.pk).set_aside_on is None
    mine = plan(cast.asha, text="My own")
    drop(cast.asha, mine)
    assert not PlanAction.objects.filter(pk=mine.pk).exists()


def test_done_twice_keeps_the_first_day(cast, assessment, client_for):
    mine = plan(cast.asha, text="My own")
    PlanAction.objects.filter(pk=mine.pk).update(done_on=timezone.localdate() - timedelta(days=3))
    client_for(cast.asha).post(f"/capability/me/plan/{mine.pk}/", {"done": "1"})
    assert PlanAction.objects.get(pk=mine.pk).done_on == timezone.localdate() - timedelta(days=3)


def test_the_owner_reads_what_was_said_and_is_told_once_a_day(cast, assessment, client_for):
    agreed(cast, assessment)
    confirm(cast.ben, assessment.ratings.get(capability__code="A5"), agrees=True)
    for address in ("/capability/me/", f"/capability/me/{assessment.pk}/", "/capability/me/history/"):
        assert "You do more than you say." in client_for(cast.asha).get(address).content.decode()
    assert Notice.objects.filter(person=cast.asha, title="Ben Whitlock has said something beside your ratings").count() == 1


def test_history_stands_side_by_side_and_asks_the_same_for_few_and_many(cast, assessment, client_for, queries_of):
    client = client_for(cast.asha)
    few = queries_of(client, "/capability/me/history/")
    for years in range(1, 6):
        finished(cast.asha, {"B3": None, "A5": years % 4}, at=timezone.now() - timedelta(days=365 * years))
    many = queries_of(client, "/capability/me/history/")
    page = many.response.content.decode()
    assert page.count("Not part of my role") >= 3
    assert f"/capability/me/{assessment.pk}/" in page
    assert "page=2" in page
    assert many.count == few.count <= 11, many
    assert "will be here" in client_for(cast.frank).get("/capability/me/history/").content.decode()


def test_own_evidence_is_mended_and_taken_out_and_nothing_agreed_is_lost(cast, assessment, client_for):
    both = agreed(cast, assessment)
    add_own_evidence(cast.asha, [capability("B3"), capability("A5")], title="A cours elsewhere", dated=date(2026, 10, 1), key="one")
    record_evidence(
        person=cast.asha, capabilities=[capability("B3")], kind=EvidenceKind.MODULE, source_key="module:x", title="A module", dated=date(2026, 9, 1)
    )
    row = Evidence.objects.filter(title="A cours elsewhere").first()
    asha = client_for(cast.asha)
    page = asha.get("/capability/me/evidence/").content.decode()
    assert page.count("Mend it") == 1, "one thing is one entry, and only what one put in oneself can be mended"
    form = {
        "title": "A course elsewhere",
        "dated": "2026-10-02",
        "capabilities": [capability("B3").pk, capability("C1").pk],
        "minutes": "90",
        "note": "Two days",
    }
    assert asha.post(f"/capability/me/evidence/{row.pk}/", {**form, "title": ""}).status_code == 422
    for _ in range(2):
        asha.post(f"/capability/me/evidence/{row.pk}/", form)
    mended = Evidence.objects.filter(kind=EvidenceKind.OWN)
    assert set(mended.values_list("capability__code", "title", "minutes")) == {("B3", "A course elsewhere", 90), ("C1", "A course elsewhere", 90)}
    module = Evidence.objects.get(kind=EvidenceKind.MODULE)
    assert asha.get(f"/capability/me/evidence/{module.pk}/").status_code == 404
    assert client_for(cast.frank).post(f"/capability/me/evidence/{mended[0].pk}/take-out/").status_code == 404
    asha.post(f"/capability/me/evidence/{mended[0].pk}/take-out/")
    assert list(Evidence.objects.values_list("title", flat=True)) == ["A module"]
    assert PlanAction.objects.filter(pk=both.pk).exists()
    assert assessment.ratings.get(capability__code="B12").confirmations.count() == 1
    mend_own_evidence(cast.asha, "own:one", [capability("B3")], title="Back again", dated=date(2026, 1, 1))
    assert Evidence.objects.count() == 1, "what was taken out does not come back by an old form"


def test_evidence_of_a_day_to_come_is_refused_and_kept_as_typed(cast, assessment, client_for):
    form = {"title": "Next year's course", "dated": str(timezone.localdate() + timedelta(days=9)), "capabilities": [capability("B3").pk]}
    page = client_for(cast.asha).post("/capability/me/evidence/", form).content.decode()
    assert "still to come" in page and "Next year&#x27;s course" in page


def test_evidence_asks_the_same_for_one_and_many(cast, assessment, client_for, queries_of):
    client = client_for(cast.asha)
    add_own_evidence(cast.asha, [capability("B3")], title="One", dated=date(2026, 1, 1), key="first")
    few = queries_of(client, "/capability/me/evidence/").count
    for number in range(30):
        add_own_evidence(cast.asha, [capability("B3"), capability("A5")], title=f"Number {number}", dated=date(2026, 1, 1), key=str(number))
    many = queries_of(client, "/capability/me/evidence/")
    assert many.count == few <= 9, many
    assert "page=2" in many.response.content.decode()
