"""Choosing words: the list and a text to try, the area's own terms, and what is marked in a page."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Page

from home.actions.area_terms import keep_term, take_term_out
from home.actions.page_words import WordChanged, let_stand, take_words
from home.forms.words import AreaTermForm, TryWordsForm
from home.models import AreaTerm
from home.page_words import words_of
from home.permissions import may_mend_words
from home.rules.page_words import marked_in
from home.rules.words import shipped_lexicon


@require_http_methods(["GET", "HEAD", "POST"])
def words(request):
    """The terms and why, and a text of one's own to look at, of which nothing is kept."""
    form = TryWordsForm(request.POST if request.method == "POST" else None)
    own = list(AreaTerm.objects.all())
    context = {"form": form, "own": own, "shipped": shipped_lexicon().terms, "may_mend": may_mend_words(request.user), "looked": False}
    if request.method == "POST" and form.is_valid():
        context |= {"looked": True, "marked": marked_in("text", form.cleaned_data["text"], AreaTerm.objects.all().lexicon())}
    return render(request, "home/words.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def term(request, pk: int | None = None):
    """A term of the area's own: a new one, or one to change."""
    if not may_mend_words(request.user):
        raise Http404
    found = get_object_or_404(AreaTerm, pk=pk) if pk else AreaTerm()
    form = AreaTermForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        keep_term(request.user, form.save(commit=False))
        messages.success(request, f"“{form.instance}” is marked from now on.")
        return redirect("words")
    return render(request, "home/word_term.html", {"form": form, "term": found}, status=422 if form.errors else 200)


@require_POST
def take_out_term(request, pk: int):
    """Take a term of the area's own out again."""
    if not may_mend_words(request.user):
        raise Http404
    found = get_object_or_404(AreaTerm, pk=pk)
    name = found.name
    take_term_out(request.user, found)
    messages.success(request, f"“{name}” is marked no more.")
    return redirect("words")


@require_http_methods(["GET", "HEAD", "POST"])
def page_words(request, pk: int):
    """What is marked in a page's latest draft; each term can be exchanged, or stand."""
    page = get_object_or_404(Page.objects.filter(depth__gt=1), pk=pk).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise Http404
    if request.method == "POST":
        token, chosen = request.POST.get("token", ""), request.POST.get("words", "")
        try:
            if chosen:
                take_words(request.user, page, token, chosen)
                messages.success(request, f"“{chosen}” stands in the draft now. Publish the page, or hand it in, when you are ready.")
            else:
                let_stand(request.user, page, token)
                messages.success(request, "It stays as it is, and is not marked there again.")
        except WordChanged as changed:
            messages.warning(request, str(changed))
        return redirect("page_words", pk=pk)
    draft = page.get_latest_revision_as_object()
    return render(request, "home/page_words.html", {"page": draft, "words": words_of(draft)})
