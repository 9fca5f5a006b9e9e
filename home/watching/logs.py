"""What the site writes of itself: a line for each thing that happened, without anything about a person.

Whoever reads logs may see more than any one person should. So a line holds no address that was asked for (it may be a secret), nothing that was
typed and nobody's name. What our own code says is written as it says it; of what a library says only its fixed words and numbers, because
nobody knows what it fills in; and of an error its kind and where it happened, never its message, which often quotes a row.

Nothing of Django is imported with this module: gunicorn reads it before there are settings.
"""

import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

from pythonjsonlogger.json import JsonFormatter

OURS = "alongside"
#: What of one request or task goes with every line that is written during it.
around: ContextVar[dict | None] = ContextVar("around", default=None)
#: The facts that a line may hold besides its words; anything else that somebody adds to a record is left out.
FACTS = ("method", "route", "status", "ms", "queries", "task", "ok", "by", "attempt", "waited_ms", "error", "where")

ROOT = Path(__file__).resolve().parent.parent.parent
ADDRESS = re.compile(r"[^\s@<>\"'=]+@[^\s@<>\"']+")
QUESTION = re.compile(r"\?[^\s\"']+")
PATH = re.compile(r"(?<![\w.:/…-])/[^\s\"',;:)]+")
FILLED_IN = "…"
LONGEST = 300
QUOTED = re.compile(r"'[^']*'?|\"[^\"]*\"?")
NETWORK = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:[0-9a-f]{0,4}:){3,}[0-9a-f]{0,4}", re.IGNORECASE)
SAYS_WHAT_CAME = re.compile(r"^(Failed|Invalid request)\b.*")  # django-q's line of a failed task, and gunicorn's of what it could not read

OF_A_WARNING = re.compile(r"(?P<file>[^\n]+?):(?P<line>\d+): (?P<kind>\w+): ")


def said(record: logging.LogRecord) -> str:
    """The words of a line that may be written."""
    if record.name.partition(".")[0] == OURS:
        return ADDRESS.sub("[address]", record.getMessage())[:LONGEST]
    if not isinstance(record.msg, str):
        return type(record.msg).__name__
    if record.name == "py.warnings" and isinstance(record.args, tuple) and record.args:
        found = OF_A_WARNING.match(str(record.args[0]))
        return f"{found['kind']} at {short(found['file'])}:{found['line']}" if found else "A warning"
    words = record.msg.partition("\n")[0]
    if record.args:
        try:
            words = words % _without_words(record.args)
        except (TypeError, ValueError, KeyError):
            words = record.msg.partition("\n")[0]
    words = SAYS_WHAT_CAME.sub(r"\1", words)
    for pattern in (ADDRESS, QUESTION, PATH, QUOTED, NETWORK):
        words = pattern.sub(FILLED_IN, words)
    return words[:LONGEST]


def _without_words(args):
    if isinstance(args, dict):
        return {name: value if isinstance(value, int | float) else FILLED_IN for name, value in args.items()}
    return tuple(value if isinstance(value, int | float) else FILLED_IN for value in args)


def kind_and_place(error: BaseException) -> tuple[str, list[str]]:
    """What kind of error it is, with what it came from, and the places in the code it passed through, the innermost last."""
    kinds: list[str] = []
    each: BaseException | None = error
    while each is not None and len(kinds) < 4:
        kinds.append(type(each).__name__)
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    frames = traceback.extract_tb(error.__traceback__)
    return " from ".join(kinds), [f"{short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames[-12:]]


def short(name: str) -> str:
    """The name of a file of code, from the root of the site or of its package on; nothing of where it lies on the machine."""
    path = Path(name)
    if path.is_relative_to(ROOT) and ".venv" not in path.parts:
        return str(path.relative_to(ROOT))
    return "/".join(path.parts[path.parts.index("site-packages") + 1 :]) if "site-packages" in path.parts else path.name


def facts(record: logging.LogRecord) -> dict:
    """Everything that is written of a record, in the order in which it is written."""
    found: dict = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": said(record),
    }
    found |= around.get() or {}
    request = getattr(record, "request", None)
    if request is not None and not hasattr(record, "route"):
        found["route"] = route_of(request)
    found |= {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
    if record.exc_info and record.exc_info[1] is not None:
        found["error"], found["where"] = kind_and_place(record.exc_info[1])
    return found


def route_of(request) -> str:
    """The pattern of the address that was asked for, such as `join/<str:secret>/`: the same for all, and no secret in it."""
    from django.urls import Resolver404, resolve

    match = getattr(request, "resolver_match", None)
    if match is None:  # it was answered before its view was looked up
        try:
            match = resolve(request.path_info)
        except (Resolver404, AttributeError):
            return "none"
    return "page" if match.view_name == "wagtail_serve" else str(match.route) or "/"


class JsonLines(JsonFormatter):
    """One JSON object a line, for what collects logs."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return self.serialize_log_record(facts(record))


class PlainLines(logging.Formatter):
    """A line to read at a terminal, as careful as the other; `whole` adds an error with its message, for whoever works on the code."""

    def __init__(self, *args, whole: bool = False, **kwargs) -> None:
        super().__init__()
        self.whole = whole

    def format(self, record: logging.LogRecord) -> str:
        """The line, or the lines of an error."""
        found = facts(record)
        head = " ".join(found.pop(name) for name in ("time", "level", "logger", "message"))
        places = [f"    {place}" for place in found.pop("where", [])]
        line = " ".join([head, *(f"{name}={value}" for name, value in found.items())])
        if self.whole and record.exc_info:
            return f"{line}\n{self.formatException(record.exc_info)}"
        return "\n".join([line, *places])


def logging_for(kind: str, *, whole: bool = False) -> dict:
    """The configuration of Python's logging: `json` or `plain` lines to standard error. At a terminal, requests that went well are not told of."""
    formatter = {"()": "home.watching.logs.JsonLines"} if kind == "json" else {"()": "home.watching.logs.PlainLines", "whole": whole}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            f"{OURS}.requests": {"level": "INFO" if kind == "json" else "WARNING"},
            f"{OURS}.tasks": {"level": "INFO" if kind == "json" else "WARNING"},
            f"{OURS}.signing_in": {"level": "INFO" if kind == "json" else "WARNING"},
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "django-q": {"level": "WARNING"},
            "django_tasks": {"level": "WARNING"},
            "gunicorn.error": {"handlers": ["console"], "propagate": False},  # how much it says is its own setting
            "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
            "pikepdf": {"level": "WARNING"},
            "wagtail": {"level": "WARNING"},
        },
    }
