"""What a module must have before people read it. Pure: given a folder that was read, findings come back."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from home.rules.words import find_terms
from learning.curriculum.folder import ModuleFolder
from learning.curriculum.words import CITED, claims_without_source, measure, texts_of

LINK = re.compile(r"\[[^\[\]\n]{1,200}\]\(([^()\s]{1,500})\)")
INVENTED = {"scenario", "voice", "reflection"}  # kinds whose figures are nobody's claim
QUOTED = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"|(?<!\w)'[^'\n]*'(?!\w)|(?<!\w)‘[^’\n]*’(?!\w)")
OLDEST = 14.0
FASTEST = 220  # words a minute
NEEDED = (("scenario", 1, "branching scenario"), ("voice", 1, "voice of lived experience"), ("reflection", 3, "reflections"), ("check", 1, "knowledge check"))


@dataclass(frozen=True)
class Finding:
    """Something about a file. What is `grave` must be mended; the rest is advice."""

    file: str
    sentence: str
    grave: bool = True

    def __str__(self) -> str:
        return f"{self.file}: {self.sentence}"


@dataclass(frozen=True)
class Row:
    """One line of the table: a lesson's minutes, words, reading age, how many sources it cites, and what it builds."""

    name: str
    minutes: int
    words: int
    reading_age: float
    sources: int
    capabilities: tuple[str, ...]


def used_sources(blocks: list[dict]) -> list[str]:
    """The keys of the sources that `blocks` cite, each once, in order."""
    found: list[str] = []
    for block in blocks:
        if block["kind"] == "statistic":
            found.append(block["source"])
        for text in texts_of(block):
            found += CITED.findall(text)
    return list(dict.fromkeys(found))


def rows(folder: ModuleFolder) -> list[Row]:
    """The line of each lesson."""
    found = []
    for lesson in folder.lessons:
        taken = measure([text for block in lesson["blocks"] for text in texts_of(block)])
        found.append(
            Row(lesson["title"], lesson["minutes"], taken.words, taken.reading_age, len(used_sources(lesson["blocks"])), tuple(lesson.get("capabilities", [])))
        )
    return found


def check_module(folder: ModuleFolder, resolves: Callable[[str], bool]) -> list[Finding]:
    """Everything to say about `folder`; `resolves(path)` tells whether an address inside the site leads somewhere."""
    if folder.problems:
        return [Finding(f"{problem.file}, line {problem.line}", problem.sentence) for problem in folder.problems]
    return [*_of_module(folder, resolves), *(finding for lesson in folder.lessons for finding in _of_lesson(lesson, folder, resolves)), *_of_whole(folder)]


def _of_module(folder: ModuleFolder, resolves: Callable[[str], bool]) -> Iterator[Finding]:
    module, file = folder.module, f"{folder.path.name}/module.md"
    for name, why in (("outcomes", "what a reader will be able to do"), ("content_note", "what is ahead"), ("try_this_week", "what to try this week"),
                      ("supervision", "what to take to supervision"), ("authors", "who wrote it"), ("capabilities", "what it builds")):  # fmt: skip
        if not module.get(name):
            yield Finding(file, f"The head does not say {why} (“{name}”).")
    if not module.get("review_due") or module["review_due"] <= module["written"]:
        yield Finding(file, "“review_due” must be a day after “written”.")
    if folder.path.name != module["slug"]:
        yield Finding(file, f"The folder is called {folder.path.name}, the module's slug {module['slug']}. Let them be the same.")
    keys = [source["key"] for source in module.get("sources", [])]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Finding(file, f"Two sources have the key “{key}”.")
    used = {key for lesson in folder.lessons for key in used_sources(lesson["blocks"])} | set(used_sources(module["introduction"]))
    for key in keys:
        if key not in used:
            yield Finding(file, f"No lesson cites the source “{key}”.", grave=False)
    yield from _links(module["introduction"], file, resolves)
    yield from _claims(module["introduction"], set(keys), file)
    yield from _terms(module["introduction"], file)


def _of_lesson(lesson: dict, folder: ModuleFolder, resolves: Callable[[str], bool]) -> Iterator[Finding]:
    file, blocks = lesson["file"], lesson["blocks"]
    known = {source["key"] for source in folder.module.get("sources", [])}
    yield from _links(blocks, file, resolves)
    yield from _claims(blocks, known, file)
    yield from _terms(blocks, file)
    used = set(used_sources(blocks))
    for key in sorted(used - set(lesson.get("sources", []))):
        yield Finding(file, f"The source “{key}” is cited, but the head does not name it.", grave=False)
    for key in sorted(set(lesson.get("sources", [])) - used):
        yield Finding(file, f"The head names the source “{key}”, and nothing cites it.", grave=False)
    for block in blocks:
        if block["kind"] == "image" and block["alt"].casefold() in (block["file"].casefold(), "image", "picture"):
            yield Finding(file, f"The alternative text of {block['file']} does not say what the picture shows.")
    if not lesson.get("summary"):
        yield Finding(file, "The head has no summary; cards and search show it.")
    if not lesson.get("capabilities"):
        yield Finding(file, "The head does not say which capabilities the lesson builds.")
    taken = measure([text for block in blocks for text in texts_of(block)])
    if taken.reading_age > OLDEST:
        yield Finding(file, f"The reading age is {taken.reading_age:.0f}; {OLDEST:.0f} is the most for a module's text.", grave=False)
    if taken.words > lesson["minutes"] * FASTEST:
        yield Finding(file, f"{taken.words} words are more than can be read in {lesson['minutes']} minutes.", grave=False)


def _of_whole(folder: ModuleFolder) -> Iterator[Finding]:
    module, file = folder.module, f"{folder.path.name}/module.md"
    kinds = [block["kind"] for lesson in folder.lessons for block in lesson["blocks"]]
    for kind, least, noun in NEEDED:
        if kinds.count(kind) < least:
            yield Finding(file, f"A module has at least {least} {noun}; this one has {kinds.count(kind)}.")
    if not 5 <= len(folder.lessons) <= 8:
        yield Finding(file, f"A module has five to eight lessons; this one has {len(folder.lessons)}.", grave=False)
    minutes = sum(lesson["minutes"] for lesson in folder.lessons)
    if abs(minutes - module["minutes"]) > 10:
        yield Finding(file, f"The lessons take {minutes} minutes together; the module says {module['minutes']}.", grave=False)
    built = {code for lesson in folder.lessons for code in lesson.get("capabilities", [])}
    for code in sorted(set(module.get("capabilities", [])) - built):
        yield Finding(file, f"The module builds {code}, but none of its lessons says so.")
    for code in sorted(built - set(module.get("capabilities", []))):
        yield Finding(file, f"A lesson builds {code}, but the module does not say so.")


def _links(blocks: list[dict], file: str, resolves: Callable[[str], bool]) -> Iterator[Finding]:
    for address in dict.fromkeys(address for block in blocks for text in texts_of(block) for address in LINK.findall(text)):
        if address.startswith("/") and not address.startswith("//"):
            if not resolves(address.partition("#")[0].partition("?")[0]):
                yield Finding(file, f"The link to {address} leads nowhere on this site.")
        elif not address.startswith(("https://", "mailto:", "tel:", "#")):
            yield Finding(file, f"The link to {address} must begin with https://, or with / inside the site.")


def _claims(blocks: list[dict], known: set[str], file: str) -> Iterator[Finding]:
    for key in used_sources(blocks):
        if key not in known:
            yield Finding(file, f"“{key}” is cited, but the module has no source of that key.")
    figures = [f"{block['value']} {block['text']} [@{block['source']}]" for block in blocks if block["kind"] == "statistic"]
    told = [text for block in blocks if block["kind"] not in INVENTED | {"statistic"} for text in texts_of(block)]
    for claim in claims_without_source(figures + told):
        yield Finding(file, f"“{claim}” is a figure without a source. Put [@key, section] behind it.")


def _terms(blocks: list[dict], file: str) -> Iterator[Finding]:
    """Terms that carry stigma. What is quoted, and a wrong answer, is there to be looked at and not repeated."""
    for block in blocks:
        if block["kind"] == "check":
            block = {**block, "options": [option for option in block.get("options", []) if option.get("correct")]}
        for text in texts_of(block):
            for found in find_terms(QUOTED.sub(" ", text)):
                yield Finding(file, f"“{found.term}” carries stigma: {found.why} Perhaps: {found.suggestions[0]}.")
