"""What pathways show: an advised order through modules, and how far their reader is."""

from django.http import HttpRequest

from home.seams.contexts import builds_context
from learning.contexts.index import shown_modules
from learning.models import ModulePage, PathwayIndexPage, PathwayPage
from learning.rules.addresses import address_of


@builds_context("learning.PathwayIndexPage")
def pathway_index_context(page: PathwayIndexPage, request: HttpRequest) -> dict:
    """The context of `learning/pathway_index_page.html`."""
    return {"pathways": [(pathway, address_of(pathway.url_path)) for pathway in PathwayPage.objects.live().child_of(page).order_by("path")]}


@builds_context("learning.PathwayPage")
def pathway_context(page: PathwayPage, request: HttpRequest) -> dict:
    """The context of `learning/pathway_page.html`: steps whose module is published, in order, and the one to go on with."""
    steps = [(step.module_id, step.why) for step in page.steps.all()]
    modules = {module.pk: module for module in ModulePage.objects.live().filter(pk__in=[pk for pk, _ in steps]).with_progress(request.user)}
    shown = {each.module.pk: each for each in shown_modules(list(modules.values()), request.user)}
    in_order = [(shown[pk], why) for pk, why in steps if pk in shown]
    return {
        "steps": in_order,
        "done": sum(1 for each, _ in in_order if each.state == "done"),
        "minutes": sum(each.module.minutes for each, _ in in_order),
        "on_with": next((each for each, _ in in_order if each.state != "done"), None),
        "coming": [raw["value"] for raw in page.coming.raw_data] if hasattr(page, "coming") else [],
        "index_url": address_of(page.url_path.rstrip("/").rpartition("/")[0]),
    }
