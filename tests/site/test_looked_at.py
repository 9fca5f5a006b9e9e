"""Every address that shows a page is looked at by the browser tests, or a reason stands there."""

from tests.browser.pages import INSTEAD, NOT_LOOKED_AT, WHAT_TO_DO, not_looked_at
from tests.site.test_addresses import DOORS, TABLE


def test_every_page_is_looked_at():
    missing = not_looked_at()
    assert not missing, "\n".join([WHAT_TO_DO, *missing])


def test_only_addresses_that_stand_have_rows():
    assert sorted((INSTEAD.keys() | NOT_LOOKED_AT.keys()) - TABLE.keys() - DOORS.keys()) == []
