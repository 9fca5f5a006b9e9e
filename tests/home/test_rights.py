"""People's rights on their pages: the copy, being erased and stopping it, who saw what, leaving, and what goes by itself."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from capability.models import Framework, SelfAssessment, Sharing
from home.actions import places
from home.actions.refusals import Refused
from home.actions.rights import copying, letting_go, wishing
from home.actions.rights.noticing import note
from home.actions.roles import make_administrator
from home.enums import ErasureCause, NoticeKind, Touched
from home.models import AccessEntry, Erasure, ErasureWish, Letter, Membership, PersonalCopy, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folders")]


PASSWORD = "a-long-enough-password"


ERASE, COPY, DESK = "/me/privacy/erase/", "/me/privacy/copy/", "/setup/rights/"


@pytest.fixture
def fresh(client_for):
    """A browser of somebody who gave their password a moment ago."""

    def signed_in(person: User):
        person.set_password(PASSWORD)
        person.save()
        client = client_for(person)
        assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
        return client

    return signed_in


# A copy of everything


def test_a_copy_is_asked_for_made_fetched_and_gone(cast, fresh, client_for, django_capture_on_commit_callbacks):
    asked = client_for(cast.asha).post(COPY)
    assert asked.url.startswith("/accounts/reauthenticate/"), "the password is asked for again first"
    assert not PersonalCopy.objects.exists()
    client = fresh(cast.asha)
    assert client.post(COPY).url == COPY
    assert client.post(COPY).url == COPY
    made = PersonalCopy.objects.get(person=cast.asha)
    assert "It is being made" in client.get(COPY).content.decode()
    assert client.get(f"{COPY}{made.key}/").status_code == 404
    assert copying.make_copy(made.pk)
    assert not copying.make_copy(made.pk)
    made.refresh_from_db()
    assert Letter.objects.filter(person=cast.asha, kind=NoticeKind.ACCOUNT).exists()
    answer = client.get(f"{COPY}{made.key}/")
    packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert {"everything.json", "read-me.html"} <= set(packed.namelist())
    assert answer["Cache-Control"] == "no-store, private"
    assert "attachment" in answer["Content-Disposition"]
    assert "asha" not in answer["Content-Disposition"]
    assert client_for(cast.asha).get(f"{COPY}{made.key}/").url.startswith("/accounts/reauthenticate/")
    assert fresh(cast.admin).get(f"{COPY}{made.key}/").status_code == 404, "nobody else's, not even for an administrator"
    assert client.get(f"/media/{made.file.name}").status_code == 404
    letting_go.let_go(timezone.now() + timedelta(days=3, minutes=1))
    assert not PersonalCopy.objects.exists()
    assert not made.file.storage.exists(made.file.name)


def test_what_was_asked_goes_on_once_the_password_was_given(cast, client_for):
    cast.asha.set_password(PASSWORD)
    cast.asha.save()
    client = client_for(cast.asha)
    asked = client.post(ERASE, {"when": "week", "read": "on"})
    assert not ErasureWish.objects.exists()
    assert client.post(asked.url, {"password": "another"}).status_code == 200
    assert not ErasureWish.objects.exists()
    assert client.post(asked.url, {"password": PASSWORD, "next": ERASE}).url == ERASE
    assert ErasureWish.objects.filter(person=cast.asha).exists()


def test_three_copies_a_day_and_what_a_worker_left_is_made(cast):
    for _ in range(3):
        copying.ask_for_copy(cast.frank)
        PersonalCopy.objects.update(made_at=timezone.now())
    with pytest.raises(Refused, match="three copies"):
        copying.ask_for_copy(cast.frank)
    copying.ask_for_copy(cast.eve)
    assert copying.make_waiting_copies() == 0, "it is on its way"
    PersonalCopy.objects.filter(person=cast.eve).update(asked_at=timezone.now() - timedelta(minutes=6))
    assert copying.make_waiting_copies() == 1


# Being erased


def test_somebody_asks_thinks_again_and_stays(cast, fresh, client_for):
    page = client_for(cast.asha).get(ERASE).content.decode()
    assert "What goes" in page
    assert "Your places in teams: 1" in page
    assert client_for(cast.asha).post(ERASE, {"when": "week", "read": "on"}).url.startswith("/accounts/reauthenticate/")
    client = fresh(cast.asha)
    assert client.post(ERASE, {"when": "week"}).status_code == 422
    assert client.post(ERASE, {"when": "week", "read": "on"}).url == ERASE
    wish = ErasureWish.objects.get(person=cast.asha)
    assert timedelta(days=6, hours=23) < wish.due_at - timezone.now() <= timedelta(days=7)
    letter = Letter.objects.get(key=f"erasure:{wish.code}")
    assert f"/erased/{wish.code}/" in letter.text
    assert cast.asha.name not in letter.subject
    assert wishing.erase_due() == 0
    assert "Keep my account after all" in client.get("/me/privacy/").content.decode()
    assert client.post("/me/privacy/erase/stop/").url == "/me/privacy/"
    assert not ErasureWish.objects.exists()
    assert AccessEntry.objects.count() == 0, "what people do with their own is nobody else's doing"


def test_a_week_later_it_is_done_and_the_receipt_stands_where_they_were_told(cast, client_for):
    wish = wishing.ask_to_be_erased(cast.asha, by=cast.asha)
    assert wishing.ask_to_be_erased(cast.asha, by=cast.asha) == wish
    ErasureWish.objects.update(asked_at=timezone.now() - timedelta(days=8), due_at=timezone.now() - timedelta(minutes=1))
    assert wishing.erase_due() == 1
    assert wishing.erase_due() == 0
    page = client_for(None).get(f"/erased/{wish.code}/")
    assert page.status_code == 200
    assert "Your places in teams: 1" in page.content.decode()
    assert not User.objects.filter(pk=cast.asha.pk).exists()


def test_at_once_means_at_once(cast, fresh):
    client = fresh(cast.asha)
    answer = client.post(ERASE, {"when": "now", "read": "on"})
    assert answer.url == f"/erased/{Erasure.objects.get().code}/"
    assert client.get(answer.url).status_code == 200
    assert client.get("/me/").url.startswith("/accounts/login/")
    assert "only administrator" in fresh(cast.admin).post(ERASE, {"when": "now", "read": "on"}).content.decode()


def test_one_that_is_refused_keeps_no_other_waiting(cast):
    ErasureWish.objects.create(person=cast.admin, due_at=timezone.now(), asked_at=timezone.now() - timedelta(1), cause=ErasureCause.HERE)
    ErasureWish.objects.create(person=cast.frank, due_at=timezone.now(), asked_at=timezone.now() - timedelta(1), cause=ErasureCause.HERE)
    assert wishing.erase_due() == 1
    assert User.objects.filter(pk=cast.admin.pk).exists()


def test_an_administrator_writes_down_a_written_request_and_sees_no_figures(cast, client_for):
    client = client_for(cast.admin)
    assert client.post(DESK, {"email": "nobody@example.org"}).status_code == 422
    there = client.post(DESK, {"email": cast.asha.email.upper()}).url
    assert there == f"{DESK}{cast.asha.pk}/"
    assert "Your places in teams" not in client.get(there).content.decode()
    assert client.post(there, {}).status_code == 422
    assert client.post(there, {"sure": "on"}).url == DESK
    wish = ErasureWish.objects.get(person=cast.asha)
    assert (wish.by, wish.cause) == (cast.admin, ErasureCause.WRITTEN)
    assert Letter.objects.filter(key=f"erasure:{wish.code}", address=cast.asha.email).exists()
    assert cast.asha.name in client.get(DESK).content.decode()
    assert [entry.what for entry in AccessEntry.objects.filter(person=cast.asha)] == [Touched.ERASURE_ASKED]
    assert client.post(f"{there}stop/").url == DESK
    assert [entry.what for entry in AccessEntry.objects.filter(person=cast.asha)] == [Touched.ERASURE_STOPPED, Touched.ERASURE_ASKED]
    assert client.get(f"{DESK}{cast.admin.pk}/").url == ERASE


# Who saw or changed what


def test_a_reader_of_a_shared_assessment_is_named_to_its_owner_once_a_day(cast, client_for, queries_of):
    framework = Framework.objects.first() or Framework.objects.create(version="1.0", title="F")
    shared = SelfAssessment.objects.create(person=cast.asha, framework=framework, started_at=timezone.now(), submitted_at=timezone.now())
    Sharing.objects.create(assessment=shared, reader=cast.frank)
    address = f"/capability/shared/{shared.pk}/"
    reader = client_for(cast.frank)
    for _ in range(3):
        assert reader.get(address).status_code == 200
    entry = AccessEntry.objects.get()
    assert (entry.person, entry.by, entry.what) == (cast.asha, cast.frank, Touched.READ_ASSESSMENT)
    page = client_for(cast.asha).get("/me/privacy/seen/").content.decode()
    assert cast.frank.name in page
    assert "opened a self-assessment that you share with them: finished on" in page
    assert cast.frank.name not in client_for(cast.ben).get("/me/privacy/seen/").content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        client_for(cast.frank).get(address)
    assert AccessEntry.objects.count() == 2
    User.objects.filter(pk=cast.frank.pk).delete()
    assert "Somebody whose account was erased since" in client_for(cast.asha).get("/me/privacy/seen/").content.decode()
    assert queries_of(client_for(cast.asha), "/me/privacy/seen/").count <= 5


def test_roles_and_places_are_told_to_whom_they_concern(cast, client_for):
    make_administrator(cast.frank.email, by=cast.admin)
    make_administrator(cast.frank.email, by=cast.admin)
    assert [(entry.what, entry.about, entry.by) for entry in AccessEntry.objects.filter(person=cast.frank)] == [
        (Touched.ROLE_GIVEN, "Administrator", cast.admin)
    ]
    edit = f"/cms/users/edit/{cast.asha.pk}/"
    data = {"name": "Asha R", "is_active": "on", "groups": [str(group.pk) for group in cast.editor.groups.all()]}
    assert client_for(cast.admin).post(edit, data).status_code == 302
    assert client_for(cast.admin).post(edit, {"name": "Asha R"}).status_code == 302
    assert {entry.what for entry in AccessEntry.objects.filter(person=cast.asha, by=cast.admin)} == {
        Touched.NAME_CHANGED, Touched.ROLE_GIVEN, Touched.ROLE_TAKEN, Touched.SHUT_OUT
    }  # fmt: skip
    place = Membership.objects.get(person=cast.asha)
    places.end_membership(by=cast.ben, membership=place, last_day=timezone.localdate())
    assert AccessEntry.objects.filter(person=cast.asha, by=cast.ben, what=Touched.PLACE_ENDED).count() == 1


def test_the_database_keeps_what_was_seen_as_it_was_written(cast):
    note(person=cast.asha, by=cast.ben, what=Touched.PLACE_CHANGED)
    mine = AccessEntry.objects.filter(person=cast.asha)
    for attempt in (
        lambda: mine.update(by=cast.eve),
        mine.delete,
        lambda: _sql("DELETE FROM home_accessentry"),
        lambda: _sql("UPDATE home_accessentry SET about = 'x'"),
    ):
        with pytest.raises(IntegrityError, match="was seen or changed"), transaction.atomic():
            attempt()
    assert mine.get().by == cast.ben
    old = AccessEntry.objects.create(person=cast.asha, by=cast.ben, what=Touched.PLACE_CHANGED, at=datetime(2020, 1, 1, tzinfo=UTC))
    old.delete()
    assert mine.count() == 1


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
