"""Lived-experience reviewers: nothing of a module goes live without their yes to exactly that text, whatever way it is published."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from home.enums import Naming
from home.models import Notice
from home.seams.publishing import NotAgreedYet
from home.tasks import publish_scheduled
from learning.actions.problems import LearningProblem
from learning.actions.reviewing import TextChanged, end_reviewing, name_reviewer, say, waiting_for
from learning.curriculum.pages import content_digest
from learning.models import LessonPage, ModulePage, ModuleReviewer, ReviewersWord
from learning.reviewing import readings_of
from tests.factories.learning import LessonFactory
from tests.learning.factories import make_module, url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def module(cast):
    made, _ = make_module(1, title="Stigma")
    return ModulePage.objects.get(pk=made.pk)


@pytest.fixture
def lesson(module):
    return LessonPage.objects.child_of(module).get()


@pytest.fixture
def reviewer(cast, module):
    return name_reviewer(by=cast.editor, module=module, address="DEV@example.org")


def draft_of(page):
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def written(page, title: str, **options):
    draft = draft_of(page)
    draft.title = title
    return draft.save_revision(**options)


def agree(reviewer, page):
    return say(reviewer=reviewer, page=page, digest=content_digest(draft_of(page)), is_yes=True)


def title_of(page) -> str:
    return type(page).objects.get(pk=page.pk).title


def test_nothing_goes_live_without_a_yes_to_exactly_that_text(reviewer, lesson):
    before = title_of(lesson)
    with pytest.raises(NotAgreedYet, match="waits for the yes of one lived-experience reviewer"):
        written(lesson, "Words that wound").publish()
    agree(reviewer, lesson)
    with pytest.raises(NotAgreedYet):
        written(lesson, "Words that wound, again").publish()
    assert title_of(lesson) == before
    agree(reviewer, lesson)
    draft_of(lesson).save_revision().publish()
    assert title_of(lesson) == "Words that wound, again"


def test_the_modules_own_page_waits_too_and_a_module_without_reviewers_does_not(cast, reviewer, module):
    with pytest.raises(NotAgreedYet):
        written(module, "Stigma and us").publish()
    _, (free,) = make_module(1, title="Hope")
    written(free, "Hope, again").publish()
    assert title_of(free) == "Hope, again"


def test_the_latest_word_counts(reviewer, lesson):
    written(lesson, "New words")
    agree(reviewer, lesson)
    say(reviewer=reviewer, page=lesson, digest=content_digest(draft_of(lesson)), is_yes=False, text="Not “client”, please.")
    with pytest.raises(NotAgreedYet):
        draft_of(lesson).save_revision().publish()


def test_every_standing_reviewer_is_needed_and_whoever_stops_is_not(cast, reviewer, module, lesson):
    second = name_reviewer(by=cast.editor, module=module, address=cast.eve.email)
    written(lesson, "New words")
    agree(reviewer, lesson)
    assert waiting_for(draft_of(lesson)) == [second]
    end_reviewing(by=cast.eve, reviewer=second)
    assert waiting_for(draft_of(lesson)) == []


def test_what_is_scheduled_waits_and_keeps_nothing_else_back(cast, reviewer, lesson):
    _, (other,) = make_module(1, title="Hope")
    for page in (lesson, other):
        draft = draft_of(page)
        draft.title, draft.go_live_at = "On the day", timezone.now() + timedelta(hours=1)
        revision = draft.save_revision(user=cast.editor)
        revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
        revision.save(update_fields=["approved_go_live_at"])
        type(page).objects.filter(pk=page.pk).update(go_live_at=timezone.now() - timedelta(minutes=1))
    publish_scheduled()
    assert title_of(lesson) != "On the day"
    assert title_of(other) == "On the day"
    publish_scheduled()
    assert Notice.objects.filter(person=cast.editor, title__contains="waits for the yes").count() == 1


def test_a_yes_is_refused_for_a_text_that_was_changed_meanwhile(reviewer, lesson):
    written(lesson, "As it was read")
    digest = content_digest(draft_of(lesson))
    written(lesson, "As it is")
    with pytest.raises(TextChanged):
        say(reviewer=reviewer, page=lesson, digest=digest, is_yes=True)
    assert not ReviewersWord.objects.exists()


def test_the_same_yes_twice_is_kept_once(reviewer, lesson):
    assert agree(reviewer, lesson) == agree(reviewer, lesson)


def test_naming_twice_is_naming_once_and_only_editors_name(cast, reviewer, module):
    assert name_reviewer(by=cast.editor, module=module, address=cast.dev.email) == reviewer
    for who in (cast.asha, cast.lead, cast.dev):
        with pytest.raises(LearningProblem):
            name_reviewer(by=who, module=module, address=cast.eve.email)
    with pytest.raises(LearningProblem, match="Invite them first"):
        name_reviewer(by=cast.editor, module=module, address="nobody@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        ModuleReviewer.objects.create(module=module, person=cast.dev)


def test_a_change_is_asked_for_in_words(reviewer, lesson):
    with pytest.raises(LearningProblem, match="what should change"):
        say(reviewer=reviewer, page=lesson, digest=content_digest(draft_of(lesson)), is_yes=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewersWord.objects.create(reviewer=reviewer, page=lesson, digest="x", is_yes=False)


# as people meet it


def test_a_reviewer_reads_the_draft_says_yes_and_is_credited_as_they_choose(cast, reviewer, module, lesson, client_for):
    written(lesson, "Words in a draft")
    client, home = client_for(cast.dev), f"/learning/reviewing/{reviewer.pk}/"
    assert "Not read yet" in client.get(home).content.decode()
    assert "Words in a draft" in client.get(f"{home}{lesson.pk}/read/").content.decode()
    empty = client.post(f"{home}{lesson.pk}/", {"digest": content_digest(draft_of(lesson)), "answer": "change", "text": ""})
    assert empty.status_code == 422
    client.post(f"{home}{lesson.pk}/", {"digest": content_digest(draft_of(lesson)), "answer": "yes"})
    assert [reading.state for reading in readings_of(reviewer, module)] == ["Not read yet", "Agreed"]
    assert client.post(home, {"credit": Naming.PSEUDONYM, "pseudonym": ""}).status_code == 422
    assert "Kestrel" not in client_for(cast.asha).get(url_of(module)).content.decode()
    client.post(home, {"credit": Naming.PSEUDONYM, "pseudonym": "Kestrel"})
    page = client_for(cast.asha).get(url_of(module)).content.decode()
    assert "Kestrel, with lived experience" in page
    assert str(cast.dev) not in page


@pytest.mark.parametrize("who", ["asha", "carys", "eve", "editor", "admin"])
def test_nobody_else_opens_a_reviewers_pages(cast, reviewer, lesson, client_for, who):
    client = client_for(getattr(cast, who))
    for address in ("", f"{lesson.pk}/", f"{lesson.pk}/read/"):
        assert client.get(f"/learning/reviewing/{reviewer.pk}/{address}").status_code == 404


def test_a_reviewer_reads_no_lesson_of_another_module(cast, reviewer, client_for):
    _, (other,) = make_module(1, title="Hope")
    assert client_for(cast.dev).get(f"/learning/reviewing/{reviewer.pk}/{other.pk}/read/").status_code == 404


def test_publishing_in_the_cms_keeps_what_was_written_and_asks_the_reviewers(cast, reviewer, lesson, client_for):
    from tests.home.test_cms import typed

    client = client_for(cast.admin)
    answer = client.post(f"/cms/pages/{lesson.pk}/edit/", typed(client, lesson, title="Written here", **{"action-publish": "1"}), follow=True)
    assert "waits for the yes of one lived-experience reviewer" in answer.content.decode()
    assert title_of(lesson) != "Written here"
    assert draft_of(lesson).title == "Written here"
    assert Notice.objects.filter(person=cast.dev, title__contains="waits for your reading").count() == 1


def test_an_editor_sees_who_said_what(cast, reviewer, module, lesson, client_for):
    say(reviewer=reviewer, page=lesson, digest=content_digest(draft_of(lesson)), is_yes=False, text="Not “client”, please.")
    client = client_for(cast.editor)
    page = client.get(f"/learning/reviewing/of/{module.pk}/").content.decode()
    assert str(cast.dev) in page
    assert "Not “client”, please." in page
    assert client.post(f"/learning/reviewing/of/{module.pk}/", {"address": "nobody@example.org"}).status_code == 422
    client.post(f"/learning/reviewing/{reviewer.pk}/end/")
    assert not ModuleReviewer.objects.standing().exists()


def test_many_lessons_cost_the_same_queries(cast, reviewer, module, client_for, queries_of):
    few = queries_of(client_for(cast.dev), f"/learning/reviewing/{reviewer.pk}/").count
    for number in range(5):
        LessonFactory(parent=module, title=f"More {number}", slug=f"more-{number}")
    counted = queries_of(client_for(cast.dev), f"/learning/reviewing/{reviewer.pk}/")
    assert counted.count <= few, str(counted)
