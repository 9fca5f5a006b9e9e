"""Where the published file stands: on this machine's disk, or in the bucket that all machines share, with a copy on each that reads it."""

import logging
import os
import shutil
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

from capability.dataset import NAME, dataset_path
from home.away import BucketAway
from home.whole_files import sync

log = logging.getLogger("alongside")
IN_BUCKET = f"dataset/{NAME}"
FORGOTTEN = 3600  # seconds after which an old copy, or what somebody began and never finished, is taken away


def published_path() -> Path:
    """The published file as it stands now, to be read here; there may be none. A bucket that is away leaves the copy that we have."""
    if not settings.BUCKET:
        return dataset_path()
    try:
        with _bucket().open(IN_BUCKET, "rb") as kept:
            copy = _copy_called(kept.tag)
            if not copy.exists():
                _bring(kept, copy)
            return copy
    except FileNotFoundError:
        return dataset_path()
    except BucketAway:
        log.warning("dataset: the bucket is away, the copy on this machine is read")
        return max(_copies(), key=lambda path: path.stat().st_mtime, default=dataset_path())


def put_in_place(making: Path, path: Path) -> Path:
    """Have the whole file `making` take the place of `path` at once, the published one in the bucket where there is one; where to read it here."""
    if settings.BUCKET and path == dataset_path():
        with making.open("rb") as file:
            _bucket().replace(IN_BUCKET, File(file))
        return published_path()
    os.replace(making, path)
    sync(path.parent)  # the new name too
    return path


def publish_again(making: Path) -> Path:
    """Have a file that a backup held be the published one; where to read it here."""
    dataset_path().parent.mkdir(parents=True, exist_ok=True)
    return put_in_place(making, dataset_path())


def forget_unfinished(path: Path) -> None:
    """Take away what a killed process left behind."""
    _forget(path.parent.glob(f".{path.name}.*.making"))


def _bucket() -> Any:
    """The media's storage, which is a bucket here; boto is not loaded to say so."""
    return default_storage


def _copy_called(tag: str) -> Path:
    return dataset_path().with_name(f"{NAME.removesuffix('.h5')}.{tag}.h5")


def _copies() -> list[Path]:
    return list(dataset_path().parent.glob(_copy_called("*").name))


def _bring(kept: File, copy: Path) -> None:
    """Copy the file out of the bucket, beside its place first; earlier copies go when nobody can be reading them any more."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    forget_unfinished(dataset_path())
    making = copy.with_name(f".{NAME}.{uuid4().hex}.making")
    try:
        with making.open("wb") as file:
            shutil.copyfileobj(kept, file)
        os.replace(making, copy)
    finally:
        making.unlink(missing_ok=True)
    _forget(path for path in _copies() if path != copy)


def _forget(paths) -> None:
    for left in paths:
        if left.stat().st_mtime < time.time() - FORGOTTEN:
            left.unlink(missing_ok=True)
