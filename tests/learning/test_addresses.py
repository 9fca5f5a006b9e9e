"""Addresses under /learning/ that modules may not take."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import resolve

from learning.rules.addresses import RESERVED_SLUGS
from tests.factories import ModuleFactory


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_a_module_cannot_take_another_pages_address(db, slug):
    with pytest.raises(ValidationError, match="is the address of another page here"):
        ModuleFactory(title="A module", slug=slug)


def test_every_word_that_our_views_use_is_reserved():
    for slug in ("record", "requests", "reflections", "notes"):
        assert slug in RESERVED_SLUGS
        assert resolve(f"/learning/{slug}/").view_name != "wagtail_serve"
