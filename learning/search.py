"""What learning gives to search: modules, lessons and pathways; registered when the app is ready."""

from typing import Any

from home.rules.finding import Part
from home.seams.search import Found, finding, finds, names, searched
from learning.curriculum.blocks import from_raw
from learning.curriculum.words import plain, texts_of
from learning.models import LessonPage, ModulePage, PathwayPage


def _words(value: Any) -> str:
    return " ".join(" ".join(plain(text) for block in from_raw(value.get_prep_value()) for text in texts_of(block)).split())


@finds
def modules(words: list[str], person: Any) -> list[Found]:
    """Published modules, for people who are signed in."""
    return [
        finding(
            words,
            _parts(page, [page.purpose, _words(page.introduction), *(str(item.value) for item in page.outcomes)]),
            kind="Module",
            title=page.title,
            url=page.url,
        )
        for page in searched(_open(ModulePage, person), words)
    ]


@finds
def lessons(words: list[str], person: Any) -> list[Found]:
    """Published lessons of published modules, for people who are signed in."""
    found = searched(_open(LessonPage, person), words)
    if not found:
        return []
    inside = {module.path: module.title for module in ModulePage.objects.live().only("path", "title")}
    return [
        finding(words, _parts(page, [_words(page.body)], "lesson"), kind=f"Lesson in “{inside[page.path[: -page.steplen]]}”", title=page.title, url=page.url)
        for page in found
        if page.path[: -page.steplen] in inside
    ]


@finds
def pathways(words: list[str], person: Any) -> list[Found]:
    """Published pathways, for people who are signed in."""
    return [
        finding(words, _parts(page, [page.audience], "pathway"), kind="Pathway", title=page.title, url=page.url)
        for page in searched(_open(PathwayPage, person), words)
    ]


@names
def titles(person: Any) -> list[str]:
    """The titles of all of these."""
    return [title for model in (ModulePage, LessonPage, PathwayPage) for title in _open(model, person).values_list("title", flat=True)]


def _open(model: Any, person: Any):
    rows = model.objects.live().public()
    return rows if getattr(person, "is_authenticated", False) else rows.none()


def _parts(page: Any, texts: list[str], noun: str = "module") -> list[Part]:
    return [Part("in the title", page.title, 10), Part("in its summary", page.summary, 5), *(Part(f"in the {noun}'s text", text, 2) for text in texts)]
