"""Requests about capabilities, each turned into one question or one action."""
