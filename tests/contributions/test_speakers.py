"""What introduces speakers and what they let be kept: one record of consent with all that is given, and what takes it back."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import PageLogEntry

from home import ledger
from home.actions.contributing import consenting, ending, leaving
from home.actions.refusals import Refused
from home.enums import ContributionKind
from home.models import Approval, Consent, Contribution, File, HomePage, Letter, Notice, PlainPage, Withdrawal
from home.rules.contributing import first_until, naming_of
from practice.actions.sessions import keeping, speaking
from practice.models import Introduction, MaterialYes, Speaker
from practice.speaking import introductions_of, materials_shown
from tests.contributions.test_sweep import MARKER, files, kept, tables  # noqa: F401 - a fixture
from tests.practice.sessions import make_community, make_past, make_session

pytestmark = pytest.mark.django_db
WORDS = f"They have been {MARKER} there."
IN_FULL = {"home.Contribution", "home.ContributionRevision", "home.Consent", "practice.Introduction", "practice.Speaker"}


@pytest.fixture
def session(cast):
    return make_session(make_community(cast.carys))


@pytest.fixture
def speaker(cast, session):
    """Dev, who said yes to the words that Carys wrote."""
    made = speaking.ask_to_speak(by=cast.carys, session=session, name=f"Sam {MARKER}", role=f"knows {MARKER}", email=cast.dev.email, words=WORDS)
    speaking.agree(speaker=made, number=1)
    return made


@pytest.fixture
def guest(cast, session):
    made = speaking.ask_to_speak(by=cast.carys, session=session, name="Ngozi", email="ngozi@example.net", words=WORDS)
    speaking.agree(speaker=made, number=1)
    return made


def record_of(speaker: Speaker) -> Contribution:
    return speaking.contributions_of(speaker)[-1]


def seen(client, *addresses: str) -> list[str]:
    return [address for address in addresses if MARKER in client.get(address, follow=True).content.decode()]


def test_a_yes_is_a_record_with_a_name_a_place_a_time_and_a_history(cast, session, speaker, client_for):
    record = record_of(speaker)
    assert (record.kind, record.author, record.words) == (ContributionKind.INTRODUCTION, cast.dev, WORDS)
    assert (record.consent.shown_as, record.consent.naming, record.consent.until) == (f"Sam {MARKER}", "pseudonym", first_until(timezone.localdate()))
    assert [yes.purpose.page_id for yes in Approval.objects.standing().filter(revision__contribution=record)] == [session.page_id]
    assert [row.person for row in record.decisions.all()] == [cast.dev, None]
    dev = client_for(cast.dev)
    home = dev.get("/contributions/").content.decode()
    assert f"Introduction at “{session}”" in home and session.page.url in home
    page = dev.get(f"/contributions/{record.public_id}/").content.decode()
    assert WORDS in page and "Said yes to version 1" in page
    speaking.agree(speaker=speaker, number=1)
    assert record.decisions.count() == 2, "twice is once"
    assert not PageLogEntry.objects.filter(user=cast.dev).exists(), "the log would tell editors who stands behind a chosen name"


def test_what_only_waits_for_a_yes_stands_in_no_list_and_at_no_address(cast, session, client_for):
    made = speaking.ask_to_speak(by=cast.carys, session=session, name="Dev", email=cast.dev.email, words=WORDS)
    record = record_of(made)
    dev = client_for(cast.dev)
    assert str(record.public_id) not in dev.get("/contributions/").content.decode()
    assert dev.get(f"/contributions/{record.public_id}/").status_code == 404
    assert MARKER in dev.get(session.page.url + "speaking/").content.decode()


def test_nobody_else_says_yes_and_no_editor_meets_it(cast, session, speaker, client_for):
    from home.actions.contributing import proposing
    from home.blocks import contributions_to_choose

    row = Introduction.objects.get()
    for by in (cast.carys, cast.editor, None):
        with pytest.raises(Refused):
            proposing.agree_to(row.revision, session.page, by=by, shown_as="x")
        with pytest.raises(Refused):
            proposing.let_stand_until(record_of(speaker), timezone.localdate() + timedelta(days=9), by=by)
    assert contributions_to_choose() == []
    assert not seen(client_for(cast.editor), "/contributions/desk/", f"/contributions/desk/{record_of(speaker).public_id}/")
    assert client_for(cast.asha).get(f"/contributions/{record_of(speaker).public_id}/thank/").status_code == 404
    assert not seen(client_for(cast.asha), f"/search/?q={MARKER[:6]}"), "words that introduce are not searched for"


@pytest.mark.parametrize("how", ["where they speak", "with all they gave", "by somebody they named"])
def test_taking_it_back_empties_it_everywhere_with_a_receipt(cast, session, speaker, client_for, kept, django_capture_on_commit_callbacks, how):  # noqa: F811
    record, dev, asha, carys = record_of(speaker), client_for(cast.dev), client_for(cast.asha), client_for(cast.carys)
    pages = (session.page.url, session.page.url + "speakers/", session.page.url + "speaking/", "/contributions/", f"/contributions/{record.public_id}/")
    assert seen(asha, *pages) == [session.page.url]
    assert tables() == IN_FULL
    named = consenting.name_somebody(record, cast.dev, "my sister")
    Speaker.objects.update(name="Dev", role="")  # what whoever asked calls them is theirs
    address, data = {
        "where they speak": (session.page.url + "speaking/", {"do": "take_back"}),
        "with all they gave": (f"/contributions/{record.public_id}/take-back/", {}),
        "by somebody they named": (f"/contributions/named/{named.secret}/", {}),
    }[how]
    with django_capture_on_commit_callbacks(execute=True):
        assert (client_for(None) if "named" in how else dev).post(address, data).status_code == 302
    assert not [seen(client, *pages) for client in (asha, carys, dev) if seen(client, *pages)]
    assert tables() == set() and files(kept) == set()
    made = Withdrawal.objects.get()
    assert made.ledgered_at and made.receipt["places"] == [session.page.title]
    assert {"name and role beside the words", "version that was handed in or agreed", "place where it stood"} <= set(dict(made.receipt["removed"]))
    assert "Receipt" in dev.get(f"/contributions/{record.public_id}/", follow=True).content.decode()
    assert "is gone" in Notice.objects.get(person=cast.carys, title__contains="introduction").title
    assert not Notice.objects.filter(person=cast.editor).exists(), "no editor had chosen it"
    assert "Took it back" in carys.get(session.page.url + "speakers/").content.decode()


def test_who_took_it_back_can_be_asked_anew_and_says_yes_in_a_record_of_its_own(cast, session, speaker):
    speaking.take_back(speaker=speaker)
    speaking.take_back(speaker=speaker)
    with pytest.raises(Refused):
        speaking.agree(speaker=speaker, number=1)
    speaking.write_introduction(by=cast.carys, speaker=speaker, name="Dev", role="", words="Other words.")
    assert introductions_of(session) == []
    speaking.agree(speaker=speaker, number=2)
    assert [each.introduction.words for each in introductions_of(session)] == ["Other words."]
    assert Contribution.objects.count() == 2 and Withdrawal.objects.count() == 1


def test_it_goes_by_itself_when_its_time_is_over(cast, session, speaker, client_for, kept, django_capture_on_commit_callbacks):  # noqa: F811
    dev, last = client_for(cast.dev), timezone.localdate() + timedelta(days=30)
    past = dev.post(session.page.url + "speaking/", {"do": "until", "until": "2020-01-01"}, follow=True).content.decode()
    assert "still to come" in past
    assert dev.post(session.page.url + "speaking/", {"do": "until", "until": "soon"}).status_code == 422
    dev.post(session.page.url + "speaking/", {"do": "until", "until": str(last)})
    assert Consent.objects.get().until == last
    assert ending.remind_due() == 1
    notice = Notice.objects.get(person=cast.dev, title__contains="The time for")
    letters = list(Letter.objects.filter(person=cast.dev).values_list("text", flat=True))
    assert any("The time for your words ends" in text for text in letters), letters
    assert MARKER not in notice.title + notice.text + "".join(letters)
    Consent.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert introductions_of(session) == [], "hidden at once, before any task runs"
    Speaker.objects.update(name="Dev", role="")
    with django_capture_on_commit_callbacks(execute=True):
        assert ending.end_due() == 1
    assert tables() == set()


def test_a_restored_copy_is_told(cast, session, speaker, kept, django_capture_on_commit_callbacks):  # noqa: F811
    record = record_of(speaker)
    fields = {"state": record.state, "title": record.title, "words": record.words}
    Speaker.objects.update(name="Dev", role="")
    speaking.take_back(speaker=speaker)
    Withdrawal.objects.all().delete()
    Contribution.objects.filter(pk=record.pk).update(withdrawn_at=None, scrubbed_at=None, **fields)
    Approval.objects.update(ended_at=None)
    record.purposes.update(ended_at=None)
    Introduction.objects.update(name=f"Sam {MARKER}")
    assert len(introductions_of(session)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert ledger.replay() == {"withdrawal": (1, 1)}
    assert introductions_of(session) == [] and tables() == set()


def test_a_guest_without_an_account_has_the_same_record_at_their_own_address(cast, session, guest, client_for, django_capture_on_commit_callbacks):
    record, address, client = record_of(guest), f"/communities/speakers/{guest.secret}/", client_for(None)
    assert (record.author, record.keeper, record.consent.shown_as, record.consent.naming) == (None, None, "Ngozi", "real")
    last = timezone.localdate() + timedelta(days=7)
    client.post(address, {"do": "until", "until": str(last)})
    assert "Agreed until" in client.get(address).content.decode()
    assert ending.remind_due() == ending.remind_due() == 1
    reminder = Letter.objects.get(address="ngozi@example.net", subject__contains="Who goes", text__contains="The time for your words ends")
    assert address in reminder.text and MARKER not in reminder.text
    for person in (cast.carys, cast.editor, cast.dev):
        assert client_for(person).get(f"/contributions/{record.public_id}/").status_code == 404, "nobody decides for a guest"
        with pytest.raises(Refused):
            leaving.withdraw_by_author(record, person)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"do": "take_back"})
    page = client.get(address).content.decode()
    assert ("What was taken back" in page and "Version that was handed in or agreed" in page) or "version that was handed in or agreed" in page
    assert Letter.objects.filter(address="ngozi@example.net", text__contains="out of every place").exists()


def test_who_is_taken_off_leaves_no_words_behind(cast, session, speaker, guest, django_capture_on_commit_callbacks):
    waits = speaking.ask_to_speak(by=cast.carys, session=session, name="Eve", email=cast.eve.email, words=WORDS)
    with django_capture_on_commit_callbacks(execute=True):
        for each in (speaker, guest, waits):
            speaking.remove(by=cast.carys, speaker=each)
    assert tables() == set()
    assert [made.cause for made in Withdrawal.objects.all()] == ["taken_off", "taken_off"], "what nobody said yes to is simply deleted"
    assert not Notice.objects.filter(person=cast.carys).exists(), "whoever took them off knows"


def test_who_does_not_speak_after_all_is_emptied_too(cast, session, speaker, django_capture_on_commit_callbacks):
    Speaker.objects.update(name="Dev", role="")  # what whoever asked calls them is theirs
    with django_capture_on_commit_callbacks(execute=True):
        speaking.decline(speaker=speaker)
        speaking.decline(speaker=speaker)
    assert tables() == set()
    assert Notice.objects.filter(person=cast.carys).count() == 1, "one word about it"
    assert Withdrawal.objects.get().cause == "author", "it was theirs to say"


def test_something_kept_is_hidden_with_its_file_when_one_yes_ends(cast, client_for, kept, django_capture_on_commit_callbacks):  # noqa: F811
    past = make_past(make_community(cast.carys))
    speakers = [Speaker.objects.create(session=past, person=person, name=person.name) for person in (cast.dev, cast.eve)]
    file = File.objects.create(title="What was said", file=ContentFile(b"%PDF-1.4 said", name="said.pdf"))
    asha = client_for(cast.asha)
    assert asha.get(file.url).status_code == 200, "a file of the library as any other"
    material = keeping.keep(by=cast.carys, session=past, facts={"kind": "summary", "title": "Heard", "text": MARKER, "address": "", "file": file})
    assert [client_for(person).get(file.url).status_code for person in (cast.asha, cast.editor, cast.carys, cast.dev)] == [404, 404, 200, 200]
    for each in speakers:
        speaking.let_keep(speaker=each, material=material, revision=1, yes=True)
        speaking.let_keep(speaker=each, material=material, revision=1, yes=True)
    assert MaterialYes.objects.count() == 2 and seen(asha, past.page.url)
    shown = asha.get(file.url)
    assert (shown.status_code, shown["Cache-Control"]) == (200, "private, no-cache")
    with django_capture_on_commit_callbacks(execute=True):
        client_for(cast.dev).post(past.page.url + "speaking/", {"do": "keep_not", "material": material.pk})
    assert not seen(asha, past.page.url) and asha.get(file.url).status_code == 404
    made = Withdrawal.objects.get()
    assert made.receipt["cannot"][-1] == leaving.A_RECORDING and made.ledgered_at
    assert "Cut what they said" in Notice.objects.get(person=cast.carys, title__contains="is hidden").text
    speaking.let_keep(speaker=speakers[0], material=material, revision=1, yes=True)
    assert seen(asha, past.page.url), "who says yes again has said so anew"
    Consent.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert not seen(asha, past.page.url) and asha.get(file.url).status_code == 404


def test_a_public_file_of_the_library_is_withheld_too(cast, client_for, kept):  # noqa: F811
    past = make_past(make_community(cast.carys))
    Speaker.objects.create(session=past, person=cast.dev, name="Dev")
    file = File.objects.create(title="Open", is_public=True, file=ContentFile(b"%PDF-1.4 said", name="open.pdf"))
    assert client_for(None).get(file.url).status_code == 200
    keeping.keep(by=cast.carys, session=past, facts={"kind": "summary", "title": "Heard", "text": "", "address": "", "file": file})
    assert client_for(None).get(file.url).status_code == 404


def test_a_file_of_a_page_cannot_be_made_to_wait_for_a_yes(cast, client_for, kept):  # noqa: F811
    free, held = (File.objects.create(title=title, file=ContentFile(b"%PDF-1.4 said", name=f"{title}.pdf")) for title in ("free", "held"))
    raw = [{"type": "text", "value": f'<p><a linktype="document" id="{held.pk}">It</a></p>', "id": "0b0e9d1c-0000-4000-8000-000000000001"}]
    page = HomePage.objects.get().add_child(instance=PlainPage(title="Notes", slug="notes"))
    page.body = page.body.stream_block.to_python(raw)
    page.save()
    past = make_past(make_community(cast.carys))
    offered = client_for(cast.carys).get(past.page.url + "kept/").content.decode()
    assert f'value="{free.pk}"' in offered and f'value="{held.pk}"' not in offered
    refused = client_for(cast.carys).post(past.page.url + "kept/", {"kind": "slides", "title": "x", "file": held.pk})
    assert refused.status_code == 422 and not past.materials.exists()


def test_a_change_ends_every_yes_and_throwing_away_ends_the_record(cast, django_capture_on_commit_callbacks):
    past = make_past(make_community(cast.carys))
    dev = Speaker.objects.create(session=past, person=cast.dev, name="Dev")
    facts = {"kind": "summary", "title": "Heard", "text": "One", "address": "", "file": None}
    material = keeping.keep(by=cast.carys, session=past, facts=facts)
    speaking.let_keep(speaker=dev, material=material, revision=1, yes=True)
    material = keeping.keep(by=cast.carys, session=past, facts={**facts, "text": "Two"}, material=material)
    assert materials_shown(past) == [] and not Approval.objects.standing().exists()
    speaking.let_keep(speaker=dev, material=material, revision=2, yes=True)
    assert materials_shown(past) == [material] and Contribution.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        keeping.throw_away(by=cast.carys, material=material)
        keeping.throw_away(by=cast.carys, material=material)
    assert Withdrawal.objects.get().cause == "taken_off"


@pytest.mark.parametrize(
    ("shown_as", "name", "naming"),
    [
        ("Dev", "Dev Patel", "first"),
        ("Dev Patel", "Dev Patel", "real"),
        ("Dr Patel", "Dev Patel", "real"),
        ("Sam", "Dev Patel", "pseudonym"),
        ("Jo", "", "real"),
    ],
)
def test_what_kind_of_name_somebody_is_introduced_by(shown_as, name, naming):
    assert naming_of(shown_as, name) == naming
