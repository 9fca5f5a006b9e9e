"""The marker sweep: a unique string is found in each place where it may be seen, then taken back, and found nowhere.

Looked at: what every kind of person is served, every row of every table, every file that the site keeps, and what the cache holds.
"""

import io
import pickle
import time
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from home import ledger
from home.actions.contributing import ending, leaving, writing
from home.actions.telling import tell_each
from home.enums import Afterwards, NoticeKind
from home.models import Consent, Contribution, HomePage, Letter, Notice, PlainPage
from home.seams.privacy import prepare_erasing
from learning.models import LessonPage
from tests.contributions.lives import agree, decided, draft, name_lead, picture, place_in, read_back, sound
from tests.learning.factories import block, make_module, url_of
from tests.practice.communities import make_community, make_meeting

MARKER = "quagmirelle"
ASKED = "thistlewick"  # what is searched for: it stands beside the marker, and a search page says back what was asked
ROLES = ("anonymous", "asha", "ben", "editor", "dev")
pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(settings, tmp_path):
    """A media folder, a cache and a ledger of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.LEDGER = tmp_path / "ledger"
    return tmp_path


class World:
    """Dev's contribution with the marker in all of it, in every kind of place."""

    def __init__(self, cast) -> None:
        self.cast = cast
        self.module, (self.lesson, self.other) = make_module(2, title="Listening closely")
        self.open_page = HomePage.objects.get().add_child(instance=PlainPage(title="Voices", slug="voices", public=True))
        self.closed_page = HomePage.objects.get().add_child(instance=PlainPage(title="Notes", slug="notes"))
        self.elsewhere = make_module(1, title="Elsewhere")[0]
        self.session = make_meeting(make_community(cast.carys), title="Who holds the door?").page
        made = decided(
            cast.dev,
            [self.module.pk, self.open_page.pk, self.session.get_parent().pk],
            title=f"The {MARKER} door",
            words=f"I said {MARKER} {ASKED} and went in.",
        )
        writing.keep_words(made, cast.dev, content_note=f"A {MARKER} at a desk.")
        for content, words in ((picture(MARKER), "description"), (sound(MARKER), "transcript")):
            writing.describe_file(writing.add_file(made, cast.dev, content), cast.dev, **{words: f"{MARKER} is seen and said"})
        self.contribution = agree(read_back(made, cast.dev, cast.editor), cast.dev)
        self.place()

    def place(self) -> None:
        for page in (self.lesson, self.open_page, self.closed_page):
            place_in(page, self.contribution)
        place_in(self.session, self.contribution, "voices")
        self.copy = self.lesson.copy(update_attrs={"slug": "a-copy", "title": "A copy"}, keep_live=True)
        self.alias = self.lesson.create_alias(parent=self.elsewhere, update_slug="an-alias")
        self.alias_within = self.lesson.create_alias(parent=self.module, update_slug="an-alias-within")
        raw = [*self.other.body.raw_data, {"type": "contribution", "value": str(self.contribution.public_id), "id": "0b0e9d1c-0000-4000-8000-000000000001"}]
        self.other.body = self.other.body.stream_block.to_python(raw)
        self.draft = self.other.save_revision()
        self.old = self.lesson.latest_revision
        self.lesson.body = self.lesson.body.stream_block.to_python([*self.lesson.body.raw_data, block("markdown", "More words.")])
        self.lesson.save_revision().publish()

    def addresses(self, *, desk: bool = True) -> list[str]:
        """Where it might be; without the editing desk's pages where `desk` says so."""
        key, files = self.contribution.public_id, self.contribution.files.all()
        pages = [page.url for page in Page.objects.filter(live=True, depth__gt=1)]
        mine = [f"/contributions/{key}/{part}" for part in ("", "write/", "preview/", "yes/", "suggestions/", "copy/", "take-back/", "receipt/")]
        theirs = ["/contributions/", "/contributions/desk/", f"/contributions/desk/{key}/", "/me/notices/", "/dashboard/"]
        cms = [f"/cms/pages/{page.pk}/{part}" for page in (self.lesson, self.other, self.copy) for part in ("edit/", "history/", "edit/preview/")]
        cms += [
            f"/cms/pages/{self.lesson.pk}/revisions/{self.old.pk}/view/",
            f"/cms/pages/{self.lesson.pk}/revisions/compare/{self.old.pk}...live/",
            f"/cms/pages/{self.other.pk}/view_draft/",
            "/cms/reports/site-history/", "/cms/documents/", "/cms/images/", f"/cms/search/?q={ASKED}", f"/cms/pages/search/?q={ASKED}",
        ]  # fmt: skip
        cms = cms if desk else []
        return [*pages, f"/search/?q={ASKED}", *theirs, *mine, *cms, *(f"/contributions/files/{each.public_id}/" for each in files)]


def content_of(response) -> bytes:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        import zipfile

        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return b" ".join(packed.read(name) + name.encode() for name in packed.namelist())
    return body


def served(world: World, client_for, addresses: list[str]) -> set[tuple[str, str]]:
    """Who is served the marker where; a file of the contribution's counts as the marker."""
    found = set()
    people = {"anonymous": None, **world.cast.everyone()}
    for who in ROLES:
        client = client_for(people[who])
        for address in addresses:
            response = client.get(address)
            body = content_of(response)
            is_file = address.startswith("/contributions/files/") and response.status_code == 200
            if is_file or MARKER in body.decode(errors="replace"):
                found.add((who, address))
    return found


def tables() -> set[str]:
    """The tables with the marker in any row."""
    return {model._meta.label for model in apps.get_models() for row in model._base_manager.values() if MARKER in str(row)}


def files(folder: Path) -> set[str]:
    """The files that the site keeps with the marker in them, or in their names; what the cache holds is unpacked."""
    found = set()
    for path in (*folder.rglob("*"), *Path(settings.CACHES["default"]["LOCATION"]).rglob("*.djcache")):
        if path.is_file():
            content = path.read_bytes()
            if path.suffix == ".djcache":
                held = io.BytesIO(content)
                pickle.load(held)  # until when it is kept stands before it
                content = zlib.decompress(held.read())
            if MARKER.encode() in content or MARKER in path.name:
                found.add(path.name)
    return found


@pytest.fixture
def world(cast, kept):
    return World(cast)


def test_it_is_found_where_it_may_be_seen_and_nowhere_else_and_then_nowhere(world, client_for, kept, django_capture_on_commit_callbacks):
    addresses = world.addresses()
    before = served(world, client_for, addresses)
    found_by = {who: {address for each, address in before if each == who} for who in ROLES}
    lesson, within, opened, session, elsewhere = (page.get_url() for page in (world.lesson, world.alias_within, world.open_page, world.session, world.alias))
    sounds = {f"/contributions/files/{each.public_id}/" for each in world.contribution.files.all()}
    search = f"/search/?q={ASKED}"
    assert found_by["anonymous"] == {opened, *sounds}
    assert found_by["asha"] == found_by["ben"] == {lesson, world.copy.get_url(), within, opened, session, search, *sounds}
    assert {lesson, f"/contributions/desk/{world.contribution.public_id}/", f"/cms/pages/{world.other.pk}/view_draft/"} <= found_by["editor"]
    assert f"/cms/pages/{world.lesson.pk}/revisions/{world.old.pk}/view/" in found_by["editor"]
    assert {f"/contributions/{world.contribution.public_id}/{part}" for part in ("write/", "preview/", "yes/", "copy/")} <= found_by["dev"]
    for nowhere in (elsewhere, world.closed_page.get_url()):
        assert not {address for _, address in before if address == nowhere}, "a place to which its author did not say yes"
    assert {"home.Contribution", "home.ContributionRevision", "home.RevisionFile", "home.ContributionFile"} == tables()
    assert files(kept) == set(), "no file, name or cache holds a word of it even before"
    on_disk = [Path(each.file.path) for each in world.contribution.files.all()]
    assert all(path.exists() for path in on_disk)

    began = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        made = leaving.withdraw_by_author(world.contribution, world.cast.dev)
    assert time.monotonic() - began < 60
    assert served(world, client_for, addresses) == set()
    assert tables() == set()
    assert files(kept) == set()
    assert not any(path.exists() for path in on_disk)
    made.refresh_from_db()
    assert set(made.receipt["places"]) == {world.lesson.title, world.copy.title, world.alias_within.title, "Voices", world.session.title}
    assert {"picture", "recording", "draft", "version that was handed in or agreed", "place where it stood"} <= set(dict(made.receipt["removed"]))
    assert made.scrubbed_at
    assert made.ledgered_at
    assert client_for(world.cast.asha).get(url_of(world.lesson)).status_code == 200, "the page stays whole"
    assert Notice.objects.filter(person=world.cast.editor, title="A contribution is no longer there").exists()
    told = Notice.objects.get(person=world.cast.editor, title="A contribution is no longer there")
    assert world.lesson.title in told.text


def test_it_is_gone_on_the_day_after_the_agreed_time(world, client_for, kept, django_capture_on_commit_callbacks):
    addresses = world.addresses(desk=False)
    last = timezone.localdate()
    Consent.objects.update(until=last)
    assert ending.end_due() == 0
    assert served(world, client_for, [url_of(world.lesson)])
    Consent.objects.update(until=last - timedelta(days=1))
    assert not served(world, client_for, [url_of(world.lesson)]), "hidden at once, before any task runs"
    with django_capture_on_commit_callbacks(execute=True):
        assert ending.end_due() == 1
    assert served(world, client_for, addresses) == set()
    assert tables() == set()
    assert files(kept) == set()


def test_its_author_may_have_it_back_instead(world, client_for):
    Consent.objects.update(until=timezone.localdate() - timedelta(days=1), afterwards=Afterwards.MINE)
    ending.end_due()
    found = served(world, client_for, world.addresses(desk=False))
    assert {who for who, _ in found} == {"dev"}
    assert tables() == {"home.Contribution", "home.ContributionFile"}


def test_a_restored_copy_is_told_what_must_not_be_there(world, client_for, kept, django_capture_on_commit_callbacks):
    fields = {name: getattr(world.contribution, name) for name in ("state", "title", "words")}
    with django_capture_on_commit_callbacks(execute=True):
        leaving.withdraw_by_author(world.contribution, world.cast.dev)
    Contribution.objects.filter(pk=world.contribution.pk).update(withdrawn_at=None, scrubbed_at=None, **fields)
    world.contribution.withdrawals.all().delete()
    assert tables() == {"home.Contribution"}
    with django_capture_on_commit_callbacks(execute=True):
        assert ledger.replay() == {"withdrawal": (1, 1)}
    assert tables() == set()
    assert ledger.replay() == {"withdrawal": (0, 2)}


def test_one_place_that_was_taken_back_stays_so_after_a_restore(world, kept, django_capture_on_commit_callbacks):
    from home.actions.contributing.agreeing import take_yes_back
    from home.models import Approval

    yes = Approval.objects.standing().get(purpose__page=world.module)
    with django_capture_on_commit_callbacks(execute=True):
        take_yes_back(yes, world.cast.dev)
    Approval.objects.filter(pk=yes.pk).update(ended_at=None)
    assert ledger.replay() == {"place-ended": (1, 1)}
    assert {each.purpose.page_id for each in Approval.objects.standing()} == {world.open_page.pk, world.session.get_parent().pk}


def test_what_a_stopped_process_left_is_finished(world, kept):
    made = leaving.withdraw_by_author(world.contribution, world.cast.dev)
    assert tables() == set()
    assert world.contribution.files.count() == 2
    leaving.finish_all()
    leaving.finish_all()
    made.refresh_from_db()
    assert not world.contribution.files.exists()
    assert dict(made.receipt["removed"])["picture"] == 1
    assert len(ledger.entries()) == 1


def test_a_ledger_that_cannot_be_written_keeps_nobody_from_taking_it_back(world, kept, settings):
    settings.LEDGER = kept / "a-file" / "ledger"
    (kept / "a-file").write_text("in the way")
    made = leaving.withdraw_by_author(world.contribution, world.cast.dev)
    assert tables() == set()
    assert made.ledgered_at is None
    settings.LEDGER = kept / "ledger"
    leaving.finish_all()
    made.refresh_from_db()
    assert made.ledgered_at
    assert len(ledger.entries()) == 1


def test_twice_does_it_once(world, kept):
    first = leaving.withdraw_by_author(world.contribution, world.cast.dev)
    assert leaving.withdraw_by_author(world.contribution, world.cast.dev) == first


def test_a_page_that_goes_live_without_being_published_shows_only_what_its_place_allows(world, client_for):
    private = draft(world.cast.dev, words=f"Only for me: {MARKER}")
    raw = [{"type": "contribution", "value": str(private.public_id), "id": "0b0e9d1c-0000-4000-8000-000000000002"}]
    bare = LessonPage(title="By a command", slug="by-a-command", body=world.lesson.body.stream_block.to_python(raw))
    world.module.add_child(instance=bare)
    scheduled = LessonPage(title="On its day", slug="on-its-day", body=bare.body)
    world.module.add_child(instance=scheduled)
    scheduled.live = False
    scheduled.go_live_at = timezone.now() - timedelta(minutes=1)
    scheduled.save_revision(approved_go_live_at=scheduled.go_live_at)
    scheduled.save()
    call_command("publish_scheduled", verbosity=0)
    scheduled.refresh_from_db()
    assert scheduled.live
    assert not served(world, client_for, [bare.get_url(), scheduled.get_url(), f"/cms/pages/{bare.pk}/view_draft/"])


def test_no_mail_or_notice_holds_a_word_of_it(world, cast):
    tell_each(people=[cast.asha], kind=NoticeKind.ANSWER, key="x", title="y", why="z")
    assert Notice.objects.exists()
    rows = [str(row) for model in (Notice, Letter) for row in model.objects.values()]
    assert not [row for row in rows if MARKER in row or "Sam from" in row or cast.dev.name in row.replace(str(cast.dev.pk), "")]


def test_an_account_that_is_erased_takes_its_words_along(world, client_for, kept, django_capture_on_commit_callbacks):
    on_disk = [Path(each.file.path) for each in world.contribution.files.all()]
    with django_capture_on_commit_callbacks(execute=True):
        prepare_erasing(world.cast.dev)
        world.contribution.delete()
    assert tables() == set()
    assert not any(path.exists() for path in on_disk)
    assert not served(world, client_for, [url_of(world.lesson), f"/search/?q={ASKED}"])


def test_what_is_kept_for_somebody_goes_to_whoever_looks_after_contributors(cast, kept):
    name_lead(cast)
    made = writing.begin(cast.asha, has_read=True, for_somebody=True)
    prepare_erasing(cast.asha)
    made.refresh_from_db()
    assert made.keeper == cast.carys
