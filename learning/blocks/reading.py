"""Blocks that are the same for every reader. Their rendering is kept once for each published lesson."""

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from home.blocks import MarkdownBlock


class HeadingBlock(blocks.StructBlock):
    """A heading inside a lesson; the lesson's title is the first heading."""

    text = blocks.CharBlock(max_length=160)
    level = blocks.ChoiceBlock(choices=[("2", "Heading"), ("3", "Smaller heading")], default="2")

    class Meta:
        icon = "title"
        template = "learning/blocks/heading.html"


class NoteBlock(blocks.StructBlock):
    """Something worth knowing, beside the run of the text."""

    title = blocks.CharBlock(required=False, max_length=120)
    text = MarkdownBlock()

    class Meta:
        icon = "info-circle"
        template = "learning/blocks/note.html"


class KeyPointsBlock(blocks.StructBlock):
    """What to carry away, in a few lines."""

    title = blocks.CharBlock(required=False, max_length=120, default="In short")
    points = blocks.ListBlock(blocks.CharBlock(max_length=400))

    class Meta:
        icon = "list-ul"
        label = "Key points"
        template = "learning/blocks/key_points.html"


class StatisticBlock(blocks.StructBlock):
    """A figure, what it says, and where it stands."""

    value = blocks.CharBlock(max_length=40)
    text = blocks.CharBlock(max_length=400)
    source = blocks.CharBlock(max_length=60, help_text="The key of one of the module's sources.")
    where = blocks.CharBlock(required=False, max_length=120, help_text="Section or page.")
    note = blocks.CharBlock(required=False, max_length=300)

    class Meta:
        icon = "order"
        template = "learning/blocks/statistic.html"


class QuotationBlock(blocks.StructBlock):
    """Somebody's published words, with their source."""

    text = blocks.TextBlock()
    who = blocks.CharBlock(max_length=160)
    source = blocks.CharBlock(required=False, max_length=300)

    class Meta:
        icon = "openquote"
        template = "learning/blocks/quotation.html"
        own_words = True  # somebody's words as they were published: the word helper leaves them alone


class VoiceBlock(blocks.StructBlock):
    """A composite voice, written for a module and marked as such. A real person's words are a contribution."""

    text = blocks.TextBlock()
    who = blocks.CharBlock(required=False, max_length=160)

    class Meta:
        icon = "comment"
        label = "Composite voice"
        template = "learning/blocks/voice.html"


class ContentNoteBlock(blocks.StructBlock):
    """Something hard to read: what it is, how long, and its text, closed until the reader opens it."""

    about = blocks.CharBlock(max_length=300)
    minutes = blocks.IntegerBlock(min_value=1, max_value=30, default=1)
    text = MarkdownBlock()
    instead = blocks.TextBlock(required=False, help_text="What the part says in one neutral sentence, for those who skip it.")

    class Meta:
        icon = "warning"
        label = "Content note with skip"
        template = "learning/blocks/content_note.html"


class PictureBlock(blocks.StructBlock):
    """A picture from the library, or one that ships with the module, with alternative text."""

    image = ImageChooserBlock(required=False)
    file = blocks.CharBlock(required=False, max_length=160, help_text="For shipped modules: the file beside the lesson.")
    alt = blocks.CharBlock(max_length=400, label="Alternative text")
    caption = blocks.CharBlock(required=False, max_length=300)

    class Meta:
        icon = "image"
        label = "Picture"
        template = "learning/blocks/image.html"


class AudioBlock(blocks.StructBlock):
    """Sound, with a transcript. Nothing plays by itself."""

    title = blocks.CharBlock(max_length=160)
    file = DocumentChooserBlock()
    transcript = MarkdownBlock()

    class Meta:
        icon = "media"
        template = "learning/blocks/audio.html"


class VideoBlock(blocks.StructBlock):
    """Film, with captions and a transcript. Nothing plays by itself."""

    title = blocks.CharBlock(max_length=160)
    file = DocumentChooserBlock()
    captions = blocks.TextBlock(help_text="WebVTT, beginning with the line WEBVTT.")
    transcript = MarkdownBlock()

    class Meta:
        icon = "media"
        template = "learning/blocks/video.html"


class DownloadBlock(blocks.StructBlock):
    """A document to take away."""

    title = blocks.CharBlock(max_length=160)
    document = DocumentChooserBlock(required=False)
    file = blocks.CharBlock(required=False, max_length=160, help_text="For shipped modules: the file beside the lesson.")

    class Meta:
        icon = "download"
        template = "learning/blocks/download.html"


class ServiceBlock(blocks.StructBlock):
    """A service of the area, with a link to what it says of itself."""

    service = SnippetChooserBlock("home.Service")
    why = blocks.CharBlock(required=False, max_length=300)

    class Meta:
        icon = "group"
        template = "learning/blocks/service.html"


class SourceBlock(blocks.StructBlock):
    """Something that was published and that a module stands on."""

    key = blocks.CharBlock(max_length=60)
    title = blocks.CharBlock(max_length=300)
    publisher = blocks.CharBlock(max_length=160)
    year = blocks.IntegerBlock(min_value=1900, max_value=2100)
    url = blocks.URLBlock(required=False)

    class Meta:
        icon = "doc-full"
