"""Media: private unless marked public, and served so that they can run nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Collection

from home.actions.media import keep_file, keep_picture
from tests.home.uploads import CANARY, SVG, bomb, mp4, pdf, picture, with_exif


@pytest.fixture
def kept(db):
    """A private and a public picture, a private document, a private film."""
    place = Collection.get_first_root_node()
    public = keep_picture(title="Open", name="open.jpg", content=picture(), collection=place)
    public.is_public = True
    public.save()
    return {
        "private": keep_picture(title="Closed", name="closed.jpg", content=picture(), collection=place),
        "public": public,
        "pdf": keep_file(title="A “leaflet”\nwith lines", name="leaflet.pdf", content=pdf(), collection=place),
        "mp4": keep_file(title="Film", name="film.mp4", content=mp4(), collection=place),
    }


def test_media_are_private_unless_marked_public(kept, cast, client_for):
    rendition = kept["private"].get_rendition("width-20")
    nobody, asha = client_for(None), client_for(cast.asha)
    for address in (kept["private"].file.url, rendition.url, kept["pdf"].url, kept["pdf"].file.url, kept["mp4"].url):
        closed = nobody.get(address)
        assert closed.status_code == 302, address
        assert closed["Location"].startswith("/accounts/login/")
        assert asha.get(address).status_code == 200, address
    assert nobody.get(kept["public"].file.url).status_code == 200
    assert nobody.get(kept["public"].get_rendition("width-20").url).status_code == 200


def test_what_is_served_can_run_nothing_and_is_what_it_says(kept, cast, client_for):
    asha = client_for(cast.asha)
    shown, saved = asha.get(kept["private"].file.url), asha.get(kept["pdf"].url)
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Content-Disposition"].startswith("inline")
    assert saved["Content-Type"] == "application/pdf"
    assert saved["Content-Disposition"].startswith("attachment")
    for response in (shown, saved):
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
        assert response["Cache-Control"] == "private, no-cache"
    assert b"".join(saved.streaming_content).startswith(b"%PDF")


@pytest.mark.parametrize(
    "name",
    ["../alongside.sqlite3", "original_images/../../alongside.sqlite3", "..%2falongside.sqlite3", "nothing.jpg", "a\\b", "%00", "original_images/", "x" * 3000],
)
def test_nothing_else_is_served(kept, cast, client_for, name):
    for person in (None, cast.asha, cast.admin):
        assert client_for(person).get(f"/media/{name}").status_code in (301, 400, 404)


def test_a_file_beside_the_library_is_not_served(kept, cast, client_for):
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    name = default_storage.save("documents/forgotten.pdf", ContentFile(pdf()))
    assert client_for(cast.asha).get(f"/media/{name}").status_code == 404
    assert client_for(cast.asha).get(f"/documents/{kept['pdf'].pk}/another.pdf").status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "told", "length"),
    [
        ("bytes=0-9", 206, "bytes 0-9/{size}", 10),
        ("bytes=10-", 206, "bytes 10-{last}/{size}", None),
        ("bytes=-5", 206, None, 5),
        ("bytes=0-99999999", 206, "bytes 0-{last}/{size}", None),
        ("bytes=99999999-", 416, "bytes */{size}", 0),
        ("nonsense", 200, None, None),
        ("bytes=-", 200, None, None),
        ("bytes=5-2", 416, "bytes */{size}", 0),
    ],
)
def test_a_player_gets_the_part_that_it_asks_for(kept, cast, client_for, asked, status, told, length):
    size = kept["mp4"].file.size
    response = client_for(cast.asha).get(kept["mp4"].url, headers={"Range": asked})
    assert response.status_code == status
    if told:
        assert response["Content-Range"] == told.format(size=size, last=size - 1)
    if length is not None:
        assert len(b"".join(response.streaming_content) if response.streaming else response.content) == length


def test_what_a_browser_has_is_not_sent_again(kept, cast, client_for):
    asha = client_for(cast.asha)
    first = asha.get(kept["private"].file.url)
    assert asha.get(kept["private"].file.url, headers={"If-None-Match": first["ETag"]}).status_code == 304


def put_up(client, content: bytes, name: str, kind="images"):
    place = Collection.get_first_root_node().pk
    return client.post(
        f"/cms/{kind}/add/", {"title": "Put up", "collection": place, "file": SimpleUploadedFile(name, content, "application/octet-stream"), "tags": ""}
    )


def test_an_editor_puts_up_a_picture_and_its_metadata_go(cast, client_for):
    from home.models import Picture

    response = put_up(client_for(cast.admin), with_exif(), "me.jpg")
    assert response.status_code == 302, response.content.decode()[:2000]
    kept = Picture.objects.get()
    with kept.file.open("rb") as file:
        assert CANARY.encode() not in file.read()
    assert (kept.width, kept.height) == (40, 60)


@pytest.mark.parametrize(
    ("kind", "content", "name", "words"),
    [
        ("images", SVG, "a.svg", "SVG, which can hold script"),
        ("images", SVG, "a.png", "SVG, which can hold script"),
        ("images", bomb(), "a.png", "far too large"),
        ("images", bytes(50 * 1024 * 1024), "a.jpg", "50 MB; 20 MB is the most"),
        ("documents", bytes(50 * 1024 * 1024), "a.pdf", "50 MB; 20 MB is the most"),
        ("documents", b"<html>", "a.pdf", "This kind of file is not kept"),
    ],
    ids=["svg", "svg as png", "bomb", "50 MB picture", "50 MB document", "html as pdf"],
)
def test_an_editor_is_told_in_a_sentence_why_a_file_is_refused(cast, client_for, kind, content, name, words):
    from home.models import File, Picture

    response = put_up(client_for(cast.admin), content, name, kind)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert "is not allowed" not in response.content.decode(), "one sentence, and nothing about an ending that it does not have"
    assert not Picture.objects.exists()
    assert not File.objects.exists()


def test_search_engines_are_sent_away(client_for):
    assert "Disallow: /" in client_for(None).get("/robots.txt").content.decode()
