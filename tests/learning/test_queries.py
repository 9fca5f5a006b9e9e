"""What pages and posts cost in queries: a fixed number, the same for few and for many."""

import pytest

from capability.models import Capability
from learning.models import LessonProgress, ModuleProgress
from tests.learning.factories import RIGHT, everything, first, make_module, posted, url_of

pytestmark = pytest.mark.django_db


def read_all(client, lessons) -> None:
    for lesson in lessons:
        client.get(url_of(lesson))


def test_a_lesson_with_every_kind_of_block_and_everything_done_in_it(cast, client_for, queries_of):
    _module, lessons = make_module(2, everything)
    client, lesson = client_for(cast.asha), lessons[0]
    client.get(url_of(lesson))
    for kind, value in RIGHT.items():
        raw = first(lesson, "check", kind)
        client.post(f"{url_of(lesson)}answer/{raw['id']}/", posted(raw, value))
    client.post(f"{url_of(lesson)}reflect/{first(lesson, 'reflection')['id']}/", {"text": "Words"})
    client.post(f"{url_of(lesson)}choose/{first(lesson, 'scenario')['id']}/", {"choice": "0"})
    counted = queries_of(client, url_of(lesson))
    assert counted.response.status_code == 200
    assert counted.count <= 9, counted
    client.get(url_of(lessons[1]))
    with_move = queries_of(client, url_of(lesson), warm=False)
    assert with_move.count <= 10, with_move


def test_opening_a_lesson_for_the_first_time(cast, client_for, queries_of):
    _module, lessons = make_module(2, everything)
    client_for(cast.frank).get(url_of(lessons[0]))
    counted = queries_of(client_for(cast.asha), url_of(lessons[0]), warm=False)
    assert counted.count <= 10, counted


@pytest.mark.parametrize("address", ["lesson", "module", "index"])
def test_one_or_fifty_cost_the_same(cast, client_for, queries_of, address):
    client = client_for(cast.asha)
    module, lessons = make_module(1, everything, capabilities=Capability.objects.all()[:1])
    url = {"lesson": url_of(lessons[0]), "module": url_of(module), "index": "/learning/"}[address]
    client.get(url_of(lessons[0]))
    few = queries_of(client, url)
    for number in range(50 if address == "index" else 1):
        _, more = make_module(1, title=f"More {number}", capabilities=Capability.objects.all()[:4])
        client.get(url_of(more[0]))
    from tests.factories.learning import LessonFactory

    for number in range(49 if address != "index" else 1):
        client.get(url_of(LessonFactory(parent=module, title=f"Another {number}")))
    many = queries_of(client, url)
    assert few.response.status_code == 200
    assert many.count == few.count, f"{few}\n\n{many}"
    assert many.count <= 10, many


@pytest.mark.parametrize("begun", [True, False])
def test_the_dashboard(cast, client_for, queries_of, begun):
    client = client_for(cast.asha)
    _, lessons = make_module(2, everything)
    if begun:
        client.get(url_of(lessons[0]))
    few = queries_of(client, "/dashboard/")
    for number in range(20):
        _, more = make_module(1, title=f"More {number}")
        if begun:
            client.get(url_of(more[0]))
    many = queries_of(client, "/dashboard/")
    assert many.count == few.count <= 15, many


def test_finishing_the_last_lesson(cast, client_for, queries_of):
    _module, lessons = make_module(2, lambda: everything()[:10], capabilities=Capability.objects.all()[:4])
    client = client_for(cast.asha)
    read_all(client, lessons)
    for lesson in lessons:
        for kind in ("one", "several"):
            raw = first(lesson, "check", kind)
            client.post(f"{url_of(lesson)}answer/{raw['id']}/", posted(raw, RIGHT[kind]))
    first_one = queries_of(client, f"{url_of(lessons[0])}finish/", data={"x": "1"})
    assert first_one.response["Location"] == f"{url_of(lessons[1])}#main"
    assert first_one.count <= 15, first_one
    last = queries_of(client, f"{url_of(lessons[1])}finish/", data={"x": "1"})
    assert last.response["Location"] == f"{url_of(lessons[1])}finish/#main"
    assert ModuleProgress.objects.get(person=cast.asha).completed_at
    assert LessonProgress.objects.filter(person=cast.asha, finished_at__isnull=False).count() == 2
    assert last.count <= 15, last
