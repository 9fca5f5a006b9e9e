"""Requests about shadowing."""
