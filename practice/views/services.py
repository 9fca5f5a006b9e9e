"""Reading the service map."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_GET

from home.permissions import standing
from home.rules.finding import match, words_of
from practice.enums.services import EntryKind
from practice.forms.services import FindForm
from practice.models import CommunityPage, ServiceEntry, Session
from practice.permissions import may_ask_for_reviews, may_close, may_keep, may_list, may_name_keepers, may_read_map, may_record_turn_away, may_see_turn_aways
from practice.rules.comparing import MOST, compared, rows_of
from practice.rules.services import Trouble
from practice.search import parts_of
from practice.troubles import troubles_of_the_area

A_PAGE = 24


def for_readers_of_the_map(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the map: for everyone where the site's settings say so, else for people who are signed in."""

    @login_not_required
    @require_GET
    @wraps(view)
    def asked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return view(request, *args, **kwargs) if may_read_map(request.user) else redirect_to_login(request.get_full_path())

    return asked


@for_readers_of_the_map
def services(request: HttpRequest) -> HttpResponse:
    """The map, by need, place, sector, kind and words (`need`, `place`, `sector`, `kind`, `q`), a page at a time."""
    form = FindForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = Paginator(found_by(asked), A_PAGE).get_page(request.GET.get("page"))
    words = words_of(asked.get("q", ""))
    shown = [(entry, match(words, parts_of(entry)) if words else None) for entry in page]
    narrowed = any(asked.values()) or bool(form.is_bound and form.errors)
    lists = request.user.is_authenticated and may_list(request.user)
    return render(request, "practice/services.html", {"form": form, "page": page, "shown": shown, "narrowed": narrowed, "most": MOST, "may_list": lists})


def found_by(asked: dict):
    """The entries that somebody looks for, whole."""
    entries = ServiceEntry.objects.in_force().listed().whole()
    if asked.get("q"):
        entries = entries.saying(asked["q"])
    if asked.get("need"):
        entries = entries.for_need(asked["need"])
    if asked.get("place"):
        entries = entries.near(asked["place"])
    if asked.get("sector"):
        entries = entries.in_sector(asked["sector"].slug)
    if asked.get("kind"):
        entries = entries.filter(kind=asked["kind"])
    return entries


@for_readers_of_the_map
def service(request: HttpRequest, service: str) -> HttpResponse:
    """One entry: who can come, what to know first, how to refer, its criteria with plain answers, and who confirmed it when."""
    entry = get_object_or_404(ServiceEntry.objects.at(service).select_related("confirmed_by").whole())
    context = {"entry": entry, "facts": where_and_when(entry), "rows": rows_of([row.said for row in entry.criteria.all()])}
    if request.user.is_authenticated:
        keeps = may_keep(request.user, entry)
        context |= {
            "may_keep": keeps,
            "may_name": keeps or may_name_keepers(request.user, entry),
            "may_record": may_record_turn_away(request.user),
            "may_see": keeps or may_see_turn_aways(request.user, entry),
            "may_close": may_close(request.user, entry),
            "reviews": entry.reviews.published().select_related("answered_by")[:6],
            "may_ask_for_review": may_ask_for_reviews(request.user),
            "replies": entry.replies.select_related("by")[:3],
        }
        if context["may_keep"] and entry.kind == EntryKind.SERVICE:
            context["troubles"] = [one for one in troubles_of_the_area() if one.entry == entry]
            context["looked_at"] = True
    return render(request, "practice/service.html", context)


@for_readers_of_the_map
def compare(request: HttpRequest) -> HttpResponse:
    """What two to four services ask, side by side (`with` once for each, its address)."""
    slugs = list(dict.fromkeys(request.GET.getlist("with")))
    entries = [entry for entry in ServiceEntry.objects.in_force().listed().whole() if entry.slug in slugs] if 2 <= len(slugs) <= MOST else []
    if len(entries) < 2:
        return render(
            request, "practice/compare_choose.html", {"chosen": slugs, "entries": ServiceEntry.objects.in_force().listed(), "most": MOST, "asked": bool(slugs)}
        )
    rows = compared([[row.said for row in entry.criteria.all()] for entry in entries])
    return render(request, "practice/compare.html", {"entries": entries, "rows": rows, "again": urlencode([("with", entry.slug) for entry in entries])})


@require_GET
def unclear(request: HttpRequest) -> HttpResponse:
    """What is unclear, stale or contradicts "no wrong door" in the area's criteria, with the reasons (`only`: one of the three)."""
    found = troubles_of_the_area()
    kinds = [(trouble, sum(one.trouble == trouble for one in found)) for trouble in Trouble]
    only = next((trouble for trouble in Trouble if trouble.value == request.GET.get("only")), None)
    shown: dict[ServiceEntry, list] = {}
    for one in found:
        if only is None or one.trouble == only:
            shown.setdefault(one.entry, []).append(one)
    context = {"shown": list(shown.items()), "kinds": kinds, "only": only, "total": len(found), "sessions": _sessions_to_fill(request)}
    return render(request, "practice/unclear.html", context)


def _sessions_to_fill(request: HttpRequest) -> list[Session]:
    """The next session of each community that this person runs, whose agenda is theirs to fill; one query, and none for most people."""
    if not standing(request.user).trusted:
        return []
    ahead = Session.objects.published().filter(community__in=CommunityPage.objects.facilitated_by(request.user), starts_at__gt=timezone.now())
    following: dict[int, Session] = {}
    for each in ahead.to_come().whole():
        following.setdefault(each.community_id, each)
    return list(following.values())


def where_and_when(entry: ServiceEntry) -> list[tuple[str, str]]:
    """How to find and reach the service: pairs of term and what the entry says, without those it leaves out."""
    address = [entry.street, entry.town, entry.county, entry.postcode]
    facts = [
        ("Place", entry.place),
        ("Address", ", ".join(address) if all(address) else ""),
        ("Hours", entry.hours),
        ("How long people wait", entry.wait),
        ("Phone", phone_link(entry.phone)),
        ("E-mail", mail_link(entry.email)),
        ("Website", web_link(entry.website)),
    ]
    return [(term, said) for term, said in facts if said]


def phone_link(number: str) -> str:
    """A link that rings `number`; empty for none."""
    dialled = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    return format_html('<a href="tel:{}">{}</a>', dialled, number) if dialled else ""


def mail_link(address: str) -> str:
    """A link that writes to `address`; empty for none."""
    return format_html('<a href="mailto:{}">{}</a>', address, address) if address else ""


def web_link(address: str) -> str:
    """A link to a web address; empty for none."""
    return format_html('<a href="{}" rel="noopener">{}</a>', address, address) if address else ""
