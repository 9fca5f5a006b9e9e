"""Whether a draft may go live yet: what the app that serves a type of page has to say before it is published."""

from collections.abc import Callable
from typing import Any

Question = Callable[[Any], None]
_questions: dict[str, Question] = {}


class NotAgreedYet(Exception):
    """A draft that may not go live yet; its text is a sentence that says what it waits for."""


def asked_before_publishing(page_type: str) -> Callable[[Question], Question]:
    """Register a function that gets a draft of `page_type` ("app.Model") before it goes live, and raises `NotAgreedYet` where it may not."""

    def register(question: Question) -> Question:
        _questions[page_type.lower()] = question
        return question

    return register


def ask_before_publishing(page: Any, revision: Any) -> None:
    """Raise `NotAgreedYet` where `revision` of `page` may not go live, however it is published."""
    question = _questions.get(page._meta.label_lower)
    if question:
        question(revision.as_object())
