"""Files that ship beside lessons: pictures and downloads, for people who are signed in."""

import mimetypes
import re
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from learning.rules.questions import find_block
from learning.views.doing import lesson_of

CONTENT = Path(settings.BASE_DIR) / "learning" / "content"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*\.(svg|png|jpg|jpeg|webp|gif|pdf|mp3|m4a|ogg|mp4|webm|vtt)")
SHOWN = {"svg", "png", "jpg", "jpeg", "webp", "gif", "mp3", "m4a", "ogg", "mp4", "webm", "vtt"}


@require_safe
def captions(request: HttpRequest, module: str, lesson: str, block: UUID) -> HttpResponse:
    """The captions of a film in a lesson, as WebVTT."""
    page, _ = lesson_of(module, lesson, request.user)
    film = find_block(page.body.raw_data, str(block), "video")
    if film is None:
        raise Http404
    return HttpResponse(film.get("captions", ""), content_type="text/vtt; charset=utf-8")


@require_safe
def shipped_file(request: HttpRequest, module: str, name: str) -> FileResponse:
    """The file `name` beside the lessons of `module`; 404 for anything else than a picture, sound, film or PDF there.

    An SVG is only ever a picture: its policy lets it load and run nothing, whoever opens it.
    """
    folder = (CONTENT / module).resolve()
    if not NAME.fullmatch(name) or folder.parent != CONTENT.resolve():
        raise Http404
    file = (folder / name).resolve()
    if file.parent != folder or not file.is_file():
        raise Http404
    ending = name.rpartition(".")[2].lower()
    response = FileResponse(file.open("rb"), content_type=mimetypes.guess_type(name)[0] or "application/octet-stream", as_attachment=ending not in SHOWN)
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response
