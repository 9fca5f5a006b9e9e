"""What each lesson that ships costs the running site in queries; run inside it."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.models import Membership, Team, User
from learning.models import LessonPage, ModulePage


def _counted(client: Client, address: str, data: dict | None = None) -> int:
    with CaptureQueriesContext(connection) as caught:
        response = client.get(address) if data is None else client.post(address, data)
    assert response.status_code in (200, 302), f"{address}: {response.status_code}"
    return len(caught)


def queries_by_lesson() -> list[dict]:
    """For each lesson, in order: its address, and the queries of its module's page, of itself and of finishing it, by somebody new, asked a second time."""
    person = User.objects.create_user("counts@example.org", "alongside-demo", name="Nadia Count")
    Membership.objects.create(person=person, team=Team.objects.get(slug="early-intervention"), started_on="2026-01-05")
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(person, backend="home.accounts.PeopleBackend")
    rows = []
    for module in ModulePage.objects.listed():
        client.get(module.url)
        of_module = _counted(client, module.url)
        for lesson in LessonPage.objects.of(module):
            client.get(lesson.url)
            row = {"address": lesson.url, "module": of_module, "lesson": _counted(client, lesson.url)}
            rows.append(row | {"finish": _counted(client, f"{lesson.url}finish/", {"leave": "yes"})})
    return rows
