"""A page is found by its address in one query, and what a process remembers of its kind never shows a wrong one."""

import pytest
from django.core.cache import cache
from wagtail.models import Page

from home.models import HomePage, PlainPage
from home.views.pages import page_at
from practice.models import CommunityIndexPage, CommunityPage

pytestmark = pytest.mark.django_db


def test_one_query_once_its_kind_is_known_by_the_process_or_by_another(cast, django_assert_num_queries):
    home = HomePage.objects.get()
    page = home.add_child(instance=PlainPage(title="Found again", slug="found-again"))
    with django_assert_num_queries(2):
        assert page_at(page.url_path) == page
    cache.clear()
    with django_assert_num_queries(1):
        found = page_at(page.url_path)
    assert (type(found), found.pk, found.is_restricted) == (PlainPage, page.pk, False)


def test_a_page_of_another_kind_at_the_same_address_is_found_as_what_it_is(cast):
    index = CommunityIndexPage.objects.get()
    first = index.add_child(instance=CommunityPage(title="Here", slug="here", summary="One."))
    assert type(page_at(first.url_path)) is CommunityPage
    Page.objects.get(pk=first.pk).delete()
    assert page_at(first.url_path) is None
    second = index.add_child(instance=PlainPage(title="Here", slug="here"))
    for _ in range(2):
        assert (type(page_at(second.url_path)), page_at(second.url_path).pk) == (PlainPage, second.pk)
