"""The pseudonym sweep: the real name and address of somebody who chose another name are found by nobody who need not know them."""

import io
import logging
from email import policy
from email.parser import BytesParser

import pytest
from django.core.mail import get_connection
from django.core.management import call_command
from mutagen.id3 import ID3
from PIL import Image
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from home import ledger
from home.actions.contributing import leaving, writing
from home.actions.sending import message_for
from home.enums import ContactRoute
from home.models import Contribution, ContributionFile, HomePage, Letter, Notice, PlainPage, User
from tests.contributions.lives import agree, decided, picture, place_in, read_back, sound
from tests.contributions.test_sweep import content_of
from tests.learning.factories import make_module

NAME, ADDRESS = "Ravenna Quillfeather", "ravenna.q@example.org"
TOLD = ("ravenna", "quillfeather")
SHOWN = "Sam from the river"
pytestmark = pytest.mark.django_db


def tells(text: str) -> bool:
    return any(part in text.lower() for part in TOLD)


@pytest.fixture
def author(cast, settings, tmp_path) -> User:
    settings.MEDIA_ROOT, settings.LEDGER = tmp_path / "media", tmp_path / "ledger"
    cast.dev.name, cast.dev.email = NAME, ADDRESS
    cast.dev.save()
    return cast.dev


@pytest.fixture
def placed(cast, author, client_for) -> tuple[Contribution, list]:
    """Written through the pages as far as a browser does it, with a picture and a recording that tell who made them."""
    module, (lesson, _) = make_module(2)
    opened = HomePage.objects.get().add_child(instance=PlainPage(title="Voices", slug="voices", public=True))
    made = decided(author, [module.pk, opened.pk], route=ContactRoute.MAIL)
    for content, name in ((picture(NAME), f"{NAME}.jpg"), (sound(NAME), f"{NAME}.mp3")):
        sent = io.BytesIO(content)
        sent.name = name
        assert client_for(author).post(f"/contributions/{made.public_id}/files/", {"file": sent}).status_code == 302
    for each in made.files.all():
        writing.describe_file(each, author, description="A door", transcript="The door stood open.")
    made = agree(read_back(made, author, cast.editor), author)
    for page in (lesson, opened):
        place_in(page, made)
    return made, [lesson, opened]


def addresses(made: Contribution) -> list[str]:
    pages = list(Page.objects.filter(live=True, depth__gt=1))
    mine = [f"/contributions/{made.public_id}/{part}" for part in ("", "write/", "preview/", "yes/", "receipt/", "copy/")]
    desk = ["/contributions/", "/contributions/desk/", f"/contributions/desk/{made.public_id}/", "/me/notices/", "/dashboard/", "/search/?q=door"]
    cms = [f"/cms/pages/{page.pk}/{part}" for page in pages for part in ("edit/", "history/", "usage/")]
    cms += ["/cms/", "/cms/pages/", "/cms/reports/site-history/", "/cms/images/", "/cms/documents/", "/cms/reports/aging-pages/", "/cms/search/?q=door"]
    return [*(page.url for page in pages), *mine, *desk, *cms, *(f"/contributions/files/{each.public_id}/" for each in made.files.all())]


def test_no_page_says_who_it_is_to_anyone_who_need_not_know(cast, author, placed, client_for):
    made, pages = placed
    people = {"anonymous": None, **{who: person for who, person in cast.everyone().items() if who != "dev"}}
    found, seen = [], set()
    for who, person in people.items():
        client = client_for(person)
        for address in addresses(made):
            response = client.get(address)
            said = content_of(response).decode(errors="replace") + str(response.headers)
            if tells(said):
                found.append(f"{who} {address}")
            if SHOWN in said:
                seen.add((who, address))
    assert not found, found
    assert {("anonymous", pages[1].get_url()), ("asha", pages[0].get_url()), ("editor", "/contributions/desk/")} <= seen
    assert tells(client_for(author).get("/dashboard/").content.decode()), "where it may be seen, it is"


def test_files_say_nothing_of_who_made_them(placed, client_for, cast):
    made, _ = placed
    for each in made.files.all():
        response = client_for(cast.asha).get(f"/contributions/files/{each.public_id}/")
        content = content_of(response)
        assert not tells(content.decode("latin-1") + str(response.headers) + each.file.name)
        if each.kind == "picture":
            with Image.open(io.BytesIO(content)) as shown:
                assert not dict(shown.getexif())
        else:
            with pytest.raises(Exception, match="doesn't start with an ID3 tag"):
                ID3(io.BytesIO(content))
    assert ContributionFile.objects.count() == 2


def test_letters_notices_logs_and_the_ledger_do_not_say_it(cast, author, placed, client_for, caplog, django_capture_on_commit_callbacks):
    made, _ = placed
    with caplog.at_level(logging.DEBUG), django_capture_on_commit_callbacks(execute=True):
        client_for(author).get(f"/contributions/{made.public_id}/")
        leaving.withdraw_by_author(made, author)
    assert not tells(caplog.text)
    others = Letter.objects.exclude(person=author)
    assert others.exists()
    for letter in Letter.objects.select_related("person"):
        mail = BytesParser(policy=policy.default).parsebytes(message_for(letter, get_connection()).message().as_bytes())
        said = str(mail) + mail.get_body(("plain",)).get_content() + mail.get_body(("html",)).get_content()
        if letter.person_id != author.pk:
            assert not tells(said), letter.subject
        else:
            assert "door" not in said
    for notice in Notice.objects.exclude(person=author):
        assert not tells(str(notice.__dict__))
    assert not any(tells(entry.label) for model in (PageLogEntry, ModelLogEntry) for entry in model.objects.all())
    assert not ModelLogEntry.objects.filter(user=author).exists(), "the CMS's own log shows editors who did what"
    assert not tells(ledger.ledger_path().read_text())


def test_an_export_of_the_module_does_not_say_it(placed, tmp_path):
    made, pages = placed
    module = pages[0].get_parent()
    call_command("export_module", module.slug, str(tmp_path / "out"), verbosity=0)
    said = "".join(path.read_text(errors="replace") for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert str(made.public_id) in said
    assert not tells(said)
    assert "held the door" not in said
