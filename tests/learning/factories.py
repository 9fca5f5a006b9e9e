"""Lessons with every kind of block, small enough to read in a test."""

from itertools import count
from uuid import uuid4

from tests.factories.learning import LessonFactory, ModuleFactory

CHECKS = {
    "one": {
        "type": "one",
        "question": "Someone goes silent. What first?",
        "options": [
            {"text": "Ask again, louder", "correct": False, "feedback": "Asking again may bring the alarm back."},
            {"text": "Offer a pause", "correct": True, "feedback": "Choice comes back first."},
        ],
    },
    "several": {
        "type": "several",
        "question": "Which of these help?",
        "options": [
            {"text": "Time", "correct": True, "feedback": "Time helps."},
            {"text": "A form", "correct": False, "feedback": "A form can wait."},
            {"text": "A name", "correct": True, "feedback": "A name is a beginning."},
        ],
    },
    "true_false": {
        "type": "true_false",
        "question": "Trauma is always one event.",
        "answer": False,
        "feedback_true": "It may go on for years.",
        "feedback_false": "It often goes on.",
    },
    "order": {
        "type": "order",
        "question": "What comes first?",
        "items": [
            {"text": "Make the room safe", "feedback": "Safety is the ground."},
            {"text": "Say who you are", "feedback": "Then trust."},
            {"text": "Ask what they want", "feedback": "Then choice."},
        ],
        "feedback_right": "Safety, trust, choice.",
        "feedback_wrong": "Begin with what lets them breathe.",
    },
    "match": {
        "type": "match",
        "question": "What belongs together?",
        "pairs": [
            {"left": "Naloxone", "right": "Reverses an overdose for a while", "feedback": "Ring 999 as well."},
            {"left": "A pause", "right": "Gives choice back", "feedback": "Small and strong."},
        ],
    },
    "short": {"type": "short", "question": "How would you begin?", "model_answer": "By saying who I am.", "feedback": "Good answers leave the door open."},
}
RIGHT = {"one": 1, "several": [0, 2], "true_false": False, "order": [0, 1, 2], "match": [0, 1], "short": "Gently"}
WRONG = {"one": 0, "several": [1], "true_false": True, "order": [2, 1, 0], "match": [1, 0], "short": "Anyhow"}
SCENARIO = {
    "title": "The front desk",
    "intro": "A made-up situation.",
    "start": "door",
    "steps": [
        {
            "id": "door",
            "text": "A man stands at the door.",
            "choices": [
                {"text": "Ask him in", "consequence": "He sits down.", "leads_to": "inside"},
                {"text": "Close it", "consequence": "He walks off.", "leads_to": "gone"},
            ],
        },
        {
            "id": "inside",
            "text": "He looks at the exits.",
            "choices": [
                {"text": "Name the exits", "consequence": "He breathes.", "leads_to": "warm"},
                {"text": "Begin the form", "consequence": "He stands up.", "leads_to": "gone"},
            ],
        },
        {"id": "warm", "text": "You talk for an hour.", "choices": []},
        {"id": "gone", "text": "You may see him tomorrow.", "choices": []},
    ],
}
_numbers = count(1)


def block(kind: str, value) -> dict:
    """A block as a lesson's body stores it, with an id of its own."""
    return {"type": kind, "value": value, "id": str(uuid4())}


def check(kind: str = "one", **changes) -> dict:
    """A knowledge check of one kind."""
    return block("check", {**CHECKS[kind], **changes})


def everything() -> list[dict]:
    """One block of each kind that needs no library."""
    return [
        block("markdown", "You already know people who live with this [@phe-2017, section 3]. And again [@phe-2017, section 5]."),
        block("heading", {"text": "What you may see", "level": "2"}),
        block("note", {"title": "", "text": "A pause is often enough."}),
        block("key_points", {"title": "In short", "points": ["Alarm comes first.", "Choice brings thinking back."]}),
        block("statistic", {"value": "71 %", "text": "said they had a need", "source": "phe-2017", "where": "Introduction", "note": ""}),
        block("voice", {"text": "I was counting the exits.", "who": "a woman in Grimsby"}),
        block("content_note", {"about": "neglect", "minutes": 1, "text": "A hard part.", "instead": "It leaves a mark."}),
        block("scenario", SCENARIO),
        *(check(kind) for kind in CHECKS),
        block("reflection", {"prompt": "Think back to last week.", "hint": "One person is enough.", "supervision": True}),
        block("poll", {"question": "Have you been asked?", "options": ["Often", "Never"]}),
        block("checklist", {"title": "Before you ring off", "items": ["They have your name", "You said what happens next"]}),
        block("image", {"image": None, "file": "steady-enough.svg", "alt": "Two hands", "caption": "Steady"}),
    ]


SOURCES = [("source", {"key": "phe-2017", "title": "Better care", "publisher": "Public Health England", "year": 2017, "url": "https://www.gov.uk/better-care"})]


def make_module(lessons: int = 2, body=None, **fields):
    """A published module with `lessons` lessons; `body` is each one's, or a function that makes it."""
    number = next(_numbers)
    module = ModuleFactory(title=fields.pop("title", f"Listening {number}"), sources=SOURCES, **fields)
    make = body if callable(body) else (lambda: body or [block("markdown", "Words.")])
    made = [LessonFactory(parent=module, title=f"Lesson {place} of {module.title}", slug=f"lesson-{place}", body=make()) for place in range(1, lessons + 1)]
    return module, made


def url_of(page) -> str:
    """The address of a module or lesson."""
    return "/" + page.url_path.strip("/").partition("/")[2] + "/"


def first(lesson, kind: str, type: str = "") -> dict:
    """The first block of a kind (and type of check) in a lesson."""
    return next(raw for raw in lesson.body.raw_data if raw["type"] == kind and (not type or raw["value"]["type"] == type))


def posted(raw: dict, value) -> dict:
    """What a browser sends for `value` as the answer to the check `raw`."""
    from learning.forms.answers import field_name, fields_of
    from learning.rules.checks import check_of
    from learning.rules.questions import digest_of

    fields = fields_of(check_of(raw["value"]), value, field_name(raw["id"]))
    return {"digest": digest_of(raw["value"]), **fields}
