"""Requests about communities and their sessions."""
