"""Backing up and restoring: the database, the media that it names, what is published, the ledger, and the fingerprint of the key."""
