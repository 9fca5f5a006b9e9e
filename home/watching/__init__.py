"""Watching the site: what it writes of itself, what it measures, and how it is. Nothing here is about a person."""
