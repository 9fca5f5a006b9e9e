"""Contributions: their author's pages, an editor's desk, and the safeguarding lead's."""
