"""The dashboard, search and the site's health."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render

from home.context import unread_of
from home.forms.search import LONGEST, SearchForm
from home.limits import SEARCHING, slowed
from home.models import Notice
from home.prepared import Prepared
from home.seams.panels import dashboard_panels
from home.seams.search import find, meant

NEWEST_UNREAD = Prepared(lambda person: Notice.objects.unread().filter(person=person)[:3])
REGIONS = ("doing", "asked", "help", "coming")


def dashboard(request):
    """What was I doing, what is asked of me, what could help, what is coming up."""
    regions: dict[str, list[str]] = {name: [] for name in REGIONS}
    around = {"request": request, "csrf_token": get_token(request)}
    for panel in dashboard_panels(request):
        html = panel.render_html(around)
        if html.strip():
            regions[panel.region if panel.region in regions else "help"].append(html)
    notices = NEWEST_UNREAD.all(request.user.pk) if unread_of(request.user) else []
    return render(request, "home/dashboard.html", {**regions, "notices": notices})


@slowed(SEARCHING)
def search(request):
    """What there is on some words, with the reason each thing matched."""
    words = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST]
    found = find(words, request.user)
    context = {"words": words, "found": found, "meant": meant(words, request.user) if words and not found else "", "form": SearchForm(initial={"q": words})}
    return render(request, "home/search.html", context)


@login_not_required
def robots(request):
    """What search engines may read: the home page, nothing else."""
    return HttpResponse("User-agent: *\nAllow: /$\nDisallow: /\n", content_type="text/plain")


@login_not_required
def healthz(request):
    """200 and "ok" where the site and its database answer; 503 where they do not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database away", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
