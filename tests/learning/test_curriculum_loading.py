"""Loading, exporting and checking modules: what an editor changed stands, and nothing goes silently."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from learning.actions.loading import CONTENT, load_module, read_whole
from learning.curriculum.check import check_module
from learning.curriculum.folder import read_folder
from learning.curriculum.words import claims_without_source, measure
from learning.models import LearningIndexPage, LessonPage, ModulePage, PathwayPage

SHIPPED = CONTENT / "understanding-complex-trauma"


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """One of the modules that ship, the pathways and what is coming, in a folder that a test may change."""
    shutil.copytree(SHIPPED, tmp_path / "content" / SHIPPED.name)
    shutil.copyfile(CONTENT / "pathways.toml", tmp_path / "content" / "pathways.toml")
    (tmp_path / "content" / "coming.toml").write_text('coming = ["Stigma and what it does", "Understanding complex trauma"]', "utf-8")
    monkeypatch.setattr("learning.actions.loading.CONTENT", tmp_path / "content")
    return tmp_path / "content"


def run(command: str, *args, **options) -> str:
    out = StringIO()
    call_command(command, *map(str, args), stdout=out, stderr=out, **options)
    return out.getvalue()


def lesson(key: str = "harm-over-time") -> LessonPage:
    return LessonPage.objects.get(key=key)


def edit(page, person=None, *, publish=True, **fields):
    """What an editor does in the CMS."""
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    revision = draft.save_revision(user=person)
    if publish:
        revision.publish(user=person, skip_permission_checks=True)


def change_file(folder: Path, file: str, before: str, after: str):
    path = folder / "understanding-complex-trauma" / file
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


@pytest.mark.django_db
def test_loading_publishes_and_loading_again_changes_nothing(folder):
    told = run("load_curriculum", folder)
    assert "8 new" in told
    module = ModulePage.objects.get(key="complex-trauma")
    assert module.live
    assert [page.slug for page in LessonPage.objects.of(module)][:2] == ["harm-over-time", "what-the-body-remembers"]
    ids = [block["id"] for block in lesson().body.get_prep_value()]
    revisions = lesson().revisions.count()
    told = run("load_curriculum", folder)
    assert "8 as before" in told
    assert lesson().revisions.count() == revisions
    assert [block["id"] for block in lesson().body.get_prep_value()] == ids


@pytest.mark.django_db
def test_what_is_coming_is_announced_and_pathways_name_it(folder):
    run("load_curriculum", folder)
    index = LearningIndexPage.objects.get()
    assert [str(item.value) for item in index.coming] == ["Stigma and what it does"], "the module that is here is not coming"
    front_door = PathwayPage.objects.get(key="front-door")
    assert [step.module.key for step in front_door.steps.all()] == ["complex-trauma"]
    assert [str(item.value) for item in front_door.coming] == ["Stigma and what it does", "Co-occurring needs: how they meet"]


@pytest.mark.django_db
def test_a_changed_file_is_brought_up_to_date(folder):
    run("load_curriculum", folder)
    change_file(folder, "01-harm-over-time.md", "You already know people", "You know people")
    ids = {block["value"]["id"]: block["id"] for block in lesson().body.get_prep_value() if block["type"] == "check"}
    assert "1 brought up to date, 7 as before" in run("load_curriculum", folder)
    assert "You know people" in str(lesson().body[0].value)
    assert {block["value"]["id"]: block["id"] for block in lesson().body.get_prep_value() if block["type"] == "check"} == ids


@pytest.mark.django_db
@pytest.mark.parametrize("publish", [True, False], ids=["published", "draft"])
def test_an_editors_change_stands(folder, cast, publish):
    run("load_curriculum", folder)
    edit(lesson(), cast.editor, title="Harm over a long time", publish=publish)
    change_file(folder, "01-harm-over-time.md", "You already know people", "You know people")
    told = run("load_curriculum", folder)
    assert f"was changed here by {cast.editor.name} and stays as it is" in told
    assert "--take complex-trauma/harm-over-time" in told
    assert lesson().get_latest_revision_as_object().title == "Harm over a long time"
    assert "You already know" in str(lesson().body[0].value)
    assert "1 brought up to date" in run("load_curriculum", folder, take=["complex-trauma/harm-over-time"])
    assert lesson().title == "Harm over time"
    assert "8 as before" in run("load_curriculum", folder)


@pytest.mark.django_db
def test_saving_in_the_cms_without_a_change_is_no_change(folder, cast):
    run("load_curriculum", folder)
    edit(lesson(), cast.editor)
    change_file(folder, "01-harm-over-time.md", "You already know people", "You know people")
    assert "1 brought up to date" in run("load_curriculum", folder)


@pytest.mark.django_db
def test_what_an_editor_took_offline_stays_offline(folder):
    run("load_curriculum", folder)
    lesson().unpublish()
    change_file(folder, "01-harm-over-time.md", "You already know people", "You know people")
    assert "was unpublished here" in run("load_curriculum", folder)
    assert not lesson().live


@pytest.mark.django_db
def test_a_lesson_gone_from_the_files_is_named_and_stays(folder):
    run("load_curriculum", folder)
    (folder / "understanding-complex-trauma" / "03-a-way-to-cope.md").unlink()
    told = run("load_curriculum", folder)
    assert "“A way to cope” (complex-trauma/a-way-to-cope) is not among the files any more, and stays here" in told
    assert lesson("a-way-to-cope").live


@pytest.mark.django_db
def test_a_new_lesson_takes_its_place_in_the_order(folder):
    run("load_curriculum", folder)
    (folder / "understanding-complex-trauma" / "02-a-new-one.md").write_text('+++\nid = "new"\ntitle = "A new one"\n+++\nWords.\n', "utf-8")
    (folder / "understanding-complex-trauma" / "00-first.md").write_text('+++\nid = "first"\ntitle = "First"\n+++\nWords.\n', "utf-8")
    assert "2 new" in run("load_curriculum", folder)
    assert [page.key for page in LessonPage.objects.of(ModulePage.objects.get())][:4] == ["first", "harm-over-time", "new", "what-the-body-remembers"]
    assert "left alone" not in run("load_curriculum", folder)


@pytest.mark.django_db
def test_a_broken_file_loads_nothing_of_its_module(folder):
    change_file(folder, "05-safety-and-choice.md", 'title = "', "title = ")
    with pytest.raises(CommandError, match="1 of 1 modules could not be loaded"):
        run("load_curriculum", folder)
    assert not ModulePage.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "before", "after", "sentence"),
    [
        ("module.md", '"B3", "A5", "A3", "C4"', '"Z9"', "no capability “Z9”"),
        ("02-what-the-body-remembers.md", 'id = "what-the-body-remembers"', 'id = "harm-over-time"', "is taken by understanding-complex-trauma/01-harm"),
        ("02-what-the-body-remembers.md", "```image\nfile = \"steady-enough.svg\"", "```image\nfile = \"none.png\"", "“none.png” is not beside the lesson"),
    ],
    ids=["capability", "id twice", "picture"],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_loaded(folder, file, before, after, sentence):
    change_file(folder, file, before, after)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("load_curriculum", str(folder), stdout=out, stderr=out)
    assert sentence in out.getvalue()
    assert "Nothing of understanding-complex-trauma was loaded" in out.getvalue()
    assert not ModulePage.objects.exists()


@pytest.mark.django_db
def test_a_file_in_another_encoding_is_named_with_its_line(folder):
    path = folder / "understanding-complex-trauma" / "01-harm-over-time.md"
    path.write_bytes(path.read_bytes().replace(b"You already", b"Caf\xe9 already"))
    assert [problem.line for problem in read_folder(path.parent).problems] == [10]


@pytest.mark.django_db
def test_what_is_exported_reads_the_same_and_imports_elsewhere(folder, tmp_path):
    run("load_curriculum", folder)
    run("export_module", "understanding-complex-trauma", tmp_path / "out")
    ours, theirs = read_folder(SHIPPED), read_folder(tmp_path / "out")
    assert not theirs.problems
    assert [{**lesson, "file": ""} for lesson in map(_sorted, theirs.lessons)] == [{**lesson, "file": ""} for lesson in map(_sorted, ours.lessons)]
    assert _sorted(theirs.module) == _sorted(ours.module)
    assert theirs.files.keys() == ours.files.keys()


def _sorted(content: dict) -> dict:
    """Capabilities and the sources that a head names have no order."""
    return {name: sorted(value) if name in ("capabilities",) or (name == "sources" and isinstance(value[0], str)) else value for name, value in content.items()}


@pytest.mark.django_db
def test_what_was_made_in_the_cms_is_exported_and_what_has_no_form_is_named(folder, tmp_path):
    run("load_curriculum", folder)
    page = lesson()
    block = page._meta.get_field("body").stream_block
    written = '<p>Some <b>bold</b> words and <a href="https://www.nhs.uk/">a link</a></p><ul><li>one</li></ul>'
    raw = [
        {"type": "text", "value": written, "id": "0f6c1f0e-2f4f-4b57-9d07-0a7e3a4d8c11"},
        {"type": "markdown", "value": "A fence:\n\n```note\nnot a block\n```", "id": "0f6c1f0e-2f4f-4b57-9d07-0a7e3a4d8c12"},
        {"type": "image", "value": {"image": 999, "file": "", "alt": "Gone", "caption": ""}, "id": "0f6c1f0e-2f4f-4b57-9d07-0a7e3a4d8c13"},
    ]  # fmt: skip
    edit(page, body=block.to_python(raw), search_description="Found elsewhere")
    told = run("export_module", "understanding-complex-trauma", tmp_path / "out")
    text = (tmp_path / "out" / "01-harm-over-time.md").read_text("utf-8")
    assert "Some **bold** words and [a link](https://www.nhs.uk/)" in text
    assert "- one" in text
    assert '```wagtail\n{"type": "image"' in text
    assert "“Harm over time”: a block “image” names something that is not here any more" in told
    assert "description for search engines has no place in the files" in told
    assert {"kind": "markdown", "text": "A fence:\n\n```note\nnot a block\n```"} in read_folder(tmp_path / "out").lessons[0]["blocks"] or "not a block" in text


@pytest.mark.django_db
def test_an_export_goes_into_no_folder_with_something_else(folder, tmp_path):
    run("load_curriculum", folder)
    (tmp_path / "thesis.doc").write_text("mine")
    with pytest.raises(CommandError, match="has something else in it"):
        run("export_module", "understanding-complex-trauma", tmp_path)
    with pytest.raises(CommandError, match=r"There is no module “nonsense”\. The modules are: understanding-complex-trauma"):
        run("export_module", "nonsense", tmp_path / "out")


@pytest.mark.django_db
def test_an_import_brings_pictures_into_the_library(folder, tmp_path):
    from PIL import Image

    run("load_curriculum", folder)
    run("export_module", "understanding-complex-trauma", tmp_path / "out")
    ModulePage.objects.get().delete()
    with pytest.raises(CommandError, match="SVG"):
        run("import_module", tmp_path / "out")
    (tmp_path / "out" / "steady-enough.svg").unlink()
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "out" / "steady.png")
    for file in (tmp_path / "out").glob("*.md"):
        file.write_text(file.read_text("utf-8").replace("steady-enough.svg", "steady.png"), "utf-8")
    assert "8 new" in run("import_module", tmp_path / "out")
    pictures = [block for page in LessonPage.objects.all() for block in page.body if block.block_type == "image"]
    assert pictures[0].value["image"].title == "complex-trauma: steady.png"
    assert "8 as before" in run("import_module", tmp_path / "out")


@pytest.mark.django_db
def test_a_copied_module_has_keys_of_its_own(folder):
    run("load_curriculum", folder)
    module = ModulePage.objects.get()
    copy = module.copy(recursive=True, update_attrs={"slug": "a-copy", "title": "A copy"})
    assert ModulePage.objects.get(pk=copy.pk).key not in ("complex-trauma",)
    assert ModulePage.objects.filter(key="complex-trauma").count() == 1
    assert "8 as before" in run("load_curriculum", folder)


@pytest.mark.django_db
def test_one_transaction_for_a_module(folder, monkeypatch):
    from learning.actions import loading

    run("load_curriculum", folder)
    ModulePage.objects.get().delete()
    monkeypatch.setattr(loading, "put_lesson", lambda page, content, module_key: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load_module(read_whole(folder / SHIPPED.name))
    assert not ModulePage.objects.exists()


@pytest.mark.django_db
def test_what_ships_has_nothing_to_mend():
    assert "nothing to mend" in run("check_curriculum", table=True)


def test_what_is_missing_is_found(folder):
    change_file(
        folder, "01-harm-over-time.md", "## Not a checklist", "## Not a checklist\n\n45 % of people do. See [here](/nowhere/) and [there](http://example.org/)."
    )
    change_file(folder, "02-what-the-body-remembers.md", "[@nice-ng116", "[@nobody-1999")
    found = "\n".join(str(finding) for finding in check_module(read_folder(folder / "understanding-complex-trauma"), lambda path: False))
    assert "“45 %” is a figure without a source" in found
    assert "The link to /nowhere/ leads nowhere" in found
    assert "The link to http://example.org/ must begin with https://" in found
    assert "“nobody-1999” is cited, but the module has no source of that key" in found


def test_a_figure_with_its_source_nearby_is_no_finding():
    assert claims_without_source(["1 in 5 people [@ons, page 1].", "Remember: 1 in 5 people."]) == []
    assert claims_without_source(["About one in three people.", "Call 999 or ring 111, room 12, on 22 November 2026."]) == ["one in three"]


def test_reading_age_grows_with_the_words():
    easy, hard = measure(["The cat sat. It was warm."]), measure(["Interdisciplinary organisational considerations necessitate comprehensive documentation."])
    assert easy.reading_age < 9 < 14 < hard.reading_age
    assert (easy.words, easy.sentences) == (6, 2)


@given(st.text(max_size=300))
def test_any_words_can_be_measured(text):
    assert measure([text]).reading_age >= 0
