"""Taking a break: the place is kept, there is somebody to talk to, and the way back leads to the same place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from home.views.support import support_words
from learning.actions.beginning import open_lesson
from learning.models import LessonPage
from learning.rules.addresses import address_of, place_of_block
from learning.views.doing import lesson_of


@require_http_methods(["GET", "POST"])
def take_break(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    """The break page of a lesson; `at` names the place that is in view. POST only keeps the place (a script, as somebody leaves)."""
    page, found = lesson_of(module, lesson, request.user)
    place = _block_at(page, (request.POST if request.method == "POST" else request.GET).get("at", ""))
    if place or found.my_last_lesson != page.pk:
        open_lesson(request.user, page, found, place=place or "", begun_at=page.my_started_at)
    if request.method == "POST":
        return HttpResponse(status=204)
    place = place or (found.my_last_place if found.my_last_lesson == page.pk else "")
    if not page.live or not found.live:
        return redirect(address_of(found.url_path) if found.live else "/learning/")
    url = address_of(page.url_path)
    back_url = f"{url}#{place_of_block(place)}" if place else url
    return render(request, "learning/break.html", {**support_words(), "page": page, "module": found, "back_url": back_url})


def _block_at(page: LessonPage, place: str) -> str:
    """The id of the block at a place of this lesson; empty where there is none."""
    ids = (raw.get("id") or "" for raw in page.body.raw_data)
    return next((block_id for block_id in ids if block_id and place_of_block(block_id) == place), "")
