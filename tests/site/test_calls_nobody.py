"""The server calls nobody whom people name: addresses in words, files and imports are kept as words, and never fetched."""

import io
import json
import re
from contextlib import suppress

import pikepdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from capability.rules.exchange import Unreadable
from capability.rules.exchange.case_reading import read_case
from home.markdown import render_markdown
from home.rules.pdfs import clean_pdf
from home.rules.uploads import UploadProblem, clean_picture
from tests.capability.cases import foreign, text_of
from tests.home.uploads import picture
from tests.site.test_script import listener  # noqa: F401 - a fixture


@pytest.mark.django_db
def test_nothing_that_comes_in_makes_the_server_call(cast, client_for, listener):  # noqa: F811
    """A listener on this machine, named in every kind of thing that is brought."""
    there = listener.address
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{there}/a"/></svg>'.encode()
    outside = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "{there}/b">]><a>&b;</a>'.encode()
    for content in (svg, outside, picture() + svg):
        with suppress(UploadProblem):
            clean_picture(content)
    document = pikepdf.new()
    document.add_blank_page()
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"{there}/pdf")
    document.Root.Outside = document.make_stream(b"", F=pikepdf.Dictionary(FS=pikepdf.Name.URL, F=f"{there}/file"))
    out = io.BytesIO()
    document.save(out)
    clean_pdf(out.getvalue(), "x")
    assert there in render_markdown(f"![a]({there}/c) [b]({there}/d) <{there}/e>")
    package = foreign()
    text = text_of(package).replace(package["CFDocument"]["uri"], f"{there}/case") if "uri" in package["CFDocument"] else text_of(package)
    for each in (text, json.dumps({"$ref": f"{there}/ref", "CFDocument": {"uri": f"{there}/doc"}})):
        with suppress(Unreadable):
            read_case(each, identifier="x", version="1")
    lead = client_for(cast.admin, raise_request_exception=False)
    roster = f"email,name,service,team\na@b.example,{there},{there},{there}\n".encode()
    assert lead.post("/teams/import/", {"file": SimpleUploadedFile("a.csv", roster)}).status_code < 500
    for address in ("/cms/embeds/chooser/", "/cms/embeds/chooser/upload/"):
        assert lead.post(address, {"embed-chooser-url": f"{there}/video", "url": f"{there}/video"}).status_code < 500
    assert listener.calls == 0


def test_what_could_call_by_itself_is_off():
    assert settings.WAGTAILEMBEDS_FINDERS == []
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False


WHO_CALLS = {"home/management/commands/serve.py": "itself, to see whether it answers", "home/health.py": "itself, for the container that asks whether it lives"}


def test_the_code_holds_no_client_but_those_the_settings_name():
    """Whoever adds one says here whom it calls."""
    clients = re.compile(
        r"^\s*(?:import|from) (?:requests|httpx|aiohttp|ftplib|http\.client|urllib\.request|urllib3)\b|urlopen\(|create_connection\(", re.MULTILINE
    )
    found = set()
    for app in ("home", "capability", "learning", "practice"):
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            if clients.search(path.read_text()):
                found.add(str(path.relative_to(settings.BASE_DIR)))
    assert found <= WHO_CALLS.keys(), found
