"""Telling people: once, when and as they want it, through the ledger."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail, signing
from django.db import OperationalError
from django.utils import timezone

from home.actions import me, sending
from home.actions.telling import tell, tell_each
from home.enums import MailRhythm, NoticeKind
from home.letters.writing import stop_address
from home.models import Letter, Notice, Preferences

WORK_TIME = datetime(2026, 11, 26, 12, tzinfo=UTC)
EVENING = datetime(2026, 11, 26, 20, tzinfo=UTC)
THING = {
    "kind": NoticeKind.REQUEST,
    "key": "thing:1",
    "title": "Ben asks you to do a module",
    "text": "A CANARY SECRET",
    "why": "You are in Riverside outreach.",
    "url": "/learning/",
}


@pytest.fixture
def noon():
    with time_machine.travel(WORK_TIME, tick=False) as traveller:
        yield traveller


def send_now():
    return sending.send_due()


@pytest.mark.django_db
def test_a_person_is_told_once_for_each_key(cast, noon):
    tell(person=cast.asha, **THING)
    tell(person=cast.asha, **THING)
    assert Notice.objects.filter(person=cast.asha).count() == 1
    assert Letter.objects.filter(person=cast.asha).count() == 1
    assert send_now() == 1
    assert send_now() == 0
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_letter_has_one_recipient_a_neutral_subject_a_link_and_why_it_came(cast, noon):
    tell_each(people=[cast.asha, cast.eve], **THING)
    assert send_now() == 2
    letter = mail.outbox[0]
    assert letter.to == ["asha@example.org"]
    assert "module" not in letter.subject
    assert "You are in Riverside outreach." in letter.body
    assert "/learning/" in letter.body
    html = letter.alternatives[0].content
    for side in (letter.body, html):
        assert "CANARY" not in side
    assert "You are in Riverside outreach." in html
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.extra_headers["List-Unsubscribe"] == f"<{stop_address(cast.asha, NoticeKind.REQUEST)}>"


@pytest.mark.django_db
def test_a_line_break_in_a_subject_adds_no_header(cast, noon):
    tell(person=cast.asha, **{**THING, "subject": "Hello\r\nBcc: frank@example.org"})
    assert send_now() == 1
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["asha@example.org"]


@pytest.mark.django_db
def test_telling_takes_the_same_few_queries_for_one_and_for_many(cast, noon, django_assert_num_queries):
    people = list(cast.everyone().values())
    tell(person=cast.asha, **{**THING, "key": "warm"})
    with django_assert_num_queries(3):  # notices, preferences, letters
        tell(person=cast.asha, **{**THING, "key": "one"})
    with django_assert_num_queries(3):
        tell_each(people=people, **{**THING, "key": "many"})


@pytest.mark.django_db
def test_a_letter_told_in_the_evening_waits_until_morning_and_an_urgent_one_does_not(cast):
    with time_machine.travel(EVENING, tick=False):
        tell(person=cast.asha, **THING)
        tell(person=cast.eve, **THING, urgent=True)
        tell(person=cast.frank, **{**THING, "kind": NoticeKind.ACCOUNT})
        assert send_now() == 2
    assert {letter.to[0] for letter in mail.outbox} == {"eve@example.org", "frank@example.org"}
    with time_machine.travel(EVENING + timedelta(hours=12, minutes=1), tick=False):
        assert send_now() == 1


@pytest.mark.django_db
def test_preferences_are_kept_to(cast, noon):
    Preferences.objects.create(person=cast.asha, no_mail_about=[NoticeKind.REQUEST.value])
    Preferences.objects.create(person=cast.eve, rhythm=MailRhythm.NEVER)
    tell_each(people=[cast.asha, cast.eve], **THING, urgent=True)
    tell_each(people=[cast.asha, cast.eve], **{**THING, "kind": NoticeKind.ACCOUNT, "key": "safety"})
    assert send_now() == 2
    assert all("account" in letter.subject for letter in mail.outbox)
    assert Notice.objects.filter(person=cast.eve).count() == 2


@pytest.mark.django_db
def test_what_came_in_a_day_goes_in_one_letter_without_what_was_read(cast, noon):
    Preferences.objects.create(person=cast.asha, rhythm=MailRhythm.DAILY)
    for number in range(3):
        tell(person=cast.asha, **{**THING, "key": f"thing:{number}", "title": f"Title {number}"})
    assert send_now() == 0
    me.mark_read(cast.asha, Notice.objects.get(person=cast.asha, key="thing:1"))
    with time_machine.travel(WORK_TIME + timedelta(hours=21), tick=False):
        assert send_now() == 1
        assert send_now() == 0
    body = mail.outbox[0].body
    assert "Title 0" in body
    assert "Title 2" in body
    assert "Title 1" not in body


@pytest.mark.django_db
def test_the_ledger_keeps_no_words_of_what_was_sent(cast, noon):
    tell(person=cast.asha, **THING)
    send_now()
    letter = Letter.objects.get(person=cast.asha)
    assert (letter.text, letter.html) == ("", "")
    assert letter.sent_at is not None


@pytest.mark.django_db
def test_a_letter_that_is_not_taken_is_tried_three_times_and_kept_as_failed(cast, noon, monkeypatch):
    def refuse(self, fail_silently=False):
        raise ConnectionResetError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    tell(person=cast.asha, **THING)
    for _ in range(8):
        assert send_now() == 0
        noon.shift(timedelta(hours=2))
    letter = Letter.objects.get(person=cast.asha)
    assert letter.attempts == 3
    assert letter.dropped_at is not None
    assert letter.last_error == "ConnectionResetError"
    assert letter.text


@pytest.mark.django_db
def test_while_the_mail_server_is_away_no_attempt_is_counted(cast, noon, monkeypatch):
    def away(self):
        raise ConnectionRefusedError

    tell(person=cast.asha, **THING)
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.open", away)
        assert send_now() == 0
    assert Letter.objects.get(person=cast.asha).attempts == 0
    assert send_now() == 1


@pytest.mark.django_db
def test_a_mail_server_that_goes_away_costs_one_letter_an_attempt_and_not_all(cast, noon, monkeypatch):
    def gone(self, fail_silently=False):
        raise ConnectionResetError

    tell_each(people=[cast.asha, cast.eve, cast.frank], **THING)
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", gone)
        assert send_now() == 0
    assert sorted(Letter.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    assert send_now() == 2


class Killed(BaseException):
    """A worker that is killed leaves by no except clause."""


@pytest.mark.django_db
def test_a_killed_worker_loses_nothing_and_counts_its_attempt_before_the_effect(cast, noon, monkeypatch):
    def kill(self, fail_silently=False):
        raise Killed

    tell(person=cast.asha, **THING)
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", kill)
        with pytest.raises(Killed):
            send_now()
    assert Letter.objects.get(person=cast.asha).attempts == 1
    assert send_now() == 0, "another worker must not take a letter that is being sent"
    noon.shift(timedelta(minutes=6))
    assert send_now() == 1


@pytest.mark.django_db
def test_a_letter_whose_sender_is_killed_three_times_is_kept_as_failed(cast, noon, monkeypatch):
    def kill(self, fail_silently=False):
        raise Killed

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", kill)
    tell(person=cast.asha, **THING)
    for _ in range(3):
        with pytest.raises(Killed):
            send_now()
        noon.shift(timedelta(hours=2))
    assert send_now() == 0
    assert Letter.objects.get(person=cast.asha).dropped_at is not None


@pytest.mark.django_db
def test_a_letter_that_went_is_kept_as_sent_though_the_database_is_busy(cast, noon, monkeypatch):
    tell(person=cast.asha, **THING)
    tries, waits = [], []
    real = Letter.objects.filter

    def busy(**wanted):
        tries.append(wanted)
        if len(tries) < 3:
            raise OperationalError("database is locked")
        return real(**wanted)

    monkeypatch.setattr(sending.time, "sleep", waits.append)
    letter = Letter.objects.get()
    monkeypatch.setattr(Letter.objects, "filter", busy)
    sending.keep_as_sent(letter)
    monkeypatch.undo()
    assert Letter.objects.get().sent_at is not None
    assert waits == [0.2, 1]


@pytest.mark.django_db
def test_two_workers_do_not_claim_the_same_letter(cast, noon):
    tell(person=cast.asha, **THING)
    letter = Letter.objects.get(person=cast.asha)
    assert sending.claim(letter.pk, 0, timezone.now()) is not None
    assert sending.claim(letter.pk, 0, timezone.now()) is None


@pytest.mark.django_db
def test_a_letter_keeps_its_message_id_when_it_goes_again(cast, noon):
    tell(person=cast.asha, **THING)
    letter = Letter.objects.get(person=cast.asha)
    ids = {sending.message_for(letter, None).extra_headers["Message-ID"] for _ in range(2)}
    assert len(ids) == 1


@pytest.mark.django_db
def test_telling_wakes_the_worker_once_for_each_transaction(cast, noon, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        tell(person=cast.asha, **THING)
        tell(person=cast.asha, **{**THING, "key": "another"})
    assert len(waiting) == 1


@pytest.mark.django_db
def test_one_click_stops_mail_of_a_kind_and_looking_does_not(cast, client, noon):
    tell(person=cast.asha, **{**THING, "key": "waits", "kind": NoticeKind.REMINDER})
    address = stop_address(cast.asha, NoticeKind.REMINDER).partition("//")[2].partition("/")[2]
    shown = client.get(f"/{address}")
    assert shown.status_code == 200
    assert b"Stop this mail" in shown.content
    assert not Preferences.objects.filter(person=cast.asha).exists()
    done = client.post(f"/{address}", {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert Preferences.objects.get(person=cast.asha).no_mail_about == [NoticeKind.REMINDER.value]
    client.post(f"/{address}")
    assert Preferences.objects.get(person=cast.asha).no_mail_about == [NoticeKind.REMINDER.value]
    assert send_now() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "token",
    ["x", "a:b:c", signing.dumps("wrong", salt="home.letters.stop"), signing.dumps([1, 2], salt="other")],
    ids=["a word", "a shape", "what was never given", "another purpose"],  # a signature differs from one second to the next
)
def test_a_forged_stop_address_is_not_found(client, token):
    assert client.get(f"/letters/stop/{token}/").status_code == 404
    assert client.post(f"/letters/stop/{token}/").status_code == 404
