"""Erasing somebody: nothing by which they are known is left in any table or file, and what the area counts stands as it stood."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from django.utils.html import escape

from capability.models import Framework, SelfAssessment, SharingOffer, SnapshotBlock, SnapshotFigure
from home import ledger
from home.actions.refusals import Refused
from home.actions.rights.erasing import erase
from home.actions.rights.forgetting import Known
from home.actions.telling import tell
from home.enums import ErasureCause, GlobalRole, NoticeKind
from home.models import Erasure, InvolvementSettings, Notice, SiteSettings, User
from home.seams.privacy import OnErasure, all_kept
from learning.models import PollResult
from practice.actions.sessions.registering import register
from practice.actions.shadowing.asking import ask
from practice.actions.shadowing.leaving import tell_of_hosts_who_left
from practice.models import Booking, ExchangeFigure, Registration, RoomFigure, ServiceEntry, ServiceKeeper, TurnAwayFigure
from tests.cast import give_role
from tests.contributions.lives import agree, decided, place_in, read_back
from tests.learning.factories import make_module
from tests.practice.communities import make_community, make_meeting
from tests.practice.shadow import make_placement, make_slot
from tests.site.communities import make_meetings
from tests.site.contributions import make_contributions
from tests.site.documents import make_documents
from tests.site.everything import STEM, make_ground, one_of_each
from tests.site.ledger import make_ledger
from tests.site.shadowing import make_visits
from tests.site.test_addresses import none
from tests.site.threads import make_threads
from tests.site.world import CANARY, make_world

pytestmark = pytest.mark.django_db
COUNTS = (SnapshotFigure, SnapshotBlock, PollResult, ExchangeFigure, RoomFigure, TurnAwayFigure)
PARTS = {"parts", "rows"}


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.LEDGER = tmp_path / "ledger"
    settings.MEDIA_ROOT = tmp_path / "media"


def marked(cast) -> dict[str, tuple[str, str]]:
    """Give each of the cast a name and an address that stand nowhere else; by who they are."""
    found = {}
    for number, (who, person) in enumerate(cast.everyone().items()):
        person.name, person.email = f"Quagmira O'Thistle{'abcdefghi'[number]}", f"thistlewick{number}@canary.example"
        person.save()
        person.emailaddress_set.update_or_create(primary=True, defaults={"email": person.email, "verified": True})
        found[who] = (person.name, person.email)
    return found


def make_everything(cast) -> None:
    """One of each thing that is somebody's, of every kind that the tests of the whole site make."""
    make_world(cast)
    for make in (make_contributions, make_visits, make_meetings, make_ledger, make_threads, make_documents):
        make(cast)


def tables_with(*words: str) -> list[str]:
    """The tables of the database with any of `words` in a row, whether a model stands for them or not."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                said = " ".join(str(value) for value in row).lower()
                found += [f"{table}: “{word}” in {said[:300]}" for word in words if word.lower() in said]
    return found


def files_with(*words: str) -> list[str]:
    kept = [path for folder in (Path(settings.MEDIA_ROOT), Path(settings.LEDGER)) for path in folder.rglob("*") if path.is_file()]
    return [f"{path}: “{word}”" for path in kept for word in words if word.encode() in path.read_bytes() or word in path.name]


def counted() -> dict:
    """What the area's pages and dataset are made of, but for the digests that tell whose part changed."""
    return {
        model._meta.label: [{name: value for name, value in row.items() if name not in PARTS} for row in model.objects.order_by("pk").values()]
        for model in COUNTS
    }


@pytest.mark.full
def test_nobody_who_is_erased_is_left_in_any_table_or_file(cast, django_capture_on_commit_callbacks):
    names = marked(cast)
    make_everything(cast)
    User.objects.create_superuser("root@example.org", None, name="Root")
    before = counted()
    assert any(before.values())
    left = []
    for who, person in cast.everyone().items():
        assert tables_with(names[who][1]), f"{who} stands somewhere before"
        with transaction.atomic():
            with django_capture_on_commit_callbacks(execute=True):
                made = erase(User.objects.get(pk=person.pk), cause=ErasureCause.HERE)
            words = [*names[who], str(person.public_id)] + ([CANARY] if who == "asha" else [])
            left += [f"{who}: {line}" for line in tables_with(*words) if not line.startswith("home_erasure:")] + files_with(*names[who])
            left += [f"{who}: the area's counts changed"] if counted() != before else []
            assert made.receipt["removed"], who
            assert str(person.public_id) in ledger.ledger_path().read_text()
            transaction.set_rollback(True)
    none(left)


def words_of(person: User) -> list[str]:
    """The words of a person's that must go: all that stand in rows that are deleted, and in columns that are emptied."""
    found: set[str] = set()
    for kind in all_kept():
        columns = set(kind.clears) if kind.on_erasure is OnErasure.DETACHED else kind.columns if kind.on_erasure is OnErasure.DELETED else set()
        for row in kind.of(person).values():
            found.update(word for name in columns for word in re.findall(rf"{STEM}\d+x", str(row.get(name, ""))))
    return sorted(found)


@pytest.fixture
def everything(cast) -> list:
    make_ground(cast)
    cast.asha.name, cast.asha.email = "Quagmira O'Thistle", "thistlewick@canary.example"
    cast.asha.save()
    return one_of_each(cast.asha, cast.ben)


def test_of_one_of_each_thing_nothing_is_left_by_which_they_are_known(cast, everything, django_capture_on_commit_callbacks):
    tell(person=cast.ben, kind=NoticeKind.TEAM, key="told", title=f"{cast.asha} called it off", why=f"You know {cast.asha.name}.", urgent=True)
    SiteSettings.objects.update(contact_email=cast.asha.email.upper())
    of_ben = SelfAssessment.objects.create(person=cast.ben, framework=Framework.objects.get(), started_at=timezone.now(), submitted_at=timezone.now())
    SharingOffer.objects.create(assessment=of_ben, address=cast.asha.email)
    words = words_of(cast.asha)
    names = [cast.asha.name, escape(cast.asha.name), cast.asha.email, str(cast.asha.public_id)]
    rows = {(kind.model, pk) for kind in everything if kind.on_erasure is OnErasure.DELETED for pk in kind.of(cast.asha).values_list("pk", flat=True)}
    assert len(words) > 60
    assert len(tables_with(*words)) >= len(words)
    assert files_with(f"{STEM}")
    with django_capture_on_commit_callbacks(execute=True):
        made = erase(cast.asha, cause=ErasureCause.HERE)
    none([line for line in tables_with(*words, *names) if not line.startswith("home_erasure:")] + files_with(*words, *names[:3]))
    none([f"{label} {pk} is there still" for label, pk in rows if apps.get_model(label)._base_manager.filter(pk=pk).exists()])
    told = Notice.objects.get(key="told")
    assert (told.title, told.why) == ("Somebody called it off", "You know somebody.")
    assert {title for title, _ in made.receipt["removed"]} >= {kind.title for kind in everything if kind.on_erasure is OnErasure.DELETED}
    assert {title for title, _ in made.receipt["stays"]} >= {kind.title for kind in everything if kind.on_erasure is OnErasure.DETACHED}


def test_twice_is_once_and_a_restored_copy_is_erased_again(cast, django_capture_on_commit_callbacks):
    kept = {"pk": cast.eve.pk, "public_id": cast.eve.public_id, "email": cast.eve.email, "name": cast.eve.name}
    made = erase(cast.eve, cause=ErasureCause.WRITTEN)
    assert erase(User(**kept), cause=ErasureCause.HERE) == made
    assert [entry.kind for entry in ledger.entries()] == ["erasure"]
    text = ledger.ledger_path().read_text()
    assert cast.eve.name not in text
    assert cast.eve.email not in text
    assert ledger.replay() == {"erasure": (0, 1)}
    Erasure.objects.all().delete()
    User.objects.create(**kept)
    assert ledger.replay() == {"erasure": (1, 1)}
    assert not User.objects.filter(pk=kept["pk"]).exists()
    again = Erasure.objects.get()
    assert (again.code, again.cause, again.at, again.receipt) == (made.code, made.cause, ledger.entries()[0].moment, made.receipt)
    assert ledger.replay() == {"erasure": (0, 1)}
    assert len(ledger.entries()) == 1, "doing it again is written down no second time"


def test_the_command_looks_erases_and_says_what_it_did(cast, capsys):
    call_command("erase_person", cast.eve.email, "--dry-run")
    assert "Nothing was changed." in capsys.readouterr().out
    assert User.objects.filter(pk=cast.eve.pk).exists()
    call_command("erase_person", cast.eve.email.upper())
    said = capsys.readouterr().out
    made = Erasure.objects.get()
    assert (made.cause, f"/erased/{made.code}/" in said, "Your places in teams" in said) == (ErasureCause.MACHINE, True, True)
    with pytest.raises(CommandError, match="Nothing was done"):
        call_command("erase_person", cast.eve.email)
    with pytest.raises(CommandError, match="only administrator"):
        call_command("erase_person", cast.admin.email)
    assert Erasure.objects.count() == 1


def test_the_only_administrator_is_not_erased_but_by_a_restore(cast):
    with pytest.raises(Refused, match="only administrator"):
        erase(cast.admin, cause=ErasureCause.HERE)
    assert ledger.entries() == []
    give_role(cast.frank, GlobalRole.ADMINISTRATOR)
    cast.frank.is_active = False
    cast.frank.save()
    with pytest.raises(Refused, match="only administrator"):
        erase(cast.admin, cause=ErasureCause.HERE)
    cast.frank.is_active = True
    cast.frank.save()
    kept = User.objects.values().get(pk=cast.admin.pk)
    erase(cast.admin, cause=ErasureCause.HERE)
    User.objects.filter(pk=cast.frank.pk).delete()
    give_role(User.objects.create(**kept), GlobalRole.ADMINISTRATOR)
    assert ledger.replay() == {"erasure": (1, 1)}


def test_a_ledger_that_cannot_be_written_leaves_everything_as_it_was(cast, settings, tmp_path):
    (tmp_path / "in-the-way").write_text("")
    settings.LEDGER = tmp_path / "in-the-way" / "ledger"
    with pytest.raises(Refused, match="Nothing was done"):
        erase(cast.frank, cause=ErasureCause.HERE)
    assert User.objects.filter(pk=cast.frank.pk, memberships__isnull=False).exists()
    assert not Erasure.objects.exists()


@pytest.fixture
def visits(cast) -> Booking:
    """Asha asked for a place with Eve; Ben's yes waits."""
    call_command("load_framework", "capability/content/framework.toml", verbosity=0)
    return ask(by=cast.asha, slot=make_slot(make_placement(cast.eve), timezone.localdate() + timedelta(days=20)), team=cast.team)


def test_a_manager_whose_yes_is_waited_for(cast, visits, client_for):
    tell(person=cast.asha, kind=NoticeKind.REQUEST, key="x", title=f"{cast.ben} asks you to look at this", why="He does.")
    erase(cast.ben, cause=ErasureCause.HERE)
    visits.refresh_from_db()
    assert visits.is_open
    assert client_for(cast.asha).get(f"/shadowing/bookings/{visits.pk}/").status_code == 200
    assert client_for(cast.admin).get(f"/teams/{cast.team.slug}/people/").status_code == 200
    assert Notice.objects.get(key="x").title == "Somebody asks you to look at this"
    assert f"a manager of {cast.team.name}" in Notice.objects.get(person=cast.admin).text


def test_a_host_with_bookings_and_who_booked(cast, visits, client_for):
    erase(cast.eve, cause=ErasureCause.HERE)
    tell_of_hosts_who_left()
    assert client_for(cast.asha).get(f"/shadowing/bookings/{visits.pk}/").status_code == 200
    assert Notice.objects.filter(person=cast.asha, title__contains="the host has left").exists()
    slot = visits.slot
    erase(cast.asha, cause=ErasureCause.HERE)
    slot.refresh_from_db()
    assert (slot.taken, slot.waiting, Booking.objects.count()) == (0, 0, 0)


def test_a_facilitator_whose_community_goes_on(cast, client_for):
    session = make_meeting(make_community(cast.carys, cast.asha))
    register(by=cast.asha, session=session)
    erase(cast.carys, cause=ErasureCause.HERE)
    for address in (session.page.get_url(), session.community.get_url()):
        assert client_for(cast.asha).get(address).status_code == 200
    assert Registration.objects.filter(session=session, person=cast.asha).exists()
    assert "has nobody who runs it" in Notice.objects.get(person=cast.lead).title


def test_a_keeper_whose_entry_stands_and_a_contributor_whose_words_do_not(cast, client_for, django_capture_on_commit_callbacks):
    entry = ServiceEntry.objects.create(service=cast.service, summary="Support.", confirmed_by=cast.dev, email=cast.dev.email)
    ServiceKeeper.objects.create(entry=entry, person=cast.dev, started_on=timezone.localdate())
    module, (lesson, _) = make_module(2, title="Listening closely")
    held = decided(cast.dev, [module.pk], title="The quagmirelle door", words="I said quagmirelle and went in.")
    agree(read_back(held, cast.dev, cast.editor), cast.dev)
    place_in(lesson, held)
    assert b"quagmirelle" in client_for(cast.asha).get(lesson.get_url()).content
    with django_capture_on_commit_callbacks(execute=True):
        erase(cast.dev, cause=ErasureCause.HERE)
    entry.refresh_from_db()
    assert (entry.confirmed_by, entry.email) == (None, "")
    assert "has no keeper" in Notice.objects.get(person=cast.lead).title
    assert client_for(cast.asha).get(f"/services/{cast.service.slug}/").status_code == 200
    page = client_for(cast.asha).get(lesson.get_url())
    assert page.status_code == 200
    assert b"quagmirelle" not in page.content
    assert tables_with("quagmirelle", cast.dev.name, cast.dev.email) == []


def test_the_safeguarding_lead_and_the_sites_contact_are_asked_for_anew(cast):
    InvolvementSettings.objects.update_or_create(site_id=1, defaults={"safeguarding_lead": cast.carys, "contact": cast.carys})
    SiteSettings.objects.update_or_create(site_id=1, defaults={"contact_email": cast.carys.email})
    erase(cast.carys, cause=ErasureCause.HERE)
    told = " ".join(Notice.objects.filter(person=cast.admin).values_list("text", flat=True))
    for what in ("lead for safeguarding", "looks after contributors", "the address that people write to"):
        assert what in told


def test_a_name_is_taken_out_whole_and_no_other(cast):
    known = Known("Sam Lee", ("sam@example.org",))
    assert known.without("Sam Lee and Sam Leeson; sam lee, sam@example.org.uk") == "Somebody and Sam Leeson; somebody, sam@example.org.uk"
    assert Known("", ()).without("Nobody") == "Nobody"
    assert Known("A <b>", ()).without("<p>A &lt;b&gt; asks</p>") == "<p>somebody asks</p>"
