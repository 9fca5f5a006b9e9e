"""What the people of the invented town say of their capabilities, over two years."""

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from capability.actions.freezing import freeze
from capability.actions.publishing import build_dataset
from capability.demo import versions
from capability.enums import Answered
from capability.models import Barrier, Capability, Confirmation, Framework, PlanAction, Rating, RoleTarget, SelfAssessment, Sharing, Snapshot
from home.demo import SEED
from home.models import Membership, Team, User

ASSESSED = 0.72  # of the people who have a job role with a profile
WEAKER = {"B2": 0.9, "B3": 0.7, "B12": 0.55, "B4": 0.6, "C3": 0.5, "A7": 0.4}  # how often these lie below the target
SHARING = 5  # people of Ben's team who let him read theirs
QUARTERS = 4
WEIGHED_BARRIERS = ["time"] * 5 + ["supervision"] * 3 + ["pathway"] * 2 + ["rule"]


def build(progress: Callable[[str], Any]) -> None:
    """Let most people of the town have looked at their capabilities, and freeze the figures of the last quarters."""
    let_people_assess(progress)
    freeze_past_quarters(progress)
    versions.write_a_draft(progress)


@transaction.atomic
def let_people_assess(progress: Callable[[str], Any]) -> None:
    """Finished self-assessments, over two years; nothing where there are any."""
    framework = Framework.objects.published().first()
    if framework is None or SelfAssessment.objects.exists():
        progress(
            "The people of Wenbridge have looked at their capabilities already."
            if framework
            else "No framework is published, so nobody has assessed themselves."
        )
        return
    chance = random.Random(SEED)  # noqa: S311 - an invented town, nothing secret
    capabilities = list(Capability.objects.in_force())
    targets: dict[int, dict[int, int]] = {}
    for role, capability, level in RoleTarget.objects.filter(profile__framework=framework).values_list("profile__job_role", "capability", "level"):
        targets.setdefault(role, {})[capability] = level
    made = 0
    for place in Membership.objects.current().select_related("person").order_by("pk"):
        if place.job_role_id not in targets or (chance.random() > ASSESSED and place.person.email != "asha@example.org"):
            continue
        made += assess(place, framework, capabilities, targets[place.job_role_id], chance)
    share_with_ben()
    say_what_blocks(chance)
    progress(f"{made} self-assessments are finished in Wenbridge.")


def assess(place: Membership, framework: Framework, capabilities: list[Capability], needed: dict[int, int], chance: random.Random) -> int:
    """One to three finished self-assessments of one person, each a little further than the last; how many."""
    today = timezone.localdate()
    levels = {c.pk: first_level(c, needed[c.pk], chance) for c in capabilities}
    times = chance.choice([1, 1, 2, 3])
    first = today - timedelta(days=chance.randrange(20, 200) + 230 * (times - 1))
    for number in range(times):
        day = first + timedelta(days=230 * number)
        moment = timezone.make_aware(datetime.combine(day, time(chance.randrange(8, 17), chance.randrange(60))))
        assessment = SelfAssessment.objects.create(
            person=place.person, framework=framework, job_role=place.job_role, started_at=moment - timedelta(hours=1), submitted_at=moment
        )
        Rating.objects.bulk_create(rating_of(assessment, capability, levels[capability.pk], needed[capability.pk], chance) for capability in capabilities)
        levels = {key: min(3, level + 1) if level < needed[key] and chance.random() < 0.3 else level for key, level in levels.items()}
    return times


def first_level(capability: Capability, target: int, chance: random.Random) -> int:
    """A believable first level: mostly the target, below it where the town is weaker, now and then beyond."""
    if chance.random() < WEAKER.get(capability.code, 0.22):
        return max(0, target - (2 if chance.random() < 0.2 else 1))
    return min(3, target + 1) if chance.random() < 0.12 else target


def rating_of(assessment: SelfAssessment, capability: Capability, level: int, target: int, chance: random.Random) -> Rating:
    """One rating; now and then it is not part of somebody's role."""
    if target == 0 or chance.random() < 0.02:
        return Rating(assessment=assessment, capability=capability, answered=Answered.NOT_MY_ROLE, level=None)
    return Rating(assessment=assessment, capability=capability, level=level, sure=chance.choice([2, 2, 3, 3, 4, None]))


def say_what_blocks(chance: random.Random) -> None:
    """About half of the people with a gap say what stands in the way; mostly time."""
    said: set[tuple[int, int, str]] = set()
    rows = Rating.objects.filter(assessment__submitted_at__isnull=False, level__lte=1).order_by("pk").values_list("assessment__person", "capability")
    for person, capability in rows.iterator():
        if chance.random() < 0.08:
            said.add((person, capability, chance.choice(WEIGHED_BARRIERS)))
    Barrier.objects.bulk_create(Barrier(person_id=person, capability_id=capability, kind=kind) for person, capability, kind in sorted(said))
    Barrier.objects.update(said_at=timezone.now() - timedelta(days=400))


def freeze_past_quarters(progress: Callable[[str], Any]) -> None:
    """Freeze the figures of the first days of this quarter and the three before it; nothing where any are frozen."""
    if Snapshot.objects.exists() or not SelfAssessment.objects.exists():
        return
    today = timezone.localdate()
    day = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    days = [day]
    while len(days) < QUARTERS:
        day = (day - timedelta(days=1)).replace(day=1)
        day = day.replace(month=3 * ((day.month - 1) // 3) + 1)
        days.insert(0, day)
    for each in days:
        freeze(each, quarterly=True)
    build_dataset()
    progress(f"The figures of {QUARTERS} quarters are frozen and published.")


def share_with_ben() -> None:
    """Some of Ben's team let him read theirs; he has said something beside one, and they agreed an action."""
    ben = User.objects.get(email="ben@example.org")
    team = Team.objects.get(slug="community-team")
    finished = SelfAssessment.objects.filter(person__in=User.objects.in_team(team)).exclude(person=ben).order_by("submitted_at")
    latest = {assessment.person_id: assessment for assessment in finished}
    asha = User.objects.get(email="asha@example.org")
    others = [assessment for assessment in latest.values() if assessment.person_id != asha.pk]
    chosen = [latest[asha.pk], *others[: SHARING - 1]]
    Sharing.objects.bulk_create(Sharing(assessment=assessment, reader=ben, as_manager=True) for assessment in chosen)
    rating = chosen[0].ratings.select_related("capability").filter(capability__code="B12").first()
    if rating:
        Confirmation.objects.create(rating=rating, supervisor=ben, agrees=False, comment="You do this more than you say: think of the joint visit in October.")
        PlanAction.objects.create(
            person=asha,
            capability=rating.capability,
            text="Sit in on a joint meeting with the Early Intervention team",
            due_on=date.today() + timedelta(days=40),
            agreed_with=ben,
        )
