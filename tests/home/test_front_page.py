"""The front page: for those outside; people who are signed in go on to their own, unless they ask for it."""

import pytest

from home.actions.founding import found_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _founded():
    found_site()


@pytest.mark.parametrize("who", ["asha", "editor", "lead", "admin"])
def test_signed_in_it_leads_to_ones_own_page(cast, client_for, who):
    assert client_for(getattr(cast, who)).get("/").url == "/dashboard/"


def test_signed_out_it_is_read(client):
    assert b"Learn alongside each other" in client.get("/").content


def test_an_editor_reads_it_from_the_editing_desk_or_by_its_own_address(cast, client_for):
    editor = client_for(cast.editor)
    assert b"Learn alongside each other" in editor.get("/", headers={"referer": "http://testserver/cms/pages/3/edit/"}).content
    assert b"Learn alongside each other" in editor.get("/?front-page").content
    assert editor.get("/", headers={"referer": "http://elsewhere.example/cms/"}).status_code == 302


def test_somebody_on_the_way_in_is_led_to_the_way_in(cast, client_for):
    cast.dev.waits_for_welcome = True
    cast.dev.save()
    assert client_for(cast.dev).get("/", follow=True).redirect_chain[-1][0] == "/join/"
