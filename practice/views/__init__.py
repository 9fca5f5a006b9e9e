"""Requests of practice, each turned into one question or one action."""
