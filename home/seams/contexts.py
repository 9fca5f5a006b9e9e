"""What a page shows, besides what Wagtail gives it: one builder for each type of page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

Builder = Callable[[Any, HttpRequest], dict]
_builders: dict[str, Builder] = {}


def builds_context(page_type: str) -> Callable[[Builder], Builder]:
    """Register a function `(page, request) -> dict` for pages whose model is called `page_type` ("app.Model")."""

    def register(builder: Builder) -> Builder:
        _builders[page_type.lower()] = builder
        return builder

    return register


def context_for(page: Any, request: HttpRequest) -> dict:
    """What the app that serves `page` adds to its context; nothing where no app does."""
    builder = _builders.get(page._meta.label_lower)
    return builder(page, request) if builder else {}
