"""Looking after what is written: showing stories, hiding with a reason, reports. Nobody decides about their own words."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.models import User
from practice.actions.threads import mentioning, telling
from practice.models import Post, PostReport
from practice.permissions import may_moderate, takes_part
from practice.rules.threads import STATE_WORDS, State, may_become

NOT_YOURS = "The community's facilitators look after what is written here, and nobody decides about their own words."


@transaction.atomic
def show(*, by: User, post: Post, version: int) -> Post:
    """Show a story that waits, or something hidden, in the words that were read: `version` says which. Twice is once."""
    found = _locked(by, post)
    if found.state == State.SHOWN:
        return found
    if found.version != version:
        raise Refused("Its words have changed since you opened the page. Read them again.")
    _become(found, State.SHOWN)
    first = not found.hidden_because
    found.hidden_because, found.moderated_by, found.moderated_at = "", by, timezone.now()
    found.save(update_fields=["state", "hidden_because", "moderated_by", "moderated_at"])
    mentioning.note(found)
    log(instance=found.community, action="practice.post_shown" if first else "practice.post_shown_again", user=by, data={"post": found.pk})
    telling.tell_author(found, f"shown:{found.moderated_at:%Y%m%d%H%M%S}", f"What you wrote in {found.community} is shown", "")
    return found


@transaction.atomic
def hide(*, by: User, post: Post, because: str) -> Post:
    """Hide a post with a reason, which its author reads; reports of it are answered with it. Twice is once."""
    found = _locked(by, post)
    if not (because := because.strip()):
        raise Refused("Say why. Whoever wrote it reads the reason.")
    if found.state == State.HIDDEN:
        return found
    _become(found, State.HIDDEN)
    found.hidden_because, found.moderated_by, found.moderated_at = because[:600], by, timezone.now()
    found.save(update_fields=["state", "hidden_because", "moderated_by", "moderated_at"])
    telling.forget(found)
    log(instance=found.community, action="practice.post_hidden", user=by, data={"post": found.pk, "because": because[:600]})
    telling.tell_author(found, f"hidden:{found.moderated_at:%Y%m%d%H%M%S}", f"Something you wrote in {found.community} was hidden", found.hidden_because)
    for report in found.reports.filter(answered_at__isnull=True).select_related("by", "post__community"):
        _answer(report, by, "It was hidden. Thank you for saying so.")
    return found


@transaction.atomic
def report(*, by: User, post: Post, why: str, words: str = "") -> PostReport:
    """Report a post: who answers for it is told at once, never by whom. Somebody who reports it again adds nothing."""
    if not takes_part(by, post.community):
        raise Refused("Members of the community report what is written here.")
    if why not in PostReport.Why.values:
        raise Refused("Choose what is wrong with it.")
    if not Post.objects.read_by(by, moderates=False).filter(pk=post.pk, state=State.SHOWN).exists():
        raise Refused("It is hidden or gone already.")
    if post.author_id == by.pk:
        raise Refused("It is your own: you can change it or take it away.")
    try:
        with transaction.atomic():
            made = PostReport.objects.create(post=post, by=by, why=why, words=words.strip()[:1000])
    except IntegrityError:
        return PostReport.objects.get(post=post, by=by, answered_at__isnull=True)
    telling.tell_of_report(made)
    return made


@transaction.atomic
def leave_standing(*, by: User, post: Post, answer: str) -> int:
    """Answer what was reported of a post that stays: whoever reported reads why. How many reports."""
    found = _locked(by, post)
    if not (answer := answer.strip()):
        raise Refused("Say why it stays. Whoever reported it reads the reason.")
    reports = list(found.reports.filter(answered_at__isnull=True).select_related("by", "post__community"))
    for each in reports:
        _answer(each, by, answer[:1000])
    return len(reports)


def _answer(report: PostReport, by: User, answer: str) -> None:
    report.answered_at, report.answered_by, report.answer = timezone.now(), by, answer
    report.save(update_fields=["answered_at", "answered_by", "answer"])
    log(instance=report.post.community, action="practice.post_report_answered", user=by, data={"report": report.pk})
    telling.tell_of_answer(report)


def _become(post: Post, state: State) -> None:
    """Put `post` into `state`, where it may go there; whoever calls saves it."""
    if not may_become(post.state, state):
        raise Refused(f"It is {STATE_WORDS[State(post.state)].lower()} already.")
    post.state = state


def _locked(by: User, post: Post) -> Post:
    found = Post.objects.select_for_update(of=("self",), no_key=True).select_related("community", "author").get(pk=post.pk)
    if not may_moderate(by, found):
        raise Refused(NOT_YOURS)
    return found
