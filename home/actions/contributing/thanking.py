"""Thanks from readers: read by whoever looks after contributors, then passed on to the author, without a name."""

from django.db import transaction
from django.utils import timezone

from home.actions.contributing.deciding import is_author
from home.actions.contributing.reaching import involvement, tell_author
from home.actions.refusals import Refused
from home.actions.telling import tell
from home.actions.untelling import untell
from home.enums import NoticeKind, ThanksState
from home.models import Approval, Contribution, Thanks, User
from home.models.contributions.returning import LONGEST_THANKS
from home.permissions import looks_after_contributors
from home.rules.identifying import problems_with

NOBODY_READS = "Nobody is named here yet who passes thanks on. Ask an administrator."
READ_ALREADY = "Your thanks were read already."


@transaction.atomic
def leave_thanks(contribution: Contribution, person: User, text: str) -> Thanks | None:
    """Say thank you to whoever wrote it, once; said again while nobody has read it, it replaces what stood there, and empty takes it back.

    Raises `Refused` where it stands nowhere, where it is one's own, or where nobody could pass it on.
    """
    held = Contribution.objects.select_for_update(no_key=True).get(pk=contribution.pk)
    text = text.strip()
    if not Approval.objects.standing().filter(revision__contribution=held).exists():
        raise Refused("It stands nowhere any more.")
    if is_author(person, held):
        raise Refused("These words are yours.")
    contact = involvement().contact
    if contact is None or not contact.is_active:
        raise Refused(NOBODY_READS)
    found = Thanks.objects.filter(contribution=held, by=person).first()
    if found is not None and found.state != ThanksState.WAITING:
        raise Refused(READ_ALREADY)
    if not text:
        if found is None:
            raise Refused("Write what you want to say.")
        untell(_key(found), as_read=True)
        found.delete()
        return None
    if len(text) > LONGEST_THANKS:
        raise Refused(f"That is longer than {LONGEST_THANKS} characters.")
    if problems := problems_with(text):
        raise Refused(" ".join(problems))
    found, made = Thanks.objects.update_or_create(contribution=held, by=person, defaults={"text": text})
    if made:
        tell(
            person=contact, kind=NoticeKind.REQUEST, key=_key(found), title="A reader has left thanks for a contributor",
            text="Read them, and pass them on.", why="You look after the area's contributors.", url="/contributions/care/",
        )  # fmt: skip
    return found


def _key(thanks: Thanks) -> str:
    return f"thanks-left:{thanks.pk}:"


@transaction.atomic
def pass_on(thanks: Thanks, person: User, text: str) -> None:
    """Let the author read it. `text` is what was read: words that changed meanwhile are read again first. Twice does it once."""
    held = _held(thanks, person)
    if held.state == ThanksState.PASSED_ON:
        return
    if held.text != text:
        raise Refused("Its words have changed since you opened the page. Read them again.")
    _read(held, person, ThanksState.PASSED_ON)
    tell_author(
        held.contribution, kind=NoticeKind.ANSWER, key=f"thanks:{held.pk}", title="A reader has thanked you", text="What they say stands on your page.",
        url="/contributions/#thanks",
    )  # fmt: skip


@transaction.atomic
def keep_back(thanks: Thanks, person: User, because: str) -> None:
    """Not pass it on, with a reason that the reader is told; the author hears nothing of it. Twice does it once."""
    held = _held(thanks, person)
    because = because.strip()
    if not because:
        raise Refused("Say why. Whoever wrote it reads the reason.")
    if held.state == ThanksState.KEPT_BACK:
        return
    if held.state == ThanksState.PASSED_ON:
        raise Refused("It was passed on already.")
    _read(held, person, ThanksState.KEPT_BACK, because[:400])
    tell(
        person=held.by, kind=NoticeKind.ANSWER, key=f"thanks-kept-back:{held.pk}", title="Your thanks were not passed on", text=because[:400],
        why="You left them for somebody whose words you read.",
    )  # fmt: skip


def _held(thanks: Thanks, person: User) -> Thanks:
    if not looks_after_contributors(person):
        raise Refused("This is for whoever looks after contributors.")
    return Thanks.objects.select_for_update(of=("self",), no_key=True).select_related("contribution__author", "contribution__keeper", "by").get(pk=thanks.pk)


def _read(held: Thanks, person: User, state: ThanksState, because: str = "") -> None:
    held.state, held.read_by, held.read_at, held.because = state, person, timezone.now(), because
    held.save(update_fields=["state", "read_by", "read_at", "because"])
    untell(_key(held), as_read=True)
