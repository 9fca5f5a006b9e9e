"""A piece of a page is kept for its values alone: nothing of a person, of a request or of other words that look the same gets in."""

from dataclasses import dataclass

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from home.models import User
from home.pieces import STAND_IN, _rendered, kinds_of, piece

LINK = "components/link_button.html"


@pytest.fixture(autouse=True)
def _nothing_kept():
    _rendered.cache_clear()


def test_the_same_values_are_rendered_once():
    first, second = (piece(LINK, label="Go on", url="/", kind="plain") for _ in range(2))
    assert first == second
    assert "Go on" in first
    assert piece(LINK, label="Stop", url="/", kind="plain") != first
    assert (_rendered.cache_info().misses, _rendered.cache_info().hits) == (2, 1)


def test_words_that_are_safe_do_not_let_the_same_words_through_unescaped():
    assert "<b>x</b>" in piece(LINK, label=mark_safe("<b>x</b>"), url="/", kind="plain")
    assert "<b>x</b>" not in piece(LINK, label="<b>x</b>", url="/", kind="plain")


def test_words_inside_other_values_are_told_apart_too():
    @dataclass(frozen=True)
    class Said:
        words: str

    safe, plain = (Said(mark_safe("<b>")), ("x", mark_safe("<b>"))), (Said("<b>"), ("x", "<b>"))
    assert safe == plain
    assert kinds_of(safe) != kinds_of(plain)
    assert kinds_of(1) != kinds_of(True)


@pytest.mark.parametrize("value", [["a list"], {"a": "table"}, object(), User(pk=1)])
def test_what_could_change_under_its_name_is_refused(value):
    with pytest.raises(TypeError):
        piece(LINK, label="x", url=value, kind="plain")


def test_what_is_late_is_put_in_each_time_and_escaped():
    form = Template('{% piece "components/post_form.html" late="content" action="/x/" label="" %}')
    one = form.render(Context({"csrf_token": "first", "content": '"<script>'}))
    other = form.render(Context({"csrf_token": "second", "content": "good"}))
    assert 'value="first"' in one
    assert "&quot;&lt;script&gt;" in one
    assert 'value="second"' in other
    assert "good" in other
    assert STAND_IN not in one + other
    assert _rendered.cache_info().misses == 1


def test_a_piece_sees_nothing_of_the_page_around_it():
    page = Template('{% piece "layouts/parts/footer.html" name="Here" contact="" links=links %}')
    html = page.render(Context({"this_site": {"contact_email": "hidden@example.org"}, "contact": "hidden@example.org", "links": ()}))
    assert "Here" in html
    assert "hidden@example.org" not in html


def test_who_is_signed_in_is_named_on_the_page_and_kept_in_no_piece(cast, client_for, monkeypatch):
    cast.asha.name = "Asha <b>O'Neill</b>"
    cast.asha.save()
    kept = []
    monkeypatch.setattr("home.pieces.render_to_string", lambda *asked: kept.append(render_to_string(*asked)) or kept[-1])
    page = client_for(cast.asha).get("/me/preferences/").content.decode()
    assert "Signed in as Asha &lt;b&gt;O&#x27;Neill&lt;/b&gt;" in page
    assert any("Sign out" in html for html in kept)
    assert not any("Neill" in html or cast.asha.email in html for html in kept)
    for person in (cast.ben, cast.asha):
        assert f"Signed in as {person.name[:4]}" in client_for(person).get("/me/preferences/").content.decode()
    assert "Signed in as" not in client_for(None).get("/").content.decode()
