"""What the site itself shows on the dashboard."""

from django.urls import reverse
from wagtail import hooks

from home.context import site_settings
from home.models import JoinRequest
from home.permissions import standing
from home.seams.panels import Panel


class ToWelcome(Panel):
    """People who ask to join a team that this person manages."""

    template_name = "home/panels/to_welcome.html"
    region = "asked"
    order = 10


class SetUpSite(Panel):
    """An administrator's first step on a new site."""

    template_name = "home/panels/set_up_site.html"
    region = "asked"
    order = 5


@hooks.register("dashboard_panels")
def dashboard_panels(request) -> list[Panel]:
    """The site's own panels: one query where somebody waits for a manager's welcome, else none."""
    panels: list[Panel] = []
    where = standing(request.user)
    if where.manager and getattr(request.user, "is_asked_to_welcome", True):
        wishes = list(JoinRequest.objects.for_manager(request.user).select_related("person", "team"))
        if wishes:
            panels.append(ToWelcome(wishes=wishes))
    if where.administrator and site_settings().set_up_at is None:
        panels.append(SetUpSite(url=reverse("setup")))
    return panels
