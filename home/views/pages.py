"""Serving Wagtail's pages: private by default, and found by their address in one query."""

from functools import cache as cache_in_process
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.db.models.functions import Length, Substr
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site, get_page_models
from wagtail.views import serve as wagtail_serve

from home.prepared import Prepared

KIND_KEPT = 24 * 60 * 60  # seconds; a kind that is wrong costs a query, never a wrong page


@login_not_required
def serve(request, path: str = ""):
    """The live page at `path`.

    Wagtail walks the tree, a query or two a step; a page's address is a column, so one query finds
    it. What Wagtail's walk knows besides (routable pages, redirects) it is still asked for.
    """
    if not path and request.user.is_authenticated and not _wants_the_front_page(request):
        return redirect("dashboard")
    page = page_at(root_path(request) + path)
    if page is None:
        return _otherwise(request, path)
    if refused := ask(page, request):
        return refused
    if (page.is_restricted or page.alias_of_id) and not all(each.accept_request(request) for each in page.get_view_restrictions()):
        raise Http404  # Wagtail would show a sign-in of its own, which is not ours
    for hook in hooks.get_hooks("before_serve_page"):
        result = hook(page, request, [], {})
        if isinstance(result, HttpResponse):
            return result
    return page.serve(request)


def _wants_the_front_page(request) -> bool:
    """Whether somebody signed in asks for the front page itself: by `/?front-page`, or from the editing desk."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    return "front-page" in request.GET or (came_from.netloc == request.get_host() and came_from.path.startswith("/cms/"))


def root_path(request) -> str:
    """The `url_path` under which this site's pages stand, from Wagtail's own cache where there is one site."""
    roots = Site.get_site_root_paths()
    if len(roots) == 1:
        return roots[0].root_path
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site.root_page.url_path


def page_at(url_path: str):
    """The live page with this `url_path`, whole; nothing where there is none.

    One query where the kind of page that stands there is known from an earlier visit, two where it is
    not. `is_restricted` says whether it or a page above it has a restriction of Wagtail's.
    """
    key = f"kind-of-page:{url_path}" if len(url_path) < 180 and url_path.isascii() else ""
    near = _near(url_path)
    if not near and key and (kind := cache.get(key)):
        near.append(kind)
    known: Any = _kinds().get(near[0]) if near else None
    if known is not None and (page := _at(known).first(url_path)):
        return page
    plain = Page.objects.filter(url_path=url_path, live=True).select_related("content_type").first()
    if plain is None or (model := plain.content_type.model_class()) is None:
        return None
    near[:] = [model._meta.label_lower]
    if key:
        cache.set(key, model._meta.label_lower, KIND_KEPT)
    return _asked(model).filter(pk=plain.pk).first()


@lru_cache(maxsize=2048)
def _near(url_path: str) -> list[str]:
    """Where this process keeps the kind of page that stands at `url_path`, once it is known; as with the shared one, one that is wrong costs a query."""
    return []


@cache_in_process
def _kinds() -> dict[str, type[Page]]:
    return {model._meta.label_lower: model for model in get_page_models()}


@cache_in_process
def _at(model) -> Prepared:
    return Prepared(lambda url_path: _asked(model).filter(url_path=url_path, live=True).order_by("pk")[:1])


def _asked(model):
    restrictions = PageViewRestriction.objects.filter(page__path=Substr(OuterRef("path"), 1, Length("page__path")))
    return model._default_manager.annotate(is_restricted=Exists(restrictions))


def _otherwise(request, path: str):
    if path and not path.endswith("/"):
        return redirect(f"/{path}/")
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    moved = get_redirect(request, Redirect.normalise_path(request.path, decode_unicode=False))
    if moved and moved.link:
        return redirect(moved.link, permanent=False)
    return wagtail_serve(request, path)


def ask(page, request) -> HttpResponse | None:
    """A way to sign in where `page` is not public and nobody is signed in; nothing where it may be read."""
    if getattr(page, "is_public", False) or request.user.is_authenticated:
        return None
    return redirect_to_login(request.get_full_path())
