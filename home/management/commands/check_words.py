"""`manage.py check_words FILE`: mark terms that carry stigma."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from home.rules.words import Finding, find_terms


class Command(BaseCommand):
    """Reads a text and says, for each term that carries stigma, why and what else one may say."""

    help = (
        "Mark terms that carry stigma in a text, with why and what else to say. Text inside an ```own-words fence is left alone. "
        "It marks and never decides: the exit code is 0 whether or not anything was found."
    )

    def add_arguments(self, parser) -> None:
        """The file, or - for what is typed or piped in; and how to answer."""
        parser.add_argument("file", help="the file to read, in UTF-8; - reads standard input")
        parser.add_argument("--json", action="store_true", help="answer as a JSON list of objects with line, term, why and suggestions")

    def handle(self, *args, file: str, **options) -> None:
        """One finding a paragraph, or the list as JSON."""
        found = find_terms(self.read(file))
        if options["json"]:
            self.stdout.write(json.dumps([as_table(finding) for finding in found], ensure_ascii=False, indent=2))
            return
        for finding in found:
            self.stdout.write(
                f"Line {finding.line}: “{finding.term}”\n  Why: {finding.why}\n  Perhaps: {'; '.join(finding.suggestions)}\n  Source: {finding.source}"
            )
        self.stdout.write(f"{len(found)} found." if found else "Nothing found.")

    def read(self, file: str) -> str:
        """The text to check; anything that keeps it from being read is one sentence."""
        try:
            raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
            return raw.decode("utf-8-sig")
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror or problem}.") from problem
        except UnicodeDecodeError as problem:
            raise CommandError(f"{file} is not a text in UTF-8.") from problem


def as_table(finding: Finding) -> dict:
    """A finding with the keys that other tools rely on."""
    facts = asdict(finding)
    return {key: facts[key] for key in ("line", "term", "why", "suggestions", "source", "start", "end")}
