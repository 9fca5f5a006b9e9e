"""Somebody who uploads leaflets and deletes some again, as fast as the site takes them: run in a shell of a running site.

Prints each number once it stands; stops when the file `stop` is there.
"""

from pathlib import Path

from django.core.files.base import ContentFile

from home.models import File


def upload_until(stop: str) -> None:
    """Upload, and delete every third of those before, each for good before the next begins."""
    number = 0
    while not Path(stop).exists():
        number += 1
        File.objects.create(title=f"Leaflet {number}", file=ContentFile(content_of(number), f"leaflet-{number}.pdf"))
        print(number, flush=True)
        if number % 3 == 0:
            old = File.objects.filter(title=f"Leaflet {number - 2}").first()
            if old:
                old.delete()


def content_of(number: int) -> bytes:
    """What stands in one leaflet."""
    return f"%PDF-1.4 leaflet number {number} ".encode() * 2000
