"""How the published dataset is, for whoever looks after the site."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from capability.dataset import dataset_path
from capability.models import Snapshot
from home.seams.status import Report, tells_how_it_is
from home.wording import datetime_words

LATE = timedelta(hours=26)  # it is built each night
TITLE = "The dataset"


@tells_how_it_is(measured=True)
def the_dataset() -> Iterator[Report]:
    """When the file was last built; not well where there are figures and it is missing or older than a night."""
    try:
        built = datetime.fromtimestamp(dataset_path().stat().st_mtime, UTC)
    except OSError:
        built = None
    if built is None and not Snapshot.objects.exists():
        yield Report("dataset", TITLE, "No figures were frozen yet, so there is no file to build.")
        return
    numbers = {"dataset_built_timestamp_seconds": built.timestamp()} if built else {}
    words = f"Built {say(built)}." if built else "There are frozen figures, and no file."
    todo = "Run manage.py build_dataset: it says what is in the way. It is built each night by the worker."
    yield Report("dataset", TITLE, words, well=built is not None and timezone.now() - built < LATE, todo=todo, numbers=numbers)


def say(moment: datetime) -> str:
    """ "on Thursday 26 November, 10 am"."""
    return f"on {datetime_words(timezone.localtime(moment), this_year=timezone.localdate().year)}"
