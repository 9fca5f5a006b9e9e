"""What a lesson's page shows: its words, what its reader did in it, and where it stands in its module."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import OperationalError
from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404, HttpRequest
from django.utils.safestring import SafeString

from home.contributions import shown_html
from home.prepared import Prepared, Somebody
from home.seams.contexts import builds_context
from learning.actions.beginning import open_lesson
from learning.contexts.body import Part, body_of
from learning.contexts.doing import Mine, fill
from learning.forms.keeping import Kept, kept_words, token_for
from learning.models import Answer, BlockState, LessonPage, ModulePage, PollResult, Reflection, ReflectionShare
from learning.rules.addresses import address_of

log = logging.getLogger("alongside")


@dataclass(frozen=True)
class InOutline:
    """One lesson of the module as the others' pages name it, with whether the reader has finished it."""

    title: str
    minutes: int
    url: str
    finished: bool
    current: bool


@builds_context("learning.LessonPage")
def lesson_context(page: LessonPage, request: HttpRequest) -> dict:
    """The context of `learning/lesson_page.html`.

    A visit (not a preview, not a browser fetching ahead) is kept as the place to carry on from. `request.kept`, where a
    view set it, holds by block what was sent and could not be kept.
    """
    preview = getattr(request, "is_preview", False)
    person = request.user.pk or 0
    module = MODULE_AT.first(page.path[: -page.steplen], person)
    if module is None or not (module.live or preview):
        raise Http404
    lessons = LESSONS_UNDER.all(module.path, module.depth + 1, person)
    current = next((lesson for lesson in lessons if lesson.pk == page.pk), None)
    begun_at = current.my_started_at if current else None
    if not preview and not request.headers.get("Sec-Purpose", "").startswith("prefetch"):
        _note_visit(request, page, module, begun_at)
    body = body_of(page, module, keep=not preview)
    mine = mine_in(page, request, module, body, begun=begun_at is not None and not preview)
    address = address_of(page.url_path)
    outline = tuple(InOutline(each.title, each.minutes, address_of(each.url_path), bool(each.my_finished_at), each.pk == page.pk) for each in lessons)
    return {
        "module": module,
        "module_url": address_of(module.url_path),
        "address": address,
        "break_url": f"{address}break/",
        "outline": outline,
        "number": next((number for number, lesson in enumerate(lessons, 1) if lesson.pk == page.pk), None),
        "parts": [(part, _filled(part, mine, address, page, request)) for part in body.parts],
        "has_reflection": body.has("reflection"),
        "body": body,
        "mine": mine,
        "preview": preview,
        "finished": bool(current and current.my_finished_at),
        "module_done": module.my_completed_at is not None,
        "next": next((place for lesson, place in zip(lessons, outline, strict=True) if lesson.path > page.path), None),
        "who": mine.token,
        "finish_kept": mine.kept.get("finish"),
        "note_kept": mine.kept.get("note"),
        "note_text": mine.kept["note"].first("text") if "note" in mine.kept else "",
        "note_sent": "note" in request.GET,
    }


def _filled(part: Part, mine: Mine, address: str, page: LessonPage, request: HttpRequest) -> SafeString:
    if part.kind == "contribution":
        return shown_html(part.content["contribution"], page, request)
    return fill(part, mine, address, request) if part.is_hole else part.safe_html


def _note_visit(request: HttpRequest, page: LessonPage, module: ModulePage, begun_at: datetime | None) -> None:
    moved = module.my_last_lesson != page.pk
    if not moved and begun_at is not None:
        return
    try:
        open_lesson(request.user, page, module, place="" if moved else None, begun_at=begun_at)
    except OperationalError as fault:  # a full disk, or a database that only reads: the place is not kept, and reading goes on
        log.warning("place in lesson %d not kept: %s", page.pk, type(fault.__cause__).__name__)


def mine_in(page: LessonPage, request: HttpRequest, module: ModulePage, body, *, begun: bool) -> Mine:
    """What the reader did in this lesson: one query for each kind of thing there is in it, none where they never opened it."""
    preview = getattr(request, "is_preview", False)
    kept: dict[str, Kept] = {} if preview else {**kept_words(request, page), **getattr(request, "kept", {})}
    mine = Mine(kept=kept, preview=preview, token="" if preview else token_for(request.user))
    if not begun:
        return mine
    person: Any = request.user
    if body.has("check"):
        began = module.my_started_at
        answers = ANSWERS.all(person.pk, page.pk)
        mine.answers = {str(answer.block_id): answer for answer in answers if began is None or answer.answered_at >= began}
    if body.has("scenario", "checklist", "poll"):
        mine.states = {str(state.block_id): state for state in STATES.all(person.pk, page.pk)}
    if body.has("reflection"):
        mine.reflections = {str(each.block_id): each for each in REFLECTIONS.all(person.pk, page.pk)}
    return mine


def _states(person: int, lesson: int):
    result = PollResult.objects.filter(block_id=OuterRef("block_id"))
    states = BlockState.objects.filter(person=person, lesson=lesson)
    return states.annotate(poll_shares=Subquery(result.values("shares")), poll_digest=Subquery(result.values("digest")))


def _reflections(person: int, lesson: int):
    shared = ReflectionShare.objects.filter(reflection=OuterRef("pk"), stopped_at__isnull=True)
    return Reflection.objects.filter(person=person, lesson=lesson).annotate(is_shared=Exists(shared))


def _lessons(path: str, depth: int, person: int):
    return LessonPage.objects.live().filter(path__startswith=path, depth=depth).order_by("path").with_progress(Somebody(person)).defer("body", "content_note")


MODULE_AT = Prepared(lambda path, person: ModulePage.objects.filter(path=path).with_progress(Somebody(person)))
LESSONS_UNDER = Prepared(_lessons)
ANSWERS = Prepared(lambda person, lesson: Answer.objects.newest().filter(person=person, lesson=lesson).select_related("question"))
STATES = Prepared(_states)
REFLECTIONS = Prepared(_reflections)
