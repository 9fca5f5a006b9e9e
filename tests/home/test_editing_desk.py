"""The editing desk meets what its own script would never send: a sentence, not a fault. What it is sent by hypothesis is in tests/site/test_fuzz_desk.py."""

import json

import pytest
from wagtail.test.utils.form_data import nested_form_data, streamfield

from home.models import HomePage, JobRole, PlainPage
from learning.models import ModuleReviewer
from practice.actions.sessions.registering import register
from practice.models import CommunityIndexPage, SessionPage
from tests.learning.factories import make_module
from tests.practice.sessions import make_community, make_session
from tests.site.desk import form_of

WORDS = {"key": "a1b2c", "type": "unstyled", "text": "Words.", "depth": 0, "inlineStyleRanges": [], "entityRanges": [], "data": {}}


@pytest.fixture
def plain(db):
    return HomePage.objects.get().add_child(instance=PlainPage(title="A page", slug="a-page"))


@pytest.fixture
def editor(cast, client_for):
    return client_for(cast.editor, raise_request_exception=False)


def sent(editor, plain, *blocks) -> dict:
    """The page's form with these blocks in its body."""
    data = {name: said for name, said in form_of(editor, plain)[1].items() if not name.startswith("body-")}
    return data | nested_form_data({"body": streamfield(blocks)})


def rich(*blocks: dict, **more) -> str:
    return json.dumps({"blocks": list(blocks), "entityMap": {}, **more})


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[" * 200_000,
        "[]",
        '{"blocks": [null]}',
        rich({**WORDS, "entityRanges": [{"offset": 0, "length": 2, "key": 0}]}),
        rich({**WORDS, "type": "ordered-list-item", "depth": 11}),
        rich({**WORDS, "text": "a\x00b"}),
        rich({**WORDS, "text": "\ud800"}),
    ],
    ids=lambda text: text[:40],
)
def test_rich_text_that_no_editor_wrote_is_refused(editor, plain, text):
    response = editor.post(f"/cms/pages/{plain.pk}/edit/", sent(editor, plain, ("text", text)))
    assert response.status_code == 400
    assert "not as it should be" in response.content.decode()
    assert not plain.revisions.exists()


def test_rich_text_that_an_editor_wrote_is_kept(editor, plain):
    assert editor.post(f"/cms/pages/{plain.pk}/edit/", sent(editor, plain, ("text", rich({**WORDS, "depth": 4})))).status_code == 302
    assert "Words." in str(PlainPage.objects.get(pk=plain.pk).get_latest_revision_as_object().body)


@pytest.mark.parametrize("changed", [{"body-1-order": "0"}, {"body-1-order": "first"}, {"body-count": "9" * 5000}, {"body-0-type": None}])
def test_blocks_that_no_editor_sent_are_refused(editor, plain, changed):
    data = {**sent(editor, plain, ("text", rich(WORDS)), ("text", rich({**WORDS, "text": "More."}))), **changed}
    response = editor.post(f"/cms/pages/{plain.pk}/edit/", {name: said for name, said in data.items() if said is not None})
    assert (response.status_code, plain.revisions.count()) == (400, 0)


@pytest.mark.parametrize("back", ["24:00", "--1", "cms"])
def test_a_way_back_that_is_no_address_is_refused(editor, plain, back):
    data = sent(editor, plain) | {"action-submit": "1"}
    assert editor.post(f"/cms/pages/{plain.pk}/edit/", {**data, "next": back}).status_code == 400
    assert editor.get(f"/cms/pages/{plain.pk}/edit/", {"next": back}).status_code == 400
    assert editor.post(f"/cms/pages/{plain.pk}/edit/", {**data, "next": "/cms/pages/"})["Location"] == "/cms/pages/"


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/cms/choose-external-link/", {}),
        ("/cms/redirects/import/process/", {}),
        ("/cms/pages/{page}/copy/", {"new_parent_page": "-1"}),
        ("/cms/groups/new/", {}),
    ],
)
def test_half_of_a_form_of_wagtail_s_is_refused(cast, client_for, plain, address, data):
    assert client_for(cast.admin, raise_request_exception=False).post(address.format(page=plain.pk), data).status_code < 500


@pytest.mark.parametrize("fault", [AttributeError, KeyError, TypeError, CommunityIndexPage.DoesNotExist])
def test_a_fault_of_ours_at_the_desk_is_a_fault(editor, plain, monkeypatch, fault):
    def breaks(found):
        raise fault("broken")

    monkeypatch.setattr("home.wagtail_hooks.words_of", breaks)
    assert editor.post(f"/cms/pages/{plain.pk}/edit/", sent(editor, plain)).status_code == 500


def test_a_community_is_seen_before_it_is_kept(cast, client_for):
    index, admin = CommunityIndexPage.objects.get(), client_for(cast.admin)
    address = f"/cms/pages/add/practice/communitypage/{index.pk}/preview/"
    data = {"title": "Across the river", "slug": "across", "summary": "People of two services.", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    assert admin.post(address, data).json() == {"is_valid": True, "is_available": True}
    assert "People of two services." in admin.get(address).content.decode()


@pytest.mark.parametrize("library", ["images", "documents"])
@pytest.mark.parametrize(
    "asked",
    [
        "q=a&usage_count_min=1",
        "q=a&usage_count_max=0",
        "usage_count_min=0&usage_count_max=2",
        "q=a&ordering=usage_count",
        "q=a&ordering=-file_size",
        "usage_count_min=1e999",
        "usage_count_max=" + "9" * 60,
    ],
)
def test_the_library_is_searched_counted_and_sorted_together(cast, client_for, library, asked):
    assert client_for(cast.editor).get(f"/cms/{library}/?{asked}").status_code == 200


@pytest.mark.parametrize("kind", ["jobrole", "service", "sector"])
def test_what_is_in_use_is_not_deleted_and_the_desk_says_why(cast, client_for, kind):
    held = {"jobrole": JobRole.objects.first(), "service": cast.service, "sector": cast.service.sector}[kind]
    admin = client_for(cast.admin, raise_request_exception=False)
    response = admin.post(f"/cms/snippets/home/{kind}/delete/{held.pk}/", follow=True)
    assert (response.status_code, type(held).objects.filter(pk=held.pk).exists()) == (200, True)
    assert "is still in use" in response.content.decode()


def test_what_nobody_uses_is_deleted(cast, client_for):
    unused = JobRole.objects.create(name="Peer worker")
    assert client_for(cast.admin).post(f"/cms/snippets/home/jobrole/delete/{unused.pk}/").status_code == 302
    assert not JobRole.objects.filter(pk=unused.pk).exists()


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_a_session_people_have_registered_for_is_called_off_first_alone_or_with_others(cast, client_for, action, several):
    session = make_session(make_community(cast.carys))
    register(by=cast.asha, session=session)
    address = f"/cms/bulk/wagtailcore/page/{action}/?id={session.page_id}" if several else f"/cms/pages/{session.page_id}/{action}/"
    response = client_for(cast.admin, raise_request_exception=False).post(address, follow=True)
    assert "calls the session off first" in response.content.decode()
    assert SessionPage.objects.get(pk=session.page_id).live


def test_a_module_that_waits_for_a_yes_waits_among_others_too(cast, client_for):
    module, _ = make_module(1, live=False)
    ModuleReviewer.objects.create(module=module, person=cast.dev, named_by=cast.editor)
    module.save_revision()
    admin = client_for(cast.admin, raise_request_exception=False)
    assert admin.post(f"/cms/bulk/wagtailcore/page/publish/?id={module.pk}").status_code == 302
    module.refresh_from_db()
    assert not module.live


def test_a_page_that_records_hang_on_is_taken_off_and_not_deleted(cast, client_for):
    community = make_community(cast.carys)
    make_session(community)
    index = community.get_parent()
    response = client_for(cast.admin, raise_request_exception=False).post(f"/cms/pages/{index.pk}/delete/", {"confirm_site_name": "Alongside"}, follow=True)
    assert "Take it off the site instead" in response.content.decode()
    assert type(community).objects.filter(pk=community.pk).exists()
