"""What failed is done again: once, as things stand now, and nothing that is past."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_q.models import OrmQ, Task
from wagtail.models import ModelLogEntry

from home.actions import me, sending
from home.actions.telling import post_letter, tell
from home.actions.untelling import untell
from home.enums import MailRhythm
from home.models import Invitation, Letter, Notice, Preferences
from tests.factories import PersonFactory
from tests.home.failing import THING, fail, task


@pytest.fixture
def admin(cast, client_for):
    return client_for(cast.admin)


def send_again(admin, **chosen) -> str:
    return admin.post("/status/letters/", chosen, follow=True).content.decode()


@pytest.mark.django_db
def test_a_letter_goes_again_once_to_the_address_that_its_person_has_now(admin, cast, mailoutbox):
    tell(person=cast.asha, key="one", **THING)
    fail()
    cast.asha.email = "asha.new@example.org"
    cast.asha.save(update_fields=["email"])
    assert "One letter goes again" in send_again(admin)
    assert "nothing left to send again" in send_again(admin)
    assert sending.send_due() == 1
    assert [letter.to for letter in mailoutbox] == [["asha.new@example.org"]]
    assert sending.send_due() == 0
    assert ModelLogEntry.objects.filter(action="home.letters_sent_again").count() == 1


@pytest.mark.django_db
def test_one_of_several_can_be_chosen(admin, cast):
    for key in ("one", "two"):
        tell(person=cast.asha, key=key, **THING)
    fail()
    send_again(admin, letter=str(Letter.objects.first().pk))
    assert Letter.objects.waiting().count() == 1
    assert Letter.objects.failed().count() == 1
    assert admin.post("/status/letters/", {"letter": "x"}).status_code == 404
    assert admin.post("/status/letters/", {"letter": "9" * 30}).status_code == 404


def called_off(cast):
    untell("one")


def read(cast):
    me.mark_read(cast.asha, Notice.objects.get(person=cast.asha))


def gone(cast):
    Notice.objects.all().delete()


def cannot_sign_in(cast):
    cast.asha.is_active = False
    cast.asha.save(update_fields=["is_active"])


def wants_none(cast):
    me.change_preferences(cast.asha, rhythm=MailRhythm.NEVER)


def too_old(cast):
    Letter.objects.update(created_at=timezone.now() - timedelta(days=15))


@pytest.mark.django_db
@pytest.mark.parametrize("happened", [called_off, read, gone, cannot_sign_in, wants_none, too_old])
def test_what_is_not_true_or_not_wanted_any_more_does_not_go(admin, cast, happened, mailoutbox):
    tell(person=cast.asha, key="one", **THING)
    fail()
    happened(cast)
    page = send_again(admin)
    assert "goes again" not in page
    assert sending.send_due() == 0
    assert not mailoutbox
    assert not Letter.objects.exclude(text="").exists()


@pytest.mark.django_db
def test_a_letter_waits_for_quiet_hours_again(admin, cast):
    Preferences.objects.create(person=cast.asha, rhythm=MailRhythm.DAILY)
    tell(person=cast.asha, key="one", **{**THING, "urgent": False})
    fail()
    assert "One letter goes again" in send_again(admin)
    assert Letter.objects.get().send_after > timezone.now() + timedelta(minutes=1)


@pytest.mark.django_db
def test_codes_that_have_run_out_and_invitations_that_are_closed_do_not_go(admin, cast):
    open_to = {"email": "a@example.org", "invited_by": cast.ben, "expires_at": timezone.now() + timedelta(3)}
    stands = Invitation.objects.create(secret_digest="1", **open_to)
    closed = Invitation.objects.create(secret_digest="2", revoked_at=timezone.now(), **open_to)
    for key in ("account:old", "account:new", f"invitation:{stands.pk}", f"invitation:{closed.pk}", "account-made:1"):
        post_letter(key=key, address="a@example.org", subject="Hello", text="Words", html="")
    fail()
    Letter.objects.filter(key="account:new").update(created_at=timezone.now() - timedelta(minutes=5))
    assert "Three letters go again, each in its time. Two letters will not go" in send_again(admin)
    assert set(Letter.objects.waiting().values_list("key", flat=True)) == {"account:new", f"invitation:{stands.pk}", "account-made:1"}


@pytest.mark.django_db
def test_work_is_done_again_once(admin):
    first = task("learning.tasks.tell_of_shared_reflection", args=(7,))
    task("home.tasks.send_due_letters")
    task("home.tasks.send_due_letters", minutes=9)
    task("os.system", args=("ls",))
    page = admin.post("/status/work/", {"task": first.pk}, follow=True).content.decode()
    assert "One task is on the worker" in page
    assert [(row.task["func"], row.task["args"]) for row in OrmQ.objects.all()] == [("learning.tasks.tell_of_shared_reflection", (7,))]
    assert "nothing left to do again" in admin.post("/status/work/", {"task": first.pk}, follow=True).content.decode()
    admin.post("/status/work/")
    assert sorted(row.task["func"] for row in OrmQ.objects.all()) == ["home.tasks.send_due_letters", "learning.tasks.tell_of_shared_reflection"]
    assert [row.func for row in Task.objects.filter(success=False)] == ["os.system"]


@pytest.mark.django_db
def test_nobody_but_an_administrator_has_anything_done_again(cast, client_for):
    from django.core.exceptions import PermissionDenied

    from home.actions import mending

    for person in (cast.lead, cast.editor, cast.ben, PersonFactory()):
        with pytest.raises(PermissionDenied):
            mending.send_again(by=person)
        with pytest.raises(PermissionDenied):
            mending.do_again(by=person)
