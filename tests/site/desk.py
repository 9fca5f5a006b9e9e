"""The forms of the editing desk: what a browser sends for a page with all its blocks, ways to spoil it, and a small desk to try them on."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.forms import CheckboxInput
from hypothesis import strategies as st
from wagtail import blocks
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.models import Collection, Page, Task, Workflow
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import querydict_from_html

from home.models import File, HomePage, JobRole, Picture, PlainPage
from learning.models import LearningIndexPage, LessonPage, PathwayIndexPage, PathwayPage, PathwayStep
from practice.models import CommunityIndexPage
from tests.cast import Cast
from tests.home.uploads import mp3, mp4, pdf, picture
from tests.learning.factories import block, everything, make_module
from tests.practice.sessions import make_community, make_session
from tests.site.forms import Field, Form, forms_on
from tests.site.fuzzing import DIGITS, Sent, hostile
from tests.site.test_addresses import patterns

WRITTEN = "<h2>What helps</h2><p>Words with <b>weight</b> and <a href='https://a.example/x'>a way out</a>.</p><ul><li>One</li></ul>"
COUNTS = re.compile(r"-(count|order|deleted|type|id|TOTAL_FORMS|INITIAL_FORMS|ORDER|DELETE)$")
PARTS = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
SEVERAL = {
    "wagtailcore/page": ("delete", "move", "publish", "unpublish"),
    "home/picture": ("add_tags", "add_to_collection", "delete"),
    "home/file": ("add_tags", "add_to_collection", "delete"),
    **dict.fromkeys(("home/jobrole", "home/team", "home/service", "home/sector"), ("delete",)),
    "home/user": ("assign_role", "set_active_state", "delete"),
}
# Pages have a fuzz of their own, the framework's desk is in test_fuzz.py; the last two only sign somebody in or out.
ELSEWHERE = ("wagtailadmin_pages:add", "wagtailadmin_pages:edit", "wagtailadmin_pages:preview", "framework:", "wagtailadmin_login", "wagtailadmin_logout")
TREES: list[Any] = [None, True, -1, 1e308, "", "atomic", "LINK", "\x00", "\ud800", [], {}, [[]], [{}], {"": {}}, "x" * 5000, 10**40]


def make_desk(cast: Cast) -> list[Page]:
    """A page of each kind that has a form, with every block that there is in it."""
    library = {
        "picture": Picture.objects.create(title="Two hands", file=ContentFile(picture(), "hands.jpg"), width=60, height=40, uploaded_by_user=cast.editor),
        "paper": File.objects.create(title="A paper", file=ContentFile(pdf(), "paper.pdf")),
        "sound": File.objects.create(title="A sound", file=ContentFile(mp3(), "sound.mp3")),
        "film": File.objects.create(title="A film", file=ContentFile(mp4(), "film.mp4")),
    }
    links = f'<p><a linktype="page" id="{HomePage.objects.get().pk}">home</a> <a linktype="document" id="{library["paper"].pk}">it</a></p>'
    more = [
        block("text", WRITTEN + links),
        block("contribution", ""),
        block("quotation", {"text": "I was there.", "who": "A nurse", "source": "A paper"}),
        block("image", {"image": library["picture"].pk, "file": "", "alt": "Two hands", "caption": ""}),
        block("audio", {"title": "A voice", "file": library["sound"].pk, "transcript": "Words."}),
        block("video", {"title": "A room", "file": library["film"].pk, "captions": "WEBVTT", "transcript": "Words."}),
        block("download", {"title": "A sheet", "document": library["paper"].pk, "file": ""}),
        block("service", {"service": cast.service.pk, "why": "They answer at night."}),
    ]
    line = [("item", "One thing")]
    module, lessons = make_module(
        1, [*more, *everything()], introduction=[("text", RichText(WRITTEN))], outcomes=line, try_this_week=line, supervision=line, authors=line, reviewers=line
    )
    plain = HomePage.objects.get().add_child(instance=PlainPage(title="A page", slug="a-page", body=[("text", RichText(WRITTEN)), ("markdown", "*Words*")]))
    pathways = LearningIndexPage.objects.get().add_child(instance=PathwayIndexPage(title="Pathways", slug="pathways"))
    pathway = pathways.add_child(instance=PathwayPage(title="A way", slug="a-way", summary="In order.", coming=line))
    PathwayStep.objects.create(pathway=pathway, module=module, why="First.")
    community = make_community(cast.carys)
    session = make_session(community)
    assert {raw["type"] for raw in lessons[0].body.raw_data} == set(LessonPage._meta.get_field("body").stream_block.child_blocks), "every block is tried"
    above = [HomePage.objects.get(), LearningIndexPage.objects.get(), pathways, CommunityIndexPage.objects.get()]
    return [lessons[0], module, plain, pathway, community, session.page, *above]


def sent_for(value_block: blocks.Block, value: Any, prefix: str) -> dict[str, list[str]]:
    """What the editor's script sends for a block."""
    if isinstance(value_block, blocks.StreamBlock | blocks.ListBlock):
        children = list(value) if isinstance(value_block, blocks.StreamBlock) else value.bound_blocks
        found = {f"{prefix}-count": [str(len(children))]}
        for at, child in enumerate(children):
            here = f"{prefix}-{at}"
            found |= {f"{here}-order": [str(at)], f"{here}-deleted": [""], f"{here}-id": [child.id or ""]}
            found |= {f"{here}-type": [child.block_type]} if isinstance(value_block, blocks.StreamBlock) else {}
            found |= sent_for(child.block, child.value, f"{here}-value")
        return found
    if isinstance(value_block, blocks.StructBlock):
        return {name: said for key, child in value_block.child_blocks.items() for name, said in sent_for(child, value[key], f"{prefix}-{key}").items()}
    shown = value_block.field.prepare_value(value_block.value_for_form(value))
    if isinstance(value_block.field.widget, CheckboxInput):
        return {prefix: ["on"]} if shown else {}
    if isinstance(value_block, blocks.ChooserBlock):
        return {prefix: [str(getattr(value, "pk", value) or "")]}
    given = value_block.field.widget.format_value(shown)
    return {prefix: [str(each) for each in given] if isinstance(given, list) else ["" if given is None else str(given)]}


def form_of(browser, page: Page) -> tuple[Form, dict[str, list[str]]]:
    """The form with which `page` is edited, and what it sends where nothing was changed."""
    page = page.specific
    here = f"/cms/pages/{page.pk}/edit/"
    fields = querydict_from_html(browser.get(here).content.decode(), form_id="page-edit-form")
    data = {name: said for name, said in fields.lists() if "__prefix__" not in name and not name.startswith("action-")}
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            data |= sent_for(field.stream_block, getattr(page, field.name), field.name)
    return Form(here, here=here), data


@st.composite
def spoilt(draw: st.DrawFn, data: dict[str, list[str]], ids: list[str]) -> Sent:
    """What is sent for a page, with up to four things not as the editor's script would send them."""
    data = {name: list(said) for name, said in data.items()}
    found = Sent(data, typed=False)
    for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2, 4]))):
        WAYS[draw(st.sampled_from(sorted(WAYS)))](draw, found, ids)
    return found


def _value(draw: st.DrawFn, sent: Sent, ids: list[str]) -> None:
    name = draw(st.sampled_from(sorted(name for name in sent.data if not COUNTS.search(name))))
    sent.data[name] = sent.odd[name] = draw(st.lists(hostile(ids), min_size=1, max_size=2))


def _count(draw: st.DrawFn, sent: Sent, ids: list[str]) -> None:
    if names := sorted(name for name in sent.data if COUNTS.search(name)):
        name = draw(st.sampled_from(names))
        few = st.sampled_from(["", "0", "1", "2", "3", "40", "1000", "on", *DIGITS])
        sent.data[name] = sent.odd[name] = [draw(st.one_of(few, hostile(ids)))]


def _away(draw: st.DrawFn, sent: Sent, ids: list[str]) -> None:
    name = draw(st.sampled_from(sorted(sent.data)))
    sent.odd[name] = []
    del sent.data[name]


def _kind(draw: st.DrawFn, sent: Sent, ids: list[str]) -> None:
    """Another kind than the values are of."""
    if names := sorted(name for name in sent.data if name.endswith("-type") and name.removesuffix("-type") + "-order" in sent.data):
        name = draw(st.sampled_from(names))
        kinds = sorted({said for each in names for said in sent.data[each]})
        sent.data[name] = sent.odd[name] = [draw(st.sampled_from([*kinds, "unknown", "", "\x00"]))]


def _one_of(draw: st.DrawFn, sent: Sent) -> re.Match | None:
    heads = sorted(name.removesuffix("-order") for name in sent.data if re.search(r"-\d+-order$", name))
    return re.fullmatch(r"(.*)-(\d+)", draw(st.sampled_from(heads))) if heads else None


def _taken_out(draw: st.DrawFn, sent: Sent, ids: list[str]) -> None:
    """Part of a block that is still counted, or one that is marked as deleted."""
    if one := _one_of(draw, sent):
        if draw(st.booleans()):
            sent.data[f"{one[0]}-deleted"] = sent.odd[f"{one[0]}-deleted"] = ["1"]
            return
        gone = [name for name in sorted(sent.data) if name.startswith(f"{one[0]}-value")]
        sent.odd[f"{one[0]}-value"] = []
        for name in gone:
            del sent.data[name]


def _again(draw: st.DrawFn, sent: Sent, ids: list[str]) -> None:
    """A block a second time, its id too, and its place now and then."""
    if one := _one_of(draw, sent):
        at = sent.data.get(f"{one[1]}-count", ["0"])[0]
        for name in [name for name in sent.data if name.startswith(f"{one[0]}-")]:
            sent.data[f"{one[1]}-{at}{name.removeprefix(one[0])}"] = sent.data[name]
        if draw(st.integers(0, 3)):
            sent.data[f"{one[1]}-{at}-order"] = [at]
        if at.isascii() and at.isdecimal() and len(at) < 4:
            sent.data[f"{one[1]}-count"] = sent.odd[f"{one[0]} again"] = [str(int(at) + 1)]


def _words(draw: st.DrawFn, sent: Sent, ids: list[str]) -> None:
    """Rich text that is not the JSON that it should be."""
    if names := sorted(name for name, said in sent.data.items() if '"entityMap"' in "".join(said)):
        name = draw(st.sampled_from(names))
        given = sent.data[name][0]
        how = draw(st.sampled_from(["tree", "tree", "tree", "deep", "cut", "other"]))
        if how == "cut":
            given = given[: draw(st.integers(0, len(given)))]
        elif how == "deep":
            given = "[" * draw(st.sampled_from([10, 5000, 200_000]))
        elif how == "other":
            given = draw(st.sampled_from(["", "null", "[]", "{}", "1", "NaN", '{"blocks": null}', '{"blocks": [], "entityMap": []}', "<p>x</p>"]))
        else:
            given = _changed(draw, given, ids)
        sent.data[name] = sent.odd[name] = [given]


def _changed(draw: st.DrawFn, given: str, ids: list[str]) -> str:
    try:
        tree = json.loads(given)
    except (ValueError, RecursionError):
        return given
    if not isinstance(tree, dict) or not tree:
        return given
    for _ in range(draw(st.integers(1, 2))):
        inside: Any = tree
        key: Any = draw(st.sampled_from(sorted(tree)))
        while isinstance(inside[key], dict | list) and inside[key] and draw(st.integers(0, 6)):
            inside = inside[key]
            key = draw(st.sampled_from(sorted(inside))) if isinstance(inside, dict) else draw(st.integers(0, len(inside) - 1))
        if draw(st.booleans()):
            inside[key] = draw(st.one_of(st.sampled_from(TREES), hostile(ids)))
        elif isinstance(inside, list):
            inside.append(inside[key])
        elif len(inside) > 1:
            del inside[key]
    return json.dumps(tree)


WAYS: dict[str, Callable[[st.DrawFn, Sent, list[str]], None]] = {
    "value": _value,
    "another value": _value,
    "count": _count,
    "away": _away,
    "kind": _kind,
    "taken out": _taken_out,
    "again": _again,
    "words": _words,
}


def renamed(data: dict[str, list[str]], slug: str) -> dict[str, list[str]]:
    """The same for a page that is new."""
    return data | {"slug": [slug], "title": ["A new page"]}


def to_add(page: Page) -> Form:
    """Where a page like `page` is made."""
    address = f"/cms/pages/add/{page._meta.app_label}/{page._meta.model_name}/{page.get_parent().pk}/"
    return Form(address, here=address)


def previewed(form: Form) -> Form:
    """Where the editor's script sends a form for its preview."""
    part = form.action.removeprefix("/cms/pages/").removesuffix("/").split("/")
    address = f"/cms/pages/{part[0]}/edit/preview/" if part[-1] == "edit" else f"/cms/pages/add/{'/'.join(part[1:])}/preview/"
    return replace(form, action=address)


def addresses(cast: Cast, pages: list[Page]) -> Iterator[tuple[str, str]]:
    """Each address of Wagtail's own, by its name, with something that stands there: `("wagtailimages:edit", "/cms/images/1/")`."""
    page, thing = str(pages[0].pk), {"image": str(Picture.objects.get().pk), "document": str(File.objects.first().pk)}
    redirect = Redirect.objects.create(old_path="/before", redirect_page=pages[0].page_ptr)
    rows = {
        "users": cast.frank, "groups": Group.objects.first(), "service": cast.service, "team": cast.team, "sector": cast.service.sector,
        "jobrole": JobRole.objects.first(),
        "collections": Collection.objects.last(), "workflows": Workflow.objects.last(), "task": Task.objects.last(),
    }  # fmt: skip
    parts = {
        **dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "page_pk"), page), "destination_id": str(pages[1].pk),
        "image_id": thing["image"], "document_id": thing["document"], "doc_id": thing["document"], "redirect_id": str(redirect.pk),
        "collection_id": str(rows["collections"].pk), "workflow_pk": str(rows["workflows"].pk), "task_id": str(rows["task"].pk),
        "revision_id": str(pages[0].latest_revision_id or 1), "filter_spec": "width-100",
    }  # fmt: skip
    for route, name, _ in patterns():
        if not route.startswith("cms/") or name.startswith(ELSEWHERE):
            continue
        of = next((str(row.pk) for key, row in rows.items() if row is not None and key in name), "1")
        for model in ("sitesettings", "involvementsettings") if "settings" in name else ("page",):
            given = {**parts, "pk": of, "app_label": "home", "app_name": "home", "model_name": model}
            address = PARTS.sub(lambda part, given=given: given.get(part[1] or part[2], "1"), route)
            yield name, "/" + re.sub(r"[\^$\\]|/\?$|\(\?:|\)\?", "", address)
    for of, actions in SEVERAL.items():
        row = rows.get(of.removeprefix("home/"))
        one = {"home/picture": thing["image"], "home/file": thing["document"], "home/user": str(cast.frank.pk)}.get(of, str(row.pk) if row else page)
        yield from (("wagtail_bulk_action", f"/cms/bulk/{of}/{action}/?id={one}") for action in actions)


def forms_at(browser, address: str) -> list[Form]:
    """The forms that are found at an address, in what a script is given too; what is only posted to is sent a title and a file."""
    response = browser.get(address)
    kind = response.get("Content-Type", "")
    if response.status_code == 405:
        return [Form(address, [Field("title", "text"), Field("file", "file"), Field("id", "number")], here="/cms/")]
    if response.status_code != 200 or response.streaming or not ("json" in kind or "html" in kind):
        return []
    said = response.json() if "json" in kind else {"html": response.content.decode()}
    html = said.get("html", "") if isinstance(said, dict) else ""
    return [form for form in forms_on(html, address, methods=("get", "post")) if form.action.startswith("/cms/")]
