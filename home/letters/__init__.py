"""Letters: mails with a text and an HTML side, sent by the worker, once."""
