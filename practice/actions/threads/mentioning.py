"""Who is mentioned: told in one mail a day, and never of what is hidden or gone by then."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from home.actions.telling import tell
from home.enums import NoticeKind
from home.models import User
from home.wording import count_words
from practice.models import CommunityMember, Facilitator, Post, PostMention, Session
from practice.rules.threads import State, mentioned


def note(post: Post) -> int:
    """Keep whom a post mentions among the members and facilitators who may read it; how many. Two queries and one more where there are any."""
    if "@" not in post.text:
        return 0
    members = CommunityMember.objects.current().filter(community=post.community_id).values_list("person_id", "person__name")
    runs = Facilitator.objects.current().filter(community=post.community_id).values_list("person_id", "person__name")
    names = {key: name for key, name in [*members, *runs] if key != post.author_id}
    found = mentioned(post.text, names)
    PostMention.objects.bulk_create([PostMention(post=post, person_id=key) for key in sorted(found)], ignore_conflicts=True)
    return len(found)


def tell_of_mentions(today: date | None = None) -> int:
    """Tell everyone who was mentioned since they last were told, in one mail each; how many people."""
    today = today or timezone.localdate()
    people = PostMention.objects.filter(told_at__isnull=True).values_list("person_id", flat=True).distinct().order_by("person_id")
    return sum(_tell(pk, today) for pk in list(people))


@transaction.atomic
def _tell(pk: int, today: date) -> bool:
    person = User.objects.active().filter(pk=pk).first()
    waiting = PostMention.objects.select_for_update(of=("self",), no_key=True).filter(person=pk, told_at__isnull=True)
    mentions = list(waiting.select_related("post__community"))
    PostMention.objects.filter(pk__in=[row.pk for row in mentions]).update(told_at=timezone.now())
    posts = [row.post for row in mentions if row.post.state == State.SHOWN]
    if person is None or not (posts := [post for post in posts if _may_read(person, post)]):
        return False
    where = sorted({str(post.community) for post in posts})
    times = "" if len(posts) == 1 else f", in {count_words(len(posts), 'post')}"
    tell(
        person=person, kind=NoticeKind.ANSWER, key=f"mentions:{pk}:{today}", url=posts[0].get_absolute_url(),
        title=f"You were mentioned in {' and '.join(where)}{times}",
        text="\n".join(post.get_absolute_url() for post in posts), why="Somebody wrote your name after an @ in a community of yours.",
    )  # fmt: skip
    return True


def _may_read(person: User, post: Post) -> bool:
    inside = CommunityMember.objects.current().filter(person=person, community=post.community_id).exists()
    inside = inside or Facilitator.objects.current().filter(person=person, community=post.community_id).exists()
    return inside and (post.session_id is None or Session.objects.seen_by(person).filter(pk=post.session_id).exists())
