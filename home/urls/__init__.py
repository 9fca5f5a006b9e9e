"""Every address of the site. What stands above this floor is named as strings."""

from django.conf import settings
from django.urls import include, path, re_path

from home.views import gallery, media, pages, site, status

handler400 = "home.views.errors.bad_request"
handler403 = "home.views.errors.denied"
handler404 = "home.views.errors.not_found"
handler429 = "home.views.errors.too_often"
handler429 = "home.views.errors.too_often"
handler500 = "home.views.errors.fault"

urlpatterns = [
    path("healthz", site.healthz, name="healthz"),
    path("metrics", status.metrics, name="metrics"),
    path("status/", status.status, name="status"),
    path("status/letters/", status.letters, name="status_letters"),
    path("status/work/", status.again, name="status_work"),
    path("dashboard/", site.dashboard, name="dashboard"),
    path("search/", site.search, name="search"),
    path("accounts/", include("allauth.urls")),
    path("", include("home.urls.people")),
    path("contributions/", include("home.urls.contributions")),
    path("cms/", include("wagtail.admin.urls")),
    path("media/<path:name>", media.media, name="media"),
    path("documents/<int:document_id>/<str:document_filename>", media.document, name="wagtaildocs_serve"),
    path("robots.txt", site.robots, name="robots"),
    path("", include("capability.urls")),
    path("", include("learning.urls")),
    path("", include("practice.urls")),
    re_path(r"^((?:[\w\-]+/)*)$", pages.serve, name="wagtail_serve"),
]
if settings.DEMONSTRATION or settings.DEBUG:
    urlpatterns.insert(0, path("gallery/", gallery.gallery, name="gallery"))
