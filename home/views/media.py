"""Pictures, documents, sound and film that editors put up: for people who are signed in, or for everyone where their editor said so.

Nothing under the media folder has an address of its own: what is asked for must be a row of the library, and the row decides.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.files.base import File as OpenFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from home.models import File, Picture, PictureRendition
from home.rules.uploads import FILES, PICTURES
from home.seams.withholding import may_open

TYPES = {ending: kind for ending, kind in PICTURES.values()} | {"jpeg": "image/jpeg"} | FILES
SHOWN = {"image", "audio", "video"}  # what a browser may show in its place; anything else is saved
PIECE = 64 * 1024
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


@login_not_required
@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture, one of its sizes, or a document, by the name of its file; 404 for anything else."""
    if ".." in PurePosixPath(name).parts or "\\" in name or "\0" in name:
        raise Http404
    thing: Any = PictureRendition.objects.filter(file=name).select_related("image__collection").first()
    kept = thing.image if thing else None
    if kept is None:
        kept = next((row for model in (Picture, File) for row in model.objects.filter(file=name).select_related("collection")), None)
        thing = kept
    if kept is None:
        raise Http404
    return _answer(request, kept, thing.file, kept.title)


@login_not_required
@require_safe
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """The document that Wagtail's links name: its number and its file's name must belong together."""
    kept = get_object_or_404(File.objects.select_related("collection"), pk=document_id)
    if kept.filename != document_filename:
        raise Http404
    return _answer(request, kept, kept.file, kept.title)


def _answer(request: HttpRequest, kept: Picture | File, file: Any, title: str) -> HttpResponseBase:
    if not kept.is_public and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not all(restriction.accept_request(request) for restriction in kept.collection.get_view_restrictions()):
        raise Http404
    held = may_open(kept, request.user) if isinstance(kept, File) else None
    if held is False:
        raise Http404
    etag = quote_etag(f"{kept.file_hash or kept.pk}-{sha256(file.name.encode()).hexdigest()[:12]}")
    response: HttpResponseBase
    if request.headers.get("If-None-Match") == etag:  # said before the file is asked for: it may lie across a network
        response = HttpResponseNotModified(headers={"ETag": etag})
    else:
        try:
            opened = file.storage.open(file.name, "rb")
        except (FileNotFoundError, IsADirectoryError, ValueError) as problem:
            raise Http404 from problem
        response = whole_or_part(request, opened, etag)
    protect(response, file.name, title, kept.is_public and held is None)
    return response


def whole_or_part(request: HttpRequest, opened: OpenFile, etag: str) -> HttpResponseBase:
    """The file, or the one range of bytes that a player asks for; 304 where the browser has it, 416 where the range is not there."""
    size = opened.size
    if request.headers.get("If-None-Match") == etag:
        opened.close()
        return HttpResponseNotModified(headers={"ETag": etag})
    wanted = RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    first, last, status = 0, size - 1, 200
    if wanted and any(wanted.groups()):
        first, last = _range(wanted, size)
        status = 206
        if first > last:
            opened.close()
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    headers = {"ETag": etag, "Accept-Ranges": "bytes", "Content-Length": str(last - first + 1)}
    if status == 206:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return StreamingHttpResponse(_pieces(opened, first, last), status=status, headers=headers)


def _range(wanted: re.Match, size: int) -> tuple[int, int]:
    if not wanted[1]:
        return max(size - int(wanted[2]), 0), size - 1
    return int(wanted[1]), min(int(wanted[2] or size), size - 1)


def _pieces(opened: OpenFile, first: int, last: int) -> Iterator[bytes]:
    with opened:
        if last >= first and hasattr(opened, "pieces"):  # a file of a bucket, which sends a part as a part
            yield from opened.pieces(first, last)
            return
        opened.seek(first)
        left = last - first + 1
        while left > 0 and (piece := opened.read(min(PIECE, left))):
            left -= len(piece)
            yield piece


def protect(response: HttpResponseBase, name: str, title: str, public: bool) -> None:
    """Say what the file is, and let nothing in it run, whatever it is."""
    ending = name.rpartition(".")[2].lower()
    kind = TYPES.get(ending, "application/octet-stream")
    if response.status_code in (200, 206):
        response["Content-Type"] = kind
    shown = kind.partition("/")[0] in SHOWN
    called = "".join(letter if letter.isprintable() else " " for letter in title.removesuffix(f".{ending}")[:80])
    response["Content-Disposition"] = content_disposition_header(not shown, f"{called}.{ending}") or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "public, max-age=300" if public else "private, no-cache"
