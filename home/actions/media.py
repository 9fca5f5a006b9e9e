"""Keeping pictures, documents, sound and film in the library, without what they say of their maker."""

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.models import Collection

from home.models import File, Picture
from home.rules.uploads import Clean, UploadProblem, clean_file, clean_picture, plain_name

MediaProblem = UploadProblem


@transaction.atomic
def keep_picture(*, title: str, name: str, content: bytes, collection: Collection, instead_of: Picture | None = None) -> Picture:
    """The picture in `content` in the library; raises `MediaProblem`.

    `instead_of` is brought up to date instead, and left alone where it holds the same already.
    """
    clean = clean_picture(content)
    picture = instead_of or Picture(title=title, collection=collection)
    if instead_of is None or not _holds(picture, clean):
        picture.file = ContentFile(clean.content, name=plain_name(name, clean))
        picture._set_image_file_metadata()
        picture.save()
        picture.renditions.all().delete()
    return picture


@transaction.atomic
def keep_file(*, title: str, name: str, content: bytes, collection: Collection, instead_of: File | None = None) -> File:
    """The document, sound or film in `content` in the library; raises `MediaProblem`. `instead_of` as in `keep_picture`."""
    clean = clean_file(content, title=name.rpartition(".")[0])
    file = instead_of or File(title=title, collection=collection)
    if instead_of is None or not _holds(file, clean):
        file.file = ContentFile(clean.content, name=plain_name(name, clean))
        file._set_document_file_metadata()
        file.save()
    return file


def _holds(kept: Picture | File, clean: Clean) -> bool:
    try:
        with kept.file.open("rb") as held:
            return held.read() == clean.content
    except FileNotFoundError:
        return False
