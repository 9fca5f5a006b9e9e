"""Certificates: a tagged PDF for the owner, a public check that says no more than its owner chose."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core.cache import cache
from pypdf import PdfReader

from capability.actions import record_evidence
from capability.enums import EvidenceKind
from capability.models import Capability, Domain, Framework
from home.models import User
from learning.actions.certificates import show_name
from learning.actions.problems import LearningProblem
from learning.models import Certificate, Completion

CANARY = "Asha of the canaries"


def complete(person, *, title="Understanding complex trauma", key="complex-trauma", on=date(2026, 11, 2), **fields) -> Completion:
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    done = Completion.objects.create(person=person, module_key=key, title=title, version="2026-11-01", completed_at=at, completed_on=on, minutes=60, **fields)
    Certificate.objects.create(completion=done)
    return done


@pytest.fixture
def certificate(cast) -> Certificate:
    cast.asha.name = CANARY
    cast.asha.save()
    return complete(cast.asha).certificate


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def pdf_of(client, certificate) -> bytes:
    answer = client.get(f"/certificates/{certificate.code}.pdf")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return answer.content


def test_its_owner_gets_a_tagged_pdf(cast, client_for, certificate):
    content = pdf_of(client_for(cast.asha), certificate)
    root = PdfReader(BytesIO(content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"].lower() == "en-gb"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert PdfReader(BytesIO(content)).metadata.title == "Certificate of completion"
    said = text_of(content)
    for words in (CANARY, "Understanding complex trauma", "Monday 2 November 2026", "2026-11-01", "about an hour", f"/certificates/{certificate.code}/"):
        assert words in said


def test_it_says_what_it_builds(cast, client_for, certificate):
    framework = Framework.objects.create(identifier="test", version="9", title="Test")
    domain = Domain.objects.create(framework=framework, code="Z", title="Last")
    capability = Capability.objects.create(domain=domain, code="Z1", title="Sees the whole person", slug="whole")
    done = certificate.completion
    record_evidence(
        person=cast.asha,
        capabilities=[capability],
        kind=EvidenceKind.MODULE,
        source_key=f"module:{done.module_key}:{done.pk}",
        title="T",
        dated=done.completed_on,
    )
    assert "Sees the whole person" in text_of(pdf_of(client_for(cast.asha), certificate))


def test_equal_data_give_equal_bytes(cast, client_for, certificate):
    client = client_for(cast.asha)
    assert pdf_of(client, certificate) == pdf_of(client, certificate)


@pytest.mark.parametrize(
    "name", ["#panic() *bold* $x$ [a](b)", '"; #import "/etc/passwd"', "Zoë 李明", "محمد", "Олена 😀", "<script>alert(1)</script>", "\\u{41} #text(red)[x]"]
)
def test_a_name_is_text_and_never_markup(cast, client_for, certificate, name):
    User.objects.filter(pk=cast.asha.pk).update(name=name)
    content = pdf_of(client_for(User.objects.get(pk=cast.asha.pk)), certificate)
    root = PdfReader(BytesIO(content)).trailer["/Root"]
    assert "/StructTreeRoot" in root
    if name.isascii():
        assert name.replace(" ", "") in text_of(content).replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("who", [None, "frank", "ben", "editor", "lead", "admin"])
def test_nobody_else_gets_the_file(cast, client_for, certificate, who):
    answer = client_for(getattr(cast, who) if who else None).get(f"/certificates/{certificate.code}.pdf")
    assert answer.status_code == (404 if who else 302)


def test_anyone_can_check_a_code_and_reads_no_name(client_for, certificate):
    answer = client_for(None).get(f"/certificates/{certificate.code}/")
    assert answer.status_code == 200
    page = answer.content.decode()
    for words in ("Understanding complex trauma", "Monday 2 November 2026", "2026-11-01", "about an hour"):
        assert words in page
    assert CANARY not in page
    assert "asha@" not in page
    assert "noindex" in answer["X-Robots-Tag"]
    assert 'content="noindex' in page
    assert "no-store" in answer["Cache-Control"]


def test_the_name_is_shown_while_its_owner_wants_it(cast, client_for, certificate):
    asha, anyone, address = client_for(cast.asha), client_for(None), f"/certificates/{certificate.code}/"
    assert asha.post(f"{address}name/", {"show": "yes"}).status_code == 302
    assert CANARY in anyone.get(address).content.decode()
    asha.post(f"{address}name/", {"show": "no"})
    assert CANARY not in anyone.get(address).content.decode()


@pytest.mark.parametrize("who", ["frank", "ben", "editor", "admin"])
def test_nobody_else_chooses_whether_the_name_is_shown(cast, client_for, certificate, who):
    person = getattr(cast, who)
    assert client_for(person).post(f"/certificates/{certificate.code}/name/", {"show": "yes"}).status_code == 404
    with pytest.raises(LearningProblem):
        show_name(person=person, certificate=certificate, show=True)
    certificate.refresh_from_db()
    assert not certificate.shows_name


def test_a_wrong_code_gets_a_page_of_the_same_shape(client_for, certificate):
    client = client_for(None)
    wrong = client.get(f"/certificates/{certificate.code[:-1]}x/")
    right = client.get(f"/certificates/{certificate.code}/")
    assert wrong.status_code == 404
    assert "We do not know this code" in wrong.content.decode()
    for header in ("X-Robots-Tag", "Cache-Control", "Content-Type"):
        assert wrong[header] == right[header]


def test_guessing_is_slowed_down_and_a_right_code_is_not_told_then(client_for, certificate):
    client = client_for(None)
    answers = [client.get(f"/certificates/guess-{number}/", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}").status_code for number in range(25)]
    assert answers == [404] * 20 + [429] * 5
    assert client.get(f"/certificates/{certificate.code}/").status_code == 429
    cache.clear()
    assert client.get(f"/certificates/{certificate.code}/").status_code == 200


def test_the_public_check_is_one_query(client_for, certificate, queries_of):
    counted = queries_of(client_for(None), f"/certificates/{certificate.code}/")
    assert counted.count <= 2, counted
