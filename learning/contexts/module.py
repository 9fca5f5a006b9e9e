"""What a module's page shows: what it is for, how far one is, and what it stands on."""

from django.http import HttpRequest
from django.utils.safestring import SafeString

from home.contributions import shown_html
from home.seams.contexts import builds_context
from learning.actions.completing import module_standing
from learning.contexts.body import Part, introduction_of
from learning.models import Completion, LessonPage, ModulePage
from learning.reviewing import credits_of
from learning.rules.addresses import address_of, place_of_block
from learning.rules.completion import what_is_left
from learning.rules.resuming import carry_on_at


def lines(stream) -> list[str]:
    """The lines of a list field, as plain text."""
    return [raw["value"] for raw in stream.raw_data]


@builds_context("learning.ModulePage")
def module_context(page: ModulePage, request: HttpRequest) -> dict:
    """The context of `learning/module_page.html`: `on_with` is the lesson to go on with and `on_with_url` its address and place."""
    preview = getattr(request, "is_preview", False)
    person = request.user
    mine = ModulePage.objects.filter(pk=page.pk).with_progress(person).only("path", "depth", "pass_mark").first() if page.pk else None
    lessons = list(LessonPage.objects.of(page).with_progress(person))
    body = introduction_of(page, keep=not preview)
    finished = sum(1 for lesson in lessons if lesson.my_finished_at)
    on_with = carry_on_at(lessons, mine.my_last_lesson if mine else None)
    done_at = mine.my_completed_at if mine else None
    completion = Completion.objects.of(person).filter(module_key=page.key or page.slug).first() if done_at else None
    left = finish_url = ""
    if lessons and finished == len(lessons) and not done_at and mine:
        left = what_is_left(module_standing(person, mine, lessons), page.pass_mark)
        finish_url = "" if left else f"{address_of(lessons[-1].url_path)}finish/"
    prerequisites = [(each, address_of(each.url_path)) for each in _prerequisites(page, person)]
    return {
        "lessons": [(lesson, address_of(lesson.url_path)) for lesson in lessons],
        "preview": preview,
        "body": body,
        "parts": [_html(part, page, request) for part in body.parts],
        "finished": finished,
        "minutes_left": sum(lesson.minutes for lesson in lessons if not lesson.my_finished_at),
        "begun": bool(mine and mine.my_started_at),
        "completion": completion,
        "certificate": getattr(completion, "certificate", None),
        "done": bool(done_at),
        "left": left,
        "finish_url": finish_url,
        "on_with": on_with,
        "on_with_url": _url(on_with, mine) if on_with else "",
        "capabilities": [(c, c.domain) for c in page.capabilities.select_related("domain")] if page.pk else [],
        "prerequisites": prerequisites,
        "outcomes": lines(page.outcomes),
        "try_this_week": lines(page.try_this_week),
        "supervision": lines(page.supervision),
        "authors": lines(page.authors),
        "reviewers": lines(page.reviewers),
        "agreed_by": credits_of(page) if page.pk else [],
    }


def _html(part: Part, page: ModulePage, request: HttpRequest) -> SafeString:
    return shown_html(part.content["contribution"], page, request) if part.kind == "contribution" else part.safe_html


def _prerequisites(page: ModulePage, person) -> list[ModulePage]:
    chosen = [module.pk for module in page.prerequisites.all()] if page.pk else []
    return list(ModulePage.objects.listed().filter(pk__in=chosen).with_progress(person)) if chosen else []


def _url(lesson: LessonPage, mine: ModulePage | None) -> str:
    url = address_of(lesson.url_path)
    at_place = mine and mine.my_last_place and mine.my_last_lesson == lesson.pk and lesson.my_finished_at is None
    return f"{url}#{place_of_block(mine.my_last_place)}" if at_place and mine else url
