"""Search: what is there, why it matched, only what the person may see, and no question that breaks it."""

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from home.models import PlainPage
from home.rules.finding import Part, match, nearest, words_of
from home.seams.search import find
from learning.models import LessonPage
from practice.models import ServiceEntry
from tests.factories.learning import LessonFactory, ModuleFactory, home_page


def text(words: str) -> list[dict]:
    return [{"type": "markdown", "value": words, "id": "5a7fd0a5-52b1-4f5c-8f4c-3f2d2a6b0001"}]


# PostgreSQL does not index what stands inside a script, SQLite does: the word stands outside as well.
WRITTEN = "Someone may be counting the exits, near the door. [@nobody, 1] <script>alert('door')</script>"


@pytest.fixture
def site(cast):
    """A module with two lessons, one of them a draft; a page; a service."""
    module = ModuleFactory(title="Understanding complex trauma", summary="What long harm does to people.")
    LessonFactory(parent=module, title="What the body remembers", body=text(WRITTEN))
    LessonFactory(parent=module, title="A secret draft about exits", live=False)
    closed = ModuleFactory(title="Not out yet", live=False)
    LessonFactory(parent=closed, title="Exits of a closed module")
    home_page().add_child(instance=PlainPage(title="Code of conduct", slug="conduct-test", summary="How we treat each other near the exits", public=False))
    ServiceEntry.objects.create(service=cast.service, summary="Support with alcohol and drugs", who_can_come="Anyone over 18")
    return cast


def titles(asked, person):
    return [one.title for one in find(asked, person)]


@pytest.mark.django_db
def test_each_thing_is_found_with_its_reason(site):
    found = {one.title: one for one in find("exits", site.asha)}
    assert found["What the body remembers"].reason == "in the lesson's text"
    assert "<mark>exits</mark>" in found["What the body remembers"].excerpt
    assert found["What the body remembers"].kind == "Lesson in “Understanding complex trauma”"
    assert found["Code of conduct"].reason == "in its summary"
    assert next((one.title, one.reason) for one in find("trauma", site.asha)) == ("Understanding complex trauma", "in the title")
    service = find("alcohol drugs support", site.asha)
    assert [(one.title, one.reason, one.url) for one in service if one.kind.startswith("Service")] == [
        (site.service.name, "in what it does", f"/services/{site.service.slug}/")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["underst", "complex trau", "UNDERSTANDING", "traumas", "body remembering", "trauma complex", "  trauma  ", "door counted"])
def test_beginnings_and_forms_of_words_are_enough(site, asked):
    assert {"Understanding complex trauma", "What the body remembers"} & set(titles(asked, site.asha))


@pytest.mark.django_db
def test_what_is_not_published_is_not_found(site):
    found = titles("exits", site.asha)
    assert "What the body remembers" in found
    assert "A secret draft about exits" not in found
    assert "Exits of a closed module" not in found


@pytest.mark.django_db
def test_drafts_of_published_pages_are_not_searched(site):
    page = LessonPage.objects.get(title="What the body remembers")
    page.title = "Marmalade"
    page.save_revision()
    assert titles("marmalade", site.asha) == []


@pytest.mark.django_db
def test_who_is_not_signed_in_finds_nothing_private(site, client_for):
    from django.contrib.auth.models import AnonymousUser

    assert titles("exits", AnonymousUser()) == []
    assert titles("riverside", AnonymousUser()) == []
    assert client_for(None).get("/search/?q=exits").status_code == 302


@pytest.mark.django_db
def test_the_page_shows_reasons_and_runs_nothing(site, client_for):
    page = client_for(site.asha).get("/search/", {"q": "door"}).content.decode()
    assert "Found in the lesson" in page
    assert "<mark>door</mark>" in page
    assert "<script>alert" not in page
    page = client_for(site.asha).get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


@pytest.mark.django_db
def test_nothing_found_offers_a_way_on(site, client_for):
    page = client_for(site.asha).get("/search/", {"q": "traumma"}).content.decode()
    assert "Nothing found for “traumma”" in page
    assert 'Did you mean <a href="/search/?q=trauma">trauma</a>' in page
    page = client_for(site.asha).get("/search/").content.decode()
    assert "found for" not in page


@pytest.mark.django_db
def test_the_same_queries_for_one_and_for_many(site, client_for, queries_of):
    asha = client_for(site.asha)
    few = queries_of(asha, "/search/?q=exits")
    for number in range(6):
        module = ModuleFactory(title=f"More {number}")
        for other in range(3):
            LessonFactory(parent=module, title=f"Exits {number} {other}")
    many = queries_of(asha, "/search/?q=exits")
    assert len(many.response.context["found"]) > len(few.response.context["found"])
    assert many.count == few.count, f"{few}\n\n{many}"
    assert many.count <= 25, many


@pytest.mark.django_db
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("_:_")
@example("one two three four five six seven eight nine")
@given(
    st.one_of(
        st.text(max_size=120),
        st.text(alphabet="\"'*():^-+~{}[]|&!\\%_ \0ab", max_size=40),
        st.sampled_from(["AND", "NOT a", "a OR", "NEAR(a b)", "title:x", '"', "a*", "'; --"]),
    )
)
def test_no_question_breaks_it(site, client_for, asked):
    cache.clear()  # one person may ask sixty things a minute
    assert client_for(site.asha).get("/search/", {"q": asked}).status_code == 200


@given(st.text(max_size=60), st.text(max_size=300))
def test_an_excerpt_is_safe_html(asked, said):
    found = match(words_of(asked), [Part("in its text", said, 1)])
    if found:
        bare = found.excerpt.replace("<mark>", "").replace("</mark>", "")
        assert "<" not in bare
        assert ">" not in bare


def test_the_nearest_word_is_offered():
    assert nearest(["traumma", "and"], ["Understanding complex trauma"]) == "trauma and"
    assert nearest(["trauma"], ["Understanding complex trauma"]) == ""
    assert nearest(["zzzzzz"], ["Understanding complex trauma"]) == ""
