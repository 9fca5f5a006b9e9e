"""Reflections belong to who wrote them: who may read one, and that stopping and leaving hold at once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.models import Membership, Notice, TeamManager, User
from learning import tasks
from learning.actions import sharing
from learning.actions.problems import LearningProblem
from learning.models import Reflection, ReflectionShare
from tests.factories import LessonFactory, PersonFactory, TeamManagerFactory
from tests.reading import without_tokens

CANARY = "the canary sang in the kitchen"
ALL_OTHERS = ("ben", "carys", "dev", "eve", "frank", "editor", "lead", "admin")


def write(person, text=CANARY, **fields) -> Reflection:
    names = {"module_title": "Understanding complex trauma", "lesson_title": "Roots", "prompt": "What stays with you?"}
    return Reflection.objects.create(person=person, block_id=uuid4(), text=text, **{**names, **fields})


@pytest.fixture
def reflection(cast) -> Reflection:
    return write(cast.asha)


def page_of(client, reflection):
    return client.get(f"/learning/reflections/{reflection.pk}/")


def addresses(reflection) -> list[str]:
    return [f"/learning/reflections/{reflection.pk}/{verb}" for verb in ("", "edit/", "delete/", "send/")]


def test_who_wrote_it_finds_it(cast, client_for, reflection):
    client = client_for(cast.asha)
    for address in (*addresses(reflection), "/learning/reflections/"):
        answer = client.get(address)
        assert answer.status_code == 200
    assert CANARY in page_of(client, reflection).content.decode()


@pytest.mark.parametrize("who", [*ALL_OTHERS, None])
def test_everyone_else_finds_nothing(cast, client_for, reflection, who):
    client = client_for(getattr(cast, who) if who else None)
    share = ReflectionShare.objects.create(reflection=reflection, reader=PersonFactory())
    for address in addresses(reflection):
        answer = client.get(address)
        assert answer.status_code == (404 if who else 302)
        assert CANARY not in answer.content.decode()
    for address in (*addresses(reflection)[1:], f"/learning/reflections/{reflection.pk}/keep/", f"/learning/reflections/{reflection.pk}/stop/{share.pk}/"):
        assert client.post(address, {"text": "x", "keep": "yes", "to": "else", "address": "frank@example.org"}).status_code == (404 if who else 302)
    for address in (
        "/learning/reflections/",
        "/learning/reflections/?q=canary",
        "/search/?q=canary",
        "/dashboard/",
        "/teams/riverside-outreach/",
        "/learning/record/",
    ):
        assert CANARY not in client.get(address).content.decode()
    reflection.refresh_from_db()
    assert (reflection.text, reflection.in_record, reflection.shares.open().count()) == (CANARY, False, 1)


def test_a_reader_reads_and_nothing_more(cast, client_for, reflection):
    sharing.send(person=cast.asha, reflection=reflection, address="eve@example.org")
    eve = client_for(cast.eve)
    page = page_of(eve, reflection).content.decode()
    assert CANARY in page
    assert "Change my words" not in page
    assert "Roots" in eve.get("/learning/reflections/").content.decode()
    for address in addresses(reflection)[1:]:
        assert eve.get(address).status_code == 404
    with pytest.raises(LearningProblem):
        sharing.rewrite(person=cast.eve, reflection=reflection, text="x")
    with pytest.raises(LearningProblem):
        sharing.send(person=cast.eve, reflection=reflection, address="frank@example.org")


def test_stopping_holds_from_the_next_request(cast, client_for, reflection):
    sharing.send(person=cast.asha, reflection=reflection, address="eve@example.org")
    share, asha, eve = reflection.shares.get(), client_for(cast.asha), client_for(cast.eve)
    assert page_of(eve, reflection).status_code == 200
    for _ in range(2):
        assert asha.post(f"/learning/reflections/{reflection.pk}/stop/{share.pk}/").status_code == 302
    assert page_of(eve, reflection).status_code == 404
    assert "Sent to you" not in eve.get("/learning/reflections/").content.decode()
    sharing.send(person=cast.asha, reflection=reflection, address="eve@example.org")
    assert page_of(eve, reflection).status_code == 200, "it can be sent again"


@pytest.mark.parametrize("by_address", [True, False])
@pytest.mark.parametrize("ended", [TeamManager, Membership])
def test_a_former_manager_finds_nothing(cast, client_for, reflection, ended, by_address):
    how = {"address": "BEN@example.org"} if by_address else {"manager": cast.ben}
    sharing.send(person=cast.asha, reflection=reflection, **how)
    ben = client_for(cast.ben)
    assert page_of(ben, reflection).status_code == 200
    whose = cast.ben if ended is TeamManager else cast.asha
    ended.objects.filter(person=whose).update(ended_on=timezone.localdate() - timedelta(days=1))
    assert page_of(ben, reflection).status_code == 404
    assert CANARY not in ben.get("/learning/reflections/").content.decode()
    assert not tasks.tell_of_shared_reflection(reflection.shares.get().pk)


def test_a_deputy_can_be_chosen_and_a_stranger_not(cast, reflection):
    deputy = PersonFactory(name="Dee Deputy")
    TeamManagerFactory(person=deputy, team=cast.team, is_deputy=True)
    assert sharing.managers_of(cast.asha) == [cast.ben, deputy]
    sharing.send(person=cast.asha, reflection=reflection, manager=deputy)
    with pytest.raises(LearningProblem):
        sharing.send(person=cast.asha, reflection=reflection, manager=cast.frank)


def test_an_address_gets_the_same_answer_whoever_is_there(cast, client_for, django_capture_on_commit_callbacks):
    """The page after, the list of readers, the log and the number of queries say nothing about who has an account."""
    pages, queries, tasks_made = [], [], []
    for address in ("eve@example.org", "zoe@example.org"):
        reflection = write(cast.asha)
        client = client_for(cast.asha)
        with django_capture_on_commit_callbacks() as callbacks, CaptureQueriesContext(connection) as caught:
            answer = client.post(f"/learning/reflections/{reflection.pk}/send/", {"to": "else", "address": address})
        assert answer.status_code == 302
        queries.append(len(caught))
        tasks_made.append(len(callbacks))
        page = client.get(answer["Location"]).content.decode()
        share = reflection.shares.get()
        for varies in (address, f"/{reflection.pk}/", f"/{share.pk}/"):
            page = page.replace(varies, "X")
        pages.append(without_tokens(page))
        assert str(cast.eve) not in page
    assert pages[0] == pages[1]
    assert queries[0] == queries[1]
    assert tasks_made[0] == tasks_made[1] == 1


def test_the_worker_tells_the_reader_once_and_without_words(cast, reflection):
    sharing.send(person=cast.asha, reflection=reflection, address="eve@example.org")
    sharing.send(person=cast.asha, reflection=reflection, address="nobody@example.org")
    told = [tasks.tell_of_shared_reflection(share.pk) for share in reflection.shares.all() for _ in range(2)]
    assert sorted(told) == [False, False, True, True]
    notice = Notice.objects.get()
    assert notice.person == cast.eve
    letter = cast.eve.letters.get()
    for words in (notice.title, notice.text, letter.subject, letter.text, letter.html):
        assert "canary" not in words
    assert str(cast.asha) not in letter.subject


def test_the_same_twice_is_sent_once(cast, reflection):
    for _ in range(2):
        sharing.send(person=cast.asha, reflection=reflection, address="eve@example.org")
        sharing.send(person=cast.asha, reflection=reflection, manager=cast.ben)
        sharing.send(person=cast.asha, reflection=reflection, address="ben@example.org")
    assert reflection.shares.count() == 3


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose who may read it."),
        ({"to": "else", "address": ""}, "Write the whole e-mail address"),
        ({"to": "else", "address": "eve@"}, "Write the whole e-mail address"),
        ({"to": "else", "address": "asha@example.org"}, "This is your own address."),
        ({"to": "somebody"}, "Select a valid choice"),
    ],
)
def test_sending_says_what_is_wrong(cast, client_for, reflection, data, sentence):
    assert sentence in client_for(cast.asha).post(f"/learning/reflections/{reflection.pk}/send/", data).content.decode()
    assert not reflection.shares.exists()


def test_the_sending_page_offers_managers_and_no_list_of_people(cast, client_for, reflection):
    page = client_for(cast.asha).get(f"/learning/reflections/{reflection.pk}/send/").content.decode()
    assert str(cast.ben) in page
    assert not [person for person in (cast.eve, cast.frank, cast.carys) if str(person) in page]


def test_what_is_done_is_logged_without_content(cast, client_for, reflection):
    client = client_for(cast.asha)
    client.post(f"/learning/reflections/{reflection.pk}/send/", {"to": "else", "address": "eve@example.org"})
    client.post(f"/learning/reflections/{reflection.pk}/stop/{reflection.shares.get().pk}/")
    client.post(f"/learning/reflections/{reflection.pk}/delete/")
    entries = ModelLogEntry.objects.filter(action__startswith="learning.reflection").order_by("pk")
    assert [entry.action for entry in entries] == ["learning.reflection_sent", "learning.reflection_stopped", "learning.reflection_deleted"]
    for entry in entries:
        assert not [secret for secret in ("canary", "eve@", "Roots", "What stays") if secret in f"{entry.label} {entry.data}"]


def test_searching_is_in_my_own_words(cast, client_for):
    write(cast.asha, "about the kettle", lesson_title="Kettles", module_title="First module")
    write(cast.asha, "about the door", lesson_title="Doors", module_title="Second module")
    write(cast.frank, "about the kettle of Frank", lesson_title="Franks")
    client = client_for(cast.asha)
    found = client.get("/learning/reflections/?q=KETTLE").content.decode()
    assert "Kettles" in found
    assert "Doors" not in found
    assert "Franks" not in found
    assert "Doors" in client.get("/learning/reflections/?module=Second+module").content.decode()
    assert "None of your reflections fits" in client.get("/learning/reflections/?q=zzz").content.decode()


def test_changing_keeps_what_was_typed_when_it_is_refused(cast, client_for, reflection):
    client = client_for(cast.asha)
    address = f"/learning/reflections/{reflection.pk}/edit/"
    long = "word " * 4001
    answer = client.post(address, {"text": long})
    assert answer.status_code in (200, 422)
    assert long.strip() in answer.content.decode()
    assert client.post(address, {"text": "New words"}).status_code == 302
    reflection.refresh_from_db()
    assert reflection.text == "New words"


def test_deleting_one_and_all_asks_first(cast, client_for, reflection):
    other, others = write(cast.asha, "second"), write(cast.frank, "Frank's")
    sharing.send(person=cast.asha, reflection=reflection, address="eve@example.org")
    client = client_for(cast.asha)
    assert "can no longer read it" in client.get(f"/learning/reflections/{reflection.pk}/delete/").content.decode()
    assert Reflection.objects.count() == 3, "asking changes nothing"
    client.post(f"/learning/reflections/{reflection.pk}/delete/")
    assert page_of(client_for(cast.eve), reflection).status_code == 404
    assert "You have one reflection" in client.get("/learning/reflections/delete-all/").content.decode()
    client.post("/learning/reflections/delete-all/")
    assert list(Reflection.objects.all()) == [others]
    assert not Reflection.objects.filter(pk=other.pk).exists()


def test_it_stays_when_its_lesson_goes(cast, client_for):
    lesson = LessonFactory(title="A lesson that goes")
    kept = write(cast.asha, lesson=lesson)
    lesson.delete()
    assert page_of(client_for(cast.asha), kept).status_code == 200


def test_a_person_who_left_reads_nothing(cast, client_for, reflection):
    sharing.send(person=cast.asha, reflection=reflection, address="eve@example.org")
    User.objects.filter(pk=cast.eve.pk).update(is_active=False)
    assert not Reflection.objects.readable_by(cast.eve).exists()


def test_queries_do_not_grow(cast, client_for, queries_of):
    client, counts = client_for(cast.asha), []
    for number in range(20):
        mine = write(cast.asha, f"Thought {number}")
        sharing.send(person=cast.asha, reflection=mine, address="eve@example.org")
        sharing.send(person=cast.asha, reflection=mine, manager=cast.ben)
        write(cast.frank, "x").shares.create(reader=cast.asha, address="asha@example.org")
        if number in (0, 19):
            counts.append((queries_of(client, "/learning/reflections/").count, queries_of(client, f"/learning/reflections/{mine.pk}/").count))
    assert counts[0] == counts[1]
    assert counts[1][0] <= 9
