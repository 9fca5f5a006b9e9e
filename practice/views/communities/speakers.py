"""Speakers: asking them, writing introductions, and the speaker's own page, with an account or at a secret address."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from home.actions.contributing.consenting import consent_of
from home.actions.contributing.reaching import involvement
from home.actions.refusals import Refused
from home.limits import count_miss, too_many
from home.models import User, Withdrawal
from home.requests import SignedIn
from home.rules.numbers import whole_number
from practice.actions.sessions import speaking
from practice.forms.speaking import IntroductionForm, SpeakerForm, StandsForm
from practice.models import Introduction, Session, SessionMaterial, Speaker
from practice.permissions import join_link_for, speaks_at
from practice.views.communities.finding import find_session, run_session
from practice.views.shadowing.answering import answer, press

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
SAID = {
    "take_back": "It is out of every place, and deleted. The receipt is below.",
    "keep_not": "It is hidden from everyone. The receipt is below.",
    "decline": "Kept. Nothing about you is shown, and whoever asked you is told.",
}
WHOLE = ("session__page", "session__community", "person")


@GET_OR_POST
def speakers(request: SignedIn, community: str, session: str) -> HttpResponse:
    """Who speaks, where their yeses stand, and a form to ask somebody."""
    found = run_session(request, community, session)
    here = _here("session_speakers", found)
    form = SpeakerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            speaking.ask_to_speak(by=request.user, session=found, **form.cleaned_data)
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Asked. The introduction is shown when they have said yes to it.")
            return redirect(here)
    asked = found.speakers.select_related("person").prefetch_related(Prefetch("introductions", Introduction.objects.with_yes()))
    rows = [{"speaker": row, "newest": next(iter(row.introductions.all()), None)} for row in asked]
    context = {"session": found, "community": found.community, "speakers": rows, "form": form}
    return render(request, "practice/communities/speakers.html", context, status=422 if form.errors else 200)


@GET_OR_POST
def introduction(request: SignedIn, community: str, session: str, pk: int) -> HttpResponse:
    """Write another introduction for a speaker, who is asked for their yes to it."""
    found = run_session(request, community, session)
    speaker = get_object_or_404(Speaker.objects.select_related(*WHOLE), session=found, pk=pk, declined_at__isnull=True)
    newest = speaking.newest_of(speaker)
    initial = {"name": speaker.name, "role": speaker.role, "words": newest.words if newest else ""}
    return answer(
        request, IntroductionForm(request.POST if request.method == "POST" else None, initial=initial),
        lambda said: speaking.write_introduction(by=request.user, speaker=speaker, **said), then=_here("session_speakers", found),
        said="Kept. They are asked for their yes to these words.", title=f"How {speaker.name} is introduced", kicker=found.page.title,
        button="Ask for their yes", action=reverse("practice:session_introduction", args=[community, session, pk]), plain=True,
        who="The words they agreed to before stay on the page until they say yes to these.",
    )  # fmt: skip


@require_POST
def remove(request: SignedIn, community: str, session: str, pk: int) -> HttpResponse:
    """Take a speaker off."""
    found = run_session(request, community, session)
    speaker = get_object_or_404(Speaker.objects.select_related(*WHOLE), session=found, pk=pk)
    return press(request, lambda: speaking.remove(by=request.user, speaker=speaker), then=_here("session_speakers", found), said="Taken off.")


@GET_OR_POST
def own(request: SignedIn, community: str, session: str) -> HttpResponse:
    """What somebody with an account says yes to as a speaker."""
    found = find_session(request, community, session)
    if speaks_at(request.user, found) is None:
        raise Http404
    speaker = get_object_or_404(Speaker.objects.select_related(*WHOLE), session=found, person=request.user)
    return _speaking(request, speaker, request.user, _here("session_speaking", found))


@login_not_required
@GET_OR_POST
def guest(request: HttpRequest, secret: str) -> HttpResponse:
    """The same for a guest without an account, at the address that only they were sent."""
    if too_many(request, "speaker", most=30, seconds=600):
        raise Http404
    speaker = Speaker.objects.select_related(*WHOLE).filter(secret=secret, person=None).first()
    if speaker is None:
        count_miss(request, "speaker", seconds=600)
        raise Http404
    response = _speaking(request, speaker, None, reverse("practice:speaker_guest", args=[secret]))
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


def _speaking(request: HttpRequest, speaker: Speaker, by: User | None, here: str) -> HttpResponse:
    newest = speaking.newest_of(speaker)
    facts = {"name": speaker.name, "role": speaker.role, "words": newest.words if newest else ""}
    wanted = request.POST.get("do", "") if request.method == "POST" else ""
    form = IntroductionForm(request.POST if wanted == "write" else None, initial=facts)
    record = newest.revision.contribution if newest else None
    until = consent_of(record).until if record else None
    stands = StandsForm(request.POST if wanted in ("agree", "until") else None, initial={"until": until})
    if wanted == "write":
        if form.is_valid():
            return press(request, lambda: speaking.write_introduction(by=by, speaker=speaker, **form.cleaned_data), then=here, said="Kept, with your yes.")
    elif wanted and not stands.is_bound:
        return press(request, _wish(request, speaker, wanted), then=here, said=SAID.get(wanted, "Kept."))
    elif stands.is_bound and stands.is_valid():
        return press(request, _yes(request, speaker, wanted, stands.cleaned_data["until"]), then=here, said="Kept.")
    session = speaker.session
    yeses = {(yes.material_id, yes.revision) for yes in speaker.yeses.standing()}
    records = speaking.contributions_of(speaker)
    context = {
        "stands": stands,
        "until": until,
        "record": record,
        "decisions": record.decisions.all()[:100] if record else [],
        "receipts": Withdrawal.objects.filter(contribution__in=records),
        "offer": involvement(),
        "speaker": speaker,
        "session": session,
        "introduction": newest,
        "materials": [{"material": each, "agreed": (each.pk, each.revision) in yeses} for each in session.materials.select_related("file")],
        "form": form,
        "here": here,
        "guest": by is None,
        "link": join_link_for(session, speaks=True) if by is None and speaker.declined_at is None else None,
    }
    return render(request, "practice/communities/speaking.html", context, status=422 if form.errors or stands.errors else 200)


def _number(request: HttpRequest) -> int:
    return whole_number(request.POST.get("number"), digits=5) or 0


def _yes(request: HttpRequest, speaker: Speaker, wanted: str, until: date | None) -> Callable[[], object]:
    if wanted == "agree":
        return lambda: speaking.agree(speaker=speaker, number=_number(request), until=until)
    return lambda: speaking.let_stand_until(speaker=speaker, until=until) if until else None


def _wish(request: HttpRequest, speaker: Speaker, wanted: str) -> Callable[[], object]:
    if wanted == "take_back":
        return lambda: speaking.take_back(speaker=speaker)
    if wanted == "decline":
        return lambda: speaking.decline(speaker=speaker)
    if wanted in ("keep", "keep_not"):
        material = get_object_or_404(SessionMaterial, session=speaker.session_id, pk=whole_number(request.POST.get("material")) or 0)
        return lambda: speaking.let_keep(speaker=speaker, material=material, revision=_number(request), yes=wanted == "keep")
    raise Http404


def _here(name: str, session: Session) -> str:
    return reverse(f"practice:{name}", args=[session.community.slug, session.page.slug])
