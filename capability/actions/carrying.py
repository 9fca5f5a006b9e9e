"""Carrying what somebody said over to a new version of the framework: into a draft, never into what is finished."""

from dataclasses import replace

from django.db import transaction

from capability.enums import Answered
from capability.frameworks import steps_to, words_of
from capability.models import Framework, Rating, SelfAssessment
from capability.rules.crosswalk import MERGED, REWORDED, SAME, SPLIT, Said, carry, changes
from home.actions.refusals import Refused
from home.models import User

WEIGHT = {SAME: 0, REWORDED: 1, SPLIT: 2, MERGED: 3}


def carried(assessment: SelfAssessment, framework: Framework) -> dict[int, Said]:
    """What was said in `assessment`, by the keys of `framework`'s capabilities, along every version that lies between.

    Empty where `framework` does not follow the assessment's own. One query for the same version; eight for each step between.
    """
    said = {
        rating.capability_id: Said(rating.level, rating.sure, rating.note, rating.carried_as or SAME)
        for rating in Rating.objects.filter(assessment=assessment).order_by("pk")
    }
    line = line_between(assessment.framework_id, framework)
    if line is None:
        return {}
    for version in line:
        before, after = words_of(version.based_on_id), words_of(version)
        earlier = said
        found = changes(before, after, steps_to(version))
        said = carry(found, earlier, {words.key: words.title for words in before})
        for change in found:  # what was split once stays told as split when the next version leaves it as it is
            weight = max((WEIGHT[earlier[key].fate] for key in change.before if key in earlier), default=0)
            for key in change.after:
                if key in said and weight > WEIGHT[said[key].fate]:
                    said[key] = replace(said[key], fate=next(fate for fate in WEIGHT if WEIGHT[fate] == weight))
    return said


def line_between(earlier: int, framework: Framework) -> list[Framework] | None:
    """The versions that follow the one with the key `earlier`, up to `framework`; nothing where it does not follow."""
    line: list[Framework] = []
    version: Framework | None = framework
    while version is not None and version.pk != earlier:
        line.insert(0, version)
        version = version.based_on
    return None if version is None else line


def prefill(draft: SelfAssessment, said: dict[int, Said]) -> None:
    """Fill a new draft with what was said before; each stands as carried over until it is answered anew."""
    Rating.objects.bulk_create(
        Rating(
            assessment=draft,
            capability_id=key,
            answered=Answered.NOT_MY_ROLE if one.level is None else Answered.RATED,
            level=one.level,
            sure=one.sure,
            note=one.note,
            carried_over=True,
            carried_as="" if one.fate == SAME else one.fate,
        )
        for key, one in sorted(said.items())
    )


@transaction.atomic
def bring_draft_along(person: User) -> SelfAssessment:
    """Move the draft that `person` began against an earlier version over to the one in force, with what they answered.

    What the new version does not ask any more does not come along, with its note: the page says so first. Twice is once. Raises
    `Refused` where there is no draft, or no way from its version to the one in force.
    """
    draft = SelfAssessment.objects.select_for_update(of=("self",)).drafts().filter(person=person).select_related("framework").first()
    if draft is None:
        raise Refused("There is no draft to carry over. Begin a new one.")
    in_force = Framework.objects.published().first()
    if in_force is None or draft.framework_id == in_force.pk:
        return draft
    if line_between(draft.framework_id, in_force) is None:
        raise Refused("The version in force does not follow the one you began with. Finish this one, then begin anew.")
    said = carried(draft, in_force)
    begun = draft.started_at
    job_role = draft.job_role
    draft.delete()
    new = SelfAssessment.objects.create(person=person, framework=in_force, job_role=job_role, started_at=begun)
    prefill(new, said)
    return new
