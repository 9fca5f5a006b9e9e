"""One way to answer a form: do it and go on, or show the form again with what was typed and what is wrong."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from home.actions.refusals import Refused

FORM = "practice/shadowing/form.html"


def answer(
    request: HttpRequest, form: forms.Form, do: Callable[[dict], Any], *, then: str, said: str, template: str = FORM, **page: Any
) -> HttpResponse:  # fmt: skip
    """Show `form`, or give what it holds to `do` and go to `then`, saying `said`. `page` is for the template.

    A form that is not bound is shown again, as where something was looked up for it.
    """
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, said)
            return redirect(then)
    return render(request, template, {"form": form, "back": then, **page}, status=422 if form.errors else 200)


def press(request: HttpRequest, do: Callable[[], Any], *, then: str, said: str) -> HttpResponse:
    """Do what a button asks and go to `then`, saying `said`, or why not."""
    try:
        do()
    except Refused as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, said)
    return redirect(then)
