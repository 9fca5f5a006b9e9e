"""Marks in every private text, and people who should come upon none: who managed the team until yesterday, and who manages another one.

`test_addresses` looks with the whole cast at every address; here are the neighbours of each address, search, and the choosers of the CMS.
"""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from home import limits
from home.models import TeamManager
from tests.cast import set_up_second_factor
from tests.factories import PersonFactory, TeamManagerFactory
from tests.site.canaries import MAY, come_upon, fill, said_in
from tests.site.documents import make_documents
from tests.site.ledger import make_ledger
from tests.site.test_addresses import TABLE, none, world  # noqa: F401 - a fixture
from tests.site.threads import make_threads

CHOOSERS = (
    "choose-page/search/",
    "images/chooser/results/",
    "documents/chooser/results/",
    "pages/search/",
    "images/",
    "documents/",
    "users/",
    "reports/site-history/",
)


def neighbours(address: str, placed: dict[str, str]) -> set[str]:
    """The address as the table has it, and with every number in it one lower and one higher."""
    here = "/" + address.format(**placed)
    found = {here}
    for number in re.finditer(r"(?<=/)\d+(?=/)", here):
        found |= {here[: number.start()] + str(int(number[0]) + step) + here[number.end() :] for step in (-1, 1)}
    return found


@pytest.fixture
def unhurried(monkeypatch):
    for limit in (limits.SEARCHING, limits.DOWNLOADS, limits.OPEN_DATA):
        monkeypatch.setitem(limit.__dict__, "most", 10**9)


@pytest.mark.full
def test_former_managers_and_managers_of_other_teams_come_upon_nothing(cast, world, client_for, unhurried):  # noqa: F811
    placed = world | make_ledger(cast) | make_threads(cast) | make_documents(cast)
    marks = fill(cast, placed)
    before, beside = PersonFactory(name="Fay Before"), PersonFactory(name="Bea Beside")
    yesterday = timezone.localdate() - timedelta(days=1)
    TeamManagerFactory(person=before, team=cast.team, started_on=yesterday - timedelta(days=400))
    TeamManager.objects.filter(person=before).update(ended_on=yesterday)
    TeamManagerFactory(person=beside, team=cast.other_team)
    set_up_second_factor(beside), set_up_second_factor(before)
    everyone_may = {column for column, who in MAY.items() if "frank" in who}
    in_the_hosts_place = {"practice.Booking.hopes", "practice.HostFeedback.text"}  # Bea manages the host's service, and may stand in for the host
    found, asked = set(), 0
    for who, person in (("a former manager", before), ("a manager of another team", beside)):
        client = client_for(person, raise_request_exception=False)
        searches = {f"/search/?q={mark}" for mark in list(marks)[::6]}
        for address in sorted({each for rows in TABLE.values() for row in rows if row.method == "get" for each in neighbours(row.address, placed)} | searches):
            with transaction.atomic():
                response = client.get(address)
                said = said_in(response) if response.status_code == 200 else ""
                transaction.set_rollback(True)
            asked += 1
            if response.status_code >= 500:
                found.add(f"{who} {address}: {response.status_code}")
            for mark in come_upon(marks, said):
                allowed = everyone_may | (in_the_hosts_place if person == beside else set())
                if marks[mark].column not in allowed and mark not in address:
                    found.add(f"{who} came upon {marks[mark].column} at {address}")
    assert asked > 500
    none(sorted(found))


@pytest.mark.full
def test_editors_find_no_private_word_in_the_desk_of_the_cms(cast, world, client_for):  # noqa: F811
    marks = fill(cast, world | make_ledger(cast) | make_threads(cast) | make_documents(cast))
    found = set()
    for who in ("editor", "lead"):
        client = client_for(getattr(cast, who), raise_request_exception=False)
        for chooser in CHOOSERS:
            for asked in ("", "?q=kq", "?q=Reflection"):
                said = said_in(client.get(f"/cms/{chooser}{asked}"))
                found |= {
                    f"{who} came upon {marks[mark].column} at /cms/{chooser}{asked}"
                    for mark in come_upon(marks, said)
                    if who not in marks[mark].owners | set(MAY.get(marks[mark].column, "").split())
                }
    none(sorted(found))
