"""What editors put up: looked at by its content, and kept without what it says of its maker."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from home.rules.uploads import Clean, UploadProblem, check_size, clean_file, clean_picture, plain_name

PICTURE_HINT = "JPEG, PNG, WebP or GIF, at most 20 MB. What the file says of who made it, where and with what is taken out."
FILE_HINT = "PDF, MP3, M4A, OGG or MP4, at most 20 MB. What the file says of who made it, where and with what is taken out."


class CleanedField(forms.FileField):
    """A file that becomes what is left of it once it is cleaned; what is wrong with it is said in a sentence."""

    def __init__(self, *, like: forms.Field, clean_content, hint: str) -> None:
        super().__init__(label=like.label, required=like.required, widget=like.widget, initial=like.initial, help_text=hint)
        self.clean_content = clean_content
        self.error_messages["empty"] = "The file is empty. Choose another."

    def to_python(self, data: Any) -> Any:
        """The cleaned file under the ending that it truly has; raises `ValidationError`."""
        given = super().to_python(data)
        if given is None:
            return None
        try:
            check_size(given.size)
            clean: Clean = self.clean_content(given.read(), given.name)
        except UploadProblem as problem:
            raise ValidationError(str(problem), code="upload") from problem
        name = plain_name(given.name or "", clean)
        return SimpleUploadedFile(name, clean.content, clean.content_type)


class PictureForm(BaseImageForm):
    """Wagtail's form for a picture, with our field for the file."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"] = CleanedField(like=self.fields["file"], clean_content=lambda content, name: clean_picture(content), hint=PICTURE_HINT)


class FileForm(BaseDocumentForm):
    """Wagtail's form for a document, sound or film, with our field for the file."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"] = CleanedField(
                like=self.fields["file"],
                clean_content=lambda content, name: clean_file(content, title=self.data.get("title") or name.rpartition(".")[0]),
                hint=FILE_HINT,
            )
