"""The pages of learning: an index, modules, their lessons, and pathways through them."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import slugify
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from capability.cms import CapabilitiesPanel
from capability.models import Capability
from home.fields import BlocksField
from home.models import JobRole, SitePage
from learning.blocks import LESSON_BLOCKS, LIST_BLOCKS, SOURCE_BLOCKS
from learning.querysets import LessonManager, ModuleManager
from learning.rules.addresses import RESERVED_SLUGS


def free_key(page: Page, others) -> str:
    """A key for `page` made from its title, that none of the pages `others` has."""
    wanted = (slugify(page.slug or page.title) or "page")[:70]
    taken = set(others.exclude(pk=page.pk).filter(key__startswith=wanted).values_list("key", flat=True))
    return next(key for key in (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))) if key not in taken)


class LearningIndexPage(SitePage):
    """Where all modules and pathways are found."""

    lead = models.TextField(blank=True, max_length=600)
    coming = BlocksField(LIST_BLOCKS, blank=True, help_text="Modules that are on their way, announced by title.")
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("coming")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["learning.ModulePage", "learning.PathwayIndexPage"]
    max_count = 1
    template = "learning/index_page.html"

    class Meta:
        verbose_name = "learning index"


class ModulePage(SitePage):
    """A module: what it is for, what it builds, and the lessons under it.

    `minutes` are stated; `pass_mark` is per cent of the scored knowledge checks.
    """

    key = models.SlugField(max_length=80, blank=True, help_text="Its name in files and records; never reused.")
    summary = models.CharField(max_length=300)
    purpose = models.TextField(blank=True)
    audience = models.CharField("who it is for", max_length=300, blank=True)
    content_note = models.TextField("what is ahead", blank=True)
    minutes = models.PositiveSmallIntegerField(default=60)
    order = models.PositiveSmallIntegerField(default=0)
    cover = models.CharField(max_length=20, default="default")
    introduction = BlocksField([block for block in LESSON_BLOCKS if block[0] in {"text", "markdown"}], blank=True)
    outcomes = BlocksField(LIST_BLOCKS, blank=True)
    try_this_week = BlocksField(LIST_BLOCKS, blank=True)
    supervision = BlocksField(LIST_BLOCKS, blank=True)
    sources = BlocksField(SOURCE_BLOCKS, blank=True)
    authors = BlocksField(LIST_BLOCKS, blank=True)
    reviewers = BlocksField(LIST_BLOCKS, blank=True)
    capabilities = ParentalManyToManyField(Capability, blank=True, related_name="modules")
    prerequisites = ParentalManyToManyField("self", blank=True, symmetrical=False, related_name="prerequisite_of")
    pass_mark = models.PositiveSmallIntegerField(default=70, validators=[MaxValueValidator(100)])
    refresh_months = models.PositiveSmallIntegerField("renew after (months)", null=True, blank=True, validators=[MinValueValidator(1)])
    refresh_roles = ParentalManyToManyField(JobRole, blank=True, related_name="+", help_text="Whom the renewal is for; everyone where none is chosen.")
    written_on = models.DateField(default=date.today)
    review_due_on = models.DateField("review due", null=True, blank=True)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = ModuleManager()

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("purpose"),
        FieldPanel("outcomes"),
        FieldPanel("introduction"),
        MultiFieldPanel([FieldPanel("audience"), FieldPanel("content_note"), FieldPanel("minutes"), FieldPanel("cover")], heading="For the reader"),
        CapabilitiesPanel(),
        MultiFieldPanel([FieldPanel("try_this_week"), FieldPanel("supervision")], heading="Into practice"),
        MultiFieldPanel(
            [FieldPanel("sources"), FieldPanel("authors"), FieldPanel("reviewers"), FieldPanel("written_on"), FieldPanel("review_due_on")],
            heading="Where it comes from",
        ),
    ]
    settings_panels = [
        *Page.settings_panels,
        FieldPanel("order"),
        FieldPanel("pass_mark"),
        FieldPanel("prerequisites", widget=forms.CheckboxSelectMultiple),
        MultiFieldPanel([FieldPanel("refresh_months"), FieldPanel("refresh_roles", widget=forms.CheckboxSelectMultiple)], heading="Renewal"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.AutocompleteField("summary"),
        index.SearchField("purpose"),
        index.SearchField("introduction"),
        index.SearchField("outcomes"),
        index.FilterField("review_due_on"),
    ]
    parent_page_types = ["learning.LearningIndexPage"]
    subpage_types = ["learning.LessonPage"]
    template = "learning/module_page.html"
    exclude_fields_in_copy = ["key", "loaded_digest"]

    class Meta:
        verbose_name = "module"

    def full_clean(self, *args, **kwargs) -> None:
        """Give a module made in the CMS, or copied there, a key of its own before it is checked."""
        self.key = self.key or free_key(self, ModulePage.objects.all())
        super().full_clean(*args, **kwargs)

    def with_content_json(self, content):
        """A draft of this module: it keeps the module's key, whatever the draft was made from."""
        draft = super().with_content_json(content)
        draft.key = self.key or draft.key
        return draft

    def clean(self) -> None:
        """Refuse an address that another page of learning has."""
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": f"“{self.slug}” is the address of another page here. Choose another word."})


class LessonPage(SitePage):
    """A lesson: one sitting's reading and doing."""

    key = models.SlugField(max_length=80, blank=True, help_text="Its name in files and records; never reused.")
    summary = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(default=8)
    content_note = models.TextField("what is ahead", blank=True)
    body = BlocksField(LESSON_BLOCKS, blank=True)
    capabilities = ParentalManyToManyField(Capability, blank=True, related_name="lessons")
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = LessonManager()

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("minutes"),
        FieldPanel("content_note"),
        FieldPanel("body"),
        CapabilitiesPanel(),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.AutocompleteField("summary"),
        index.SearchField("body"),
        index.AutocompleteField("body"),
    ]
    parent_page_types = ["learning.ModulePage"]
    subpage_types: list[str] = []
    template = "learning/lesson_page.html"
    exclude_fields_in_copy = ["key", "loaded_digest"]

    class Meta:
        verbose_name = "lesson"

    def full_clean(self, *args, **kwargs) -> None:
        """Give a lesson made in the CMS, or copied there, a key that no other lesson of its module has."""
        if not self.key and self.path:
            self.key = free_key(self, LessonPage.objects.filter(path__startswith=self.path[: -self.steplen]))
        super().full_clean(*args, **kwargs)

    def with_content_json(self, content):
        """A draft of this lesson: it keeps the lesson's key, whatever the draft was made from."""
        draft = super().with_content_json(content)
        draft.key = self.key or draft.key
        return draft


class PathwayIndexPage(SitePage):
    """Where the pathways stand."""

    parent_page_types = ["learning.LearningIndexPage"]
    subpage_types = ["learning.PathwayPage"]
    max_count = 1
    template = "learning/pathway_index_page.html"

    class Meta:
        verbose_name = "pathway index"


class PathwayPage(SitePage):
    """An advised order through several modules, for a kind of work."""

    key = models.SlugField(max_length=80, blank=True)
    summary = models.CharField(max_length=300)
    audience = models.CharField("who it is for", max_length=300, blank=True)
    coming = BlocksField(LIST_BLOCKS, blank=True, help_text="Modules that are on their way, announced by title.")
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("audience"),
        InlinePanel("steps", heading="Modules, in order"),
        FieldPanel("coming"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary", boost=2), index.AutocompleteField("summary")]
    parent_page_types = ["learning.PathwayIndexPage"]
    subpage_types: list[str] = []
    template = "learning/pathway_page.html"
    exclude_fields_in_copy = ["key", "loaded_digest"]

    class Meta:
        verbose_name = "pathway"


class PathwayStep(Orderable):
    """One module's place in a pathway."""

    pathway = ParentalKey(PathwayPage, on_delete=models.CASCADE, related_name="steps")
    module = models.ForeignKey(ModulePage, on_delete=models.CASCADE, related_name="pathway_steps")
    why = models.CharField("why it is here", max_length=200, blank=True)

    panels = [PageChooserPanel("module"), FieldPanel("why")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["pathway", "module"], name="pathway_module_once")]
