"""Reflections: kept while they are written, seen by nobody else, and never lost."""

import pytest
from django.test import Client

from learning.models import LessonNote, Reflection
from tests.learning.factories import block, check, first, make_module, posted, url_of

pytestmark = pytest.mark.django_db
WORDS = "I thought of the woman who always leaves early."


@pytest.fixture
def place(cast, client_for):
    """A lesson with a reflection and a question, Asha in it, and the address to write to."""
    _, (lesson,) = make_module(1, [block("reflection", {"prompt": "Last week?", "hint": "", "supervision": True}), check("short")])
    client = client_for(cast.asha)
    page = client.get(url_of(lesson)).content.decode()
    who = page.split('name="who" value="')[1].split('"')[0]
    return lesson, client, f"{url_of(lesson)}reflect/{first(lesson, 'reflection')['id']}/", who


def test_it_is_kept_with_its_prompt_and_comes_back(place, cast):
    lesson, client, url, _ = place
    assert client.post(url, {"text": WORDS})["Location"].startswith(f"{url_of(lesson)}#at-")
    kept = Reflection.objects.get()
    assert (kept.person, kept.prompt, kept.lesson_title) == (cast.asha, "Last week?", lesson.title)
    page = client.get(url_of(lesson)).content.decode()
    assert WORDS in page
    assert "Only you will see this" in page


def test_what_somebody_wrote_is_in_no_piece_that_is_kept_for_others(place, monkeypatch):
    lesson, client, url, who = place
    asked = []
    monkeypatch.setattr("learning.contexts.doing.piece", lambda template, **values: asked.append((template, str(values))) or "")
    client.get(url_of(lesson))
    assert [template for template, _ in asked] == ["learning/blocks/reflection.html", "learning/blocks/check.html"]
    asked.clear()
    client.post(url, {"text": WORDS})
    short = first(lesson, "check", "short")
    client.post(f"{url_of(lesson)}answer/{short['id']}/", posted(short, WORDS) | {"who": who})
    page = client.get(url_of(lesson)).content.decode()
    assert page.count(WORDS) == 2
    assert asked == []


def test_a_script_saves_while_one_writes(place):
    _, client, url, _ = place
    for text in ("I", "I thought", WORDS):
        answer = client.post(url, {"text": text}, headers={"X-Requested-With": "autosave"})
        assert (answer.status_code, answer.content) == (204, b"")
    assert Reflection.objects.get().text == WORDS


def test_a_reflection_that_was_emptied_while_a_script_saved_leaves_the_lesson_whole(place):
    lesson, client, url, _ = place
    for text in (WORDS, ""):
        assert client.post(url, {"text": text}, headers={"X-Requested-With": "autosave"}).status_code == 204
    assert Reflection.objects.get().text == ""
    page = client.get(url_of(lesson))
    assert page.status_code == 200
    assert "Delete what I wrote" in page.content.decode()


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_twenty_thousand_characters_are_kept_whole(place, ending):
    _, client, url, _ = place
    text = "é" * 19_999
    client.post(url, {"text": text + ending})
    assert Reflection.objects.get().text == text + "\n"


def test_more_is_told_with_how_much_and_the_words_stay(place):
    _, client, url, _ = place
    text = "x" * 20_003
    response = client.post(url, {"text": text})
    page = response.content.decode()
    assert response.status_code == 422
    assert "That is 3 characters more than the 20,000 we can keep." in page
    assert text in page
    assert client.post(url, {"text": text}, headers={"X-Requested-With": "autosave"}).status_code == 422
    assert not Reflection.objects.exists()


def test_deleting_takes_it_away(place):
    lesson, client, url, _ = place
    client.post(url, {"text": WORDS})
    client.post(url, {"text": WORDS, "delete": "yes"})
    assert not Reflection.objects.exists()
    assert WORDS not in client.get(url_of(lesson)).content.decode()


def test_nobody_else_sees_it(place, cast, client_for):
    lesson, client, url, _ = place
    client.post(url, {"text": WORDS})
    for name, person in cast.everyone().items():
        other = client_for(person)
        other.get(url_of(lesson))
        assert (WORDS in other.get(url_of(lesson)).content.decode()) == (name == "asha"), name
    client_for(cast.frank).post(url, {"text": "Mine"})
    assert Reflection.objects.get(person=cast.asha).text == WORDS


def test_marks_are_shown_as_they_were_typed(place):
    lesson, client, url, _ = place
    client.post(url, {"text": "</textarea><script>alert(1)</script>\x00"})
    assert "<script>alert" not in client.get(url_of(lesson)).content.decode()


def test_words_of_a_session_that_ended_come_back_after_signing_in(place, cast):
    lesson, client, url, who = place
    client.logout()
    page = client.post(url, {"text": WORDS, "who": who})
    assert page.status_code == 403
    assert "Sign in again and we will bring your words back" in page.content.decode()
    assert f"next={url_of(lesson)}".replace("/", "%2F") in page.content.decode()
    client.force_login(cast.asha, backend="home.accounts.PeopleBackend")
    back = client.get(url_of(lesson)).content.decode()
    assert WORDS in back
    assert "You were signed out before this could be saved." in back
    assert not Reflection.objects.exists()
    client.post(url, {"text": WORDS})
    assert Reflection.objects.get().text == WORDS
    assert "You were signed out" not in client.get(url_of(lesson)).content.decode()


def test_another_person_who_signs_in_there_never_meets_them(place, cast):
    lesson, client, url, who = place
    client.logout()
    client.post(url, {"text": WORDS, "who": who})
    client.force_login(cast.frank, backend="home.accounts.PeopleBackend")
    assert WORDS not in client.get(url_of(lesson)).content.decode()
    client.logout()
    client.force_login(cast.asha, backend="home.accounts.PeopleBackend")
    assert WORDS not in client.get(url_of(lesson)).content.decode()


@pytest.mark.parametrize("who", ["", "1:forged", "nonsense"])
def test_words_of_nobody_known_are_shown_to_copy_and_not_kept(place, cast, who):
    lesson, client, url, _ = place
    client.logout()
    page = client.post(url, {"text": WORDS, "who": who}).content.decode()
    assert WORDS in page
    client.force_login(cast.asha, backend="home.accounts.PeopleBackend")
    assert WORDS not in client.get(url_of(lesson)).content.decode()


def test_an_answer_of_a_session_that_ended_comes_back_too(place, cast):
    lesson, client, _, who = place
    raw = first(lesson, "check")
    client.logout()
    client.post(f"{url_of(lesson)}answer/{raw['id']}/", {**posted(raw, "Slowly and gently"), "who": who})
    client.force_login(cast.asha, backend="home.accounts.PeopleBackend")
    assert "Slowly and gently</textarea>" in client.get(url_of(lesson)).content.decode()


def test_who_is_not_signed_in_learns_nothing_of_what_is_there(client_for):
    anyone = client_for(None)
    block_id = "00000000-0000-0000-0000-000000000000"
    answers = [anyone.post(f"/learning/{slugs}/reflect/{block_id}/", {"text": WORDS}) for slugs in ("nowhere/none", "nowhere/else")]
    assert {answer.status_code for answer in answers} == {403}


def test_a_script_of_a_session_that_ended_is_told_so(place):
    _, client, url, who = place
    client.logout()
    assert client.post(url, {"text": WORDS, "who": who}, headers={"X-Requested-With": "autosave"}).status_code == 401


def test_a_form_of_another_site_changes_nothing(place, cast):
    _, _, url, _ = place
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.asha, backend="home.accounts.PeopleBackend")
    refused = strict.post(url, {"text": WORDS, "password": "a long and secret pass phrase"})
    assert refused.status_code == 403
    assert WORDS in refused.content.decode()
    assert "secret" not in refused.content.decode()
    assert not Reflection.objects.exists()


def test_a_reflection_in_a_lesson_that_was_taken_down_is_still_kept(place):
    lesson, client, url, _ = place
    lesson.unpublish()
    assert client.post(url, {"text": WORDS}).status_code == 302
    assert Reflection.objects.get().text == WORDS


def test_a_note_reaches_the_lesson_once_and_empty_ones_are_told(place, cast):
    lesson, client, _, _ = place
    for _ in range(2):
        sent = client.post(f"{url_of(lesson)}note/", {"text": "The number is wrong."})
    note = LessonNote.objects.get()
    assert (note.person, note.may_name_me) == (cast.asha, False)
    assert "Thank you. Your note is with the people who write this lesson." in client.get(sent["Location"].partition("#")[0]).content.decode()
    assert client.post(f"{url_of(lesson)}note/", {"text": " "}).status_code == 422
    long = client.post(f"{url_of(lesson)}note/", {"text": "y" * 4001})
    assert "4,001 characters" in long.content.decode()
    assert "y" * 4001 in long.content.decode()
