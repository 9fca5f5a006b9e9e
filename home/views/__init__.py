"""Requests to the site's own pages, each turned into one question or one action."""
