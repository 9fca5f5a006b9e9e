"""The table's part on what is shared in a community, and the small world behind it: Carys runs it, Asha wrote, Ben is a member."""

import uuid

from practice.actions.threads.writing import write
from tests.cast import Cast
from tests.practice.communities import make_community
from tests.site.addresses import Row, button, form, page
from tests.site.ledger import INSIDE

HERE = "communities/{thread_community}/learning/"
POST, WAITING = HERE + "{post}/", HERE + "{waiting_post}/"

THREADS: dict[str, list[Row]] = {
    "practice:learning": page(HERE, INSIDE),
    "practice:post_new": form(HERE + "new/", INSIDE),
    "practice:moderation": page(HERE + "moderation/", "carys"),
    "practice:thread": [*form(POST, INSIDE), *page(WAITING, "asha carys")],
    "practice:post_edit": form(POST + "edit/", "asha"),
    "practice:post_take_away": form(POST + "take-away/", "asha", posted=302),
    "practice:post_report": form(POST + "report/", "ben carys"),
    "practice:post_hide": form(POST + "hide/", "carys"),
    "practice:post_leave": form(POST + "leave/", "carys"),
    "practice:post_show": button(WAITING + "show/", "carys"),
}


def make_threads(cast: Cast) -> dict[str, str]:
    """A thread and a story of Asha's; the story waits."""
    community = make_community(cast.carys, cast.asha, cast.ben, title="What we share")
    post = write(by=cast.asha, community=community, kind="thread", title="Mondays", text="Who rings first?", key=uuid.uuid4())
    story = write(by=cast.asha, community=community, kind="story", title="The door", text="I was sent away.", key=uuid.uuid4())
    return {"thread_community": community.slug, "post": str(post.pk), "waiting_post": str(story.pk)}
