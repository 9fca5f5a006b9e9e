"""A person's own reflections, and those that somebody lets them read. Everyone else finds nothing here."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from learning.actions import sharing
from learning.actions.problems import LearningProblem
from learning.forms.reflections import SendForm, WordsForm
from learning.models import Reflection, ReflectionShare
from learning.rules.addresses import address_of

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
A_PAGE = 20


@require_GET
def mine(request):
    """My reflections, by words and by module, and those sent to me."""
    own = Reflection.objects.of(request.user)
    words = " ".join(request.GET.get("q", "").split())[:100]
    module = request.GET.get("module", "")[:255]
    modules = list(own.order_by("module_title").values_list("module_title", flat=True).distinct())
    found = own.with_words(words) if words else own
    if module:
        found = found.filter(module_title=module)
    page = Paginator(found.prefetch_related("shares"), A_PAGE).get_page(request.GET.get("page"))
    sent = ReflectionShare.objects.in_force().filter(reader=request.user).select_related("reflection__person")
    return render(request, "learning/reflections.html", {"page": page, "words": words, "module": module, "modules": modules, "sent": sent})


@require_GET
def one(request, pk: int):
    """One reflection, for who wrote it and for those they let read it."""
    found = get_object_or_404(Reflection.objects.readable_by(request.user).select_related("person", "lesson"), pk=pk)
    if found.person_id != request.user.pk:
        sharing.opened(request.user, found)
        return render(request, "learning/reflection_read.html", {"reflection": found})
    shares = found.shares.open().select_related("reader")
    return render(request, "learning/reflection.html", {"reflection": found, "shares": shares, "address": _lesson_address(found)})


def _lesson_address(found: Reflection) -> str:
    return address_of(found.lesson.url_path) if found.lesson and found.lesson.live else ""


@GET_OR_POST
def edit(request, pk: int):
    """Change one's own words."""
    found = _own(request, pk)
    form = WordsForm(request.POST if request.method == "POST" else None, initial={"text": found.text})
    if request.method == "POST" and form.is_valid():
        try:
            sharing.rewrite(person=request.user, reflection=found, text=form.cleaned_data["text"])
        except LearningProblem as problem:
            form.add_error("text", str(problem))
        else:
            messages.success(request, "Your words are kept.")
            return redirect("learning:reflection", pk=pk)
    return render(request, "learning/reflection_edit.html", {"reflection": found, "form": form}, status=422 if form.errors else 200)


@GET_OR_POST
def delete(request, pk: int):
    """Take one reflection away, after a page that says what happens."""
    found = _own(request, pk)
    if request.method == "POST":
        sharing.delete(person=request.user, reflection=found)
        messages.success(request, "The reflection is gone.")
        return redirect("learning:reflections")
    return render(request, "learning/reflection_delete.html", {"reflection": found, "readers": found.shares.open().count()})


@GET_OR_POST
def delete_all(request):
    """Take all of one's reflections away, after a page that says what happens."""
    if request.method == "POST":
        sharing.delete_all(person=request.user)
        messages.success(request, "All your reflections are gone.")
        return redirect("learning:reflections")
    own = Reflection.objects.of(request.user)
    readers = ReflectionShare.objects.open().filter(reflection__person=request.user).count()
    return render(request, "learning/reflections_delete.html", {"count": own.count(), "readers": readers})


@require_POST
def keep(request, pk: int):
    """Show one's own reflection in one's learning record, or no longer."""
    found = _own(request, pk)
    wanted = request.POST.get("keep") == "yes"
    sharing.keep_in_record(person=request.user, reflection=found, keep=wanted)
    messages.success(request, "It stands in your learning record." if wanted else "It is out of your learning record.")
    return redirect("learning:reflection", pk=pk)


@GET_OR_POST
def send(request, pk: int):
    """Let a manager or somebody at one address read it."""
    found = _own(request, pk)
    form = SendForm(request.POST if request.method == "POST" else None, managers=sharing.managers_of(request.user))
    if request.method == "POST" and form.is_valid():
        manager = form.chosen_manager
        address = "" if manager else form.cleaned_data["address"]
        try:
            sharing.send(person=request.user, reflection=found, address=address, manager=manager)
        except LearningProblem as problem:
            form.add_error("address" if address else None, str(problem))
        else:
            somebody = f"If somebody with the address {address} has an account here, they can read it now and are told."
            messages.success(request, f"{f'{manager} can read it now, and is told.' if manager else somebody} You can stop it at any time.")
            return redirect("learning:reflection", pk=pk)
    return render(request, "learning/reflection_send.html", {"reflection": found, "form": form}, status=422 if form.errors else 200)


@require_POST
def stop(request, pk: int, share: int):
    """Stop one reader at once."""
    found = get_object_or_404(ReflectionShare.objects.select_related("reflection"), pk=share, reflection=pk, reflection__person=request.user)
    sharing.stop(person=request.user, share=found)
    messages.success(request, "They can no longer read it.")
    return redirect("learning:reflection", pk=pk)


def _own(request, pk: int) -> Reflection:
    return get_object_or_404(Reflection.objects.of(request.user), pk=pk)
