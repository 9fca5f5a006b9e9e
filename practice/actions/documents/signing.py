"""Signing a version for a service, and taking a signature back: by who keeps the service's entry on the map."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.models import Service, User
from practice.actions.documents import telling
from practice.models import AgreedDocument, DocumentVersion, Signature
from practice.permissions import may_sign


@transaction.atomic
def sign(*, by: User, document: AgreedDocument, number: int, service: Service) -> Signature:
    """Sign version `number` for `service`; only the newest can be signed, so that nobody signs words they have not read. Twice is once."""
    found = _locked(document)
    if not may_sign(by, service) or not found.signatories.filter(pk=service.pk).exists():
        raise Refused("The people who keep a service's entry sign for it, where it is asked to.")
    if found.ended_on:
        raise Refused("This document has ended.")
    version = DocumentVersion.objects.filter(document=found).order_by("-number").first()
    if version is None or version.number != number:
        raise Refused("There is a newer version than the one you read. Read it, then sign.")
    signature, made = Signature.objects.get_or_create(version=version, service=service, taken_back_at=None, defaults={"signed_by": by})
    if made:
        log(instance=found.community, action="practice.signed", user=by, data={"document": found.pk, "number": number, "service": service.pk})
        telling.tell_of_signature(signature, f"{service} signed “{found}”", by=by)
    return signature


@transaction.atomic
def take_back(*, by: User, document: AgreedDocument, service: Service, because: str) -> Signature | None:
    """Take back what a service signed in the newest version, with a reason; it stays in the history. Nothing where nothing is signed."""
    found = _locked(document)
    if not may_sign(by, service):
        raise Refused("The people who keep a service's entry take its signature back.")
    if not (because := because.strip()):
        raise Refused("Say why. The other services read it.")
    signature = Signature.objects.filter(version__document=found, service=service, taken_back_at__isnull=True).order_by("-version__number").first()
    if signature is None:
        return None
    signature.taken_back_at, signature.taken_back_by, signature.because = timezone.now(), by, because[:600]
    signature.save(update_fields=["taken_back_at", "taken_back_by", "because"])
    log(instance=found.community, action="practice.signature_taken_back", user=by, data={"document": found.pk, "service": service.pk})
    telling.tell_of_signature(signature, f"{service} took back its signature of “{found}”", by=by)
    return signature


def _locked(document: AgreedDocument) -> AgreedDocument:
    return AgreedDocument.objects.select_for_update(of=("self",), no_key=True).select_related("community").get(pk=document.pk)
