"""The pages themselves: who may read them, what they show, previews, files, breaks and carrying on."""

import pytest
from wagtail.models import PageViewRestriction

from learning.models import LessonPage, LessonProgress, ModulePage, ModuleProgress, PathwayIndexPage, PathwayPage, PathwayStep
from learning.rules.citations import Citations
from tests.factories.learning import LearningIndexFactory, LessonFactory, ModuleFactory
from tests.learning.factories import SCENARIO, block, everything, first, make_module, posted, url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(cast, client_for):
    """A module of three lessons with every kind of block, and Asha's browser."""
    module, lessons = make_module(3, everything, purpose="So that people meet someone.", outcomes=[("item", "Say what it is")])
    return module, lessons, client_for(cast.asha)


def test_everything_is_private(whole, client_for):
    module, lessons, _ = whole
    anyone = client_for(None)
    for page in (module, *lessons):
        assert anyone.get(url_of(page)).status_code == 302
        assert "/accounts/login/" in anyone.get(url_of(page))["Location"]
    assert anyone.get(f"{url_of(lessons[0])}break/").status_code == 302
    assert anyone.get(f"/learning/files/{module.slug}/steady-enough.svg").status_code == 302


def test_every_kind_of_block_is_shown(whole):
    _, lessons, client = whole
    page = client.get(url_of(lessons[0])).content.decode()
    for words in ("What you may see", "A pause is often enough.", "Alarm comes first.", "71 %", "I was counting the exits.", "A hard part.",
                  "A man stands at the door.",
                  "Think back to last week.", "Have you been asked?", "Before you ring off", "steady-enough.svg", "Lesson 1 of 3"):  # fmt: skip
        assert words in page, words


def test_facts_lead_to_their_sources_and_back(whole):
    _, lessons, client = whole
    page = client.get(url_of(lessons[0])).content.decode()
    assert 'href="#source-1" aria-label="Source 1, section 3">1</a>' in page
    assert 'id="source-1"' in page
    assert '<a href="#cite-1">section 3</a>' in page
    assert "[@phe-2017" not in page


def test_a_citation_of_an_unknown_source_leads_nowhere_and_is_not_shown():
    assert Citations(["a"]).in_html("<p>Words [@b, section 1].</p>") == "<p>Words.</p>"


def test_a_scenarios_citations_are_counted_with_the_rest(cast, client_for):
    story = {**SCENARIO, "intro": "Made up [@phe-2017, part 2]."}
    _, (lesson,) = make_module(1, [block("markdown", "Words [@phe-2017]."), block("scenario", story)])
    page = client_for(cast.asha).get(url_of(lesson)).content.decode()
    assert page.count('href="#source-1"') == 2


def test_a_changed_lesson_is_shown_at_once(whole):
    _, lessons, client = whole
    client.get(url_of(lessons[0]))
    lesson = lessons[0]
    lesson.body = lesson.body.stream_block.to_python([block("markdown", "Quite other words.")])
    lesson.save()
    page = client.get(url_of(lesson)).content.decode()
    assert "Quite other words." in page
    assert "What you may see" not in page


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_preview_shows_the_draft_and_keeps_nothing(whole, cast, client_for, rf, signed_in):
    _, lessons, _ = whole
    draft = lessons[0]
    draft.body = draft.body.stream_block.to_python([*draft.body.raw_data, block("markdown", "Draft words.")])
    cookies = client_for(cast.editor).cookies if signed_in else {}
    request = rf.get("/cms/", headers={"Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())})
    response = draft.make_preview_request(original_request=request)
    page = response.content.decode()
    assert "Draft words." in page
    assert "This is a preview" in page
    assert page.count("<fieldset disabled") >= 8
    assert not LessonProgress.objects.exists()


def test_a_restricted_page_stays_restricted(whole):
    module, lessons, client = whole
    PageViewRestriction.objects.create(page=module, restriction_type=PageViewRestriction.GROUPS)
    assert "What you may see" not in client.get(url_of(lessons[0])).content.decode()


def test_what_is_not_live_is_not_there(whole):
    module, lessons, client = whole
    client.get(url_of(lessons[1]))
    lessons[1].unpublish()
    assert client.get(url_of(lessons[1])).status_code == 404
    page = client.get(url_of(module)).content.decode()
    assert lessons[1].title not in page
    assert "Lesson 2 of 2" in client.get(url_of(lessons[2])).content.decode()


def test_a_lesson_that_was_moved_keeps_what_was_done_in_it(whole):
    _, lessons, client = whole
    raw = first(lessons[0], "check", "one")
    client.get(url_of(lessons[0]))
    client.post(f"{url_of(lessons[0])}answer/{raw['id']}/", posted(raw, 1))
    elsewhere, _ = make_module(0, title="Elsewhere")
    LessonPage.objects.get(pk=lessons[0].pk).move(elsewhere, pos="last-child")
    moved = LessonPage.objects.get(pk=lessons[0].pk)
    for _ in range(2):
        assert "Choice comes back first." in client.get(url_of(moved)).content.decode()


def test_a_break_keeps_the_place_and_leads_back_to_it(whole):
    _, lessons, client = whole
    lesson = lessons[1]
    client.get(url_of(lesson))
    place = f"at-{first(lesson, 'scenario')['id'][:13]}"
    page = client.get(f"{url_of(lesson)}break/?at={place}").content.decode()
    assert f'href="{url_of(lesson)}#{place}"' in page
    assert "Samaritans" in page
    assert f'id="{place}"' in client.get(url_of(lesson)).content.decode()
    assert f"{url_of(lesson)}#{place}" in client.get("/dashboard/").content.decode()


def test_what_somebody_did_last_is_their_place_without_a_script(whole):
    module, lessons, client = whole
    client.get(url_of(lessons[0]))
    raw = first(lessons[0], "checklist")
    client.post(f"{url_of(lessons[0])}tick/{raw['id']}/", {"item": "0"})
    assert f"#at-{raw['id'][:13]}" in client.get(f"{url_of(lessons[0])}break/").content.decode()
    assert f"{url_of(lessons[0])}#at-{raw['id'][:13]}" in client.get(url_of(module)).content.decode()


@pytest.mark.parametrize("at", ["nonsense", "at-00000000", "'><script>", ""])
def test_a_place_that_is_not_there_is_no_fault(whole, at):
    _, lessons, client = whole
    response = client.get(f"{url_of(lessons[0])}break/", {"at": at})
    assert response.status_code == 200
    assert f'href="{url_of(lessons[0])}"' in response.content.decode()


def test_carrying_on_where_one_was_on_any_device(whole, cast, client_for):
    module, lessons, client = whole
    assert "Begin" in client.get(url_of(module)).content.decode()
    client.get(url_of(lessons[1]))
    elsewhere = client_for(cast.asha)
    assert f'class="button button-primary" href="{url_of(lessons[1])}"' in elsewhere.get(url_of(module)).content.decode()
    assert f'class="button button-primary" href="{url_of(lessons[1])}"' in elsewhere.get("/dashboard/").content.decode()


def test_the_dashboard_suggests_a_first_module(whole):
    module, _, client = whole
    page = client.get("/dashboard/").content.decode()
    assert module.title in page
    assert "Somewhere to begin" in page


def test_the_dashboard_survives_a_module_that_is_gone(whole):
    module, lessons, client = whole
    client.get(url_of(lessons[0]))
    ModulePage.objects.get(pk=module.pk).delete()
    assert client.get("/dashboard/").status_code == 200
    assert not ModuleProgress.objects.exists()


def test_a_films_captions_are_for_readers(cast, client_for):
    _, (lesson,) = make_module(1, [block("video", {"title": "A film", "file": None, "captions": "WEBVTT\n\nHello", "transcript": "Hello"})])
    url = f"{url_of(lesson)}captions/{first(lesson, 'video')['id']}/"
    assert client_for(cast.asha).get(url).content.startswith(b"WEBVTT")
    assert client_for(None).get(url).status_code == 302
    assert client_for(cast.asha).get(f"{url_of(lesson)}captions/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_a_module_without_lessons_says_so(cast, client_for):
    page = client_for(cast.asha).get(url_of(ModuleFactory(title="Empty"))).content.decode()
    assert "Its lessons are being written" in page


def test_prerequisites_are_advice_with_a_reason(whole):
    module, _lessons, client = whole
    later = ModuleFactory(title="Later on")
    later.prerequisites.add(module)
    later.save()
    LessonFactory(parent=later, title="First of later")
    page = client.get(url_of(later)).content.decode()
    assert module.title in page
    assert module.summary in page
    assert "Begin" in page


def test_the_index_filters_by_capability(cast, client_for):
    from capability.models import Capability

    one, other = Capability.objects.all()[:2]
    make_module(1, title="About one", capabilities=[one])
    make_module(1, title="About the other", capabilities=[other])
    client = client_for(cast.asha)
    page = client.get("/learning/", {"capability": one.code}).content.decode()
    assert "About one" in page
    assert "About the other" not in page
    assert "No module builds that" in client.get("/learning/?capability=Z9").content.decode()


def test_a_pathway_leads_through_its_published_modules(whole):
    module, _, client = whole
    index = LearningIndexFactory().add_child(instance=PathwayIndexPage(title="Pathways", slug="pathways"))
    pathway = index.add_child(instance=PathwayPage(title="Front door", slug="front-door", summary="For whoever opens."))
    draft = ModuleFactory(title="Not yet", live=False)
    PathwayStep.objects.create(pathway=pathway, module=module, why="It comes first.", sort_order=1)
    PathwayStep.objects.create(pathway=pathway, module=draft, sort_order=2)
    page = client.get(url_of(pathway)).content.decode()
    assert "It comes first." in page
    assert "Not yet" not in page.partition("<main")[2].partition("</main")[0].replace("Not yet started", "")
    assert "Front door" in client.get(url_of(index)).content.decode()
    assert "Front door" in client.get("/learning/").content.decode()


def test_a_shipped_picture_is_only_ever_a_picture(whole):
    *_, client = whole
    response = client.get("/learning/files/understanding-complex-trauma/steady-enough.svg")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@pytest.mark.parametrize("name", ["module.md", "01-harm-over-time.md", "..%2f..%2fapps.py", "nothing.svg", ".svg", "x.svg%00.png"])
def test_nothing_else_is_served(whole, name):
    *_, client = whole
    assert client.get(f"/learning/files/understanding-complex-trauma/{name}").status_code == 404
    assert client.get("/learning/files/nowhere/steady-enough.svg").status_code == 404
