"""A person's own pages: profile, preferences, privacy, notices, and stopping mail by one click."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from home.actions import me
from home.enums import NoticeKind
from home.forms.me import MAIL_KINDS, PreferencesForm, ProfileForm
from home.letters.writing import read_stop_token
from home.models import Membership, Notice, Preferences, Team, TeamManager, User
from home.querysets import on_day
from home.seams.privacy import NOBODY, YOU, Kept, OnErasure, kept_by_group
from home.wording import count_words, number_words

NOTICES_A_PAGE = 20


@dataclass(frozen=True)
class KeptGroup:
    """The kinds of things of one group of the privacy page: those that are the person's, and what stays of what they did for others."""

    name: str
    kinds: list[Kept]

    @property
    def yours(self) -> list[Kept]:
        """What goes when they are erased."""
        return [kind for kind in self.kinds if kind.on_erasure is OnErasure.DELETED]

    @property
    def others(self) -> list[Kept]:
        """What stays without their name."""
        return [kind for kind in self.kinds if kind.on_erasure is not OnErasure.DELETED]

    @property
    def summary(self) -> str:
        """The group in a line: "Your learning: 15 kinds of things, nine of them for you alone"."""
        alone = sum(kind.seen_by in (YOU, NOBODY) for kind in self.kinds)
        own = f", {number_words(alone)} of them for you alone" if alone and len(self.kinds) > 1 else ""
        return f"{self.name}: {count_words(len(self.kinds), 'kind')} of {'thing' if len(self.kinds) == 1 else 'things'}{own}"


def profile(request):
    """What colleagues see of somebody, and the ways to what is kept about them."""
    person = request.user
    form = ProfileForm(request.POST if request.method == "POST" else None, initial={"name": person.name, "pronouns": person.pronouns})
    if request.method == "POST" and form.is_valid():
        me.change_profile(person, **form.cleaned_data)
        messages.success(request, "Saved. This is what colleagues see from now on.")
        return redirect("profile")
    places = Membership.objects.filter(on_day(), person=person).select_related("team__service", "job_role").order_by("team__name")
    context = {"form": form, "places": places, "waiting": person.join_requests.waiting().select_related("team__service")}
    return render(request, "home/profile.html", context)


def preferences(request):
    """When mail may come, and about what."""
    kept = Preferences.objects.filter(person=request.user).first() or Preferences(person=request.user)
    initial = {
        "rhythm": kept.rhythm,
        "quiet_from": kept.quiet_from,
        "quiet_until": kept.quiet_until,
        "quiet_weekends": kept.quiet_weekends,
        "mail_about": [kind for kind, _ in MAIL_KINDS if kind not in kept.no_mail_about],
    }
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        me.change_preferences(request.user, **form.wishes())
        messages.success(request, "Saved. Mail comes as you wish from now on.")
        return redirect("preferences")
    return render(request, "home/preferences.html", {"form": form})


def privacy(request):
    """Who can see what about this person: by name, today."""
    person = request.user
    teams = Team.objects.of(person).select_related("service")
    managers = (
        TeamManager.objects.current().filter(team__in=teams).exclude(person=person).select_related("person", "team").order_by("is_deputy", "person__name")
    )
    going = User.objects.select_related("leaving", "erasure_wish").get(pk=person.pk)
    context = {
        "managers": managers, "teams": teams, "groups": [KeptGroup(*each) for each in kept_by_group().items()],
        "leaving": getattr(going, "leaving", None), "wish": getattr(going, "erasure_wish", None),
    }  # fmt: skip
    return render(request, "home/privacy.html", context)


def notices(request):
    """What the site told this person, the newest first."""
    page = Paginator(request.user.notices.all(), NOTICES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "home/notices.html", {"page": page})


@require_POST
def read_notice(request, pk: int):
    """Mark one notice read, and go to what it is about where that was asked."""
    notice = get_object_or_404(Notice, pk=pk, person=request.user)
    me.mark_read(request.user, notice)
    if "open" in request.POST and notice.url and url_has_allowed_host_and_scheme(notice.url, {request.get_host()}, require_https=request.is_secure()):
        return redirect(notice.url)
    return redirect("notices")


@require_POST
def read_all_notices(request):
    """Mark everything read."""
    me.mark_read(request.user)
    messages.success(request, "All your notices are marked as read.")
    return redirect("notices")


@csrf_exempt  # nosemgrep: no-token - a mail program posts here for somebody (RFC 8058); the signed token says for whom
@login_not_required
def stop_letters(request, token: str):
    """Stop mail of one kind: the page asks, the button or a mail program's one click does it."""
    try:
        public_id, kind = read_stop_token(token)
    except (signing.BadSignature, ValueError, TypeError) as fault:
        raise Http404 from fault
    person = get_object_or_404(User, public_id=public_id)
    if request.method == "POST":
        me.stop_mail(person, kind)
        return render(request, "home/stop_letters.html", {"done": True, "kind": _words(kind)})
    return render(request, "home/stop_letters.html", {"done": False, "kind": _words(kind)})


def _words(kind: str) -> str:
    return NoticeKind(kind).label.lower() if kind in NoticeKind.values else ""
