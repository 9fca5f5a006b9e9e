"""What people said, carried over to a new version: into their next draft, never into what is finished."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from capability.actions.assessing import Given, answer, begin, finish
from capability.actions.carrying import bring_draft_along
from capability.actions.evidence import record_evidence
from capability.actions.versions.editing import CapabilityWords, keep_capability, remove_capability
from capability.actions.versions.enforcing import tell_what_changed
from capability.enums import EvidenceKind
from capability.models import Capability, Rating, SelfAssessment
from capability.pictures import picture_of
from capability.seams import offers_for
from home.actions.refusals import Refused
from home.models import Notice
from tests.capability.population import finished
from tests.capability.versions import draft_of, find, in_force, put_in_force, reword, words_from
from tests.learning.factories import make_module

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework(cast):
    return in_force()


def said(draft: SelfAssessment) -> dict[str, tuple]:
    return {rating.capability.code: (rating.level, rating.sure, rating.note, rating.carried_as) for rating in draft.ratings.select_related("capability")}


def everything_finished() -> list[tuple]:
    return list(Rating.objects.filter(assessment__submitted_at__isnull=False).order_by("pk").values_list())


def a_new_version(cast, framework):
    """B3 has new words; C1 is split in two; A1 and A2 become one; A3 goes; A8 is new."""
    draft = draft_of(cast.lead)
    reword(cast.lead, draft)
    c1, a1, a2 = find(framework, "C1"), find(framework, "A1"), find(framework, "A2")
    growing, values = find(draft, "C1").domain, find(draft, "A1").domain
    first = find(draft, "C1")
    keep_capability(cast.lead, growing, words_from(first, title="Knowing my gaps"), first)
    keep_capability(cast.lead, growing, CapabilityWords("C5", "Acting on gaps", "", ("I", "II", "III"), (c1.pk,)))
    keep_capability(cast.lead, values, CapabilityWords("A9", "My work, with hope", "", ("I", "II", "III"), (a1.pk, a2.pk)))
    for code in ("A1", "A2", "A3"):
        remove_capability(cast.lead, find(draft, code))
    keep_capability(cast.lead, values, CapabilityWords("A8", "Time to listen", "", ("I", "II", "III")))
    return put_in_force(cast.lead, cast.dev, draft)


@pytest.fixture
def assessed(cast, framework):
    """Asha, a month ago, on what will change and what will not."""
    levels = {"B3": 1, "C1": 2, "A1": 3, "A2": 1, "A3": 2, "B1": 2, "B2": None}
    found = finished(cast.asha, levels, at=timezone.now() - timedelta(days=30))
    found.ratings.filter(capability__code__in=["B3", "C1", "A1", "A2", "B1"]).update(sure=3, note="mine")
    return found


def test_the_next_draft_begins_with_what_was_said(cast, framework, assessed):
    before = everything_finished()
    a_new_version(cast, framework)
    draft = begin(cast.asha)
    assert draft.framework.version == "2.0"
    assert said(draft) == {
        "B1": (2, 3, "mine", ""),
        "B2": (None, None, "", ""),
        "B3": (1, 3, "mine", "reworded"),
        "C1": (2, None, "mine", "split"),
        "C5": (2, None, "mine", "split"),
        "A9": (1, None, "This is my work too: mine\n\nRealistic hope: mine", "merged"),
    }
    assert all(rating.carried_over for rating in draft.ratings.all())
    assert everything_finished() == before, "what is finished is never rewritten"
    answer(cast.asha, find(draft.framework, "B3"), Given(level=2))
    assert said(draft)["B3"] == (2, None, "", "")


def test_two_versions_on_it_is_carried_through_both(cast, framework, assessed):
    a_new_version(cast, framework)
    put_in_force(cast.lead, cast.dev, draft_of(cast.lead, "3.0"))
    draft = begin(cast.asha)
    assert draft.framework.version == "3.0"
    assert said(draft)["C5"] == (2, None, "mine", "split"), "what was split on the way is still told"
    assert "A3" not in said(draft)


def test_a_draft_that_was_begun_before_is_carried_over_when_its_owner_says_so(cast, framework):
    begin(cast.asha)
    answer(cast.asha, find(framework, "B3"), Given(level=1, note="half a thought"))
    answer(cast.asha, find(framework, "A3"), Given(level=2))
    now = a_new_version(cast, framework)
    assert SelfAssessment.objects.get(person=cast.asha).framework == framework, "nothing moves by itself"
    draft = bring_draft_along(cast.asha)
    assert draft.framework == now
    assert said(draft) == {"B3": (1, None, "half a thought", "reworded")}
    assert bring_draft_along(cast.asha) == draft
    assert SelfAssessment.objects.filter(person=cast.asha).count() == 1


def test_it_can_be_finished_first_as_it_was_begun(cast, framework):
    begin(cast.asha)
    answer(cast.asha, find(framework, "A3"), Given(level=2))
    a_new_version(cast, framework)
    done = finish(cast.asha)
    assert done.framework == framework
    assert said(begin(cast.asha)) == {}


def test_the_page_says_so_and_carries_over(cast, framework, client_for):
    client = client_for(cast.asha)
    begin(cast.asha)
    answer(cast.asha, find(framework, "B3"), Given(level=1))
    now = a_new_version(cast, framework)
    page = client.get("/capability/assess/").content.decode()
    assert "A new version of the framework is in force" in page
    assert f"/capability/changes/{now.pk}/" in page
    assert client.post("/capability/assess/carry-over/").status_code == 302
    after = client.get("/capability/assess/").content.decode()
    assert "A new version of the framework is in force" not in after
    assert "new words, look again" in after


def test_without_a_draft_there_is_nothing_to_carry_over(cast, framework):
    with pytest.raises(Refused, match="no draft"):
        bring_draft_along(cast.asha)


def test_everyone_who_assessed_is_told_once_what_changed(cast, framework, assessed):
    finished(cast.eve, {"A1": 1})
    now = a_new_version(cast, framework)
    assert tell_what_changed(now) == 2
    assert tell_what_changed(now) == 2
    notices = Notice.objects.filter(key=f"framework-in-force:{now.pk}")
    assert {notice.person for notice in notices} == {cast.asha, cast.eve}
    told = notices.first()
    assert "We listened to people" in told.text
    assert "1 has new words, 1 is split, 2 go into others, 1 is new, 1 is no longer there" in told.text
    assert told.url == f"/capability/changes/{now.pk}/"


def test_telling_takes_the_same_queries_for_many(cast, framework, django_assert_max_num_queries):
    for person in (cast.asha, cast.eve, cast.frank, cast.carys):
        finished(person, {"A1": 1})
    now = put_in_force(cast.lead, cast.dev, draft_of(cast.lead))
    with django_assert_max_num_queries(16):
        tell_what_changed(now)


def test_the_page_of_changes_shows_each_and_only_me_what_i_said(cast, framework, assessed, client_for, queries_of):
    now = a_new_version(cast, framework)
    counted = queries_of(client_for(cast.asha), f"/capability/changes/{now.pk}/")
    mine = counted.response.content.decode()
    for words in ("New words", "Split into several", "Several in one", "No longer there", "Time to listen", "Filled in for you: Core"):
        assert words in mine
    assert counted.count <= 24, counted
    other = client_for(cast.eve).get(f"/capability/changes/{now.pk}/").content.decode()
    assert "Time to listen" in other
    assert "Filled in for you" not in other
    assert "Filled in for you" not in client_for(None).get(f"/capability/changes/{now.pk}/").content.decode()


def test_evidence_and_offers_for_an_earlier_version_count_for_what_follows(cast, framework, assessed, monkeypatch):
    earlier = find(framework, "C1")
    record_evidence(person=cast.asha, capabilities=[earlier], kind=EvidenceKind.OWN, source_key="a", title="A course", dated=timezone.localdate())
    now = a_new_version(cast, framework)
    begin(cast.asha)
    done = finish(cast.asha)
    rows = {row.capability.code: row for row in picture_of(done, for_reader=cast.asha).rows}
    assert [one.title for one in rows["C1"].evidence] == [one.title for one in rows["C5"].evidence] == ["A course"]
    assert rows["B1"].evidence == []
    monkeypatch.setattr("capability.seams._givers", [lambda capabilities, person: {earlier.pk: ["a module"]} if earlier in capabilities else {}])
    capabilities = list(Capability.objects.filter(domain__framework=now))
    helping = offers_for(capabilities, cast.asha)
    assert {c.code for c in capabilities if helping[c.pk]} == {"C1", "C5"}
    later = find(now, "C5")
    monkeypatch.setattr("capability.seams._givers", [lambda capabilities, person: {later.pk: ["a module"]} if later in capabilities else {}])
    assert offers_for([earlier], cast.asha) == {earlier.pk: ["a module"]}, "and somebody who has not looked again yet is helped as well"


def test_what_builds_a_capability_builds_what_follows_from_it(cast, framework, client_for):
    module, _ = make_module(1, capabilities=[find(framework, code) for code in ("C1", "A3", "B1", "A1", "A2")])
    module.save_revision().publish()
    now = a_new_version(cast, framework)
    module = type(module).objects.get(pk=module.pk)
    followed = {(capability.domain.framework_id, capability.code) for capability in module.capabilities.all()}
    assert followed == {(now.pk, code) for code in ("C1", "C5", "B1", "A9")}
    waiting = module.get_latest_revision_as_object()
    assert {capability.code for capability in waiting.capabilities.all()} == {"C1", "C5", "B1", "A9"}
    draft_of(cast.lead, "3.0")
    page = client_for(cast.editor).get(f"/cms/pages/{module.pk}/edit/").content.decode()
    offered = {int(key) for key in re.findall(r'name="capabilities" value="(\d+)"', page)}
    assert offered == set(Capability.objects.in_force().values_list("pk", flat=True))
