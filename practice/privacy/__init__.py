"""What practice keeps about people."""

from practice.privacy import communities, documents, ledger, services, shadowing, threads  # noqa: F401 - each registers what is kept
