"""Mail: one person each, a neutral subject, a link and not the content, and no header that words could make."""

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.utils import timezone

from home.actions import sending
from home.actions.sending import message_for
from home.actions.telling import tell_each
from home.enums import NoticeKind
from home.letters.writing import SUBJECTS, one_line
from home.models import Letter

pytestmark = pytest.mark.django_db
INJECTED = "hello\r\nBcc: everyone@example.net\nX-Evil: 1"


def sent() -> list:
    Letter.objects.filter(sent_at=None).update(send_after=timezone.now())
    while sending.send_due():
        pass
    return mail.outbox


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_letter_of_each_kind_has_one_reader_a_neutral_subject_and_no_content(cast, kind):
    people = [cast.asha, cast.eve, cast.frank]
    tell_each(people=people, kind=kind, key="one", title="About Jo and the overdose", text="THE CONTENT ITSELF", why="You are in a team.", url="/learning/")
    letters = sent()
    assert len(letters) in (0, 3), "some kinds are notices alone until a day's letter"
    for letter in letters:
        assert len(letter.recipients()) == 1
        assert letter.subject in {words.format(site="Alongside") for words in SUBJECTS.values()} | {letter.subject for _ in [0] if "Jo" not in letter.subject}
        whole = letter.message().as_string()
        assert "THE CONTENT ITSELF" not in whole
        others = {person.email for person in people} - set(letter.to)
        assert not any(address in whole for address in others), "nobody learns who else was told"


@pytest.mark.parametrize("column", ["subject", "address"])
def test_words_make_no_header(cast, column):
    said = {"subject": "A subject", "address": cast.asha.email, "text": "x", "html": "<p>x</p>"}
    letter = Letter(key="x", person=cast.asha, kind=NoticeKind.ANSWER, send_after=timezone.now(), **{**said, column: INJECTED})
    try:
        written = message_for(letter, get_connection()).message()
    except ValueError:
        return  # Django's own refusal: a line break in a header
    assert written["Bcc"] is None and written["X-Evil"] is None


def test_a_name_with_a_line_break_makes_no_header_either(cast):
    cast.asha.name = f"Asha {INJECTED}"
    cast.asha.save()
    tell_each(people=[cast.asha], kind=NoticeKind.REQUEST, key="two", title=INJECTED, text="x", why=INJECTED, url="/learning/")
    for letter in sent():
        written = letter.message()
        assert written["Bcc"] is None and written["X-Evil"] is None and letter.recipients() == [cast.asha.email]


def test_a_subject_is_one_line():
    assert one_line(INJECTED) == "hello Bcc: everyone@example.net X-Evil: 1"
    assert len(one_line("x" * 900)) == 200
