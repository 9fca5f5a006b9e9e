"""Blocks that any page of text may use."""

import uuid
from typing import Any

from django import forms
from wagtail import blocks

from home.markdown import render_markdown

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class MarkdownBlock(blocks.TextBlock):
    """Text written as Markdown, in the safe subset; rendered and cleaned when shown."""

    def render_basic(self, value, context=None):
        """The text as clean HTML."""
        return render_markdown(value or "")

    class Meta:
        icon = "code"
        label = "Markdown"
        template = None


class ContributionField(forms.ChoiceField):
    """A choice of contributions. One that has been taken back since is no fault of the page: it stays, and shows nothing."""

    def valid_value(self, value: Any) -> bool:
        """Whether it could be a contribution's name."""
        try:
            uuid.UUID(str(value))
        except ValueError:
            return False
        return True


class ContributionBlock(blocks.ChoiceBlock):
    """A contribution from lived experience: chosen, never typed. What it shows is decided whenever the page is shown."""

    def __init__(self, **kwargs) -> None:
        kwargs = {"required": False, "search_index": False, **kwargs}
        super().__init__(choices=contributions_to_choose, **kwargs)

    def get_field(self, **kwargs):
        """The field in the page's editor."""
        return ContributionField(**kwargs)

    def render_basic(self, value, context=None):
        """The words in the place where they stand, where their author has said yes to it; else nothing, and in a preview why."""
        from home.contributions import shown_html

        context = context or {}
        return shown_html(str(value or ""), context.get("page"), context.get("request"))

    def get_searchable_content(self, value):
        """Nothing: the index keeps copies, and a contribution has none."""
        return []

    def extract_references(self, value):
        """The contribution, so that whoever takes it back is told where it stood."""
        from home.models import Contribution

        pk = Contribution.objects.filter(public_id=value).values_list("pk", flat=True).first() if value and ContributionField().valid_value(value) else None
        if pk:
            yield Contribution, str(pk), "", ""

    class Meta:
        icon = "openquote"
        label = "Contribution from lived experience"
        help_text = "Shown only where its author has said yes to it, and as long as they do."


def contributions_to_choose() -> list[tuple[str, str]]:
    """Contributions that an editor may place: what each is called, whose it is, and for which pages it was given."""
    from home.models import Contribution

    chosen = Contribution.objects.handed_in().filter(purposes__ended_at__isnull=True, purposes__isnull=False).distinct()
    return [each.choice for each in chosen.prefetch_related("purposes__page", "revisions__approvals").select_related("consent")]


PLAIN_BLOCKS = [
    ("text", blocks.RichTextBlock(features=TEXT_FEATURES, icon="pilcrow")),
    ("markdown", MarkdownBlock()),
    ("contribution", ContributionBlock()),
]
