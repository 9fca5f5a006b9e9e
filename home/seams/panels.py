"""Panels: what the apps above show on the dashboard, on a team's page and on a contributor's home.

A panel is a Laces component with `order` (small first) and, where it has nothing to show, an empty
rendering. An app fills the seam with a Wagtail hook: `dashboard_panels(request) -> list[Panel]`,
`team_panels(request, team) -> list[Panel]`, `contributor_panels(request) -> list[Panel]`.
"""

from typing import Any

from django.http import HttpRequest
from laces.components import Component
from wagtail import hooks


class Panel(Component):
    """One panel. Subclasses set `template_name` and `order`, and give their context."""

    order = 100
    region = "main"

    def __init__(self, **context: Any) -> None:
        self.context = context

    def get_context_data(self, parent_context=None) -> dict:
        """What the panel's template gets: what it was made with, and the request and form token of the page around it."""
        around = {name: parent_context[name] for name in ("request", "csrf_token") if parent_context and name in parent_context}
        return {**around, **self.context}


def dashboard_panels(request: HttpRequest) -> list[Panel]:
    """The panels of one person's dashboard, in order."""
    return _gather("dashboard_panels", request)


def team_panels(request: HttpRequest, team) -> list[Panel]:
    """The panels of a team's page, in order, for a manager who may see it."""
    return _gather("team_panels", request, team)


def contributor_panels(request: HttpRequest) -> list[Panel]:
    """The panels of a contributor's home, in order."""
    return _gather("contributor_panels", request)


def _gather(hook: str, *args) -> list[Panel]:
    panels = [panel for fn in hooks.get_hooks(hook) for panel in fn(*args)]
    return sorted(panels, key=lambda panel: panel.order)
