"""The CMS: an editor's journey, what each person may see there, and what never shows there."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, WorkflowState

from home.actions.founding import found_site
from home.enums import GlobalRole
from home.tasks import publish_scheduled
from learning.models import LearningIndexPage, LessonPage, ModulePage
from tests.cast import give_role, set_up_second_factor
from tests.factories.learning import LessonFactory, ModuleFactory
from tests.factories.people import PersonFactory

REFLECTION = {"type": "reflection", "value": {"id": "why", "prompt": "Why?", "hint": "", "supervision": False}, "id": "5a7fd0a5-52b1-4f5c-8f4c-3f2d2a6b0002"}


@pytest.fixture
def desk(cast):
    """A founded site with a module and a lesson, made as editors make them."""
    found_site()
    module = ModuleFactory(title="Understanding complex trauma", slug="trauma")
    lesson = LessonFactory(parent=module, title="Harm over time", slug="harm", body=[REFLECTION])
    for page in (module, lesson):
        page.save_revision().publish()
    cast.module, cast.lesson = ModulePage.objects.get(pk=module.pk), LessonPage.objects.get(pk=lesson.pk)
    cast.second = PersonFactory(name="Esme Vance", email="second@example.org")
    give_role(cast.second, GlobalRole.EDITOR)
    set_up_second_factor(cast.second)
    return cast


def typed(client, page, **changes) -> dict:
    """What the edit form of `page` posts, with `changes`."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(client.get(f"/cms/pages/{page.pk}/edit/").content, "html.parser")
    form = (
        soup.find("form", {"id": "page-edit-form"}) or soup.find("form", {"id": "w-editor-form"}) or max(soup.find_all("form"), key=lambda one: len(str(one)))
    )
    data = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name = field.get("name")
        if not name or (field.get("type") in ("checkbox", "radio") and not field.has_attr("checked")) or field.get("type") in ("submit", "button"):
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            data[name] = chosen["value"] if chosen else ""
        else:
            data[name] = field.text.lstrip("\n") if field.name == "textarea" else field.get("value", "")
    data |= {
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "reflection", "body-0-id": REFLECTION["id"],
        "body-0-value-id": "why", "body-0-value-prompt": "Why?", "body-0-value-hint": "",
    }  # fmt: skip
    return data | changes


@pytest.mark.django_db
def test_an_editor_changes_a_lesson_and_another_lets_it_go_live(desk, client_for):
    editor, second = client_for(desk.editor), client_for(desk.second)
    assert editor.get(f"/cms/pages/{desk.lesson.pk}/edit/").status_code == 200
    saved = editor.post(f"/cms/pages/{desk.lesson.pk}/edit/", typed(editor, desk.lesson, title="Harm that stays"))
    assert saved.status_code == 302, saved.content.decode()[:4000]
    assert LessonPage.objects.get().title == "Harm over time", "a draft is not live"
    editor.post(f"/cms/pages/{desk.lesson.pk}/edit/", typed(editor, desk.lesson, title="Harm that stays", **{"action-publish": "action-publish"}))
    assert LessonPage.objects.get().title == "Harm over time", "an editor alone does not publish"
    editor.post(f"/cms/pages/{desk.lesson.pk}/edit/", typed(editor, desk.lesson, title="Harm that stays", **{"action-submit": "action-submit"}))
    state = WorkflowState.objects.get(status="in_progress")
    assert "Harm that stays" in second.get("/cms/").content.decode(), "what waits stands on the first page"
    task = state.current_task_state
    assert second.get(f"/cms/pages/{desk.lesson.pk}/revisions/{task.revision_id}/view/").status_code == 200
    editor.post(f"/cms/pages/workflow/action/{desk.lesson.pk}/approve/{task.pk}/", {})
    assert LessonPage.objects.get().title == "Harm over time", "nobody lets their own words go live"
    assert WorkflowState.objects.get().status == "in_progress", "and it waits on"
    second.post(f"/cms/pages/workflow/action/{desk.lesson.pk}/approve/{task.pk}/", {})
    assert LessonPage.objects.get().title == "Harm that stays"
    first, last = LessonPage.objects.get().revisions.order_by("pk").first(), LessonPage.objects.get().latest_revision
    assert editor.get(f"/cms/pages/{desk.lesson.pk}/revisions/compare/{first.pk}...{last.pk}/").status_code == 200
    assert "Harm that stays" in client_for(desk.asha).get(LessonPage.objects.get().url).content.decode()


@pytest.mark.django_db
def test_a_preview_shows_our_page_in_a_frame_of_our_own(desk, client_for):
    editor = client_for(desk.editor)
    address = f"/cms/pages/{desk.lesson.pk}/edit/preview/"
    assert editor.post(address, typed(editor, desk.lesson, title="As it would be")).json()["is_valid"]
    shown = editor.get(f"{address}?in_preview_panel=true&mode=")
    assert shown.status_code == 200
    assert "As it would be" in shown.content.decode()
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert shown["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.django_db
def test_an_editor_makes_a_lesson_and_it_has_a_key(desk, client_for):
    editor = client_for(desk.editor)
    assert editor.get(f"/cms/pages/add/learning/modulepage/{LearningIndexPage.objects.get().pk}/").status_code == 200
    data = {
        "title": "Harm over time", "slug": "harm-again", "summary": "s", "minutes": "8", "content_note": "", "body-count": "0",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "",
    }  # fmt: skip
    assert editor.post(f"/cms/pages/add/learning/lessonpage/{desk.module.pk}/", data).status_code == 302
    made = LessonPage.objects.get(slug="harm-again")
    assert not made.live
    made.latest_revision.publish()
    made = LessonPage.objects.get(pk=made.pk)
    assert (made.key, made.live) == ("harm-again", True)
    draft = made.get_latest_revision_as_object()
    draft.slug = "another"
    draft.save_revision().publish()
    assert LessonPage.objects.get(pk=made.pk).key == "harm-again", "a new address is no new lesson"


@pytest.mark.django_db
def test_what_is_scheduled_is_published_in_its_time(desk):
    draft = desk.lesson.get_latest_revision_as_object()
    draft.title, draft.go_live_at = "Tomorrow's words", timezone.now() + timedelta(days=1)
    draft.save_revision().publish()
    publish_scheduled()
    assert LessonPage.objects.get().title == "Harm over time"
    import time_machine

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        publish_scheduled()
        publish_scheduled()
    assert LessonPage.objects.get().title == "Tomorrow's words"


OPEN = {
    "/cms/": "editor lead admin", "/cms/pages/": "editor lead admin", "/cms/images/": "editor lead admin", "/cms/documents/": "editor lead admin",
    "/cms/images/add/": "editor lead admin", "/cms/documents/add/": "editor lead admin", "/cms/reports/workflow/": "editor lead admin",
    "/cms/reports/aging-pages/": "editor lead admin", "/cms/reports/site-history/": "admin", "/cms/users/": "admin",
    "/cms/snippets/home/sector/": "lead admin", "/cms/snippets/home/team/": "admin", "/cms/snippets/home/service/": "lead admin",
    "/cms/snippets/home/jobrole/": "lead admin",
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("address", OPEN)
def test_who_may_open_what(desk, client_for, address):
    for name, person in {**desk.everyone(), "nobody": None}.items():
        response = client_for(person).get(address)
        if name in OPEN[address].split():
            assert response.status_code in (200, 302), (name, response.status_code)
            assert response.status_code == 200 or response["Location"].startswith("/cms/pages/"), (name, response["Location"])
        elif response.status_code == 302:
            assert response["Location"].startswith(("/accounts/", "/cms/")), (name, response["Location"])
            assert response["Location"] != address
        else:
            assert response.status_code == 403, (name, response.status_code)


@pytest.mark.django_db
def test_the_menu_has_an_editors_words(desk, client_for):
    page = client_for(desk.editor).get("/cms/").content.decode()
    for word in ("Learning", "Pages", "Pictures", "Files"):
        assert word in page
    for word in ("Snippets", "Redirects", "gravatar", "whats-new", "releases.wagtail"):
        assert word not in page, word
    assert "What waits for you" in page
    for address in ("pages", "images", "documents"):
        assert f'<a href="/cms/{address}/' not in page, "the first page counts nothing"


@pytest.mark.django_db
def test_no_learner_is_named_in_the_cms(desk, client_for):
    client_for(desk.asha).get(desk.lesson.url)
    client_for(desk.asha).post(f"{desk.lesson.url}finish/")
    for address in (
        f"/cms/pages/{desk.module.pk}/",
        f"/cms/pages/{desk.lesson.pk}/history/",
        "/cms/",
        "/cms/reports/aging-pages/",
        "/cms/reports/workflow/",
        "/cms/pages/search/?q=asha",
    ):
        page = client_for(desk.editor).get(address, follow=True).content.decode()
        assert "Understanding" in page or "Harm" in page or "cms" in page
        for learner in (desk.asha, desk.ben, desk.frank):
            assert learner.name not in page, (address, learner)
            assert learner.email not in page, (address, learner)


@pytest.mark.django_db
def test_a_copy_has_a_key_and_questions_of_its_own(desk, client_for):
    admin = client_for(desk.admin)
    data = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": LearningIndexPage.objects.get().pk, "copy_subpages": "on", "publish_copies": "on"}
    assert admin.post(f"/cms/pages/{desk.module.pk}/copy/", data).status_code == 302
    copied = ModulePage.objects.get(slug="a-copy")
    assert copied.key
    assert copied.key != desk.module.key
    lesson = LessonPage.objects.child_of(copied).get()
    assert lesson.live
    for version in (lesson, lesson.get_latest_revision_as_object()):
        assert version.body.get_prep_value()[0]["id"] != REFLECTION["id"]
    assert LessonPage.objects.get(pk=desk.lesson.pk).body.get_prep_value()[0]["id"] == REFLECTION["id"]
    refused = admin.post(f"/cms/pages/{desk.module.pk}/copy/", {**data, "new_slug": "an-alias", "alias": "on"})
    assert refused.status_code == 302
    assert not Page.objects.filter(slug="an-alias").exists()


@pytest.mark.django_db
def test_an_administrator_gives_a_role_and_shuts_somebody_out(desk, client_for):
    from django.contrib.auth.models import Group

    admin = client_for(desk.admin)
    address = f"/cms/users/edit/{desk.frank.pk}/"
    page = admin.get(address).content.decode()
    assert "First Name" not in page
    assert 'name="name"' in page
    assert 'name="email"' not in page, "an address is its owner's: whoever changes it takes the account"
    editors = Group.objects.get(name="Editors")
    assert admin.post(address, {"name": "Frank Doyle", "groups": [editors.pk], "is_active": "on"}).status_code == 302
    assert desk.frank.groups.get() == editors
    frank = client_for(desk.frank)
    assert admin.post(address, {"name": "Frank Doyle"}).status_code == 302
    assert frank.get("/dashboard/").status_code == 302, "signed out at once"
    assert admin.get("/cms/users/new/").status_code in (302, 403, 404)
    assert admin.post(f"/cms/users/delete/{desk.eve.pk}/").status_code in (302, 403, 404)
    desk.eve.refresh_from_db()
    own = admin.post(f"/cms/users/edit/{desk.admin.pk}/", {"name": "Adam"})
    assert "You cannot stop being an administrator by yourself" in own.content.decode()


@pytest.mark.django_db
def test_a_page_that_has_moved_leads_on(desk, client_for):
    from wagtail.contrib.redirects.models import Redirect

    Redirect.objects.create(old_path=Redirect.normalise_path("/learning/old-name/"), redirect_page=desk.module)
    assert client_for(desk.asha).get("/learning/old-name/")["Location"].endswith(desk.module.url)
    assert client_for(None).get("/learning/old-name/")["Location"].startswith("/accounts/login/")
    assert client_for(desk.asha).get("/learning/never-was/").status_code == 404


@pytest.mark.django_db
def test_drafts_and_expired_pages_are_not_served(desk, client_for):
    desk.lesson.unpublish()
    for person in (desk.asha, desk.editor, desk.admin):
        assert client_for(person).get("/learning/trauma/harm/").status_code == 404


@pytest.mark.django_db
def test_only_a_button_signs_an_editor_out(desk, client_for):
    editor = client_for(desk.editor)
    assert editor.get("/cms/logout/")["Location"] == "/cms/", "a link or a picture elsewhere signs nobody out"
    assert editor.get("/cms/").status_code == 200
    assert editor.post("/cms/logout/").status_code == 302
    assert editor.get("/cms/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["edit/", "edit/preview/", "copy/"])
def test_half_a_form_is_no_fault(desk, client_for, address):
    editor = client_for(desk.editor, raise_request_exception=False)
    assert editor.post(f"/cms/pages/{desk.lesson.pk}/{address}", {"title": "Half"}).status_code < 500
    assert LessonPage.objects.get(pk=desk.lesson.pk).title == "Harm over time"
