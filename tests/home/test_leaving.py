"""What goes by itself in its time, and people who have left: told, told again, and erased in the end."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from home.actions.rights import copying, leavers, letting_go, wishing
from home.enums import ErasureCause, Touched
from home.models import AccessEntry, Erasure, ErasureWish, Leaving, Letter, Membership, Notice, Removal, SiteSettings, User
from home.rules.rights import erased_on, months_after
from home.seams.privacy import Goes, all_kept
from tests.site.everything import make_ground, one_of_each
from tests.site.test_addresses import none

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folders")]
HELD_BY_NOBODY = {"home.AccessEntry", "sessions.Session", "django_q.Task"}  # cannot be changed, or has no person
DESK = "/setup/rights/"

# What goes by itself


def test_every_kind_that_goes_by_itself_goes_in_time_and_is_listed(cast, client_for):
    make_ground(cast)
    one_of_each(cast.asha, cast.ben)
    copying.ask_for_copy(cast.asha)
    kinds = [kind for kind in all_kept() if isinstance(kind.how_long, Goes)]
    now = timezone.now()
    looked_at = [(kind, kind.of(cast.asha).filter(kind.how_long.only)) for kind in kinds if kind.model not in HELD_BY_NOBODY]
    none([f"{kind.title}: no row to look at" for kind, rows in looked_at if not rows.exists()])
    for minutes in (5, -5):
        for kind, rows in looked_at:
            rows.update(**{kind.how_long.since: now - kind.how_long.age + timedelta(minutes=minutes)})
        letting_go.let_go(now)
        none([f"{kind.title}: {'too early' if minutes > 0 else 'is there still'}" for kind, rows in looked_at if rows.exists() != (minutes > 0)])
    listed = {(removal.kind, removal.rule) for removal in Removal.objects.all()}
    none([f"{kind.title}: not listed" for kind, _ in looked_at if (f"{kind.group}: {kind.title}", kind.how_long.words) not in listed])
    assert len(kinds) > 8
    AccessEntry.objects.create(person=cast.asha, what=Touched.ROLE_GIVEN, at=now - timedelta(days=1096))
    before = Removal.objects.count()
    assert letting_go.let_go(now) == 1
    assert letting_go.let_go(now) == 0
    assert Removal.objects.count() == before + 1
    assert "Teams you asked to join" in client_for(cast.admin).get(DESK).content.decode()


# Leaving


def leave(person: User, last_day) -> None:
    Membership.objects.filter(person=person).update(started_on=last_day - timedelta(days=100), ended_on=last_day)


def test_who_left_is_told_told_again_and_erased_in_the_end(cast, client_for):
    with time_machine.travel(datetime(2026, 3, 2, 7, 40, tzinfo=UTC), tick=False):
        SiteSettings.objects.update_or_create(site_id=1, defaults={"retention_months": 6})
        leave(cast.asha, timezone.localdate() - timedelta(days=1))
        assert leavers.look_after_leavers() == 1
        row = Leaving.objects.get()
        assert (row.person, str(row.left_on), str(row.erase_on)) == (cast.asha, "2026-03-01", "2026-09-01")
        assert "1 September 2026" in Notice.objects.get(person=cast.asha, key="left:2026-03-01").text
        assert "erased on Tuesday 1 September 2026" in client_for(cast.asha).get("/me/privacy/").content.decode()
    with time_machine.travel(datetime(2026, 8, 1, 7, 40, tzinfo=UTC), tick=False):
        leavers.look_after_leavers()
        assert not ErasureWish.objects.exists()
    with time_machine.travel(datetime(2026, 8, 2, 7, 40, tzinfo=UTC), tick=False):
        assert leavers.look_after_leavers() == 1
        leavers.look_after_leavers()
        wish = ErasureWish.objects.get()
        assert (wish.cause, str(wish.due_at.date())) == (ErasureCause.LEFT, "2026-09-01")
        assert "no team here any more" in Letter.objects.get(key=f"erasure:{wish.code}").text
    with time_machine.travel(datetime(2026, 9, 1, 4, 40, tzinfo=UTC), tick=False):
        assert wishing.erase_due() == 1
        assert Erasure.objects.get(code=wish.code).cause == ErasureCause.LEFT


def test_whoever_says_that_they_stay_or_is_back_stays(cast, client_for):
    leave(cast.asha, timezone.localdate() - timedelta(days=900))
    leave(cast.frank, timezone.localdate() - timedelta(days=900))
    assert leavers.look_after_leavers() == 2
    assert {wish.person for wish in ErasureWish.objects.all()} == {cast.asha, cast.frank}
    assert all(wish.due_at > timezone.now() + timedelta(days=29) for wish in ErasureWish.objects.all()), "never without a month's warning"
    assert client_for(cast.asha).post("/me/privacy/stay/").url == "/me/privacy/"
    Membership.objects.create(person=cast.frank, team=cast.other_team)
    assert leavers.look_after_leavers() == 0
    assert not ErasureWish.objects.exists()
    assert Leaving.objects.get().kept_on == timezone.localdate()


def test_who_never_had_a_team_or_is_needed_is_no_leaver(cast):
    for person in (cast.ben, cast.eve):
        leave(person, timezone.localdate() - timedelta(days=900))
    today = timezone.localdate()
    assert {person.pk for person in leavers.who_left(today)} == {cast.eve.pk}, "Ben manages; Dev, Carys and the editors never had a team"
    cast.eve.groups.add(cast.editor.groups.get())
    assert not leavers.who_left(today)


def test_the_managers_are_told_when_somebody_leaves_by_themselves(cast, client_for):
    page = client_for(cast.asha).get(f"/teams/{cast.team.slug}/leave/").content.decode()
    assert "the last team you are in" in page
    assert "/learning/record.pdf" in page
    client_for(cast.asha).post(f"/teams/{cast.team.slug}/leave/", {"last_day": str(timezone.localdate())})
    assert Notice.objects.filter(person=cast.ben, title__contains=f"{cast.asha.name} leaves").exists()
    assert not AccessEntry.objects.exists()


def test_months_are_counted_as_people_count_them():
    assert str(months_after(datetime(2026, 8, 31).date(), 6)) == "2027-02-28"
    assert str(months_after(datetime(2026, 12, 15).date(), 1)) == "2027-01-15"
    assert str(erased_on(datetime(2026, 1, 1).date(), 1, datetime(2026, 3, 1).date())) == "2026-03-31"
