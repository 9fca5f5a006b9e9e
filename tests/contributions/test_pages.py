"""The pages of contributors, editors and the safeguarding lead, as browsers without script use them."""

import io
import zipfile

import pytest

from home.actions.contributing import safeguarding, writing
from home.actions.refusals import Refused
from home.models import Approval, Contribution, Letter, Notice, SafeguardingConcern
from tests.contributions.lives import WORDS, agreed, decided, draft, name_lead, picture, place_in, read_back
from tests.learning.factories import make_module, url_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT, settings.LEDGER = tmp_path / "media", tmp_path / "ledger"


def at(made: Contribution, part: str = "") -> str:
    return f"/contributions/{made.public_id}/{part}"


def test_dev_writes_decides_and_says_yes_without_script(cast, client_for):
    name_lead(cast)
    module, (lesson, _) = make_module(2)
    dev, editor, asha = client_for(cast.dev), client_for(cast.editor), client_for(cast.asha)
    page = dev.get("/contributions/begin/").content.decode()
    for said in ("must be passed on", "Carys Pugh", "You choose your helper", "Advice about benefits", "The right to stop"):
        assert said in page, "told before a word is written"
    assert dev.post("/contributions/begin/", {"for_somebody": ""}).status_code == 422
    assert not Contribution.objects.exists()
    answer = dev.post("/contributions/begin/", {"for_somebody": "", "has_read": "on"})
    made = Contribution.objects.get()
    assert answer["Location"] == at(made, "write/")
    dev.post(at(made, "autosave/"), {"words": "Somebody held"})
    assert Contribution.objects.get().words == "Somebody held"
    dev.post(at(made, "write/"), {"title": "The door", "words": WORDS, "content_note": ""})
    assert "Read what is offered to you" in dev.get(at(made)).content.decode()
    dev.post(at(made, "offer/"), {"offer_read": "on"})
    wrong = dev.post(at(made, "naming/"), {"naming": "pseudonym", "shown_as": "Mistry"})
    assert wrong.status_code == 422
    assert 'value="Mistry"' in wrong.content.decode(), "what was typed is kept"
    dev.post(at(made, "naming/"), {"naming": "pseudonym", "shown_as": "Sam"})
    dev.post(at(made, "places/"), {"places": [str(module.pk)]})
    day = Contribution.objects.get().begun_at.date().replace(year=Contribution.objects.get().begun_at.year + 1, day=1)
    assert dev.post(at(made, "terms/"), {"until": str(day), "review_on": "", "afterwards": "gone", "route": "site", "reach_by": ""}).status_code == 302
    dev.post(at(made, "hand-in/"))
    place_in(lesson, made)
    assert WORDS not in asha.get(url_of(lesson)).content.decode(), "an editor's choice shows nothing without the author's yes"

    read = f"/contributions/desk/{made.public_id}/"
    assert editor.post(read, {"passage": "not in it", "instead": "x", "why": "y"}).status_code == 422
    editor.post(read, {"passage": "why I came late", "instead": "why", "why": "It may tell too much."})
    editor.post(read, {"passage": "held the door open", "instead": "opened it", "why": "Shorter."})
    editor.post(f"{read}send-back/", {"words": "Thank you."})
    first, second = made.revisions.get().suggestions.all()
    dev.post(at(made, f"suggestions/{first.pk}/"), {"answer": "take"})
    dev.post(at(made, f"suggestions/{second.pk}/"), {"answer": "leave"})
    exact = "Somebody held the door open, and did not ask me why."
    seen = dev.get(at(made, f"preview/{made.purposes.get().pk}/")).content.decode()
    assert exact in seen
    assert lesson.title in seen, "seen in the very lesson where it will stand"
    assert exact not in asha.get(url_of(lesson)).content.decode()
    form = dev.get(at(made, "yes/"))
    digest = form.context["form"]["digest"].value()
    dev.post(at(made, "write/"), {"title": "The door", "words": "Something else", "content_note": ""})
    assert dev.post(at(made, "yes/"), {"digest": digest, "purposes": [made.purposes.get().pk]}).status_code == 422
    dev.post(at(made, "write/"), {"title": "The door", "words": exact, "content_note": ""})
    assert dev.post(at(made, "yes/"), {"digest": digest, "purposes": [made.purposes.get().pk]}).status_code == 302
    shown = asha.get(url_of(lesson)).content.decode()
    assert exact in shown
    assert "Sam" in shown
    assert "Your words are here" in dev.get("/contributions/").content.decode()
    dev.post(at(made, "take-back/"))
    assert exact not in asha.get(url_of(lesson)).content.decode()
    assert "What cannot be recalled" in dev.get(at(made, "receipt/")).content.decode()
    assert dev.get(at(made))["Location"] == at(made, "receipt/")


def test_somebody_they_named_takes_it_back_without_an_account(cast, client_for):
    module, (lesson, _) = make_module(2)
    made = agreed(cast, [module.pk])
    place_in(lesson, made)
    dev, anonymous = client_for(cast.dev), client_for(None)
    dev.post(at(made, "named/"), {"called": "my sister"})
    named = made.named_people.get()
    address = f"/contributions/named/{named.secret}/"
    assert address in dev.get(at(made)).content.decode()
    page = anonymous.get(address).content.decode()
    assert "door" not in page
    assert "Sam" not in page
    assert Contribution.objects.there().exists(), "opening the address changes nothing"
    anonymous.post(address)
    assert not Contribution.objects.there().exists()
    assert "It is out of every place" in anonymous.get(address).content.decode()
    assert Notice.objects.filter(person=cast.dev, title="Your contribution is out of every place").exists()


def test_an_address_that_was_closed_takes_nothing_back(cast, client_for):
    made = draft(cast.dev)
    dev = client_for(cast.dev)
    dev.post(at(made, "named/"), {"called": "my sister"})
    named = made.named_people.get()
    dev.post(at(made, f"named/{named.pk}/remove/"))
    assert client_for(None).post(f"/contributions/named/{named.secret}/").status_code == 404
    assert Contribution.objects.there().exists()


def test_its_author_can_keep_a_copy(cast, client_for):
    made = draft(cast.dev)
    writing.describe_file(writing.add_file(made, cast.dev, picture()), cast.dev, description="A door")
    with zipfile.ZipFile(io.BytesIO(client_for(cast.dev).get(at(made, "copy/")).content)) as packed:
        assert packed.namelist() == ["words.txt", "1-picture.jpg", "1-picture.txt"]
        assert WORDS in packed.read("words.txt").decode()


@pytest.mark.parametrize(
    ("content", "said"), [(b"%PDF-1.4 x", "This is a PDF"), (b"<svg onload='x'/>", "SVG"), (b"", "empty"), (b"x" * 100, "not kept"), (None, "Choose or record")]
)
def test_a_file_that_is_not_kept_says_why(cast, client_for, content, said):
    made = draft(cast.dev)
    sent = io.BytesIO(content or b"")
    sent.name = "mine.jpg"
    page = client_for(cast.dev).post(at(made, "files/"), {"file": sent} if content is not None else {}, follow=True)
    assert said in page.content.decode()
    assert not made.files.exists()


def test_a_concern_reaches_the_named_lead_at_once_and_nobody_else(cast, client_for):
    made = read_back(decided(cast.dev, [make_module(1)[0].pk]), cast.dev, cast.editor)
    with pytest.raises(Refused, match="Nobody is named"):
        safeguarding.raise_concern(made, cast.editor, "A child is named.", author_told=False)
    name_lead(cast)
    with pytest.raises(Refused, match="cannot see"):
        safeguarding.raise_concern(made, cast.asha, "A child is named.", author_told=False)
    assert client_for(cast.editor).post(at(made, "concern/"), {"about": "A child is named."}).status_code == 302
    concern = SafeguardingConcern.objects.get()
    assert (concern.lead, concern.raised_by) == (cast.carys, cast.editor)
    letter = Letter.objects.get(person=cast.carys)
    assert "child" not in letter.text + letter.subject
    assert "A child is named." in client_for(cast.carys).get(f"/contributions/concerns/{concern.pk}/").content.decode()
    for person in (cast.editor, cast.admin, cast.lead, cast.dev):
        assert client_for(person).get(f"/contributions/concerns/{concern.pk}/").status_code == 404
    client_for(cast.carys).post(f"/contributions/concerns/{concern.pk}/", {"outcome": "Rang the duty desk."})
    concern.refresh_from_db()
    assert concern.closed_at


def test_pages_cost_the_same_for_one_and_for_many(cast, client_for, queries_of):
    module, (lesson, _) = make_module(2)
    place_in(lesson, agreed(cast, [module.pk]))
    dev, editor, asha = client_for(cast.dev), client_for(cast.editor), client_for(cast.asha)
    asha.get(url_of(lesson))
    lists = ((dev, "/contributions/", 17), (editor, "/contributions/desk/", 12), (asha, url_of(lesson), 10), (asha, "/search/?q=door", 30))
    few = [queries_of(client, address) for client, address, _ in lists]
    for number in range(3):
        place_in(lesson, agreed(cast, [module.pk], title=f"Another {number}"))
    asha.get(url_of(lesson))
    many = [queries_of(client, address) for client, address, _ in lists]
    for before, after, (_, address, most) in zip(few, many, lists, strict=True):
        assert after.count == before.count, f"{address}\n{before}\n\n{after}"
        assert after.count <= most, after
    assert Approval.objects.standing().count() == 4
