"""Taking away files of contributors that no row names any more: what a bucket or a disk would not give up at the time, or a stopped process left."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from home.models import ContributionFile

FOLDER = "contributions"
YOUNG = timedelta(days=1)  # a file is written before its row: what is younger may be waiting for one


def clear_files() -> int:
    """Delete the files of contributions that nothing holds; how many. It may run twice."""
    until = timezone.now() - YOUNG
    old = [name for name, written in _files() if written < until]
    held = set(ContributionFile.objects.values_list("file", flat=True)) if old else set()
    gone = [name for name in old if name not in held]
    for name in gone:
        default_storage.delete(name)
    return len(gone)


def _files() -> Iterator[tuple[str, datetime]]:
    if hasattr(default_storage, "names"):  # a bucket says all of them at once
        yield from default_storage.names(FOLDER)
    elif default_storage.exists(FOLDER):
        for name in default_storage.listdir(FOLDER)[1]:
            yield f"{FOLDER}/{name}", default_storage.get_modified_time(f"{FOLDER}/{name}")
