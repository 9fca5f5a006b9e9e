"""Shared learning: who reads what, and what an attacker from outside, from next door or from inside does not get."""

import re
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from home.actions.refusals import Refused
from home.models import Letter, Notice
from practice.actions.threads import mentioning, moderating, writing
from practice.enums.communities import Audience
from practice.models import CommunityMember, Facilitator, Post, PostMention, PostReport, SessionInvitee
from practice.rules.threads import NEXT, State, mentioned
from tests.practice.communities import make_community, make_meeting

HERE = "/communities/both-at-once/learning/"
CANARY = "canary-in-a-post"


def test_what_is_taken_away_never_comes_back():
    assert set(NEXT) == set(State)
    assert not NEXT[State.DELETED]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thank you @Asha Rahman, and @ben whitlock!", {1, 2}),
        ("@Asha", set()),
        ("Asha Rahman without the sign", set()),
        ("@Asha Rahmani is somebody else", set()),
        ("@Jo Bell", set()),
        ("@Jo Bell-Smith", {5}),
        ("mail@asha rahman", {1}),
        ("@" * 5000, set()),
    ],
)
def test_a_whole_name_after_the_sign_mentions_one_person(text, found):
    assert mentioned(text, {1: "Asha Rahman", 2: "Ben Whitlock", 3: "Jo Bell", 4: "Jo Bell", 5: "Jo Bell-Smith", 6: ""}) == found


@pytest.fixture
def community(cast):
    make_community(cast.eve, cast.frank, title="Next door")
    return make_community(cast.carys, cast.asha, cast.ben)


@pytest.fixture
def wrote(cast, community):
    def write(by=None, kind="thread", text=CANARY, **facts) -> Post:
        return writing.write(by=by or cast.asha, community=community, kind=kind, title="About Mondays", text=text, key=uuid.uuid4(), **facts)

    return write


def pages(client, post: Post) -> str:
    """Everything of the community's shared learning that a browser gets, in one text."""
    top = post.parent_id or post.pk
    addresses = [HERE, f"{HERE}?kind={post.kind}", f"{HERE}{top}/", f"{HERE}{post.pk}/edit/", f"{HERE}{post.pk}/report/", f"{HERE}{post.pk}/hide/"]
    addresses += [f"{HERE}{post.pk}/take-away/", f"{HERE}{post.pk}/leave/", f"{HERE}moderation/", "/communities/next-door/learning/", "/search/?q=canary"]
    addresses += [f"/communities/next-door/learning/{post.pk}/", f"/communities/next-door/learning/{post.pk}/hide/", "/me/notices/", "/dashboard/"]
    return " ".join(answer.content.decode() for answer in map(client.get, addresses) if answer.status_code < 300)


@pytest.mark.django_db
def test_the_attack_from_outside_finds_nothing(cast, wrote, client_for):
    post = wrote()
    reply = writing.reply(by=cast.ben, to=post, text="canary-in-a-reply", key=uuid.uuid4())
    for who in ("asha", "ben", "carys"):
        assert CANARY in pages(client_for(getattr(cast, who)), post), who
        assert "canary-in-a-reply" in pages(client_for(getattr(cast, who)), reply), who
    for who in ("dev", "eve", "frank", "editor", "lead", "admin"):
        client = client_for(getattr(cast, who))
        assert "canary-in" not in pages(client, post) + pages(client, reply), who
        for community in ("both-at-once", "next-door"):
            for verb in ("", "edit/", "take-away/", "report/", "hide/", "leave/", "show/"):
                sent = {"text": "x", "because": "x", "why": "abuse", "answer": "x", "version": "1", "title": "x", "key": str(uuid.uuid4())}
                assert client.post(f"/communities/{community}/learning/{post.pk}/{verb}", sent).status_code == 404, (who, community, verb)
    post.refresh_from_db()
    assert (post.state, post.text, post.reports.count(), post.replies.count()) == ("shown", CANARY, 0, 1)


@pytest.mark.django_db
def test_a_facilitator_of_next_door_moderates_nothing_here(cast, wrote):
    post, story = wrote(), wrote(kind="story")
    for do in (
        lambda: moderating.hide(by=cast.eve, post=post, because="x"),
        lambda: moderating.show(by=cast.eve, post=story, version=1),
        lambda: moderating.leave_standing(by=cast.eve, post=post, answer="x"),
        lambda: moderating.report(by=cast.eve, post=post, why="abuse"),
        lambda: writing.edit(by=cast.carys, post=post, text="x", title="x"),
        lambda: writing.take_away(by=cast.carys, post=post),
        lambda: writing.reply(by=cast.eve, to=post, text="x", key=uuid.uuid4()),
        lambda: writing.reply(by=cast.ben, to=story, text="x", key=uuid.uuid4()),
    ):
        with pytest.raises(Refused), transaction.atomic():
            do()


@pytest.mark.django_db
def test_what_is_hidden_is_seen_by_its_author_and_the_facilitator_alone(cast, wrote, client_for):
    post = wrote()
    moderating.hide(by=cast.carys, post=post, because="It could tell who she is.")
    assert CANARY not in pages(client_for(cast.ben), post)
    assert client_for(cast.ben).get(f"{HERE}{post.pk}/").status_code == 404
    for who in ("asha", "carys"):
        page = client_for(getattr(cast, who)).get(f"{HERE}{post.pk}/").content.decode()
        assert CANARY in page and "It could tell who she is." in page
    assert "It could tell who she is." in Notice.objects.get(person=cast.asha, key__contains=":hidden:").text
    with pytest.raises(Refused):
        writing.edit(by=cast.asha, post=post, text="Other words", title="x")


@pytest.mark.django_db
def test_a_story_is_read_by_a_facilitator_first_and_in_the_words_she_read(cast, wrote, client_for):
    story = wrote(kind="story")
    assert Notice.objects.filter(person=cast.carys, key=f"post:{story.pk}:waits:1").exists()
    assert CANARY not in pages(client_for(cast.ben), story)
    writing.edit(by=cast.asha, post=story, text="Other words, " + CANARY, title="x")
    answer = client_for(cast.carys).post(f"{HERE}{story.pk}/show/", {"version": "1"}, follow=True)
    assert "Read them again" in answer.content.decode()
    client_for(cast.carys).post(f"{HERE}{story.pk}/show/", {"version": "2"})
    assert CANARY in pages(client_for(cast.ben), story)
    writing.edit(by=cast.asha, post=story, text="New words, " + CANARY, title="x")
    assert CANARY not in pages(client_for(cast.ben), story), "changed words wait again"


@pytest.mark.django_db
def test_a_report_reaches_the_facilitator_at_once_and_never_says_who(cast, wrote, client_for):
    post = wrote()
    for _ in range(2):
        client_for(cast.ben).post(f"{HERE}{post.pk}/report/", {"why": "identifies", "words": "I know her."})
    report = PostReport.objects.get()
    letter = Letter.objects.get(person=cast.carys, key__startswith="urgent:")
    assert letter.send_after <= timezone.now()
    assert CANARY not in letter.text and "Ben" not in letter.text + letter.subject
    page = client_for(cast.carys).get(f"{HERE}moderation/").content.decode()
    assert "I know her." in page and "It says who somebody is" in page
    assert "Ben Whitlock" not in page.split("<main")[1]
    client_for(cast.carys).post(f"{HERE}{post.pk}/leave/", {"answer": "I asked; she wants it here."})
    report.refresh_from_db()
    assert report.answered_by == cast.carys
    assert "she wants it here" in Notice.objects.get(person=cast.ben, key=f"report:{report.pk}:answer").text


@pytest.mark.django_db
def test_nobody_decides_about_their_own_words(cast, community, wrote, client_for):
    post = wrote(by=cast.carys)
    moderating.report(by=cast.ben, post=post, why="abuse")
    assert Notice.objects.filter(person=cast.lead, key__startswith="report:").count() == 1, "the only facilitator wrote it"
    assert not Notice.objects.filter(person=cast.carys, key__startswith="report:").exists()
    with pytest.raises(Refused), transaction.atomic():
        moderating.leave_standing(by=cast.carys, post=post, answer="It is fine.")
    assert CANARY not in client_for(cast.carys).get(f"{HERE}moderation/").content.decode()
    assert client_for(cast.lead).get(f"{HERE}{post.pk}/").status_code == 200
    assert client_for(cast.lead).get(HERE).status_code == 404
    moderating.hide(by=cast.lead, post=post, because="It hurts.")
    other = wrote(by=cast.carys)
    Facilitator.objects.create(person=cast.ben, community=community)
    moderating.report(by=cast.asha, post=other, why="abuse")
    with pytest.raises(Refused), transaction.atomic():
        moderating.hide(by=cast.lead, post=other, because="There is another facilitator now.")
    moderating.hide(by=cast.ben, post=other, because="It hurts.")


@pytest.mark.django_db
def test_what_its_author_takes_away_is_nowhere(cast, wrote, client_for):
    post = wrote(text=f"{CANARY} @Ben Whitlock")
    writing.reply(by=cast.ben, to=post, text="I see.", key=uuid.uuid4())
    client_for(cast.asha).post(f"{HERE}{post.pk}/edit/", {"title": "About Mondays", "text": "Other words"})
    assert CANARY not in str(list(Post.objects.values())), "old words are kept nowhere"
    for _ in range(2):
        writing.take_away(by=cast.asha, post=post)
    row = Post.objects.filter(pk=post.pk).values().get()
    assert (row["text"], row["html"], row["title"]) == ("", "", "")
    page = client_for(cast.ben).get(f"{HERE}{post.pk}/").content.decode()
    assert "Taken away by whoever wrote it." in page and "I see." in page
    assert "Asha Rahman" not in page.split("<main")[1]
    assert not PostMention.objects.exists()


@pytest.mark.django_db
def test_who_leaves_the_site_leaves_no_words_and_replies_of_others_stay(cast, wrote):
    post, alone = wrote(), wrote()
    reply = writing.reply(by=cast.ben, to=post, text="I see.", key=uuid.uuid4())
    own = writing.reply(by=cast.asha, to=post, text="So do I.", key=uuid.uuid4())
    assert writing.leave(cast.asha) == 1
    post.refresh_from_db()
    assert (post.text, post.author) == ("", None)
    assert Post.objects.get(pk=reply.pk).text == "I see."
    assert {post.author for post in Post.objects.filter(pk__in=[own.pk, alone.pk])} == {cast.asha}, "what nobody answered goes with the account"


@pytest.mark.django_db
def test_threads_of_a_session_for_invited_people_stay_among_them(cast, community, wrote, client_for):
    hidden = make_meeting(community, days=-2, title="For women only", audience=Audience.INVITED)
    SessionInvitee.objects.create(session=hidden, person=cast.asha)
    post = wrote(kind="took_away", session=hidden)
    assert CANARY in pages(client_for(cast.asha), post)
    assert CANARY in pages(client_for(cast.carys), post)
    assert CANARY not in pages(client_for(cast.ben), post)
    with pytest.raises(Refused):
        writing.reply(by=cast.ben, to=post, text="x", key=uuid.uuid4())
    with pytest.raises(Refused):
        wrote(by=cast.ben, kind="took_away", session=hidden)


@pytest.mark.django_db
def test_mentions_come_in_one_mail_a_day_and_not_of_what_is_gone(cast, community, wrote):
    CommunityMember.objects.filter(person=cast.ben).update(left_at=None)
    for _ in range(2):
        wrote(text="Ask @Ben Whitlock, he did it.")
    gone = wrote(text="@Ben Whitlock again")
    hidden = wrote(text="@Ben Whitlock and again")
    wrote(text="@Frank Odell is no member")
    writing.take_away(by=cast.asha, post=gone)
    moderating.hide(by=cast.carys, post=hidden, because="No.")
    assert mentioning.tell_of_mentions() == 1
    assert mentioning.tell_of_mentions() == 0
    notice = Notice.objects.get(person=cast.ben, key__startswith="mentions:")
    assert notice.title == "You were mentioned in Both at once, in two posts"
    assert Letter.objects.filter(person=cast.ben).count() == 1
    assert not Notice.objects.filter(person=cast.frank).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>", "![x](https://example.org/x.png)", "[" * 5000]
)
def test_words_do_nothing_but_stand_there(cast, wrote, client_for, words):
    page = client_for(cast.ben).get(wrote(text=words).get_absolute_url()).content.decode().split('class="post-words"')[1].split("</article>")[0]
    assert "<script" not in page and "<img" not in page and not any("javascript" in href for href in re.findall(r'href="([^"]*)"', page))


@pytest.mark.django_db
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(cast, community, client_for):
    asha, sent = client_for(cast.asha), {"kind": "thread", "title": "Mondays", "text": "Her number is 943 476 5919", "key": str(uuid.uuid4())}
    for wrong, said in [
        ({}, "This looks like an NHS number"),
        ({"title": "", "text": "Words"}, "Say in a few words"),
        ({"kind": "took_away", "text": "W"}, "Choose the session"),
    ]:
        answer = asha.post(f"{HERE}new/", {**sent, **wrong})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert "943 476 5919" in asha.post(f"{HERE}new/", sent).content.decode()
    good = {**sent, "text": "Who rings first?"}
    for _ in range(2):
        assert asha.post(f"{HERE}new/", good).status_code == 302
    assert Post.objects.count() == 1


@pytest.mark.django_db
def test_the_database_keeps_what_must_be_true(cast, wrote):
    post = wrote()
    for wrong in ({"state": "hidden"}, {"state": "deleted"}, {"text": ""}, {"kind": "reply"}, {"state": "waiting"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.filter(pk=post.pk).update(**wrong)


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "address", "most"), [("asha", "", 10), ("carys", "moderation/", 10), ("asha", "thread", 12)])
def test_pages_cost_the_same_for_one_and_for_fifty(cast, community, wrote, client_for, queries_of, who, address, most):
    top, session = wrote(), make_meeting(community, days=-3)

    def fill(number: int) -> None:
        for _ in range(number):
            moderating.report(by=cast.ben, post=wrote(kind="took_away", session=session), why="other")
            wrote(kind="story")
            writing.reply(by=cast.ben, to=top, text="Yes.", key=uuid.uuid4())

    client, address = client_for(getattr(cast, who)), f"{HERE}{top.pk}/" if address == "thread" else HERE + address
    fill(1)
    one = queries_of(client, address)
    fill(30)
    many = queries_of(client, address)
    assert one.count == many.count <= most, f"{one}\n{many}"
