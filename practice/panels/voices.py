"""What people with lived experience wrote, on the page of a session for which they gave it."""

from wagtail import hooks

from home.contributions import chosen_in, shown_for, thanks_address
from home.seams.panels import Panel
from practice.models import Session


class Voices(Panel):
    """Contributions that an editor or facilitator chose for the session, each as its author agreed."""

    template_name = "practice/panels/voices.html"
    region = "main"
    order = 20


@hooks.register("session_panels")
def session_panels(request, session: Session) -> list[Panel]:
    """The panel, where something may be shown: no query where nothing was chosen."""
    chosen = chosen_in(session.page)
    found = shown_for(session.page, request) if chosen else {}
    shown = [(found[public_id], thanks_address(public_id, session.page, request)) for public_id in chosen if public_id in found]
    return [Voices(voices=shown)] if shown else []
