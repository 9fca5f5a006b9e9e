"""The blocks that lessons are made of. A new kind is one class, one line below, and one template."""

from wagtail import blocks

from home.blocks import PLAIN_BLOCKS
from learning.blocks.doing import ChecklistBlock, KnowledgeCheckBlock, PollBlock, ReflectionBlock, ScenarioBlock
from learning.blocks.reading import (
    AudioBlock,
    ContentNoteBlock,
    DownloadBlock,
    HeadingBlock,
    KeyPointsBlock,
    NoteBlock,
    PictureBlock,
    QuotationBlock,
    ServiceBlock,
    SourceBlock,
    StatisticBlock,
    VideoBlock,
    VoiceBlock,
)

LESSON_BLOCKS = [
    *PLAIN_BLOCKS,
    ("heading", HeadingBlock()),
    ("note", NoteBlock()),
    ("key_points", KeyPointsBlock()),
    ("statistic", StatisticBlock()),
    ("quotation", QuotationBlock()),
    ("voice", VoiceBlock()),
    ("content_note", ContentNoteBlock()),
    ("image", PictureBlock()),
    ("audio", AudioBlock()),
    ("video", VideoBlock()),
    ("download", DownloadBlock()),
    ("service", ServiceBlock()),
    ("scenario", ScenarioBlock()),
    ("check", KnowledgeCheckBlock()),
    ("reflection", ReflectionBlock()),
    ("poll", PollBlock()),
    ("checklist", ChecklistBlock()),
]
DOING = {"scenario", "check", "reflection", "poll", "checklist"}
HOLES = DOING | {"contribution"}  # what is not the same for every reader, or not for ever: asked at each visit

LIST_BLOCKS = [("item", blocks.CharBlock(max_length=400, label="Line"))]
SOURCE_BLOCKS = [("source", SourceBlock())]
