"""The index of learning and the pathways, brought from files: what is here, and what is coming."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from modelcluster.models import ClusterableModel

from home.models import HomePage
from learning.actions.loading import LoadProblem
from learning.curriculum.blocks import digest, listed
from learning.curriculum.format import FormatProblem
from learning.curriculum.kinds import Part, PartProblem, canonical
from learning.curriculum.pages import fill, lines_of, pathway_content
from learning.models import LearningIndexPage, ModulePage, PathwayIndexPage, PathwayPage, PathwayStep

COMING = (Part("lead"), Part("coming", "texts"))
PATHWAYS = (
    Part("pathways", "tables", parts=(
        Part("id", required=True), Part("title", required=True), Part("slug", required=True), Part("summary", required=True), Part("audience"),
        Part("coming", "texts"), Part("steps", "tables", parts=(Part("module", required=True), Part("title", required=True), Part("why"))),
    )),
)  # fmt: skip


def _read(path: Path, parts: tuple[Part, ...]) -> dict:
    try:
        return canonical(parts, tomllib.loads(path.read_text("utf-8")), f"The file {path.name}")
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, PartProblem, UnicodeDecodeError) as problem:
        raise LoadProblem(str(FormatProblem(path.name, 1, f"{problem}"))) from problem


@transaction.atomic
def load_index(folder: Path) -> list[str]:
    """Make the index where there is none, and let it announce what `coming.toml` names; sentences for what changed or was left alone."""
    content = _read(folder / "coming.toml", COMING)
    home = HomePage.objects.first()
    if home is None:
        raise LoadProblem("The site has no home page yet. Run manage.py found_site first.")
    index = LearningIndexPage.objects.first()
    if index is None:
        index = LearningIndexPage(title="Learn", slug="learning", live=False)
        home.add_child(instance=index)
    if not content:
        return []
    here = {title.casefold() for title in ModulePage.objects.live().values_list("title", flat=True)}
    wanted = {"lead": content.get("lead", ""), "coming": [title for title in content.get("coming", []) if title.casefold() not in here]}
    stands = index.get_latest_revision_as_object()
    before = digest({"lead": stands.lead.strip(), "coming": lines_of(stands.coming)})
    if before == digest(wanted) and index.live:
        return []
    if index.loaded_digest and before != index.loaded_digest:
        return [f"“{index.title}” was changed here and stays as it is."]
    stands.lead = wanted["lead"]
    fill(stands, "coming", listed(wanted["coming"], "learning/coming"))
    stands.loaded_digest = digest(wanted)
    stands.save_revision().publish()
    return [f"“{index.title}” announces {len(wanted['coming'])} coming modules."]


@transaction.atomic
def load_pathways(folder: Path, take: Any = ()) -> list[str]:
    """Bring the pathways of `pathways.toml`: the modules that are here, and the titles of those that are coming; sentences as above."""
    content = _read(folder / "pathways.toml", PATHWAYS)
    index = LearningIndexPage.objects.first()
    if not content or index is None:
        return []
    parent = PathwayIndexPage.objects.first()
    if parent is None:
        parent = PathwayIndexPage(title="Pathways", slug="pathways", live=False)
        index.add_child(instance=parent)
        parent.save_revision().publish()
    modules = {module.key: module for module in ModulePage.objects.live().filter(alias_of=None)}
    told = []
    for wanted in content["pathways"]:
        told += _load_pathway(wanted, parent, modules, f"pathways/{wanted['id']}" in take)
    return told


def _load_pathway(wanted: dict, parent: PathwayIndexPage, modules: dict[str, ModulePage], taken: bool) -> list[str]:
    page = PathwayPage.objects.filter(key=wanted["id"], alias_of=None).first()
    if page is None:
        page = PathwayPage(live=False)
        _put(page, wanted, modules)
        parent.refresh_from_db()
        parent.add_child(instance=page)
        page.loaded_digest = digest(pathway_content(page))
        page.save_revision().publish()
        return [f"The pathway “{page.title}” is new."]
    before = digest(pathway_content(page.get_latest_revision_as_object()))
    changed: Any = page.get_latest_revision_as_object()
    _put(changed, wanted, modules)
    shipped = digest(pathway_content(changed))
    if before == shipped:
        return []
    if before != page.loaded_digest and not taken:
        return [f"The pathway “{page.title}” was changed here and stays. To take the shipped version: manage.py load_curriculum --take pathways/{page.key}."]
    changed.loaded_digest = shipped
    changed.save_revision().publish()
    return [f"The pathway “{page.title}” was brought up to date."]


def _put(page: ClusterableModel, wanted: dict, modules: dict[str, ModulePage]) -> None:
    page.key = wanted["id"]
    for name in ("title", "slug", "summary", "audience"):
        setattr(page, name, wanted.get(name, ""))
    steps = wanted.get("steps", [])
    there = {step.module.key: step for step in page.steps.all()}
    page.steps = [
        PathwayStep(pk=there[name].pk if name in there else None, sort_order=number, module=modules[name], why=step.get("why", ""))
        for number, (name, step) in enumerate((step["module"], step) for step in steps)
        if name in modules
    ]
    coming = [step["title"] for step in steps if step["module"] not in modules] + wanted.get("coming", [])
    fill(page, "coming", listed(coming, f"pathways/{page.key}"))
