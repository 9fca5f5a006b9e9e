"""Reading the framework, for everyone: the version in force, earlier ones, and what changed between them."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import condition

from capability.actions.carrying import carried
from capability.enums import FrameworkState
from capability.exchange import as_case, profile_as_case
from capability.frameworks import change_rows, history
from capability.handbook import handbook
from capability.models import Framework, SelfAssessment
from capability.pictures import answers_of
from capability.rules.crosswalk import FATES, SAME, WHAT_HAPPENS, sentence
from capability.rules.gaps import LEVEL_WORDS
from home.limits import OPEN_DATA, slowed
from home.models import User


def written(request: HttpRequest, text: str) -> HttpResponse:
    """A file for every system; what somebody who is signed in gets is kept nowhere, like everything they get."""
    response = HttpResponse(text, content_type="application/json", headers={"Access-Control-Allow-Origin": "*"})
    if reader(request) is None:
        response["Cache-Control"] = "public, max-age=300"
    return response


def reader(request: HttpRequest) -> User | None:
    """Who reads, where they are signed in."""
    return request.user if isinstance(request.user, User) else None


@login_not_required
def framework(request: HttpRequest) -> HttpResponse:
    """The version in force, as a person reads a handbook."""
    found = Framework.objects.published().first()
    context = {"book": handbook(found, reader(request)), "framework": found} if found else {"framework": None}
    return render(request, "capability/framework.html", context)


def digest_in_force(request: HttpRequest, **kwargs) -> str | None:
    """What tells one published text from another."""
    found = Framework.objects.published().values_list("words_digest", "version").first()
    return f'"{found[0][:32]}-{found[1]}"' if found else None


@login_not_required
@slowed(OPEN_DATA, as_json=True)
@condition(etag_func=digest_in_force)
def framework_json(request: HttpRequest) -> HttpResponse:
    """The version in force as a CASE 1.1 package, for everyone and every system."""
    found = Framework.objects.published().first()
    if found is None:
        raise Http404
    return written(request, as_case(found))


@login_not_required
@slowed(OPEN_DATA, as_json=True)
@condition(etag_func=digest_in_force)
def role_json(request: HttpRequest, slug: str) -> HttpResponse:
    """What one job role needs, as a CASE document of its own."""
    found = Framework.objects.published().first()
    text = profile_as_case(found, slug) if found else None
    if text is None:
        raise Http404
    return written(request, text)


@login_not_required
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """A version that is or was in force; 404 for a draft."""
    found = get_object_or_404(Framework.objects.exclude(state=FrameworkState.DRAFT), pk=pk)
    return render(request, "capability/framework.html", {"book": handbook(found, None), "framework": found})


@login_not_required
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What one version changed, and what becomes of what the reader said before."""
    found = get_object_or_404(Framework.objects.exclude(state=FrameworkState.DRAFT).select_related("based_on"), pk=pk)
    rows = change_rows(found)
    mine = what_i_said(reader(request), found)
    told = [
        {"fate": fate, "words": words, "happens": WHAT_HAPPENS[fate], "rows": [(row, mine.get(row.after[0].key if row.after else 0, "")) for row in inside]}
        for fate, words in FATES
        if (inside := [row for row in rows if row.fate == fate])
    ]
    context = {"framework": found, "told": told, "sentence": sentence(rows), "same": SAME, "mine": bool(mine), "history": history()}
    return render(request, "capability/changes.html", context)


def what_i_said(person: User | None, framework: Framework) -> dict[int, str]:
    """What somebody said before, as it is filled in for `framework`, in words, by capability key."""
    if person is None:
        return {}
    last = SelfAssessment.objects.submitted().filter(person=person).select_related("framework").first()
    if last is None:
        return {}
    if last.framework_id == framework.pk:
        answers: dict[int, Any] = answers_of(last)
        return {key: LEVEL_WORDS[level] if isinstance(level, int) else "Not part of my role" for key, level in answers.items()}
    return {key: LEVEL_WORDS[one.level] if one.level is not None else "Not part of my role" for key, one in carried(last, framework).items()}
