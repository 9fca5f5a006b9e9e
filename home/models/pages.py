"""The site's own pages, its pictures and its settings."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page
from wagtail.search import index

from home.blocks import PLAIN_BLOCKS
from home.fields import BlocksField
from home.seams.contexts import context_for
from home.seams.publishing import ask_before_publishing


class SitePage(Page):
    """What every page of ours is: private unless marked public, with one context from the rooms above."""

    class Meta:
        abstract = True

    @property
    def is_public(self) -> bool:
        """Whether somebody who is not signed in may read the page."""
        return False

    def publish(self, revision, *args, **kwargs):
        """Put `revision` live, as Wagtail does; raises `NotAgreedYet` where somebody's yes to it is missing."""
        ask_before_publishing(self, revision)
        return super().publish(revision, *args, **kwargs)

    def get_context(self, request, *args, **kwargs) -> dict:
        """The page's context: Wagtail's, and what the app that serves it adds through the seam."""
        context = super().get_context(request, *args, **kwargs)
        context.update(context_for(self, request))
        return context


class HomePage(SitePage):
    """The front door, open to everyone."""

    lead = models.TextField(blank=True, max_length=600)
    body = BlocksField(PLAIN_BLOCKS, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    template = "home/home_page.html"

    class Meta:
        verbose_name = "home page"

    @property
    def is_public(self) -> bool:
        """The home page is always public."""
        return True


class PlainPage(SitePage):
    """A page of text: about, terms, accessibility, support."""

    key = models.CharField(max_length=60, blank=True, editable=False, db_index=True)
    summary = models.CharField(max_length=300, blank=True)
    public = models.BooleanField("open to people who are not signed in", default=False)
    body = BlocksField(PLAIN_BLOCKS, blank=True)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    settings_panels = [*Page.settings_panels, FieldPanel("public")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.AutocompleteField("summary"),
        index.SearchField("body"),
        index.AutocompleteField("body"),
        index.FilterField("public"),
    ]
    parent_page_types = ["home.HomePage", "home.PlainPage"]
    subpage_types = ["home.PlainPage"]
    template = "home/plain_page.html"

    class Meta:
        verbose_name = "plain page"

    @property
    def is_public(self) -> bool:
        """Public where its editor has said so."""
        return self.public


class Picture(AbstractImage):
    """A picture that an editor uploaded; its metadata is stripped when it is saved."""

    credit = models.CharField(max_length=200, blank=True)
    is_public = models.BooleanField("may be seen without signing in", default=False)

    admin_form_fields = (*Image.admin_form_fields, "credit", "is_public")
    search_fields = [*AbstractImage.search_fields, index.FilterField("id"), index.FilterField("file_size")]  # what its list is filtered and sorted by


class PictureRendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class File(AbstractDocument):
    """A document, sound or film that an editor uploaded; its metadata is stripped when it is saved."""

    is_public = models.BooleanField("may be opened without signing in", default=False)

    admin_form_fields = (*Document.admin_form_fields, "is_public")

    def clean(self) -> None:
        """Look at the ending of a file that there is: one that was refused has its sentence already."""
        if self.file:
            super().clean()


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """What an area says of itself, in one place."""

    name = models.CharField("the site's name", max_length=80, default="Alongside")
    area = models.CharField("the area's name", max_length=80, blank=True)
    strapline = models.CharField(max_length=160, blank=True, default="Learning beside each other")
    brand_css = models.URLField("brand style sheet", blank=True, editable=False)
    contact_email = models.EmailField("who answers questions about the site", blank=True)
    local_support = models.TextField(
        "local support lines",
        blank=True,
        help_text="One a line: the name, a bar (|), the number or address, a bar, when it is open.",
    )
    staff_support = models.TextField("support for staff", blank=True, help_text="One a line, in the same form.")
    safeguarding = models.TextField("what to do when you fear for somebody's safety", blank=True)
    services_public = models.BooleanField(
        "the service map is open to everyone", default=False, help_text="Also as open data at /services.json. Otherwise people sign in to read it."
    )
    terms_version = models.CharField(max_length=20, default="2026-11", editable=False)
    retention_months = models.PositiveSmallIntegerField("months a leaver's learning is kept", default=24)
    set_up_at = models.DateTimeField(null=True, blank=True, editable=False)
    rights_given = models.JSONField("rights in the CMS that founding gave, by group", default=dict, editable=False)

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("area"), FieldPanel("strapline"), FieldPanel("contact_email")], heading="Who we are"),
        MultiFieldPanel([FieldPanel("local_support"), FieldPanel("staff_support"), FieldPanel("safeguarding")], heading="Support"),
        MultiFieldPanel([FieldPanel("services_public")], heading="Who may read the service map"),
        MultiFieldPanel([FieldPanel("retention_months")], heading="How long things are kept"),
    ]

    class Meta:
        verbose_name = "the site"
