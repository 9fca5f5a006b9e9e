"""Versions: drafts, freezing, and what it takes to come into force."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from capability.actions.versions import editing
from capability.actions.versions.drafting import begin_version, match_to_force, throw_away
from capability.actions.versions.enforcing import bring_into_force, readiness
from capability.enums import FrameworkState
from capability.frameworks import change_rows, credits_of, fact_of
from capability.models import Capability, Framework, RoleTarget, Succession
from home.actions.refusals import Refused
from home.models import JobRole
from tests.capability.versions import draft_of, find, in_force, put_in_force, reword, words_from, yes_from

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework(cast):
    return in_force()


def test_a_draft_begins_as_the_version_in_force(cast, framework):
    draft = begin_version(cast.lead, "2.0")
    assert draft.state == FrameworkState.DRAFT
    assert fact_of(draft).words_digest == fact_of(framework).words_digest == framework.words_digest
    assert Succession.objects.count() == 23
    assert {row.fate for row in change_rows(draft)} == {"same"}
    assert not set(Capability.objects.filter(domain__framework=draft).values_list("public_id", flat=True)) & set(
        Capability.objects.filter(domain__framework=framework).values_list("public_id", flat=True)
    )


@pytest.mark.parametrize("who", ["asha", "ben", "dev", "editor"])
def test_only_leads_and_administrators_write_versions(cast, framework, who):
    with pytest.raises(PermissionDenied):
        begin_version(getattr(cast, who), "2.0")
    draft = draft_of(cast.admin)
    with pytest.raises(PermissionDenied):
        editing.remove_capability(getattr(cast, who), find(draft, "A1"))
    with pytest.raises(PermissionDenied):
        bring_into_force(getattr(cast, who), draft, digest="")


def test_a_version_needs_a_name_of_its_own(cast, framework):
    for name in ("1.0", "", "x" * 21):
        with pytest.raises(Refused, match="name"):
            begin_version(cast.lead, name)


def every_edit(lead, framework):
    """Each thing that can be done to a version, as a name and what does it."""
    capability, domain, profile = find(framework, "A1"), framework.domains.first(), framework.role_profiles.first()
    targets = dict.fromkeys(Capability.objects.filter(domain__framework=framework).values_list("pk", flat=True), 2)
    return {
        "about": lambda: editing.edit_framework(lead, framework, version="9", title="Other", description="", changes=""),
        "domain": lambda: editing.keep_domain(lead, framework, code="A", title="Other", description="", domain=domain),
        "new domain": lambda: editing.keep_domain(lead, framework, code="Z", title="Other", description=""),
        "capability": lambda: editing.keep_capability(lead, domain, words_from(capability, title="Other"), capability),
        "new capability": lambda: editing.keep_capability(lead, domain, words_from(capability, code="A99")),
        "no capability": lambda: editing.remove_capability(lead, capability),
        "no domain": lambda: editing.remove_domain(lead, domain),
        "order": lambda: editing.move(lead, capability, up=False),
        "order of domains": lambda: editing.move(lead, domain, up=False),
        "targets": lambda: editing.keep_profile_targets(lead, framework, profile.job_role, qualifications="", targets=targets),
        "no profile": lambda: editing.remove_profile(lead, profile),
        "throw away": lambda: throw_away(lead, framework),
        "match": lambda: match_to_force(lead, framework),
    }


def test_nothing_edits_a_version_in_force_or_a_retired_one(cast, framework):
    now = put_in_force(cast.lead, cast.dev, draft_of(cast.lead))
    framework.refresh_from_db()
    assert framework.state == FrameworkState.RETIRED
    for version in (framework, now):
        before = fact_of(version).words_digest
        for name, act in every_edit(cast.lead, version).items():
            with pytest.raises(Refused, match="stands as it was agreed"):
                act()
            assert fact_of(version).words_digest == before == version.words_digest, name


def test_the_same_edits_change_a_draft(cast, framework):
    draft = draft_of(cast.lead)
    before = fact_of(draft)
    for name, act in every_edit(cast.lead, draft).items():
        if name in ("no domain", "throw away", "match"):
            continue
        with transaction.atomic():
            act()
            assert fact_of(Framework.objects.get(pk=draft.pk)) != before, name
            transaction.set_rollback(True)


def test_named_constraints_hold_what_must_never_be_false(cast, framework):
    draft = draft_of(cast.lead)
    wrong = {
        "framework_published_one": {"pk": draft.pk, "state": "published", "published_on": date(2026, 1, 1), "words_digest": "x"},
        "framework_published_is_frozen": {"pk": draft.pk, "words_digest": "x"},
        "framework_retired_is_dated": {"pk": framework.pk, "retired_on": date(2026, 1, 1)},
    }
    for name, change in wrong.items():
        with pytest.raises(IntegrityError, match=f"{name}|framework.state"), transaction.atomic():
            Framework.objects.filter(pk=change.pop("pk")).update(**change)
    step = Succession.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.create(before=step.before, after=step.after)
    with pytest.raises(IntegrityError, match="succession_to_another"), transaction.atomic():
        Succession.objects.create(before=step.after, after=step.after)


def test_what_is_missing_is_said_and_stops_it(cast, framework):
    draft = begin_version(cast.lead, "2.0")
    found = find(draft, "A2")
    editing.keep_capability(cast.lead, found.domain, words_from(found, descriptors=("I hope.", "", "")), found)
    problems = readiness(draft).problems
    assert "A2 Realistic hope: the words for practitioner and specialist are missing." in problems
    assert any("what changed and why" in problem for problem in problems)
    assert "Nobody with lived experience is asked to read it yet." in problems
    with pytest.raises(Refused, match="A2 Realistic hope"):
        bring_into_force(cast.lead, draft, digest=fact_of(draft).words_digest)
    assert Framework.objects.published().get() == framework


def test_it_takes_a_yes_to_exactly_these_words(cast, framework):
    draft = draft_of(cast.lead)
    yes_from(cast.lead, cast.dev, draft, "first_name")
    assert readiness(draft).problems == []
    old = fact_of(draft).words_digest
    reword(cast.lead, draft)
    assert readiness(draft).problems == ["Dev Mistry said yes to earlier words. Ask them to read these."]
    with pytest.raises(Refused, match="words have changed"):
        bring_into_force(cast.lead, draft, digest=old)
    with pytest.raises(Refused, match="earlier words"):
        bring_into_force(cast.lead, draft, digest=fact_of(draft).words_digest)
    yes_from(cast.lead, cast.dev, draft, "first_name")
    now = bring_into_force(cast.lead, draft, digest=fact_of(draft).words_digest)
    assert now.words_digest == fact_of(now).words_digest
    assert bring_into_force(cast.lead, draft, digest=now.words_digest) == now, "twice is once"
    assert credits_of(now) == (["Dev"], 0)
    framework.refresh_from_db()
    assert (framework.state, framework.retired_on) == (FrameworkState.RETIRED, now.published_on)


def test_a_target_is_a_word_too(cast, framework):
    draft = draft_of(cast.lead)
    before = fact_of(draft).words_digest
    profile = draft.role_profiles.first()
    targets = dict(profile.targets.values_list("capability", "level"))
    targets[find(draft, "B3").pk] = 3
    editing.keep_profile_targets(cast.lead, draft, profile.job_role, qualifications="", targets=targets)
    assert fact_of(draft).words_digest != before


def test_a_draft_of_an_older_version_is_matched_first(cast, framework):
    late = draft_of(cast.lead, "1.9")
    now = put_in_force(cast.lead, cast.dev, draft_of(cast.lead, "2.0"))
    yes_from(cast.lead, cast.dev, late)
    assert "does not follow version 2.0" in readiness(late).problems[0]
    match_to_force(cast.lead, late)
    late.refresh_from_db()
    assert late.based_on == now
    assert readiness(late).problems == []


def test_a_new_capability_is_needed_by_nobody_until_somebody_says_so(cast, framework):
    draft = draft_of(cast.lead)
    new = editing.keep_capability(cast.lead, draft.domains.first(), editing.CapabilityWords("A8", "Time to listen", "", ("I", "II", "III")))
    assert set(RoleTarget.objects.filter(capability=new).values_list("level", flat=True)) == {0}
    assert change_rows(draft)[7].fate == "new"


def test_a_code_is_used_once_and_targets_are_never_left_out(cast, framework):
    draft = draft_of(cast.lead)
    found = find(draft, "A1")
    with pytest.raises(Refused, match="has the code A2"):
        editing.keep_capability(cast.lead, found.domain, words_from(found, code="A2"), found)
    with pytest.raises(Refused, match="each capability"):
        editing.keep_profile_targets(cast.lead, draft, JobRole.objects.first(), qualifications="", targets={})


def test_a_capability_moves_within_its_domain_and_into_another(cast, framework):
    draft = draft_of(cast.lead)
    editing.move(cast.lead, find(draft, "A2"), up=True)
    assert fact_of(draft).codes[:2] == ["A2", "A1"]
    found = find(draft, "A1")
    other = draft.domains.last()
    editing.keep_capability(cast.lead, other, words_from(found), found)
    assert fact_of(draft).codes[-1] == "A1"


def test_throwing_a_draft_away_leaves_everything_else(cast, framework):
    draft = draft_of(cast.lead)
    yes_from(cast.lead, cast.dev, draft)
    throw_away(cast.lead, draft)
    assert list(Framework.objects.all()) == [framework]
    assert Capability.objects.count() == 23
