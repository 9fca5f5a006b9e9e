"""What people are told about what is written in a community. Titles are neutral: nobody's words stand in a mail."""

from home.actions.telling import tell, tell_each
from home.actions.untelling import untell
from home.enums import NoticeKind
from home.models import User
from practice.actions.ledger.letters import facilitators_of
from practice.models import Post, PostReport
from practice.permissions import past_facilitators


def moderators_of(post: Post) -> list[User]:
    """Who answers for a post: the facilitators but its author; where its author is the only one, the area's workforce leads."""
    others = facilitators_of(post.community, but=post.author)
    return others or past_facilitators()


def tell_of_waiting(post: Post) -> None:
    """Tell the facilitators that a story waits, once for each version."""
    tell_each(
        people=moderators_of(post), kind=NoticeKind.REQUEST, key=f"post:{post.pk}:waits:{post.version}", url=post.get_absolute_url(),
        title=f"A story waits to be read in {post.community}", text="Its author and the facilitators see it until then.",
        why=f"You facilitate {post.community}.",
    )  # fmt: skip


def tell_of_reply(post: Post, top: Post) -> None:
    """Tell the author of a thread, in the site alone, that somebody answered."""
    if top.author and top.author_id != post.author_id:
        tell(
            person=top.author, kind=NoticeKind.ANSWER, key=f"post:{post.pk}:reply", title=f"Somebody answered what you wrote in {post.community}",
            why="You wrote it.", url=post.get_absolute_url(), mail=False,
        )  # fmt: skip


def tell_of_report(report: PostReport) -> None:
    """Tell who answers for a post at once that somebody reported it; never by whom."""
    post = report.post
    tell_each(
        people=[person for person in moderators_of(post) if person.pk != report.by_id], kind=NoticeKind.REQUEST, key=f"report:{report.pk}",
        url=post.get_absolute_url(), title=f"Something in {post.community} was reported", text=f"{report.get_why_display()}.",
        why=f"You look after what is written in {post.community}.", urgent=True,
    )  # fmt: skip


def tell_author(post: Post, what: str, title: str, text: str) -> None:
    """Tell who wrote something what became of it."""
    if post.author:
        tell(
            person=post.author, kind=NoticeKind.ANSWER, key=f"post:{post.pk}:{what}:{post.version}", title=title, text=text, why="You wrote it.",
            url=post.get_absolute_url(),
        )  # fmt: skip


def tell_of_answer(report: PostReport) -> None:
    """Tell who reported something what came of it."""
    tell(
        person=report.by, kind=NoticeKind.ANSWER, key=f"report:{report.pk}:answer", title=f"What came of what you reported in {report.post.community}",
        text=report.answer, why="You reported it.", url=f"/communities/{report.post.community.slug}/learning/",
    )  # fmt: skip


def forget(post: Post) -> None:
    """Stop letters about a post that have not gone, and take its notices as read: there is nothing to read any more."""
    untell(f"post:{post.pk}:", as_read=True)
