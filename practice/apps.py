"""Tells Django about the practice app."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """The practice app; what it gives to the seams of the floor is registered when it is ready."""

    name = "practice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what pages show, what is found, what would help with a gap, and where a contribution may stand."""
        import practice.again
        import practice.contexts.communities
        import practice.contexts.sessions
        import practice.offers
        import practice.panels.voices
        import practice.places
        import practice.privacy
        import practice.search
        import practice.search_communities
        import practice.standing
        import practice.taking_back  # noqa: F401 - it registers itself
