"""Writing in a community: posts, replies, changing one's own and taking it away. Old words are kept nowhere."""

import uuid

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.markdown import render_markdown
from home.models import User
from home.rules.identifying import problems_with
from practice.actions.threads import mentioning, telling
from practice.models import CommunityPage, Post, Session
from practice.permissions import facilitates, takes_part
from practice.rules.threads import Kind, State, state_at_first

LONGEST = 6000
MEMBERS_WRITE = "Members of the community write here. Join it first."


@transaction.atomic
def write(*, by: User, community: CommunityPage, kind: str, text: str, key: uuid.UUID, title: str = "", session: Session | None = None) -> Post:
    """Write something new. A story waits for a facilitator, who is told; one `key` is one post. Raises `Refused` with a sentence."""
    if not takes_part(by, community):
        raise Refused(MEMBERS_WRITE)
    if kind not in (Kind.TOOK_AWAY, Kind.THREAD, Kind.STORY):
        raise Refused("Choose what it is.")
    if session is not None and not Session.objects.seen_by(by).filter(pk=session.pk, community=community).exists():
        raise Refused("That session belongs to another community.")
    if kind == Kind.TOOK_AWAY and session is None:
        raise Refused("Choose the session from which you took something away.")
    text = checked(text, title)
    state = state_at_first(kind, moderates=facilitates(by, community))
    facts = {"community": community, "session": session, "kind": kind, "title": title.strip()[:120], "text": text, "html": render_markdown(text)}
    post, made = Post.objects.get_or_create(key=key, defaults={**facts, "author": by, "state": state})
    if made and state == State.WAITING:
        telling.tell_of_waiting(post)
    elif made:
        mentioning.note(post)
    return post


@transaction.atomic
def reply(*, by: User, to: Post, text: str, key: uuid.UUID) -> Post:
    """Reply to a post that is shown; its author is told in the site. One `key` is one reply."""
    if not takes_part(by, to.community):
        raise Refused(MEMBERS_WRITE)
    top = Post.objects.read_by(by, moderates=False).filter(pk=to.pk, parent__isnull=True, state=State.SHOWN).select_related("community").first()
    if top is None:
        raise Refused("It cannot be answered any more: it was hidden or taken away.")
    text = checked(text)
    facts = {"community": top.community, "session_id": top.session_id, "parent": top, "kind": Kind.REPLY, "text": text, "html": render_markdown(text)}
    post, made = Post.objects.get_or_create(key=key, defaults={**facts, "author": by, "state": State.SHOWN})
    if made:
        mentioning.note(post)
        telling.tell_of_reply(post, top)
    return post


@transaction.atomic
def edit(*, by: User, post: Post, text: str, title: str = "") -> Post:
    """Change one's own words. A story waits for a facilitator again; what is hidden or taken away is not changed. The same words are no change."""
    found = _own(by, post)
    if found.state not in (State.SHOWN, State.WAITING):
        raise Refused("It is hidden. You can take it away, or write to a facilitator.")
    text, title = checked(text, title), title.strip()[:120] if found.kind != Kind.REPLY else ""
    if (found.text, found.title) == (text, title):
        return found
    found.text, found.title, found.html = text, title, render_markdown(text)
    found.version, found.edited_at = found.version + 1, timezone.now()
    found.state = state_at_first(found.kind, moderates=facilitates(by, found.community))
    found.save(update_fields=["text", "title", "html", "version", "edited_at", "state"])
    if found.state == State.WAITING:
        telling.tell_of_waiting(found)
    else:
        mentioning.note(found)
    return found


@transaction.atomic
def take_away(*, by: User, post: Post) -> Post:
    """Take one's own words away for good: they are emptied at once, with what they mentioned. Replies of others stay. Twice is once."""
    found = _own(by, post)
    if found.state == State.DELETED:
        return found
    found.state, found.text, found.title, found.html, found.hidden_because = State.DELETED, "", "", "", ""
    found.save(update_fields=["state", "text", "title", "html", "hidden_because"])
    found.mentions.all().delete()
    telling.forget(found)
    log(instance=found.community, action="practice.post_taken_away", user=by, data={"post": found.pk})
    return found


@transaction.atomic
def leave(person: User) -> int:
    """Empty what somebody who leaves the site began and others answered: it stays without words and without a name. How many."""
    of_others = Post.objects.exclude(author=person).filter(parent__author=person)
    pks = sorted({pk for pk in of_others.values_list("parent", flat=True) if pk is not None})
    for post in Post.objects.filter(pk__in=pks).select_related("community"):
        take_away(by=person, post=post)
    Post.objects.filter(pk__in=pks).update(author=None)
    return len(pks)


def checked(text: str, title: str = "") -> str:
    """`text` trimmed; `Refused` where it says nothing, is too long, or says (or its title says) who somebody is."""
    text = text.strip()
    if not text:
        raise Refused("Write something first.")
    if len(text) > LONGEST:
        raise Refused(f"That is longer than {LONGEST:,} characters. Shorten it, or make two of it.")
    if found := problems_with(f"{title}\n{text}"):
        raise Refused(" ".join(found))
    return text


def _own(by: User, post: Post) -> Post:
    found = Post.objects.select_for_update(of=("self",), no_key=True).select_related("community", "author").get(pk=post.pk)
    if found.author_id is None or found.author_id != by.pk:
        raise Refused("Only who wrote it changes it.")
    return found
