"""Modules and lessons, as Wagtail pages under the site's home page."""

import factory
from django.utils.text import slugify
from wagtail.models import Page, Site

from home.models import HomePage
from learning.models import LearningIndexPage, LessonPage, ModulePage


def home_page() -> Page:
    """The page that the site begins with, made where nothing was founded."""
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    if not isinstance(site.root_page.specific, HomePage):
        site.root_page = Page.objects.get(depth=1).add_child(instance=HomePage(title="Alongside", slug="alongside-home"))
        site.save()
    return site.root_page


class PageFactory(factory.django.DjangoModelFactory):
    """A published page; `parent` says under what it stands."""

    class Meta:
        abstract = True

    slug = factory.LazyAttribute(lambda made: slugify(made.title))

    @classmethod
    def _create(cls, model_class, *args, **fields):
        parent = fields.pop("parent", None) or home_page()
        capabilities = fields.pop("capabilities", None)
        page = parent.add_child(instance=model_class(**fields))
        if capabilities is not None:
            page.capabilities.set(capabilities)
            page.save()
        return page


class LearningIndexFactory(PageFactory):
    class Meta:
        model = LearningIndexPage

    title = "Learning"
    slug = "learning"

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return model_class.objects.first() or super()._create(model_class, *args, **fields)


class ModuleFactory(PageFactory):
    class Meta:
        model = ModulePage

    parent = factory.SubFactory(LearningIndexFactory)
    title = factory.Sequence(lambda number: f"Module {number}")
    key = factory.LazyAttribute(lambda made: slugify(made.title))
    summary = "What it is about, in a sentence."
    minutes = 60


class LessonFactory(PageFactory):
    """A lesson; give `body` as StreamField's raw list: `[{"type": "heading", "value": {...}, "id": "..."}]`."""

    class Meta:
        model = LessonPage

    parent = factory.SubFactory(ModuleFactory)
    title = factory.Sequence(lambda number: f"Lesson {number}")
    key = factory.LazyAttribute(lambda made: slugify(made.title))
    minutes = 8
    body = factory.LazyFunction(list)

    @classmethod
    def _create(cls, model_class, *args, **fields):
        body = fields.pop("body")
        block = model_class._meta.get_field("body").stream_block
        return super()._create(model_class, *args, body=block.to_python(body), **fields)
