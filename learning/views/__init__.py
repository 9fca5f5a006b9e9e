"""Requests about learning, each turned into one question or one action."""
