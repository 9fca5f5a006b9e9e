"""Beginning a new version, and throwing a draft away."""

import uuid
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from capability.actions.versions import open_draft
from capability.actions.versions.keeping import keep_draft, keep_steps
from capability.frameworks import fact_of, words_of
from capability.models import Framework, Succession
from capability.permissions import may_edit_framework
from capability.rules.crosswalk import suggest
from capability.rules.exchange.case_writing import for_a_new_version
from home.actions.refusals import Refused
from home.models import User


@transaction.atomic
def begin_version(by: User, version: str) -> Framework:
    """A draft that begins as the version in force: the same words and targets, each capability following on from itself.

    Raises `Refused` where nothing is in force, or the version's name is taken.
    """
    if not may_edit_framework(by):
        raise PermissionDenied
    in_force = Framework.objects.select_for_update(no_key=True).published().first()
    if in_force is None:
        raise Refused("No version is in force yet. Load a framework, or import one.")
    check_version(in_force.identifier, version)
    fact = fact_of(in_force)
    domains = tuple(
        replace(
            domain,
            public_id=str(uuid.uuid4()),
            case=for_a_new_version(domain.case),
            capabilities=tuple(
                replace(each, public_id=str(uuid.uuid4()), replaces=(each.code,), case=for_a_new_version(each.case)) for each in domain.capabilities
            ),
        )
        for domain in fact.domains
    )
    profiles = tuple(replace(profile, public_id=str(uuid.uuid4()), case={}) for profile in fact.profiles)
    new = replace(
        fact, version=version, changes="", public_id=str(uuid.uuid4()), published_on=None, domains=domains, profiles=profiles,
        case=for_a_new_version(fact.case),
    )  # fmt: skip
    draft = keep_draft(new, in_force)
    log(draft, "capability.version_begun", user=by, data={"version": version})
    return draft


def check_version(identifier: str, version: str) -> None:
    """`Refused` where a version of this name stands already, or it is no name."""
    if not version.strip() or len(version) > 20:
        raise Refused("Give the version a name of at most 20 characters, such as 2.0.")
    if Framework.objects.filter(identifier=identifier, version=version).exists():
        raise Refused(f"There is a version {version} already. Give this one another name.")


@transaction.atomic
def throw_away(by: User, framework: Framework) -> None:
    """Throw a draft away, with what its reviewers said to it. Nothing that people said of themselves hangs on it."""
    draft = open_draft(by, framework)
    if draft.followed_by.exists():
        raise Refused("Another draft begins where this one stands. Throw that one away first.")
    log(draft, "capability.version_thrown_away", user=by, data={"version": draft.version})
    draft.delete()


@transaction.atomic
def match_to_force(by: User, framework: Framework) -> Framework:
    """Let a draft follow the version in force today, with the steps that titles and codes suggest.

    For a draft that was begun before another version came into force, or that a file brought.
    """
    draft = open_draft(by, framework)
    in_force = Framework.objects.published().first()
    if in_force is None or draft.based_on_id == in_force.pk:
        return draft
    Succession.objects.filter(after__domain__framework=draft).delete()
    draft.based_on = in_force
    draft.save(update_fields=["based_on"])
    keep_steps(suggest(words_of(in_force), words_of(draft)))
    log(draft, "capability.version_edited", user=by, data={"what": "crosswalk"})
    return draft
