"""Hostile words in every column of words of a running site, put there past every form: what shows them must be safe by itself."""

from collections.abc import Iterator
from itertools import count

from django.apps import apps
from django.core.cache import cache
from django.db import IntegrityError, models, transaction
from wagtail.models import Page

from home.markdown import render_markdown

MARK = "xq7"
VECTORS = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "\"><svg onload=alert(1)>",
    "' autofocus onfocus=alert(1) x='",
    "</textarea><script>alert(1)</script>",
    "</title></script><script>alert(1)</script>",
    "<a href=javascript:alert(1) autofocus onfocus=alert(1)>x</a>",
    "[x](javascript:alert(1)) ![x](x)",
    "{{7*7}}${7*7}{% debug %}",
    "--><script src=//evil.example/x></script>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "javascript:alert(1)//",
]  # fmt: skip
OURS = ("home", "capability", "learning", "practice")
# Columns that stand in addresses, choose what is done, or that the site makes of other words by itself.
NOT_WORDS = {
    "slug", "code", "key", "source_key", "identifier", "version", "password", "secret", "secret_digest", "said_digest", "digest", "html", "module_key",
    "block_id", "public_id", "domain", "host", "person_key", "unit", "session_key", "content_type", "path", "ending", "postcode", "alias", "lesson_key",
    "url_path", "calendar", "subject", "credit", "state", "kind",
}  # fmt: skip


def columns(model: type[models.Model]) -> Iterator[models.Field]:
    """The columns of a model that hold what somebody wrote."""
    for field in model._meta.local_concrete_fields:
        plain = isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.SlugField | models.EmailField | models.FileField)
        if plain and not field.choices and not field.primary_key and field.name not in NOT_WORDS and not field.name.endswith(("_digest", "_key", "_id")):
            yield field


def put_everywhere() -> int:
    """Put the vectors into every such column of every row, where no constraint forbids it; returns in how many."""
    numbers, done = count(), 0
    tables = [model for app in OURS for model in apps.get_app_config(app).get_models() if model._meta.managed and not model._meta.proxy]
    for model in [*tables, Page]:
        found = [field for field in columns(model) if model is not Page or field.name in ("title", "draft_title", "search_description", "seo_title")]
        rows = model._base_manager.filter(depth__gt=2) if model is Page else model._base_manager.all()
        for pk, *values in rows.values_list("pk", *(field.attname for field in found))[:400] if found else ():
            for field, value in zip(found, values, strict=True):
                if isinstance(value, str) and value:
                    done += _put(model, pk, field, next(numbers))
        for pk in model._base_manager.values_list("pk", flat=True) if any(field.name == "html" for field in model._meta.local_concrete_fields) else ():
            model._base_manager.filter(pk=pk).update(html=render_markdown(" ".join(VECTORS)))
    cache.clear()
    return done


def _put(model: type[models.Model], pk: object, field: models.Field, number: int) -> bool:
    longest = field.max_length or 2000
    words = VECTORS[number % len(VECTORS)]
    leads = isinstance(field, models.URLField) or field.name in ("url", "website", "link", "address")  # where forms let in addresses only
    text = f"https://a.example/?{MARK}{words}" if leads else f"{MARK}{words} {VECTORS[0]}"
    if len(text) > longest:
        text = VECTORS[0]
    try:
        with transaction.atomic():
            return bool(len(text) <= longest and model._base_manager.filter(pk=pk).update(**{field.attname: text}))
    except IntegrityError:  # a constraint wants it otherwise, so nobody reads it like this
        return False
