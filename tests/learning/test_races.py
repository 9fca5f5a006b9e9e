"""Two requests at once: what is counted is counted once."""

import threading

import pytest
from django.db import connection

from capability.models import Capability, Evidence
from learning.actions.answering import answer
from learning.actions.completing import finish_lesson
from learning.models import Answer, Certificate, Completion, LessonPage, ModulePage, ModuleProgress
from learning.rules.questions import digest_of
from tests.cast import make_cast
from tests.learning.factories import check, first, make_module

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(do, times: int = 4) -> list:
    """Run `do` in `times` threads that begin together; the results, or what they raised."""
    gate, results = threading.Barrier(times), []

    def run():
        try:
            gate.wait()
            results.append(do())
        except Exception as fault:
            results.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_module_completes_once():
    asha = make_cast().asha
    module, (lesson,) = make_module(1, capabilities=Capability.objects.all()[:2])

    def finish():
        return finish_lesson(asha, ModulePage.objects.with_progress(asha).get(pk=module.pk), lesson.slug).completion

    results = at_once(finish)
    assert not [each for each in results if isinstance(each, Exception)]
    assert len([each for each in results if each]) == 1
    assert Completion.objects.count() == Certificate.objects.count() == ModuleProgress.objects.count() == 1
    assert Evidence.objects.count() == 2


@pytest.mark.parametrize("values", [[1, 1, 1, 1], [0, 1, 0, 1]])
def test_the_same_question_answered_at_once_has_one_latest_answer(values):
    asha = make_cast().asha
    _, (lesson,) = make_module(1, [check("one")])
    raw = first(lesson, "check")
    waiting = iter(values)

    def send():
        return answer(asha, LessonPage.objects.get(pk=lesson.pk), raw["id"], next(waiting), digest_of(raw["value"]))

    results = at_once(send)
    assert not [each for each in results if isinstance(each, Exception)]
    assert Answer.objects.newest().count() == 1
    if len(set(values)) == 1:
        assert Answer.objects.count() == 1
