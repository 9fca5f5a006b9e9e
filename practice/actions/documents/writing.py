"""Beginning a document, putting versions forward, choosing who signs, looking at it again, ending it."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.markdown import render_markdown
from home.models import Service, User
from practice.actions.documents import telling
from practice.models import AgreedDocument, CommunityPage, DocumentVersion
from practice.permissions import facilitates
from practice.rules.documents import Kind, problem_with_review

FACILITATORS = "The people who facilitate the community keep its documents."
#: What stands as the last part of other addresses of a community: `documents/<word>/` would be read as a session's.
RESERVED = frozenset(
    {
        "agenda", "call-off", "check-in", "edit", "feedback", "invited", "kept", "link", "message", "move", "new", "place", "register", "room", "said",
        "speakers", "speaking", "template",
    }
)  # fmt: skip


@transaction.atomic
def begin(
    *, by: User, community: CommunityPage, kind: str, title: str, text: str, review_on: date, signatories: Iterable[Service], key: uuid.UUID
) -> AgreedDocument:
    """Begin a document with its first version, and ask services to sign it. One `key` is one document. Raises `Refused` with a sentence."""
    if not facilitates(by, community):
        raise Refused(FACILITATORS)
    if kind not in [each.value for each in Kind]:
        raise Refused("Choose what it is.")
    _refuse_words(title, text)
    if problem := problem_with_review(review_on, timezone.localdate()):
        raise Refused(problem)
    facts = {"community": community, "kind": kind, "title": title.strip()[:120], "review_on": review_on, "made_by": by}
    document, made = AgreedDocument.objects.get_or_create(key=key, defaults={**facts, "slug": _free_slug(community, title)})
    if made:
        document.signatories.set(signatories)
        DocumentVersion.objects.create(document=document, number=1, text=text.strip(), html=render_markdown(text), put_by=by)
        log(instance=community, action="practice.document_begun", user=by, data={"document": document.pk})
        telling.ask_to_sign(document, 1)
    return document


@transaction.atomic
def put_forward(*, by: User, document: AgreedDocument, text: str, changed: str, review_on: date) -> DocumentVersion:
    """Put another version forward: it holds from now on, and services are asked to sign it. The same words again are no new version."""
    found = locked(document, by)
    _refuse_words(found.title, text)
    if not (changed := changed.strip()):
        raise Refused("Say what is different, for those who signed the version before.")
    if problem := problem_with_review(review_on, timezone.localdate()):
        raise Refused(problem)
    last = found.versions.order_by("-number").first()
    if last is not None and last.text == text.strip():
        return last
    number = (last.number if last else 0) + 1
    version = DocumentVersion.objects.create(document=found, number=number, text=text.strip(), html=render_markdown(text), changed=changed[:600], put_by=by)
    _review(found, review_on)
    log(instance=found.community, action="practice.version_put_forward", user=by, data={"document": found.pk, "number": number})
    telling.ask_to_sign(found, number)
    return version


@transaction.atomic
def choose_signatories(*, by: User, document: AgreedDocument, services: Iterable[Service]) -> None:
    """Choose which services are asked to sign; new ones are asked at once. Signatures that stand are kept."""
    found = locked(document, by)
    before = set(found.signatories.values_list("pk", flat=True))
    wanted = list(services)
    found.signatories.set(wanted)
    if before != {service.pk for service in wanted}:
        log(instance=found.community, action="practice.signatories_chosen", user=by, data={"document": found.pk})
        telling.ask_to_sign(found, telling.newest(found))


@transaction.atomic
def look_again(*, by: User, document: AgreedDocument, review_on: date) -> None:
    """Say that a document still holds, and when it is looked at next. Reminders of the day before stop."""
    found = locked(document, by)
    if problem := problem_with_review(review_on, timezone.localdate()):
        raise Refused(problem)
    if found.review_on != review_on:
        _review(found, review_on)
        log(instance=found.community, action="practice.document_reviewed", user=by, data={"document": found.pk, "review_on": str(review_on)})


@transaction.atomic
def end(*, by: User, document: AgreedDocument, because: str) -> None:
    """End a document: it stays to be read, with the reason, and nobody is reminded of it. Twice is once."""
    found = locked(document, by, ended=True)
    if not (because := because.strip()):
        raise Refused("Say why it holds no longer. Whoever reads it reads the reason.")
    if found.ended_on is None:
        found.ended_on, found.ended_because = timezone.localdate(), because[:600]
        found.save(update_fields=["ended_on", "ended_because"])
        telling.stop_reminders(found)
        log(instance=found.community, action="practice.document_ended", user=by, data={"document": found.pk, "because": because[:600]})


def locked(document: AgreedDocument, by: User, *, ended: bool = False) -> AgreedDocument:
    """The document, locked for `by`, who facilitates its community; `Refused` otherwise, and where it has ended (unless `ended`)."""
    found = AgreedDocument.objects.select_for_update(of=("self",), no_key=True).select_related("community").get(pk=document.pk)
    if not facilitates(by, found.community):
        raise Refused(FACILITATORS)
    if found.ended_on and not ended:
        raise Refused("This document has ended. Begin another one.")
    return found


def _review(document: AgreedDocument, review_on: date) -> None:
    telling.stop_reminders(document)
    document.review_on = review_on
    document.save(update_fields=["review_on"])


def _refuse_words(title: str, text: str) -> None:
    if not title.strip():
        raise Refused("Give it a title.")
    if not text.strip():
        raise Refused("Write what is agreed.")


def _free_slug(community: CommunityPage, title: str) -> str:
    wanted = slugify(title)[:100] or "document"
    taken = set(AgreedDocument.objects.filter(community=community, slug__startswith=wanted).values_list("slug", flat=True)) | RESERVED
    return next(slug for slug in [wanted, *(f"{wanted}-{number}" for number in range(2, 1000))] if slug not in taken)
