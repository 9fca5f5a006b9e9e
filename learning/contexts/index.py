"""What the learning index shows: every module with its reader's own state, what is coming, and the pathways."""

from collections import defaultdict
from dataclasses import dataclass

from django.http import HttpRequest

from capability.models import Capability
from home.seams.contexts import builds_context
from learning.models import LearningIndexPage, LessonPage, ModulePage, PathwayPage
from learning.rules.addresses import address_of

Building = ModulePage.capabilities.through


@dataclass(frozen=True)
class Shown:
    """A module on a list, with how many of its lessons its reader has finished; `state` is done, begun or empty."""

    module: ModulePage
    url: str
    total: int
    finished: int
    capabilities: tuple[Capability, ...] = ()

    @property
    def state(self) -> str:
        """How far its reader is: "done", "begun", or nothing."""
        return "done" if self.module.my_completed_at else "begun" if self.module.my_started_at else ""


def shown_modules(modules: list[ModulePage], person) -> list[Shown]:
    """`modules` (read `with_progress`) as a list shows them; two queries for any number of them."""
    lessons: dict[str, list[bool]] = defaultdict(list)
    rows = LessonPage.objects.live().with_progress(person).values_list("path", "my_finished_at")
    for path, finished_at in rows:
        lessons[path[: -LessonPage.steplen]].append(finished_at is not None)
    builds: dict[int, list[Capability]] = defaultdict(list)
    for row in Building.objects.filter(modulepage__in=[module.pk for module in modules]).select_related("capability__domain"):
        builds[row.modulepage_id].append(row.capability)
    return [
        Shown(module, address_of(module.url_path), len(lessons[module.path]), sum(lessons[module.path]), tuple(sorted(builds[module.pk], key=_in_order)))
        for module in modules
    ]


def _in_order(capability: Capability) -> tuple:
    return (capability.domain.order, capability.order, capability.code)


@builds_context("learning.LearningIndexPage")
def index_context(page: LearningIndexPage, request: HttpRequest) -> dict:
    """The context of `learning/index_page.html`; `?capability=B3` shows the modules that build one capability."""
    shown = shown_modules(list(ModulePage.objects.listed().with_progress(request.user).defer("introduction", "sources")), request.user)
    choices = sorted({capability for each in shown for capability in each.capabilities}, key=_in_order)
    asked = request.GET.get("capability", "")
    chosen = next((capability for capability in choices if capability.code == asked), None)
    return {
        "modules": [each for each in shown if chosen is None or chosen in each.capabilities],
        "coming": [raw["value"] for raw in page.coming.raw_data] if chosen is None else [],
        "choices": choices,
        "chosen": chosen,
        "unknown": bool(asked and not chosen),
        "pathways": [(pathway, address_of(pathway.url_path)) for pathway in PathwayPage.objects.live().order_by("path")],
    }
