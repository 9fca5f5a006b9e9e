"""What the CMS's editor sends: blocks and rich text. Its script writes that, not a person; what it would never write is refused at once."""

import json
from typing import Any

from django.core.exceptions import BadRequest
from draftjs_exporter.error import ExporterException
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.blocks.base import BlockWidget

DEEPEST = 10  # the editor's own lists end at four; Wagtail makes an element for every level that is named
NOT_OF_THE_EDITOR = (ValueError, LookupError, TypeError, AttributeError, RecursionError, ExporterException)  # what Wagtail meets where it trusts the script


class RichTextArea(DraftailRichTextArea):
    """Wagtail's editor of rich text, which takes for text only what it wrote itself."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The text as it is kept; raises `BadRequest` where no editor wrote it."""
        try:
            if given := data.get(name):
                _look_at(json.loads(given))
            return super().value_from_datadict(data, files, name)
        except NOT_OF_THE_EDITOR as problem:
            raise BadRequest("Rich text that no editor wrote.") from problem


def _look_at(contents: Any) -> None:
    said = json.dumps(contents, ensure_ascii=False)
    said.encode()  # half a letter cannot be kept
    if "\\u0000" in said or any(block.get("depth", 0) > DEEPEST for block in contents["blocks"]):
        raise ValueError("no editor wrote this")


class BlocksWidget(BlockWidget):
    """Wagtail's editor of blocks: what it counts, orders and names must be there."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The blocks; raises `BadRequest` where no editor sent them."""
        try:
            return super().value_from_datadict(data, files, name)
        except NOT_OF_THE_EDITOR as problem:
            raise BadRequest("Blocks that no editor sent.") from problem
