"""Between author and editor: handing in, suggesting, taking or leaving each suggestion. No editor changes a word by themselves."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from home.actions.contributing.deciding import HERE, How, checked, locked, note, touch
from home.actions.contributing.reaching import tell_author, tell_editors
from home.actions.contributing.writing import missing_words, same_as
from home.actions.refusals import Refused
from home.enums import ConsentChange, ContributionState, NoticeKind
from home.models import Contribution, ContributionRevision, RevisionFile, Suggestion, User
from home.permissions import standing
from home.rules.contributing import NotThere, lines_up, with_suggestion

MOST_SUGGESTIONS = 40


@dataclass(frozen=True)
class Suggested:
    """What an editor would say in other words, and why."""

    passage: str
    instead: str
    why: str


def newest(contribution: Contribution) -> ContributionRevision | None:
    """What was handed in last."""
    return contribution.revisions.order_by("-number").first()


@transaction.atomic
def hand_in(contribution: Contribution, person: User, how: How = HERE) -> ContributionRevision:
    """Give the draft, as it is now, to the area's editors to read; nothing is shown to anybody else. Raises `Refused`."""
    held = locked(contribution, person)
    if missing := missing_words(held):
        raise Refused(" ".join(missing))
    last = newest(held)
    if last is not None and same_as(held, last) and held.state != ContributionState.DRAFT:
        return last
    revision = keep_revision(held)
    touch(held, state=ContributionState.WITH_EDITORS)
    note(held, person, ConsentChange.HANDED_IN, "Gave it to the area's editors to read.", checked(how, held))
    tell_editors(
        key=f"contribution-handed-in:{revision.pk}",
        title="A contribution waits to be read",
        text="Suggest what could be said differently, or send it back as it is. Its author decides about every word.",
        url=f"/contributions/desk/{held.public_id}/",
    )
    return revision


def keep_revision(held: Contribution) -> ContributionRevision:
    """The draft as it is now, under the next number; inside a transaction that holds the contribution."""
    said = {"title": held.title, "words": held.words, "content_note": held.content_note}
    revision = ContributionRevision.objects.create(contribution=held, number=next_number(held), **said)
    files = held.files.filter(dropped_at__isnull=True)
    RevisionFile.objects.bulk_create(
        RevisionFile(revision=revision, file=each, order=order, description=each.description, transcript=each.transcript) for order, each in enumerate(files)
    )
    return revision


def next_number(held: Contribution) -> int:
    """The number of the revision that comes next."""
    return (held.revisions.aggregate(last=Max("number"))["last"] or 0) + 1


def _for_editor(revision: ContributionRevision, editor: User) -> Contribution:
    if not standing(editor).editor:
        raise Refused("Editors read contributions. Ask an administrator if you should.")
    held = Contribution.objects.select_for_update(no_key=True).get(pk=revision.contribution_id)
    if held.state != ContributionState.WITH_EDITORS or newest(held) != revision:
        raise Refused("It is not with the editors any more. Open it again to see where it is.")
    return held


@transaction.atomic
def suggest(revision: ContributionRevision, editor: User, said: Suggested) -> Suggestion:
    """Keep one suggestion; its author sees it when it is sent back. Raises `Refused` where the passage is not in the words."""
    _for_editor(revision, editor)
    passage = lines_up(said.passage)
    if not passage or passage not in revision.words:
        raise Refused("These words do not stand in it exactly like this. Copy them from the text.")
    if not said.why.strip():
        raise Refused("Say why, so that its author can decide.")
    if revision.suggestions.count() >= MOST_SUGGESTIONS:
        raise Refused("Forty suggestions are enough for one reading.")
    return Suggestion.objects.create(revision=revision, editor=editor, passage=passage, instead=lines_up(said.instead), why=said.why.strip()[:400])


@transaction.atomic
def unsuggest(suggestion: Suggestion, editor: User) -> None:
    """Take a suggestion away before its author sees it."""
    _for_editor(suggestion.revision, editor)
    suggestion.delete()


@transaction.atomic
def send_back(revision: ContributionRevision, editor: User, words: str = "") -> None:
    """Give it back to its author, with the suggestions that were made and a word to go with them."""
    held = _for_editor(revision, editor)
    ContributionRevision.objects.filter(pk=revision.pk).update(sent_back_at=timezone.now(), editors_note=words.strip()[:2000])
    touch(held, state=ContributionState.WITH_AUTHOR)
    tell_author(
        held,
        kind=NoticeKind.ANSWER,
        key=f"contribution-back:{revision.pk}",
        title="What you wrote was read",
        text="Take or leave each suggestion. Nothing is shown anywhere until you say yes.",
    )


@transaction.atomic
def answer_suggestion(suggestion: Suggestion, person: User, *, take: bool) -> None:
    """Take or leave one suggestion: taking it changes the draft, leaving it changes nothing. Either can be answered once."""
    held = locked(suggestion.revision.contribution, person)
    fresh = Suggestion.objects.select_related("revision").get(pk=suggestion.pk)
    if fresh.revision.sent_back_at is None:
        raise Refused("The editor has not sent it back yet.")
    if fresh.taken is not None:
        if fresh.taken == take:
            return
        raise Refused("You have answered this one already. Change the words themselves if you think otherwise now.")
    if take:
        try:
            words = with_suggestion(held.words, fresh.passage, fresh.instead)
        except NotThere as gone:
            raise Refused("You have changed these words since. Leave this suggestion, or change them yourself.") from gone
        touch(held, words=words)
    Suggestion.objects.filter(pk=fresh.pk).update(taken=take, answered_at=timezone.now())


def unanswered(contribution: Contribution) -> int:
    """How many suggestions its author has neither taken nor left."""
    return Suggestion.objects.filter(revision__contribution=contribution, revision__sent_back_at__isnull=False, taken__isnull=True).count()
