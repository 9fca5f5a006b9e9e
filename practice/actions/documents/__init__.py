"""Agreed documents: writing them, signing them for a service, and looking at them again."""

LOG_WORDS = {
    "practice.document_begun": "Began an agreed document",
    "practice.version_put_forward": "Put a version of a document forward",
    "practice.document_reviewed": "Looked at a document again",
    "practice.document_ended": "Ended an agreed document",
    "practice.signatories_chosen": "Chose which services are asked to sign",
    "practice.signed": "Signed a document for a service",
    "practice.signature_taken_back": "Took a signature back",
}
