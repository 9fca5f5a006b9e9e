"""Folders of a test's own, and Dev, for the tests of backups and of people's rights."""

from pathlib import Path

import pytest

from home.models import User
from home.seams import keeping
from tests.cast import make_cast


@pytest.fixture
def place(settings, tmp_path, monkeypatch) -> Path:
    """Everything that is written lies in a folder of the test's own."""
    settings.VAR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR / "media"
    settings.LEDGER = tmp_path / "ledger"
    settings.VAR.mkdir()
    (settings.VAR / "dataset").mkdir()
    figures = settings.VAR / "dataset" / "figures.h5"
    figures.write_bytes(b"figures of the quarter")
    monkeypatch.setattr(keeping, "_keepers", {})
    keeping.keeps("figures.h5", read=lambda: figures, put=lambda making: making.rename(figures))
    return tmp_path


@pytest.fixture
def dev() -> User:
    """Dev, of a cast of his own: for tests with real transactions."""
    return make_cast().dev


@pytest.fixture
def own_folders(settings, tmp_path):
    """The ledger and media lie in folders of the test's own."""
    settings.LEDGER = tmp_path / "ledger"
    settings.MEDIA_ROOT = tmp_path / "media"
