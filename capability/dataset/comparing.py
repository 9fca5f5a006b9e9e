"""Asking a limited process what is in a dataset from outside, and believing nothing that it says without looking."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from capability.dataset.reading import Figure
from home.rules.disclosure import Reason

MOST_BYTES = 32 * 1024 * 1024
PATIENCE = 4.0  # seconds by the clock
MOST_ANSWER = 2 * 1024 * 1024
SIGNATURE = b"\x89HDF\r\n\x1a\n"


class NotRead(ValueError):
    """Why a file from outside was not read; its text is a sentence for the person who brought it."""


@dataclass(frozen=True)
class TheirCapability:
    """One capability of the other area, with its published figure."""

    identifier: str
    code: str
    title: str
    figure: Figure


@dataclass(frozen=True)
class TheirData:
    """What the other area's file says of its newest snapshot."""

    institution: str
    framework: str
    day: date
    capabilities: list[TheirCapability]


def read_outside(chunks: Iterable[bytes], size: int) -> TheirData:
    """What another area published, read from `chunks` of `size` bytes altogether, within four seconds. Nothing of the file is kept.

    Raises `NotRead` for anything that is not such a file, is damaged, too large, or takes too long.
    """
    if size > MOST_BYTES:
        raise NotRead(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. A published dataset is far smaller.")
    with tempfile.TemporaryDirectory(prefix="alongside-outside-") as folder:
        path = Path(folder) / "theirs.h5"
        with path.open("wb") as written:
            for chunk in chunks:
                written.write(chunk)
        with path.open("rb") as begun:
            if begun.read(len(SIGNATURE)) != SIGNATURE:
                raise NotRead("This is not an HDF5 file. Choose the file that ends in .h5, as the other area published it.")
        return believed(answer_about(path, folder))


def answer_about(path: Path, folder: str) -> dict:
    """What the limited process says of the file. It knows no setting and no secret of ours, and finds no filter to load."""
    environment = {
        "PATH": os.defpath, "PYTHONPATH": str(settings.BASE_DIR), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1",
        "HDF5_PLUGIN_PRELOAD": "::", "HDF5_PLUGIN_PATH": folder, "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603 - our own module, with a path that we chose
            [sys.executable, "-m", "capability.dataset.outside", str(path)],
            cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=PATIENCE, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as fault:
        raise NotRead("The file takes too long to read, so it was put away. A published dataset opens at once.") from fault
    if done.returncode or len(done.stdout) > MOST_ANSWER:
        raise NotRead("The file cannot be read. It is damaged, or was made to be unreadable.")
    try:
        answer = json.loads(done.stdout)
    except ValueError as fault:
        raise NotRead("The file cannot be read. It is damaged, or was made to be unreadable.") from fault
    if not isinstance(answer, dict) or "problem" in answer:
        raise NotRead(f"The file was not compared. {answer['problem'] if isinstance(answer, dict) else ''}".strip())
    return answer


def believed(answer: dict) -> TheirData:
    """The answer as values of the right kinds. Raises `NotRead` where it is not what was asked for."""
    try:
        found = [
            TheirCapability(str(row["identifier"]), str(row["code"]), str(row["title"]), figure_of(row)) for row in answer["capabilities"]
        ]  # fmt: skip
        return TheirData(str(answer["institution"]), str(answer["framework"]), date.fromisoformat(answer["day"]), found)
    except (KeyError, TypeError, ValueError) as fault:
        raise NotRead("The file cannot be read. It is damaged, or was made to be unreadable.") from fault


def figure_of(row: dict) -> Figure:
    """One published cell. Raises `KeyError`, `TypeError` or `ValueError` for anything else."""
    return Figure(int(row["rated"]), int(row["meets"]), Reason(int(row["reason"])))
