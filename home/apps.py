"""Tells Django about the home app."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class HomeConfig(AppConfig):
    """The home app; the seams that other apps fill are loaded when it is ready."""

    name = "home"
    default = True
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the words of the audit log and the site's own panels, and forget the site's settings whenever they are saved."""
        import logging

        from django.conf import settings
        from django.db.models.signals import post_save

        from home import backups, checks, log_actions, panels, places, privacy, search, standing  # noqa: F401 - they register hooks, places, checks and what is found
        from home.actions.contributing import recording  # noqa: F401 - it says what a restore does again
        from home.context import forget_site_settings
        from home.models import SiteSettings
        from home.watching import machine, signing_in, state, tasks  # noqa: F401 - they tell of the worker's tasks, of ways in, and how things are

        logging.captureWarnings(not settings.DEBUG)  # so that they are written as all else is
        post_save.connect(forget_site_settings, sender=SiteSettings, dispatch_uid="forget_site_settings")


class PeopleInCmsConfig(WagtailUsersAppConfig):
    """Wagtail's users, with our form: a person has one name, and an address that is theirs."""

    user_viewset = "home.views.cms.PersonViewSet"
