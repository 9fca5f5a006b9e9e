"""Modules and lessons, what a person does in them, and the record it leaves."""
