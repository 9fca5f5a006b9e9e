"""What a view that only signed-in people reach is given."""

from django.http import HttpRequest

from home.models import User


class SignedIn(HttpRequest):
    """A request whose `user` is a person: `LoginRequiredMiddleware` lets nobody else in. For annotations only."""

    user: User
