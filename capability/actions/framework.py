"""Loading a framework from its file."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from capability.actions.versions.keeping import keep_draft
from capability.enums import FrameworkState
from capability.frameworks import fact_of
from capability.models import Framework
from capability.rules.framework import FrameworkFact, FrameworkProblem
from capability.rules.framework.facts import unfinished


@dataclass(frozen=True)
class Loaded:
    """What a load did: the framework's row, and a sentence that says what changed."""

    framework: Framework
    sentence: str


@transaction.atomic
def load_framework(fact: FrameworkFact) -> Loaded:
    """Keep `fact` as a version of its framework, with its role profiles.

    The same file twice changes nothing. The first framework of a site is in force at once, so that there is something to
    assess oneself against; a later version waits as a draft for its reviewers. Raises `FrameworkProblem` where the version
    stands already with other content, because what people rated themselves against must not change under them.
    """
    existing = Framework.objects.select_for_update().filter(identifier=fact.identifier, version=fact.version).first()
    if existing and existing.loaded_digest == fact.digest:
        return Loaded(existing, f"{existing} stands already; nothing changed.")
    if existing:
        raise FrameworkProblem(f"Version {fact.version} of {fact.title} stands already with other words. Give the file a new version.")
    in_force = Framework.objects.published().first()
    framework = keep_draft(fact, in_force, loaded=True)
    if in_force is None:
        if missing := unfinished(fact):
            raise FrameworkProblem(missing[0])
        framework.state = FrameworkState.PUBLISHED
        framework.published_on = fact.published_on or timezone.localdate()
        framework.words_digest = fact_of(framework).words_digest
        framework.save(update_fields=["state", "published_on", "words_digest"])
    state = "a draft, beside the version in force" if in_force else "published"
    return Loaded(framework, f"{framework}: {len(fact.codes)} capabilities and {len(fact.profiles)} role profiles, {state}.")
