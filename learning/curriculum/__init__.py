"""Lesson files: reading, writing and checking them. Pure but for `pages`, which knows the models."""
