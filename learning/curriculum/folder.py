"""A folder with one module: `module.md`, one file a lesson, and the files beside them."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from learning.curriculum.format import FormatProblem, read_lesson, read_module
from learning.curriculum.kinds import FILES

LESSON_NAME = re.compile(r"^\d+-([a-z0-9]+(?:-[a-z0-9]+)*)\.md$")
PICTURES = {".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"}
BESIDE = PICTURES | {".pdf", ".mp3", ".m4a", ".ogg", ".mp4", ".webm"}


@dataclass
class ModuleFolder:
    """A module as its folder has it. `lessons` are in order, each with `slug` and `file`; with `problems`, it is not whole.

    `ships` where the folder is part of the project, and the files beside the lessons are served from there.
    """

    path: Path
    module: dict = field(default_factory=dict)
    lessons: list[dict] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)
    problems: list[FormatProblem] = field(default_factory=list)
    ships: bool = False

    @property
    def name(self) -> str:
        """What the module is called in sentences."""
        return self.module.get("title") or self.path.name


def read_folder(path: Path) -> ModuleFolder:
    """Everything in the folder `path`, with every problem found rather than the first."""
    folder = ModuleFolder(path)
    folder.files = {item.name: item for item in sorted(path.iterdir()) if item.is_file() and item.suffix.lower() in BESIDE} if path.is_dir() else {}
    text = _text(folder, path / "module.md")
    if text is not None:
        _try(folder, lambda: folder.module.update(read_module(text, _named(path / "module.md"))))
    for file in sorted(path.glob("*.md")):
        if file.name != "module.md":
            _read_lesson_file(folder, file)
    _check_names(folder)
    return folder


def _named(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"


def _text(folder: ModuleFolder, file: Path) -> str | None:
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        folder.problems.append(FormatProblem(_named(file), 1, "The file is not there. A module's folder needs a module.md with the module's head."))
    except UnicodeDecodeError as problem:
        line = file.read_bytes()[: problem.start].count(b"\n") + 1
        folder.problems.append(FormatProblem(_named(file), line, "The file is not in UTF-8. Save it again with the encoding UTF-8."))
    except OSError as problem:
        folder.problems.append(FormatProblem(_named(file), 1, f"The file cannot be read: {problem.strerror}."))
    return None


def _try(folder: ModuleFolder, reading) -> None:
    try:
        reading()
    except FormatProblem as problem:
        folder.problems.append(problem)


def _read_lesson_file(folder: ModuleFolder, file: Path) -> None:
    name = LESSON_NAME.match(file.name)
    if not name:
        folder.problems.append(FormatProblem(_named(file), 1, "A lesson's file is named with its number and address, like 01-what-the-body-remembers.md."))
        return
    text = _text(folder, file)
    if text is None:
        return

    def reading():
        lesson = {**read_lesson(text, _named(file)), "slug": name.group(1), "file": _named(file)}
        _check_lesson(folder, lesson, text)
        folder.lessons.append(lesson)

    _try(folder, reading)


def _check_lesson(folder: ModuleFolder, lesson: dict, text: str) -> None:
    def problem(about: str, sentence: str) -> None:
        line = next((number for number, line in enumerate(text.split("\n"), start=1) if about in line), 1)
        folder.problems.append(FormatProblem(lesson["file"], line, sentence))

    names: set[str] = set()
    for block in lesson["blocks"]:
        if block["kind"] in FILES and block.get("file") not in folder.files:
            problem(block["file"], f"“{block['file']}” is not beside the lesson. Put the file there, or correct its name.")
        if block.get("id") in names:
            problem(f'"{block["id"]}"', f"Two blocks are called “{block['id']}”. Give one of them another id.")
        names.add(block.get("id") or "")
        names.discard("")


def _check_names(folder: ModuleFolder) -> None:
    taken: dict[str, str] = {"module": "module.md"}
    for lesson in folder.lessons:
        if lesson["id"] in taken:
            folder.problems.append(FormatProblem(lesson["file"], 2, f"The id “{lesson['id']}” is taken by {taken[lesson['id']]}. Give this lesson another."))
        taken[lesson["id"]] = lesson["file"]
    if folder.module and not folder.lessons and not folder.problems:
        sentence = "The module has no lessons yet. Put one beside it, like 01-first-lesson.md."
        folder.problems.append(FormatProblem(_named(folder.path / "module.md"), 1, sentence))
