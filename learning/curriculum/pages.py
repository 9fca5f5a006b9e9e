"""Between pages and plain content: what a page holds, and putting content into a page (saving it is not done here)."""

from typing import Any

from capability.models import Capability
from home.models import JobRole
from learning.curriculum.blocks import digest, from_raw, listed, to_raw
from learning.curriculum.kinds import clean_text
from learning.models import LessonPage, ModulePage, PathwayPage

LISTS = ("outcomes", "try_this_week", "supervision", "authors", "reviewers")
TEXTS = ("title", "slug", "summary", "purpose", "audience", "content_note", "cover")


class ContentProblem(ValueError):
    """Content that names something this site does not have; the text is a sentence."""


def _kept(content: dict) -> dict:
    """`content` without what is empty, so that an empty new part changes no digest."""
    return {name: value for name, value in content.items() if value not in (None, "", [])}


def module_content(page: ModulePage, *, name_all: bool = False) -> dict:
    """What the module `page` holds, but for its lessons, as plain content."""
    content: dict[str, Any] = {"id": page.key, "minutes": page.minutes, "order": page.order, "pass_mark": page.pass_mark}
    content |= {name: clean_text(getattr(page, name)) for name in TEXTS}
    content |= {name: [clean_text(item) for item in lines_of(getattr(page, name))] for name in LISTS}
    content["sources"] = [_kept({k: clean_text(v) if isinstance(v, str) else v for k, v in item["value"].items()}) for item in page.sources.get_prep_value()]
    content["introduction"] = from_raw(page.introduction.get_prep_value(), name_all=name_all)
    content["capabilities"] = _codes(page)
    content["prerequisites"] = sorted(other.key for other in page.prerequisites.all())
    content["refresh_roles"] = sorted(role.slug for role in page.refresh_roles.all())
    content["refresh_months"] = page.refresh_months
    content["written"], content["review_due"] = page.written_on, page.review_due_on
    return _kept(content)


def lesson_content(page: LessonPage, *, name_all: bool = False) -> dict:
    """What the lesson `page` holds as plain content."""
    content: dict[str, Any] = {"id": page.key, "minutes": page.minutes}
    content |= {name: clean_text(getattr(page, name)) for name in ("title", "slug", "summary", "content_note")}
    return _kept({**content, "capabilities": _codes(page), "blocks": from_raw(page.body.get_prep_value(), name_all=name_all)})


def pathway_content(page: PathwayPage) -> dict:
    """What the pathway `page` holds as plain content."""
    steps = [{"module": step.module.key, "why": clean_text(step.why)} for step in page.steps.all()]
    content = {"id": page.key, "title": clean_text(page.title), "slug": page.slug, "summary": clean_text(page.summary), "audience": clean_text(page.audience)}
    return _kept({**content, "steps": steps, "coming": lines_of(page.coming)})


def content_digest(page: ModulePage | LessonPage | PathwayPage) -> str:
    """The digest of what `page` holds."""
    readers = {ModulePage: module_content, LessonPage: lesson_content, PathwayPage: pathway_content}
    return digest(readers[type(page)](page))


def put_module(page: ModulePage, content: dict) -> None:
    """Put a file's module into `page`; raises `ContentProblem` where it names what is not here."""
    place = content["id"]
    page.key = content["id"]
    for name in TEXTS:
        setattr(page, name, content.get(name, ""))
    for name in LISTS:
        fill(page, name, listed(content.get(name, []), f"{place}/{name}"))
    fill(page, "sources", listed([{"url": "", **source} for source in content.get("sources", [])], f"{place}/sources", "source"))
    fill(page, "introduction", to_raw(content["introduction"], f"{place}/introduction"))
    page.minutes, page.order, page.pass_mark = content["minutes"], content["order"], content["pass_mark"]
    page.refresh_months = content.get("refresh_months")
    page.written_on, page.review_due_on = content["written"], content.get("review_due")
    page.capabilities.set(capabilities_named(content.get("capabilities", [])))
    page.prerequisites.set(_all_named(ModulePage.objects.filter(alias_of=None), "key", content.get("prerequisites", []), "module"))
    page.refresh_roles.set(_all_named(JobRole.objects.all(), "slug", content.get("refresh_roles", []), "job role"))


def put_lesson(page: LessonPage, content: dict, module_key: str) -> None:
    """Put a file's lesson into `page`; raises `ContentProblem` where it names what is not here."""
    page.key = content["id"]
    page.title, page.slug, page.minutes = content["title"], content["slug"], content["minutes"]
    page.summary, page.content_note = content.get("summary", ""), content.get("content_note", "")
    fill(page, "body", to_raw(content["blocks"], f"{module_key}/{content['id']}"))
    page.capabilities.set(capabilities_named(content.get("capabilities", [])))


def capabilities_named(codes: list[str]) -> list[Capability]:
    """The capabilities in force with these codes; raises `ContentProblem` for a code that is not there."""
    found = list(Capability.objects.with_codes(codes))
    if missing := [code for code in codes if code not in {capability.code for capability in found}]:
        if not Capability.objects.in_force().exists():
            raise ContentProblem("No capability framework is published here yet. Run manage.py load_framework first.")
        raise ContentProblem(f"The published framework has no capability “{missing[0]}”. Correct the code, or load the framework that has it.")
    return found


def _all_named(rows, column: str, names: list[str], noun: str) -> list:
    found = list(rows.filter(**{f"{column}__in": names})) if names else []
    if missing := [name for name in names if name not in {getattr(row, column) for row in found}]:
        raise ContentProblem(f"There is no {noun} “{missing[0]}” here. Make it first, or take its name out of the file.")
    return found


def fill(page, name: str, raw: list[dict]) -> None:
    """Put `raw`, as a StreamField keeps it, into the field `name` of `page`."""
    setattr(page, name, page._meta.get_field(name).stream_block.to_python(raw))


def lines_of(value) -> list[str]:
    """The lines of a StreamField of plain lines."""
    return [item["value"] for item in value.get_prep_value()]


def _codes(page) -> list[str]:
    return sorted(capability.code for capability in page.capabilities.all())
