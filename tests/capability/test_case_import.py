"""Importing CASE: what is wrong is told item by item, and nothing changes until exactly what was shown is carried out."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from capability.actions.versions.importing import dry_run, import_version, seal
from capability.exchange import as_case
from capability.frameworks import fact_of
from capability.models import Capability, Domain, Framework, Succession
from home.actions.refusals import Refused
from home.models import JobRole
from tests.capability.case_schema import errors
from tests.capability.cases import changed, foreign, text_of
from tests.capability.versions import draft_of, in_force, reword

URL = "/cms/framework/import/"


# through the lead's page


def everything() -> tuple:
    return tuple(model.objects.count() for model in (Framework, Domain, Capability, Succession, JobRole))


@pytest.fixture
def framework(cast):
    return in_force()


def upload(client, content: bytes | str, **more):
    content = content.encode() if isinstance(content, str) else content
    return client.post(URL, {"file": SimpleUploadedFile("f.json", content), **more})


@pytest.mark.django_db
def test_looking_changes_nothing_and_carrying_out_does_exactly_that(cast, framework, client_for):
    lead = client_for(cast.lead)
    before = everything()
    shown = upload(lead, text_of(foreign()), version="2.0")
    page = shown.content.decode()
    assert "Make the draft “Working alongside (2.0)”" in page
    assert "one domain with three capabilities" in page
    assert "Still to be written afterwards: X2" in page
    assert everything() == before
    done = lead.post(URL, shown.context["carry_out"].initial)
    draft = Framework.objects.drafts().get()
    assert done.url == f"/cms/framework/{draft.pk}/"
    assert (draft.version, draft.title, draft.based_on) == ("2.0", "Working alongside", framework)
    assert fact_of(draft).codes == ["X1", "X2", "A3"]
    assert Framework.objects.published().get() == framework
    assert errors(json.loads(as_case(draft))) == []
    assert lead.post(URL, shown.context["carry_out"].initial).url == URL, "twice is not done twice"
    assert Framework.objects.drafts().count() == 1


@pytest.mark.django_db
def test_what_is_wrong_stands_in_a_table_and_nothing_can_be_carried_out(cast, framework, client_for):
    before = everything()
    shown = upload(client_for(cast.lead), text_of(changed(CFItems__1__fullStatement="")), version="2.0")
    page = shown.content.decode()
    assert "There are things to put right" in page
    assert "It has no fullStatement." in page
    assert shown.context["carry_out"] is None
    for content in ("{", "[" * 5000, "nonsense"):
        assert 'class="error' in upload(client_for(cast.lead), content).content.decode() or "error" in upload(client_for(cast.lead), content).content.decode()
    assert everything() == before


@pytest.mark.django_db
def test_the_version_needs_a_name_that_is_free(cast, framework):
    for name in ("1.0", ""):
        package = foreign()
        package["CFDocument"].pop("version")
        plan = dry_run(text_of(package).encode(), version=name)
        assert [problem.where for problem in plan.problems] == ["The version"]
        assert not plan.may_be_done


@pytest.mark.django_db
def test_the_same_framework_again_is_nothing_to_do(cast, framework):
    plan = dry_run(as_case(framework).encode())
    assert plan.same_as == framework
    assert not plan.may_be_done


@pytest.mark.django_db
def test_an_edited_export_comes_back_as_the_next_version(cast, framework):
    package = json.loads(as_case(framework))
    package["CFItems"][1]["fullStatement"] = "This is our work too"
    content = json.dumps(package).encode()
    plan = dry_run(content, version="2.0")
    assert any("22 stand as they were, 1 has new words" in step for step in plan.steps), plan.steps
    draft = import_version(cast.lead, content=content, version="2.0", title="", token=seal(content, plan, cast.lead))
    assert draft.public_id != framework.public_id
    assert Succession.objects.filter(after__domain__framework=draft).count() == 23


@pytest.mark.django_db
def test_what_changed_meanwhile_anothers_look_and_another_file_stop_it(cast, framework):
    content = text_of(foreign()).encode()
    token = seal(content, dry_run(content, version="2.0"), cast.lead)
    before = everything()
    for tried, by, version in ((content + b" ", cast.lead, "2.0"), (content, cast.admin, "2.0"), (content, cast.lead, "2.1")):
        with pytest.raises(Refused, match="changed since you looked"):
            import_version(by, content=tried, version=version, title="", token=token)
    with pytest.raises(Refused, match="an hour old"):
        import_version(cast.lead, content=content, version="2.0", title="", token="forged")
    assert everything() == before
    draft_of(cast.lead, "2.0")
    with pytest.raises(Refused, match="changed since you looked"):
        import_version(cast.lead, content=content, version="2.0", title="", token=token)


@pytest.mark.django_db
def test_a_crash_in_the_middle_leaves_nothing(cast, framework, monkeypatch):
    content = text_of(foreign()).encode()
    token = seal(content, dry_run(content, version="2.0"), cast.lead)
    before = everything()

    def crash(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("capability.actions.versions.keeping.keep_steps", crash)
    with pytest.raises(RuntimeError):
        import_version(cast.lead, content=content, version="2.0", title="", token=token)
    assert everything() == before


@pytest.mark.django_db
def test_on_an_empty_site_it_comes_back_whole_with_everyone_it_names(cast, framework):
    draft = draft_of(cast.lead)
    reword(cast.lead, draft)
    text = as_case(draft)
    Succession.objects.all().delete()
    for version in (draft, framework):
        version.delete()
    plan = dry_run(text.encode())
    assert plan.problems == []
    again = import_version(cast.lead, content=text.encode(), version="", title="", token=seal(text.encode(), plan, cast.lead))
    assert (again.public_id, again.version) == (draft.public_id, "2.0")
    assert again.role_profiles.count() == 12
    once, twice = json.loads(text), json.loads(as_case(again))
    assert sorted(a["identifier"] for a in twice["CFAssociations"]) == sorted(a["identifier"] for a in once["CFAssociations"])
    assert twice["CFItems"] == once["CFItems"]
    assert twice["CFRubrics"] == once["CFRubrics"]
