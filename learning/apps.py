"""Tells Django about the learning app."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """The learning app; what it gives to the seams of the floor is registered when it is ready."""

    name = "learning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what learning's pages show, what of learning is found, and where a contribution may stand."""
        import learning.again
        import learning.contexts.index
        import learning.contexts.lesson
        import learning.contexts.module
        import learning.contexts.pathways
        import learning.offers
        import learning.places
        import learning.privacy
        import learning.readers
        import learning.search  # noqa: F401 - it registers itself
