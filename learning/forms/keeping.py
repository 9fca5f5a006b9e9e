"""Keeping what somebody typed when it could not be saved: they were signed out, or something about it was wrong."""

import time
from dataclasses import dataclass, replace

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest

KEY = "kept-words"
LONGEST = 60_000  # characters of all fields of one block
MOST = 10  # blocks
TOKEN_AGE = 7 * 24 * 60 * 60  # seconds that a page may lie open
KEPT_FOR = 12 * 60 * 60  # seconds, a session's length
NOT_WORDS = {"csrfmiddlewaretoken", "who", "digest", "poll", "decided"}
_signer = TimestampSigner(salt="learning.kept-words")


@dataclass(frozen=True)
class Kept:
    """What somebody typed at a block that was not saved: the fields as sent, and a sentence that says why."""

    block_id: str
    fields: dict[str, list[str]]
    sentence: str
    is_problem: bool = True
    shows_choices: bool = True
    digest: str = ""

    @property
    def choices(self) -> dict[str, list[str]]:
        """The fields with which to show the question again; none where they were for another question."""
        return {name: [_bare(value) for value in values] for name, values in self.fields.items()} if self.shows_choices else {}

    @property
    def said(self) -> list[str]:
        """What was chosen or written, in words (each choice is sent with its words after a colon)."""
        return [value if _bare(value) == value else value.partition(":")[2] for values in self.fields.values() for value in values if value]

    def first(self, name: str) -> str:
        """The first value of one field."""
        return next(iter(self.fields.get(name, [])), "")

    def against(self, digest: str) -> "Kept":
        """The same, for the question as it stands now: what was chosen for another question is not chosen here."""
        return replace(self, shows_choices=False) if self.digest and digest and self.digest != digest else self


def _bare(value: str) -> str:
    number, colon, _ = value.partition(":")
    return number if colon and (number.isdigit() or number in ("true", "false")) and len(number) <= 5 else value


def token_for(person) -> str:
    """A signed word in each form that says who it was made for, so that what they typed comes back to nobody else."""
    return _signer.sign(str(person.pk))


def fields_sent(request: HttpRequest) -> dict[str, list[str]]:
    """The words and choices that a form sent, without what belongs to the machinery."""
    return {name: request.POST.getlist(name) for name in request.POST if name not in NOT_WORDS}


def keep_words(request: HttpRequest, lesson_pk: int, block_id: str) -> bool:
    """Keep what somebody who is not signed in sent, in this browser's session, for the person the form was made for.

    Returns False where the form does not say for whom, or there is too much; then nothing is kept.
    """
    try:
        who = int(_signer.unsign(request.POST.get("who", ""), max_age=TOKEN_AGE))
    except (BadSignature, ValueError):
        return False
    fields = fields_sent(request)
    if sum(len(value) for values in fields.values() for value in values) > LONGEST:
        return False
    words = {key: each for key, each in request.session.get(KEY, {}).items() if each["who"] == who}
    words[block_id] = {"who": who, "lesson": lesson_pk, "fields": fields, "digest": request.POST.get("digest", ""), "at": int(time.time())}
    request.session[KEY] = dict(list(words.items())[-MOST:])
    return True


def kept_words(request: HttpRequest, lesson) -> dict[str, Kept]:
    """What was kept for the person who is signed in now, in `lesson`, by block. What was somebody else's is thrown away unseen."""
    words = request.session.get(KEY)
    if not words:
        return {}
    mine = {key: each for key, each in words.items() if each["who"] == request.user.pk and each["at"] > time.time() - KEPT_FOR}
    if len(mine) != len(words):
        request.session[KEY] = mine
    sentence = "You were signed out before this could be saved. Here are your words again: save them when you are ready."
    return {key: Kept(key, each["fields"], sentence, is_problem=False, digest=each["digest"]) for key, each in mine.items() if each["lesson"] == lesson.pk}


def forget_words(request: HttpRequest, block_id: str) -> None:
    """Forget what was kept of a block: it is saved now."""
    words = request.session.get(KEY)
    if words and block_id in words:
        request.session[KEY] = {key: each for key, each in words.items() if key != block_id}
