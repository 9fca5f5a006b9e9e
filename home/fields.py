"""A StreamField whose blocks can change without a migration."""

from wagtail.fields import StreamField


class BlocksField(StreamField):
    """A StreamField that keeps its block definitions out of migrations.

    The column is JSON whatever the blocks are; writing them into migrations would make every new
    block a migration that changes nothing.
    """

    def __init__(self, block_types=(), **kwargs) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(block_types, **kwargs)

    def deconstruct(self):
        """The field for a migration: no block types."""
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs

    def formfield(self, **kwargs):
        """The field in the page's editor, which takes nothing that its script would not send."""
        from home.forms.editing import BlocksWidget  # forms stand above models

        return super().formfield(**{"widget": BlocksWidget(self.stream_block), **kwargs})
