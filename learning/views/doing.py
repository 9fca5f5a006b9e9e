"""What a reader sends from a lesson: each view finds the lesson, does one thing, and leads back to the place it came from.

Somebody whose session ended meanwhile is asked to sign in again, and what they typed comes back afterwards.
"""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from home.rules.numbers import whole_number
from learning.actions.answering import answer
from learning.actions.beginning import open_lesson
from learning.actions.marking_off import tick, vote
from learning.actions.noting import send_note
from learning.actions.problems import LearningProblem, QuestionChanged, QuestionGone
from learning.actions.reflecting import delete_reflection, reflect
from learning.actions.walking import walk
from learning.forms.answers import answer_in, field_name
from learning.forms.keeping import Kept, fields_sent, forget_words, keep_words
from learning.models import LessonPage, ModulePage
from learning.rules.addresses import address_of, place_of_block
from learning.rules.checks import AnswerProblem, check_of
from learning.rules.questions import digest_of, find_block
from learning.rules.scenario import ScenarioProblem

Doing = Callable[[HttpRequest, LessonPage, ModulePage, str], HttpResponse | None]


def lesson_of(module: str, lesson: str, person) -> tuple[LessonPage, ModulePage]:
    """The lesson at this address and its module (with progress), in two queries; 404 where there is none.

    A lesson that was taken down still takes in what somebody who had opened it was writing.
    """
    found = ModulePage.objects.filter(slug=module).with_progress(person).first()
    page = found and LessonPage.objects.child_of(found).filter(slug=lesson).with_progress(person).first()
    if not page or not ((page.live and found.live) or page.my_started_at):
        raise Http404
    return page, found


def is_autosave(request: HttpRequest) -> bool:
    """Whether a script sent this while somebody writes: it takes a short answer, not a page."""
    return request.headers.get("X-Requested-With") == "autosave"


def sent_from_a_lesson(do: Doing) -> Callable[..., HttpResponse]:
    """A view that does one thing in a block and leads back to it; keeps what was typed where that cannot be done."""

    @login_not_required
    @require_POST
    @wraps(do)
    def view(request: HttpRequest, module: str, lesson: str, block: UUID | str = "note") -> HttpResponse:
        block = str(block)
        if not request.user.is_authenticated:
            return signed_out(request, module, lesson, block)
        page, found = lesson_of(module, lesson, request.user)
        try:
            response = do(request, page, found, block)
        except (LearningProblem, AnswerProblem, ScenarioProblem) as problem:
            return _not_done(request, page, found, block, problem)
        forget_words(request, block)
        if block != "note":
            open_lesson(request.user, page, found, place=block, begun_at=page.my_started_at)
        return response or _back(request, page, found, block)

    return view


def _back(request: HttpRequest, page: LessonPage, module: ModulePage, block: str) -> HttpResponse:
    if is_autosave(request):
        return HttpResponse(status=204)
    if not page.live or not module.live:
        return _taken_down(request, module)
    return redirect(f"{address_of(page.url_path)}#{place_of_block(block)}")


def _taken_down(request: HttpRequest, module: ModulePage) -> HttpResponse:
    messages.info(request, "This lesson was taken down for now. What you wrote in a reflection is kept with your reflections.")
    return redirect(address_of(module.url_path) if module.live else "/learning/")


def _not_done(request: HttpRequest, page: LessonPage, module: ModulePage, block: str, problem: Exception) -> HttpResponse:
    if is_autosave(request):
        return JsonResponse({"sentence": str(problem)}, status=422)
    kept = Kept(block, fields_sent(request), str(problem), shows_choices=not isinstance(problem, QuestionChanged), digest=request.POST.get("digest", ""))
    if isinstance(problem, QuestionGone) or not page.live or not module.live:
        back = page if page.live and module.live else module
        return render(request, "learning/gone.html", {"kept": kept, "url": address_of(back.url_path) if back.live else "/learning/"}, status=409)
    request.kept = {block: kept}  # type: ignore[attr-defined]  # read by the lesson's context
    response = page.serve(request)
    response.status_code = 422
    return response


def signed_out(request: HttpRequest, module: str, lesson: str, block: str) -> HttpResponse:
    """Ask somebody to sign in again; what they typed is kept for them where the form says whose it is."""
    if is_autosave(request):
        return JsonResponse({"sentence": "You are signed out."}, status=401)
    url = f"/learning/{module}/{lesson}/"  # what stands there, if anything, is nobody's business who is not signed in
    page = LessonPage.objects.filter(url_path__endswith=url).only("path").first()
    kept = page is not None and keep_words(request, page.pk, block)
    place = block if block in ("note", "finish") else place_of_block(block)
    words = [value for values in fields_sent(request).values() for value in values if len(value) > 20]
    return render(request, "learning/signed_out.html", {"kept": kept, "next": f"{url}#{place}", "words": words}, status=403)


@sent_from_a_lesson
def give_answer(request: HttpRequest, page: LessonPage, module: ModulePage, block: str) -> None:
    """An answer to a knowledge check."""
    content = find_block(page.body.raw_data, block, "check")
    if content is None:
        raise QuestionGone
    digest = request.POST.get("digest", "")
    if digest != digest_of(content):
        raise QuestionChanged
    _begin(request, page, module, block)
    answer(request.user, page, block, answer_in(request.POST, check_of(content), field_name(block)), digest)


@sent_from_a_lesson
def make_choice(request: HttpRequest, page: LessonPage, module: ModulePage, block: str) -> None:
    """A choice in a scenario, or a step back, or a new beginning."""
    move, choice = request.POST.get("move", ""), whole_number(request.POST.get("choice"), digits=5)
    if not move and choice is None:
        raise ScenarioProblem("Choose what you would do.")
    walk(request.user, page, block, choice=choice, move=move, decided=whole_number(request.POST.get("decided"), digits=5))


@sent_from_a_lesson
def keep_reflection(request: HttpRequest, page: LessonPage, module: ModulePage, block: str) -> None:
    """Words of a reflection, saved while they are written or by its button; or taken away."""
    text = request.POST.get("text", "")
    if request.POST.get("delete") or not (text.strip() or is_autosave(request)):
        delete_reflection(request.user, block)
        return
    reflect(request.user, page, module, block, text)


@sent_from_a_lesson
def tick_items(request: HttpRequest, page: LessonPage, module: ModulePage, block: str) -> None:
    """Which items of a checklist are ticked."""
    tick(request.user, page, block, [number for value in request.POST.getlist("item") if (number := whole_number(value, digits=5)) is not None])


@sent_from_a_lesson
def say_in_poll(request: HttpRequest, page: LessonPage, module: ModulePage, block: str) -> None:
    """An answer to a poll."""
    vote(request.user, page, block, whole_number(request.POST.get("choice"), digits=5), request.POST.get("poll", ""))


@sent_from_a_lesson
def leave_note(request: HttpRequest, page: LessonPage, module: ModulePage, block: str) -> HttpResponse:
    """A note to the lesson's authors."""
    send_note(request.user, page, request.POST.get("text", ""), may_name_me=request.POST.get("may_name_me") == "on")
    return redirect(f"{address_of(page.url_path)}?note=sent#note")


def _begin(request: HttpRequest, page: LessonPage, module: ModulePage, block: str) -> None:
    """Answers count from when a module was begun: begin it before the first."""
    if page.my_started_at is None or module.my_started_at is None:
        open_lesson(request.user, page, module, place=block, begun_at=page.my_started_at)
