"""What is asked: of me, on my dashboard; of a team, on its manager's page."""

from django.utils import timezone

from home.models import Team, User
from home.prepared import Prepared
from home.seams.panels import Panel
from home.wording import count_words
from learning.enums import Audience
from learning.models import ModuleRequest
from learning.rules.requests import DONE, STARTED, due_words
from learning.standings import Asked, Row, standings_of


class AskedOfYou(Panel):
    """What managers ask of this person, with who asked and why. Empty where nothing is open."""

    template_name = "learning/panels/asked.html"
    region = "asked"
    order = 20


class TeamRequests(Panel):
    """What is asked of a team, and who has done, started or not started it."""

    template_name = "learning/panels/team_requests.html"
    order = 10


def asked_of_you(asked: list[Asked]) -> AskedOfYou:
    """The panel for what is asked and not done."""
    return AskedOfYou(asked=[one for one in asked if not one.is_done])


def team_requests(team: Team, reader: User) -> TeamRequests:
    """The panel for a manager of `team`: two queries at most for any number of requests and people."""
    today = timezone.localdate()
    requests = ASKED.all(team.pk)
    standings = standings_of(requests, today, team) if requests else {}
    rows = [
        {"request": one, "for_whom": for_whom(one), "due": due_words(one.due_on, today), "rows": standings[one.pk], "summary": summary(standings[one.pk])}
        for one in requests
    ]
    return TeamRequests(team=team, requests=rows, reader=reader)


def _asked(team: int):
    rows = ModuleRequest.objects.open().filter(team=team).select_related("module", "job_role", "person", "asked_by")
    return rows.defer("module__introduction", "module__sources")


ASKED = Prepared(_asked)


def for_whom(request: ModuleRequest) -> str:
    """Whom a request is for, in words."""
    if request.audience == Audience.JOB_ROLE:
        return f"Everyone whose job role is {request.job_role}"
    return str(request.person) if request.audience == Audience.PERSON else "Everyone in the team"


def summary(rows: list[Row]) -> str:
    """How many are how far: "Two people done, one person started, 11 people not started"."""
    if not rows:
        return "Nobody in the team today"
    done, started = (sum(row.standing == state for row in rows) for state in (DONE, STARTED))
    counts = [(done, "done"), (started, "started"), (len(rows) - done - started, "not started")]
    return ", ".join(f"{count_words(count, 'person')} {words}" for count, words in counts if count).capitalize()
