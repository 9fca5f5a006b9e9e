"""The table's part on agreed documents and on who is not in the room: Carys keeps a document that Ben signs for his service."""

import uuid
from datetime import timedelta

from django.utils import timezone

from practice.actions.documents.writing import begin
from practice.models import ServiceEntry
from tests.cast import Cast
from tests.practice.communities import make_community
from tests.site.addresses import Row, button, form, page

HERE = "communities/{document_community}/"
DOCUMENT = HERE + "documents/{document}/"
READS = "asha carys lead"

DOCUMENTS: dict[str, list[Row]] = {
    "practice:room": page(HERE + "room/", READS),
    "practice:documents": page(HERE + "documents/", f"{READS} ben"),
    "practice:document_new": form(HERE + "documents/new/", "carys"),
    "practice:document": page(DOCUMENT, f"{READS} ben"),
    "practice:document_at": page(DOCUMENT + "versions/1/", f"{READS} ben"),
    "practice:document_version": form(DOCUMENT + "version/", "carys"),
    "practice:document_signatories": form(DOCUMENT + "signatories/", "carys", posted=302),
    "practice:document_review": form(DOCUMENT + "review/", "carys"),
    "practice:document_end": form(DOCUMENT + "end/", "carys"),
    "practice:document_sign": button(DOCUMENT + "sign/{signing_service}/", "ben"),
    "practice:document_take_back": form(DOCUMENT + "take-back/{signing_service}/", "ben"),
}


def make_documents(cast: Cast) -> dict[str, str]:
    """A document of Carys's community that Ben's service is asked to sign."""
    ServiceEntry.objects.get_or_create(service=cast.service, defaults={"summary": "What we do."})
    community = make_community(cast.carys, cast.asha, title="What we sign")
    facts = {"kind": "sharing", "title": "Who may tell whom", "text": "We ask.", "review_on": timezone.localdate() + timedelta(days=300)}
    document = begin(by=cast.carys, community=community, signatories=[cast.service], key=uuid.uuid4(), **facts)
    return {"document_community": community.slug, "document": document.slug, "signing_service": cast.service.slug}
