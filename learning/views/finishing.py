"""Finishing a lesson, and the page that a completed module ends on."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from learning.actions.beginning import begin_again
from learning.actions.completing import finish_lesson, module_standing
from learning.actions.problems import NotFinished
from learning.contexts.module import lines
from learning.forms.keeping import Kept
from learning.models import Answer, Completion, LessonPage, ModulePage
from learning.rules.addresses import address_of
from learning.rules.completion import could_be_better, what_is_left
from learning.rules.questions import scored_checks
from learning.views.doing import lesson_of, signed_out


@login_not_required
@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    """POST finishes the lesson and leads on; GET is the page on which a completed module ends."""
    if request.method == "POST":
        return _finish(request, module, lesson)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return _ended(request, module, lesson)


def _finish(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return signed_out(request, module, lesson, "finish")
    found = ModulePage.objects.live().filter(slug=module).with_progress(request.user).first()
    if found is None:
        raise Http404
    try:
        finished = finish_lesson(request.user, found, lesson, leave_questions=bool(request.POST.get("leave")))
    except LessonPage.DoesNotExist:
        raise Http404 from None
    except NotFinished as left:
        page, _ = lesson_of(module, lesson, request.user)
        request.kept = {"finish": Kept("finish", {}, str(left))}  # type: ignore[attr-defined]  # read by the lesson's context
        response = page.serve(request)
        response.status_code = 422
        return response
    # A redirect without a place of its own would keep the form's, and open the next page at its foot.
    if finished.next_lesson is not None:
        return redirect(f"{address_of(finished.next_lesson.url_path)}#main")
    return redirect(f"{address_of(found.url_path)}{lesson}/finish/#main")


def _ended(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    _, found = lesson_of(module, lesson, request.user)
    url = address_of(found.url_path)
    if not found.my_started_at:
        return redirect(url)
    if not found.my_completed_at:
        return _not_yet(request, found, url)
    completion = Completion.objects.of(request.user).filter(module_key=found.key or found.slug).first()
    context = {
        "module": found,
        "module_url": url,
        "completion": completion,
        "certificate": getattr(completion, "certificate", None),
        "try_this_week": lines(found.try_this_week),
        "supervision": lines(found.supervision),
    }
    return render(request, "learning/completed.html", context)


def _not_yet(request: HttpRequest, module: ModulePage, url: str) -> HttpResponse:
    lessons = list(LessonPage.objects.of(module).with_progress(request.user))
    standing = module_standing(request.user, module, lessons)
    best = Answer.objects.best(request.user, module, module.my_started_at)
    to_do = [each for each in lessons if each.my_finished_at is None] or [each for each in lessons if could_be_better(scored_checks(each.body.raw_data), best)]
    links = [(lesson, address_of(lesson.url_path)) for lesson in to_do]
    context = {"module": module, "module_url": url, "sentence": what_is_left(standing, module.pass_mark), "lessons": links}
    return render(request, "learning/not_yet.html", context)


@require_POST
def again(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    """Begin a completed module afresh, at this lesson."""
    page, found = lesson_of(module, lesson, request.user)
    begin_again(request.user, found)
    return redirect(address_of(page.url_path))
