"""A module's lived-experience reviewers: naming them, their yes to exactly one text, and what goes live only with it."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from home.actions.telling import tell, tell_each
from home.enums import Naming, NoticeKind
from home.models import User
from home.seams.publishing import NotAgreedYet, asked_before_publishing
from home.wording import count_words
from learning.actions.problems import LearningProblem
from learning.curriculum.pages import content_digest
from learning.models import LessonPage, ModulePage, ModuleReviewer, ReviewersWord
from learning.permissions import may_name_reviewers

LONGEST = 2000  # characters


class TextChanged(LearningProblem):
    """The reviewer read another text than the one that stands now."""

    sentence = "The text was changed while you were reading, so your answer was not kept. Please read it again as it stands now."


@transaction.atomic
def name_reviewer(*, by: User, module: ModulePage, address: str) -> ModuleReviewer:
    """Ask the person with this address to review `module`; from now on it goes live only with their yes. Asking twice is asking once.

    Raises `LearningProblem` where `by` may not, or nobody here has that address.
    """
    _allowed(by)
    person = User.objects.active().filter(email__iexact=address.strip()).first()
    if person is None:
        raise LearningProblem("Nobody who may sign in here has that address. Invite them first, then name them here.")
    reviewer, made = ModuleReviewer.objects.get_or_create(module=module, person=person, ended_at=None, defaults={"named_by": by})
    if made:
        log(instance=module, action="learning.reviewer_named", user=by)
        tell(
            person=person, kind=NoticeKind.EDITORIAL, key=f"reviewer:{reviewer.pk}", title=f"You are asked to review “{module.title}”",
            url=reverse("learning:reviewing_one", args=[reviewer.pk]), why="An editor named you as a lived-experience reviewer of this module.",
        )  # fmt: skip
    return reviewer


@transaction.atomic
def end_reviewing(*, by: User, reviewer: ModuleReviewer) -> None:
    """End somebody's time as a reviewer: an editor may, and they themselves. What they said stays in the module's history."""
    if by.pk != reviewer.person_id:
        _allowed(by)
    ended = ModuleReviewer.objects.standing().filter(pk=reviewer.pk).update(ended_at=timezone.now())
    if ended:
        log(instance=reviewer.module, action="learning.reviewer_ended", user=by)


def choose_credit(*, reviewer: ModuleReviewer, credit: str, pseudonym: str) -> None:
    """Keep how the reviewer is credited; raises `LearningProblem` for a chosen name that is empty."""
    pseudonym = pseudonym.strip()[:80] if credit == Naming.PSEUDONYM else ""
    if credit == Naming.PSEUDONYM and not pseudonym:
        raise LearningProblem("Write the name that you choose.")
    ModuleReviewer.objects.filter(pk=reviewer.pk).update(credit=Naming(credit), pseudonym=pseudonym)


@transaction.atomic
def say(*, reviewer: ModuleReviewer, page: Page, digest: str, is_yes: bool, text: str = "") -> ReviewersWord:
    """Keep what a reviewer says to the draft of `page` that has this digest; the editor who named them is told.

    Raises `TextChanged` where the draft is another by now, `LearningProblem` where a change is asked for without words.
    """
    text = text.strip()
    if not is_yes and not text:
        raise LearningProblem("Say in a sentence or two what should change.")
    if len(text) > LONGEST:
        raise LearningProblem(f"That is {len(text):,} characters. Say it in {LONGEST:,} at most.")
    found = ModuleReviewer.objects.select_for_update(of=("self",)).standing().select_related("module", "named_by").filter(pk=reviewer.pk).first()
    if found is None:
        raise LearningProblem("You are not a reviewer of this module any more.")
    draft = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    if content_digest(draft) != digest:
        raise TextChanged
    before = found.words.filter(page=page).first()
    if before and (before.digest, before.is_yes, before.text) == (digest, is_yes, text):
        return before
    said = ReviewersWord.objects.create(reviewer=found, page_id=page.pk, digest=digest, is_yes=is_yes, text=text)
    if found.named_by:
        heard = "said yes to" if is_yes else "asks for a change in"
        tell(
            person=found.named_by, kind=NoticeKind.EDITORIAL, key=f"reviewers-word:{said.pk}", title=f"A reviewer {heard} “{draft.title}”", text=text,
            url=reverse("learning:reviewers", args=[found.module_id]), why="You named a lived-experience reviewer of this module.",
        )  # fmt: skip
    return said


def waiting_for(draft: ModulePage | LessonPage) -> list[ModuleReviewer]:
    """The reviewers whose yes to exactly this draft is missing. One query, two for a lesson."""
    module = draft if isinstance(draft, ModulePage) else ModulePage.objects.filter(path=draft.path[: -draft.steplen]).only("pk").first()
    if module is None:
        return []
    return list(ModuleReviewer.objects.filter(module_id=module.pk).without_yes_to(draft.pk, content_digest(draft)).select_related("person"))


@asked_before_publishing("learning.ModulePage")
@asked_before_publishing("learning.LessonPage")
def refuse_without_their_yes(draft: ModulePage | LessonPage) -> None:
    """Raise `NotAgreedYet` where a reviewer's yes to `draft` is missing."""
    missing = waiting_for(draft)
    if missing:
        raise NotAgreedYet(f"“{draft.title}” waits for the yes of {count_words(len(missing), 'lived-experience reviewer')}. It is kept as a draft.")


def ask_for_their_yes(draft: ModulePage | LessonPage) -> None:
    """Tell each reviewer whose yes is missing that a text waits for them, once for each text."""
    for reviewer in waiting_for(draft):
        tell_each(
            people=[reviewer.person], kind=NoticeKind.EDITORIAL, key=f"reviewer-asked:{reviewer.pk}:{draft.pk}:{content_digest(draft)[:16]}",
            title=f"“{draft.title}” waits for your reading", url=reverse("learning:reviewing_one", args=[reviewer.pk]),
            why="You are a lived-experience reviewer of this module.",
        )  # fmt: skip


def _allowed(by: User) -> None:
    if not may_name_reviewers(by):
        raise LearningProblem("Reviewers are named by this area's editors.")
