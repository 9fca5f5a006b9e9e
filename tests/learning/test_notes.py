"""Readers' notes: editors read and answer them, without a name unless the reader gave it; the answer reaches the reader."""

import pytest

from home.models import Notice
from learning.actions import notes
from learning.actions.problems import LearningProblem
from learning.models import LessonNote
from tests.factories import LessonFactory


@pytest.fixture
def lesson(db):
    return LessonFactory(title="Roots", slug="roots")


@pytest.fixture
def note(cast, lesson):
    return LessonNote.objects.create(person=cast.asha, lesson=lesson, text="The second question confused me. <b>x</b>")


def test_an_editor_reads_it_without_a_name(cast, client_for, note):
    client = client_for(cast.editor)
    for address in ("/learning/notes/", f"/learning/notes/{note.pk}/"):
        page = client.get(address).content.decode()
        assert "The second question confused me." in page
        assert "<b>x</b>" not in page
        assert str(cast.asha) not in page
        assert "asha@" not in page


def test_an_editor_reads_a_name_that_was_given(cast, client_for, note):
    LessonNote.objects.update(may_name_me=True)
    for address in ("/learning/notes/", f"/learning/notes/{note.pk}/"):
        assert str(cast.asha) in client_for(cast.editor).get(address).content.decode()


@pytest.mark.parametrize("who", ["asha", "ben", "carys", "dev", "eve", "frank", "lead", "admin", None])
def test_nobody_else_reads_or_answers(cast, client_for, note, who):
    client = client_for(getattr(cast, who) if who else None)
    for address in ("/learning/notes/", f"/learning/notes/{note.pk}/"):
        assert client.get(address).status_code == (404 if who else 302)
    assert client.post(f"/learning/notes/{note.pk}/", {"outcome": "x"}).status_code == (404 if who else 302)
    if who:
        with pytest.raises(LearningProblem):
            notes.answer(by=getattr(cast, who), note=note, outcome="x")


def test_the_answer_reaches_the_reader_once(cast, client_for, note):
    client = client_for(cast.editor)
    for _ in range(2):
        assert client.post(f"/learning/notes/{note.pk}/", {"outcome": "We have rewritten it."}).status_code == 302
    notice = Notice.objects.get()
    assert (notice.person, notice.text, notice.title) == (cast.asha, "We have rewritten it.", "An answer to your note about “Roots”")
    assert notice.url.endswith("/roots/")
    note.refresh_from_db()
    assert note.read_by == cast.editor
    assert "We have rewritten it." in client.get("/learning/notes/?state=answered").content.decode()
    assert "confused" not in client.get("/learning/notes/").content.decode()


def test_an_empty_or_second_answer_is_refused_with_a_sentence(cast, client_for, note):
    client = client_for(cast.editor)
    assert "Say in a sentence or two" in client.post(f"/learning/notes/{note.pk}/", {"outcome": " "}).content.decode()
    notes.answer(by=cast.editor, note=note, outcome="First")
    page = client.post(f"/learning/notes/{note.pk}/", {"outcome": "Second"}).content.decode()
    assert "Somebody has answered this note meanwhile" in page
    assert Notice.objects.count() == 1


def test_a_note_of_somebody_who_left_can_be_answered(cast, note):
    cast.asha.delete()
    note.refresh_from_db()
    notes.answer(by=cast.editor, note=note, outcome="Thank you")
    assert not Notice.objects.exists()


def test_queries_do_not_grow(cast, client_for, lesson, queries_of):
    client, counts = client_for(cast.editor), []
    for number in range(20):
        LessonNote.objects.create(person=cast.asha, lesson=lesson, text=f"Note {number}", may_name_me=True)
        if number in (0, 19):
            counts.append(queries_of(client, "/learning/notes/").count)
    assert counts[0] == counts[1]
