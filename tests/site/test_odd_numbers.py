"""Numbers that views read by hand from a post or an address, as nobody would send them who uses the pages: answered, never a fault."""

import pytest

from tests.site.documents import make_documents
from tests.site.ledger import make_ledger
from tests.site.test_addresses import browsers, none, world  # noqa: F401 - fixtures
from tests.site.threads import make_threads

POSTS = [
    ("carys", "/communities/{community}/{closed}/invited/", "take_back"),
    ("carys", "/communities/{community}/{past}/register/walk-in/", "forget"),
    ("carys", "/communities/{community}/{session}/register/", "came"),
    ("asha", "/shadowing/bookings/{booking}/prepare/", "item"),
    ("carys", "/communities/{thread_community}/learning/{waiting_post}/show/", "version"),
    ("ben", "/communities/{document_community}/documents/{document}/sign/{signing_service}/", "number"),
    ("asha", "/learning/{module}/{lesson_tick}/tick/{block_tick}/", "item"),
    ("asha", "/learning/{module}/{lesson_vote}/vote/{block_vote}/", "choice"),
    ("admin", "/status/letters/", "letter"),
]
ADDRESSES = [
    ("asha", "/learning/record/", "year"),
    ("asha", "/learning/record.csv", "year"),
    ("lead", "/cms/framework/{framework_draft}/capabilities/new/", "domain"),
    ("asha", "/communities/{ledger_community}/ledger/recommend/", "item"),
    ("asha", "/communities/{ledger_community}/ledger/recommend/", "session"),
    ("asha", "/communities/{thread_community}/learning/new/", "session"),
    ("asha", "/shadowing/offer/", "back"),
    ("asha", "/contributions/{gift}/thank/", "page"),
    ("asha", "/search/?q=a", "page"),
    ("lead", "/area/", "page"),
]


def test_odd_numbers_are_no_fault(cast, world, browsers):  # noqa: F811
    placed = world | make_ledger(cast) | make_threads(cast) | make_documents(cast)
    found = []
    for value in ("9" * 5000, "9" * 30, "²", "٣", "-1", "1.5"):
        for who, address, name in POSTS:
            status = browsers[who].post(address.format(**placed), {name: value}).status_code
            found += [f"{who} POST {address} {name}={value[:9]}: {status}"] if status >= 500 else []
        for who, address, name in ADDRESSES:
            if len(value) < 3000:  # longer, and no server passes the address on
                status = browsers[who].get(address.format(**placed), {name: value}).status_code
                found += [f"{who} GET {address} {name}={value[:9]}: {status}"] if status not in (200, 400, 404) else []
    none(found)


@pytest.mark.parametrize("address", ["/learning/record/", "/learning/record.csv"])
def test_a_year_of_thousands_of_figures_filters_nothing(cast, client_for, address):
    assert client_for(cast.asha).get(address, {"year": "9" * 5000}).status_code == 200
