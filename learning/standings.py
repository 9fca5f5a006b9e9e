"""How far people are with what was asked of them, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from home.models import Membership, Team, User
from home.prepared import Prepared
from learning.models import Completion, ModuleProgress, ModuleRequest, NotNow
from learning.own import OwnLearning
from learning.rules.addresses import address_of
from learning.rules.requests import DONE, STARTED, Ask, Done, Place, due_words, people_asked, standing

WORDS = {"done": "Done", "started": "Started", "not_started": "Not started"}


@dataclass(frozen=True)
class Row:
    """One person and one request: all that a manager sees. `not_now` is their reason, where they gave one."""

    person: User
    standing: str
    not_now: str = ""

    @property
    def words(self) -> str:
        """The standing as screens say it."""
        return WORDS[self.standing]


@dataclass(frozen=True)
class Asked:
    """One thing asked of one person, as they see it. `url` is where they carry on."""

    request: ModuleRequest
    standing: str
    url: str
    due: str
    not_now: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.standing == DONE

    @property
    def is_started(self) -> bool:
        """Whether it was begun."""
        return self.standing == STARTED


def ask_of(request: ModuleRequest) -> Ask:
    """A request as the rules take it."""
    return Ask(request.audience, timezone.localdate(request.asked_at), request.due_on, request.job_role_id, request.person_id)


def standings_of(requests: Sequence[ModuleRequest], today: date | None = None, team: Team | None = None) -> dict[int, list[Row]]:
    """For each request's key, one row for each person it is for today, by name. Two queries for any number of requests.

    One query where all are asked of `team`, whose people are known already.
    """
    today = today or timezone.localdate()
    places: dict[int, list[Place]] = defaultdict(list)
    people: dict[int, User] = {}
    for row in team.places if team else _members({request.team_id for request in requests}, today):
        places[row.team_id].append(Place(row.person_id, row.job_role_id))
        people[row.person_id] = row.person
    done, started, reasons = _how_far(requests, list(people))
    found = {}
    for request in requests:
        ask = ask_of(request)
        rows = []
        for pk in people_asked(ask, places[request.team_id]):
            where = (pk, request.module_id)
            state = standing(ask, done[where], started=where in started, today=today)
            rows.append(Row(people[pk], state, "" if state == DONE else reasons.get((pk, request.pk), "")))
        found[request.pk] = rows
    return found


def _members(teams: set[int], today: date) -> QuerySet[Membership]:
    return Membership.objects.current(today).filter(team__in=teams).select_related("person").order_by("person__name", "person")


def _how_far(
    requests: Sequence[ModuleRequest], people: list[int]
) -> tuple[dict[tuple[int, int], list[Done]], set[tuple[int, int]], dict[tuple[int, int], str]]:
    """What `people` completed, by person and module; what they began; and their reasons, by person and request. One query for all three."""
    modules = tuple({request.module_id for request in requests})
    done: dict[tuple[int, int], list[Done]] = defaultdict(list)
    started, reasons = set(), {}
    for fact, person, about, day, until, words in HOW_FAR.all(modules, tuple(people), tuple(request.pk for request in requests)):
        if fact == 1:
            done[person, about].append(Done(day, until))
        elif fact == 2:
            started.add((person, about))
        else:
            reasons[person, about] = words
    return done, started, reasons


def _facts(modules: tuple[int, ...], people: tuple[int, ...], requests: tuple[int, ...]):
    columns = ("fact", "person_id", "about", "day", "until", "words")
    nothing, never = Value("", output_field=TextField()), Value(None, output_field=DateField())
    completed = Completion.objects.filter(module__in=modules, person__in=people).annotate(
        fact=Value(1), about=F("module_id"), day=F("completed_on"), until=F("renew_on"), words=nothing
    )
    begun = ModuleProgress.objects.filter(module__in=modules, person__in=people, completed_at__isnull=True).annotate(
        fact=Value(2), about=F("module_id"), day=never, until=never, words=nothing
    )
    declined = NotNow.objects.filter(request__in=requests).annotate(fact=Value(3), about=F("request_id"), day=never, until=never, words=F("reason"))
    rows = [every.order_by().values_list(*columns) for every in (completed, begun, declined)]
    return rows[0].union(*rows[1:], all=True)


HOW_FAR = Prepared(_facts)


def asked_of(person: User, own: OwnLearning | None = None) -> list[Asked]:
    """What is asked of `person` today, the nearest date first, done or not. One query, and `own` learning, which is read where it is not given."""
    today, own = timezone.localdate(), own or OwnLearning(person)
    requests = ASKED.all(person.pk)
    if not requests:
        return []
    done: dict[int | None, list[Done]] = defaultdict(list)
    for row in own.completions:
        done[row.module_id].append(Done(row.completed_on, row.renew_on))
    begun = {row.module_id: row for row in own.begun}
    return [_asked(request, done[request.module_id], begun.get(request.module_id), request.my_not_now, today) for request in requests]


def _asked_of(person: int):
    reason = NotNow.objects.filter(request=OuterRef("pk"), person=person).values("reason")[:1]
    asked = ModuleRequest.objects.asked_of(person).annotate(my_not_now=Coalesce(Subquery(reason), Value(""), output_field=TextField()))
    return asked.select_related("module", "team", "asked_by").defer("module__introduction", "module__sources")


ASKED = Prepared(_asked_of)


def _asked(request: ModuleRequest, done: list[Done], progress: ModuleProgress | None, not_now: str, today: date) -> Asked:
    place = progress.last_lesson if progress and progress.last_lesson and progress.last_lesson.live else request.module
    state = standing(ask_of(request), done, started=progress is not None, today=today)
    return Asked(request, state, address_of(place.url_path), due_words(request.due_on, today), not_now)
