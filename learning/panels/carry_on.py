"""What was I doing: one card with one button; where nothing was begun, a module to begin with."""

from home.models import User
from home.prepared import Prepared, Somebody
from home.seams.panels import Panel
from learning.contexts.index import Shown
from learning.contexts.lesson import LESSONS_UNDER
from learning.models import ModulePage
from learning.own import OwnLearning
from learning.rules.addresses import address_of, place_of_block
from learning.rules.resuming import carry_on_at


class CarryOn(Panel):
    """The module that a person did something in last."""

    template_name = "learning/panels/carry_on.html"
    order = 10
    region = "doing"


class BeginWith(Panel):
    """A first module, for somebody who has begun none."""

    template_name = "learning/panels/begin_with.html"
    order = 40
    region = "help"


def carry_on(own: OwnLearning) -> list[Panel]:
    """At most one panel; one query besides what was begun, two where nothing was."""
    latest = next((each for each in own.begun if each.module.live), None)
    if latest is None:
        return [] if own.begun or own.completions else _first_module(own.person)
    lessons = LESSONS_UNDER.all(latest.module.path, latest.module.depth + 1, own.person.pk)
    lesson = carry_on_at(lessons, latest.last_lesson_id)
    if lesson is None:
        return []
    url = address_of(lesson.url_path)
    if latest.last_place and latest.last_lesson_id == lesson.pk:
        url = f"{url}#{place_of_block(latest.last_place)}"
    finished = sum(1 for each in lessons if each.my_finished_at)
    left = sum(each.minutes for each in lessons if not each.my_finished_at)
    if not left:
        url = address_of(latest.module.url_path)
    return [CarryOn(module=latest.module, lesson=lesson, url=url, finished=finished, total=len(lessons), left=left)]


def _first_module(person: User) -> list[Panel]:
    module = NOT_BEGUN.first(person.pk)
    if module is None:
        return []
    return [BeginWith(each=Shown(module, address_of(module.url_path), len(LESSONS_UNDER.all(module.path, module.depth + 1, person.pk)), 0))]


def _not_begun(person: int):
    return ModulePage.objects.listed().with_progress(Somebody(person)).filter(my_started_at__isnull=True).defer("introduction", "sources")[:1]


NOT_BEGUN = Prepared(_not_begun)
