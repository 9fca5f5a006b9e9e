"""Tells Django about the capability app."""

from django.apps import AppConfig


class CapabilityConfig(AppConfig):
    """The capability app."""

    name = "capability"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what is kept about people, how the dataset is, and what a backup carries beside the database."""
        import capability.privacy
        import capability.status  # noqa: F401 - they register themselves
        from capability.dataset import NAME
        from capability.dataset.place import publish_again, published_path
        from home.seams.keeping import keeps

        keeps(NAME, read=published_path, put=publish_again)
