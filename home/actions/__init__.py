"""Verbs that write: each checks permission, opens one transaction, and says in a sentence why it will not."""
