"""Choosing words beside the CMS's editor: marked, exchanged, let stand; never in somebody's own words."""

import pytest

from home.models import AreaTerm, KeptWord
from home.page_words import words_of
from home.rules.page_words import kept_as_is, lacks_signpost, marked_in, replaced, texts_in, with_words
from home.rules.words import find_terms, shipped_lexicon
from learning.models import LessonPage
from tests.factories.learning import LessonFactory, ModuleFactory

OWN = "I am an addict and proud of where I am."
BODY = [
    {"type": "markdown", "value": "She met an addict at the door.\n\nThe kettle was on.", "id": "5a7fd0a5-52b1-4f5c-8f4c-3f2d2a6b0001"},
    {"type": "key_points", "value": {"title": "In short", "points": ["Addicts are people."]}, "id": "5a7fd0a5-52b1-4f5c-8f4c-3f2d2a6b0002"},
    {"type": "quotation", "value": {"text": OWN, "who": "A man in his forties", "source": ""}, "id": "5a7fd0a5-52b1-4f5c-8f4c-3f2d2a6b0003"},
]


# rules


def test_every_readers_text_has_its_place():
    assert list(texts_in("summary", "Short.", frozenset())) == [("summary", "Short.")]
    raw = [{"type": "poll", "id": "x-1", "value": {"id": "y", "question": "Who?", "options": ["One", "Two"]}}, {"type": "quotation", "value": {"text": "Mine"}}]
    assert list(texts_in("body", raw, frozenset({"quotation"}))) == [
        ("body/0/value/question", "Who?"),
        ("body/0/value/options/0", "One"),
        ("body/0/value/options/1", "Two"),
    ]


def test_a_marked_term_comes_with_its_sentence_and_keeps_its_token():
    text = "The rain stopped. An addict came in. She sat down."
    (marked,) = marked_in("body/0/value", text, shipped_lexicon())
    assert (marked.before, marked.finding.term, marked.after) == ("An ", "addict", " came in.")
    assert marked_in("body/0/value", text, shipped_lexicon())[0].token == marked.token
    assert marked_in("body/1/value", text, shipped_lexicon())[0].token != marked.token
    assert kept_as_is(marked.finding, "An addict  came in.") == kept_as_is(marked.finding, "An addict came in.")


def test_words_take_the_capital_of_what_they_replace_and_the_given_data_stays():
    (finding,) = find_terms("Addicts wait.")
    assert with_words("Addicts wait.", finding, "people who use drugs") == "People who use drugs wait."
    (finding,) = find_terms("We saw an addict.")
    assert with_words("We saw an addict.", finding, "person who uses drugs") == "We saw a person who uses drugs."
    raw = [{"type": "list", "value": {"points": ["a", "b"]}}]
    assert replaced(raw, "body/0/value/points/1", "c") == [{"type": "list", "value": {"points": ["a", "c"]}}]
    assert raw[0]["value"]["points"] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("We talk about suicide.", True),
        ("We talk about suicide. Samaritans are on 116 123.", False),
        ("He thought of ending his life. Ring the crisis team.", False),
        ("A good day at the allotment.", False),
    ],
)
def test_who_speaks_of_suicide_says_whom_to_turn_to(text, lacks):
    assert lacks_signpost([text]) is lacks


# pages


@pytest.fixture
def lesson(cast):
    module = ModuleFactory(title="Stigma", slug="stigma")
    made = LessonFactory(parent=module, title="Words", slug="words", body=BODY)
    made.save_revision().publish()
    return LessonPage.objects.get(pk=made.pk)


def draft_of(lesson) -> LessonPage:
    return LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()


def places(lesson) -> list[str]:
    return [marked.place for _, marked in words_of(draft_of(lesson)).marked]


def test_a_page_is_marked_but_for_somebodys_own_words(lesson):
    assert places(lesson) == ["body/0/value", "body/1/value/points/0"]


def test_an_editor_takes_other_words_without_script(cast, lesson, client_for):
    client, address = client_for(cast.editor), f"/words/page/{lesson.pk}/"
    page = client.get(address).content.decode()
    assert page.count("<mark>") == 2
    assert OWN not in page
    token = words_of(draft_of(lesson)).marked[0][1].token
    client.post(address, {"token": token, "words": "person who uses drugs"})
    assert draft_of(lesson).body.raw_data[0]["value"].startswith("She met a person who uses drugs")
    assert LessonPage.objects.get(pk=lesson.pk).body.raw_data[0]["value"].startswith("She met an addict"), "what is live changes only when it is published"
    assert places(lesson) == ["body/1/value/points/0"]
    again = client.post(address, {"token": token, "words": "person who uses drugs"}, follow=True).content.decode()
    assert "That sentence was changed meanwhile" in again
    assert lesson.revisions.count() == 2


def test_inside_a_block_the_rest_stays(cast, lesson, client_for):
    token = words_of(draft_of(lesson)).marked[1][1].token
    client_for(cast.editor).post(f"/words/page/{lesson.pk}/", {"token": token, "words": "person who uses drugs"})
    body = draft_of(lesson).body.raw_data
    assert list(draft_of(lesson).body[1].value["points"]) == ["Person who uses drugs are people."]
    assert body[1]["id"] == BODY[1]["id"]
    assert body[2]["value"]["text"] == OWN


def test_what_stands_is_not_marked_again_until_its_sentence_changes(cast, lesson, client_for):
    token = words_of(draft_of(lesson)).marked[0][1].token
    for _ in range(2):
        client_for(cast.editor).post(f"/words/page/{lesson.pk}/", {"token": token, "words": ""})
    assert KeptWord.objects.count() == 1
    assert places(lesson) == ["body/1/value/points/0"]
    draft = draft_of(lesson)
    draft.body[0].value = "She met an addict at the gate."
    draft.save_revision()
    assert places(lesson) == ["body/0/value", "body/1/value/points/0"]


def test_only_what_was_offered_is_taken(cast, lesson, client_for):
    token = words_of(draft_of(lesson)).marked[0][1].token
    client_for(cast.editor).post(f"/words/page/{lesson.pk}/", {"token": token, "words": "<script>"})
    assert draft_of(lesson).body.raw_data[0]["value"].startswith("She met an addict")


@pytest.mark.parametrize("who", ["asha", "ben", "dev", "carys"])
def test_who_may_not_edit_finds_nothing(cast, lesson, client_for, who):
    answer = client_for(getattr(cast, who)).get(f"/words/page/{lesson.pk}/")
    assert answer.status_code == 404


def test_a_long_page_costs_the_same_queries(cast, lesson, client_for, queries_of):
    client = client_for(cast.editor)
    draft = draft_of(lesson)
    draft.title = "Words again"
    draft.save_revision()
    few = queries_of(client, f"/words/page/{lesson.pk}/").count
    assert few <= 16
    draft.body = draft.body.stream_block.to_python([{"type": "markdown", "value": "An addict came."}] * 50)
    draft.save_revision()
    counted = queries_of(client, f"/words/page/{lesson.pk}/")
    assert counted.count <= few, str(counted)


# the area's own terms, and a text to try


def test_an_area_adds_a_term_that_is_marked_from_then_on(cast, lesson, client_for):
    client = client_for(cast.editor)
    typed = {"name": "tin rattler", "forms": "tin rattler\ntin rattlers", "why": "It mocks.", "suggestions": "person who comes often", "source": ""}
    assert client.post("/words/add/", typed).status_code == 302
    again = client.post("/words/add/", {**typed, "name": "Tin Rattler"})
    assert again.status_code == 422
    assert "There is a term of that name already." in again.content.decode()
    draft = draft_of(lesson)
    draft.summary = "Our tin  rattler is back."
    draft.save_revision()
    assert places(lesson)[0] == "summary"
    term = AreaTerm.objects.get()
    assert client.post(f"/words/{term.pk}/", {**typed, "forms": "x"}).status_code == 422
    client.post(f"/words/{term.pk}/out/")
    assert "summary" not in places(lesson)


def test_a_form_is_words_and_never_an_expression(cast):
    term = AreaTerm(name="odd", forms="c++ (sic)\n.*", why="It is odd.", suggestions="even")
    AreaTerm.objects.bulk_create([term])
    assert [marked.finding.term for marked in marked_in("text", "Written as c++ (sic) here.", AreaTerm.objects.all().lexicon())] == ["c++ (sic)"]


def test_a_text_is_looked_at_and_nothing_is_kept(cast, client_for):
    client = client_for(cast.asha)
    page = client.post("/words/", {"text": "Ring the addict on Friday. <script>alert(1)</script>"}).content.decode()
    assert "One place to think about" in page
    assert "<mark>addict</mark>" in page
    assert "<script>alert" not in page
    assert client.post("/words/", {"text": ""}).status_code == 422
    assert "20,000 characters" in client.post("/words/", {"text": "a " * 15_000}).content.decode()


def test_saving_in_the_cms_says_how_many_and_keeps_nobody_from_saving(cast, lesson, client_for):
    client = client_for(cast.editor)
    page = client.get(f"/cms/pages/{lesson.pk}/edit/").content.decode()
    assert f"/words/page/{lesson.pk}/" in page
