"""Media in a bucket: put up, served to those who may see them, and gone when they are taken back."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.models import Collection

from home import ledger
from home.actions.contributing import clearing, leaving, writing
from home.actions.media import keep_file, keep_picture
from home.models import ContributionFile, File, HomePage, Picture, PlainPage, Withdrawal
from tests.contributions.lives import agree, decided, draft, picture, read_back, sound
from tests.home.test_media import put_up
from tests.home.uploads import mp4, pdf

pytestmark = pytest.mark.django_db
MARKER = "quagmirelle"


def body_of(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def put(bucket, cast, client_for) -> Picture:
    """A picture that an editor put up through the CMS."""
    assert put_up(client_for(cast.admin), picture(MARKER), "Garden.jpg").status_code == 302
    return Picture.objects.get()


def test_what_an_editor_puts_up_lies_in_the_bucket_and_on_no_disk(put, bucket, tmp_path):
    assert put.file.name in bucket.names()
    assert put.file.name.startswith("original_images/")
    assert put.file.name.endswith("/Garden.jpg")
    assert bucket.holding(MARKER) == [], "what it said of its maker came along"
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_only_those_who_may_see_it_are_given_it_and_by_us(put, bucket, cast, client_for):
    sizes = put.get_rendition("width-20")
    assert sizes.file.name in bucket.names()
    for file in (put.file, sizes.file):
        assert file.url == f"/media/{file.name}"
        assert client_for(None).get(file.url)["Location"].startswith("/accounts/login/")
        response = client_for(cast.asha).get(file.url)
        assert (response.status_code, response["Content-Type"], response["Cache-Control"]) == (200, "image/jpeg", "private, no-cache")
        assert body_of(response) == bucket.content(file.name)
    page = client_for(cast.admin).get(f"/cms/images/{put.pk}/").content.decode()
    assert put.get_rendition("max-800x600").url in page
    assert bucket.server not in page
    assert "X-Amz" not in page


def test_a_player_is_sent_the_part_that_it_asks_for(bucket, cast, client_for):
    film = keep_file(title="Film", name="film.mp4", content=mp4(), collection=Collection.get_first_root_node())
    whole = bucket.content(film.file.name)
    for asked, part in (("bytes=4-11", whole[4:12]), ("bytes=20-", whole[20:]), ("bytes=-5", whole[-5:])):
        response = client_for(cast.asha).get(film.url, headers={"Range": asked})
        assert (response.status_code, body_of(response)) == (206, part), asked
    assert client_for(cast.asha).get(film.url, headers={"Range": "bytes=99999-"}).status_code == 416


def test_what_a_browser_has_costs_the_bucket_nothing(put, cast, client_for, away):
    asha = client_for(cast.asha)
    first = asha.get(put.file.url)
    away(True)
    again = asha.get(put.file.url, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert client_for(None).get(put.file.url, headers={"If-None-Match": first["ETag"]}).status_code == 302


def test_two_files_of_one_name_never_meet(bucket):
    place = Collection.get_first_root_node()
    kept = [keep_picture(title="Door", name="door.jpg", content=picture(size=size), collection=place) for size in ((40, 30), (30, 40))]
    assert len(bucket.names()) == 2
    assert bucket.content(kept[0].file.name) != bucket.content(kept[1].file.name)
    assert {each.filename for each in kept} == {"door.jpg"}


def test_a_picture_that_is_deleted_goes_with_all_its_sizes(put, bucket, cast, client_for, django_capture_on_commit_callbacks):
    put.get_rendition("width-20")
    client_for(cast.admin).get("/cms/images/")
    assert len(bucket.names()) > 1
    with django_capture_on_commit_callbacks(execute=True):
        assert client_for(cast.admin).post(f"/cms/images/{put.pk}/delete/").status_code == 302
    assert bucket.names() == []


def test_a_replaced_picture_leaves_no_size_of_the_old_one(bucket, django_capture_on_commit_callbacks):
    kept = keep_picture(title="Garden", name="garden.jpg", content=picture(), collection=Collection.get_first_root_node())
    old = kept.get_rendition("width-20").file.name
    with django_capture_on_commit_callbacks(execute=True):
        keep_picture(title="Garden", name="garden.jpg", content=picture(size=(90, 70)), collection=kept.collection, instead_of=kept)
    assert old not in bucket.names()


@pytest.fixture
def said(bucket, cast, client_for):
    """Dev's contribution with a picture and a sound, on a page that is open to everyone."""
    page = HomePage.objects.get().add_child(instance=PlainPage(title="Voices", slug="voices", public=True))
    made = decided(cast.dev, [page.pk])
    dev = client_for(cast.dev)
    sent = dev.post(f"/contributions/{made.public_id}/files/", {"file": SimpleUploadedFile("me.jpg", picture(MARKER))})
    assert sent.status_code == 302, sent.content.decode()[:1000]
    kept = ContributionFile.objects.get()
    writing.describe_file(kept, cast.dev, description="A door")
    writing.describe_file(writing.add_file(made, cast.dev, sound(MARKER)), cast.dev, transcript="Come in.")
    return agree(read_back(made, cast.dev, cast.editor), cast.dev)


def test_what_is_taken_back_is_out_of_the_bucket_at_once(said, bucket, cast, client_for, django_capture_on_commit_callbacks):
    addresses = [f"/contributions/files/{each.public_id}/" for each in said.files.all()]
    seen = [client_for(cast.asha).get(address) for address in addresses]
    assert [response.status_code for response in seen] == [200, 200]
    assert all(response["Cache-Control"] == "no-store, private" for response in seen)
    assert len(bucket.names()) == 2
    assert bucket.holding(MARKER) == []
    with django_capture_on_commit_callbacks(execute=True):
        leaving.withdraw_by_author(said, cast.dev)
    assert bucket.names() == ["ledger/ledger.jsonl"]
    assert [entry.facts["contribution"] for entry in ledger.entries()] == [str(said.public_id)]
    for person in (None, cast.asha, cast.editor, cast.dev):
        for address, response in zip(addresses, seen, strict=True):
            assert client_for(person).get(address, headers={"If-None-Match": response["ETag"]}).status_code == 404


def test_a_bucket_that_is_away_hides_nothing_and_keeps_nothing(said, bucket, away, cast, client_for, django_capture_on_commit_callbacks):
    addresses = [f"/contributions/files/{each.public_id}/" for each in said.files.all()]
    away(True)
    response = client_for(cast.asha).get(addresses[0])
    assert response.status_code == 503
    assert "We will be back in a moment" in response.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        leaving.withdraw_by_author(said, cast.dev)
    assert client_for(cast.asha).get(addresses[0]).status_code == 404, "hidden at once, wherever its bytes are"
    waiting = Withdrawal.objects.get()
    assert (waiting.scrubbed_at, waiting.ledgered_at) == (None, None)
    away(False)
    assert len(bucket.names()) == 2
    assert leaving.finish_all() == 2
    assert bucket.names() == ["ledger/ledger.jsonl"]


def test_a_file_that_cannot_be_put_is_refused_and_leaves_no_row(bucket, away, cast, client_for):
    made = draft(cast.dev)
    away(True)
    dev = client_for(cast.dev, raise_request_exception=False)
    assert dev.post(f"/contributions/{made.public_id}/files/", {"file": SimpleUploadedFile("me.jpg", picture())}).status_code == 503
    assert put_up(client_for(cast.admin, raise_request_exception=False), picture(), "a.jpg").status_code == 503
    assert not ContributionFile.objects.exists()
    assert not Picture.objects.exists()


def test_what_no_row_names_is_taken_away_after_a_day(bucket, cast, monkeypatch):
    held = writing.add_file(draft(cast.dev), cast.dev, picture())
    default_storage.save("contributions/left-behind.jpg", ContentFile(b"x"))
    default_storage.save("documents/another.pdf", ContentFile(b"x"))
    assert clearing.clear_files() == 0
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert clearing.clear_files() == 1
    assert clearing.clear_files() == 0
    assert [name.partition("/")[0] for name in bucket.names()] == ["contributions", "documents"]
    assert held.file.name in bucket.names()


def test_files_on_a_disk_are_cleared_in_the_same_way(cast, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    assert clearing.clear_files() == 0
    held = writing.add_file(draft(cast.dev), cast.dev, picture())
    default_storage.save("contributions/left-behind.jpg", ContentFile(b"x"))
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert clearing.clear_files() == 1
    assert [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.jpg")] == [held.file.name]


def test_documents_are_read_back_whole(bucket, cast, client_for):
    kept = keep_file(title="Leaflet", name="leaflet.pdf", content=pdf(), collection=Collection.get_first_root_node())
    assert File.objects.get().file_size == len(bucket.content(kept.file.name))
    response = client_for(cast.asha).get(kept.url)
    assert response["Content-Disposition"].startswith("attachment")
    assert body_of(response).startswith(b"%PDF")
