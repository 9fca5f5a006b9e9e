"""allauth's tables are there, because ours refer to them; what it asks of the middleware is not asked of a bare site."""

from allauth.account.apps import AccountConfig


class TablesOnly(AccountConfig):
    """allauth's accounts without its demands."""

    def ready(self) -> None:
        """Demand nothing."""
