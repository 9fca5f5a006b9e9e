"""The map of a town of any size: an entry for each service, with needs, criteria and people who were turned away."""

from datetime import timedelta

from django.utils import timezone

from home.demo.pouring import keys, pour, settle, uuids
from home.demo.scale import Say, Size
from home.models import Service
from practice.enums.services import Need, Refusal, Route
from practice.models import Criterion, EntryNeed, ServiceEntry, TurnAway
from practice.rules.criteria import Rule, Subject

TURNED_AWAY = 12  # a service, over the last year


def lay_ground(size: Size, say: Say) -> None:
    """The entries; nothing where there are any."""
    if ServiceEntry.objects.exists():
        return
    say("The map of services")
    services = list(Service.objects.order_by("pk").values_list("pk", "place"))
    entries, today = keys(ServiceEntry, len(services)), timezone.localdate()
    pour(ServiceEntry, "id service_id summary who_can_come route wait phone hours confirmed_on review_due_on", (
        (key, service, "Help for people who live with mental health and drug or alcohol needs together.", "Anyone over 18 who lives in the area.",
         Route.values[n % len(Route.values)], f"About {n % 9 + 1} weeks", "01632 960100", "Monday to Friday, 9 to 5",
         today - timedelta(days=n % 300), today + timedelta(days=365 - n % 300))
        for n, (key, (service, _)) in enumerate(zip(entries, services, strict=True))
    ))  # fmt: skip
    pour(EntryNeed, "entry_id need", ((key, Need.values[(n + step) % len(Need.values)]) for n, key in enumerate(entries) for step in (0, 3)))
    rules = ((Subject.SUBSTANCE, (Rule.NONE, Rule.ENGAGED, Rule.SOBER, Rule.CASE)), (Subject.MISSED, (Rule.NONE, Rule.REACHED_OUT, Rule.CASE)))
    pour(Criterion, "entry_id about rule for_assessment confirmed_on", (
        (key, subject.value, fitting[n % len(fitting)].value, True, today - timedelta(days=n % 300))
        for n, key in enumerate(entries) for subject, fitting in rules
    ))  # fmt: skip
    chance = size.chance(30)
    unlike = iter(uuids(chance, TURNED_AWAY * len(entries)))
    months = [(today.replace(day=1) - timedelta(days=30 * back)).replace(day=1) for back in range(1, 13)]
    pour(TurnAway, "entry_id reason month recorded_on key", (
        (key, Refusal.values[(n + row) % len(Refusal.values)], months[row % 12], today - timedelta(days=30 * (row % 12)), next(unlike))
        for n, key in enumerate(entries) for row in range(TURNED_AWAY)
    ))  # fmt: skip
    settle([ServiceEntry, EntryNeed, Criterion, TurnAway])
