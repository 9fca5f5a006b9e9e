"""How capability fills the seams of the floor, and its words for the audit log."""

from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from capability.panels import team_picture, what_could_help
from capability.permissions import may_edit_framework
from home.log_actions import say_in_the_log
from home.models import User

SENTENCES = {
    "capability.shared": "Shared a self-assessment",
    "capability.stopped": "Stopped sharing a self-assessment",
    "capability.offered": "Offered a self-assessment to an address",
    "capability.confirmed": "Said something beside a rating",
    "capability.suggested": "Suggested something that would help to a team",
    "capability.reminded": "Reminded a team to look at their capabilities",
    "capability.frozen": "Froze the area's figures",
    "capability.version_begun": "Began a version of the framework",
    "capability.version_edited": "Edited a draft of the framework",
    "capability.version_imported": "Imported a draft of the framework",
    "capability.version_thrown_away": "Threw a draft of the framework away",
    "capability.version_in_force": "Brought a version of the framework into force",
    "capability.review_asked": "Asked somebody to read the framework",
    "capability.review_yes": "Said yes to the words of the framework",
    "capability.review_change": "Asked for a change in the framework",
    "capability.review_stepped_back": "Would rather not read the framework",
    "capability.review_credit": "Chose how to be named beside the framework",
    "capability.review_taken_off": "Stopped waiting for a reader of the framework",
}


say_in_the_log(SENTENCES)


hooks.register("team_panels", team_picture)
hooks.register("dashboard_panels", what_could_help)


@hooks.register("register_admin_urls")
def framework_desk() -> list:
    """The workforce lead's desk for versions of the framework."""
    return [path("framework/", include("capability.desk_urls"))]


class FrameworkMenuItem(MenuItem):
    """Only for who may edit the framework."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Workforce leads and administrators."""
        return isinstance(request.user, User) and may_edit_framework(request.user)


@hooks.register("register_admin_menu_item")
def framework_menu_item() -> MenuItem:
    """The framework, beside the pages."""
    return FrameworkMenuItem("The framework", reverse("framework:versions"), name="framework", icon_name="list-ul", order=250)
