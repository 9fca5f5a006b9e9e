#!/usr/bin/env python
"""Alongside's command line: every operation of the site is a sub-command of this file."""

import os
import sys


def main() -> None:
    """Run one Django management command with Alongside's settings; where the database isn't made yet, say so in a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "home.settings")
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    try:
        execute_from_command_line(sys.argv)
    except DatabaseError:
        if _is_made():
            raise
        sys.exit("This site's database has no tables yet. Make them with: manage.py migrate (make run does it by itself).")


def _is_made() -> bool:
    from django.db import DatabaseError, connection

    try:
        return "django_migrations" in connection.introspection.table_names()
    except DatabaseError:
        return True  # away or refused is another trouble, which the error itself names


if __name__ == "__main__":
    main()
