"""Letting everything that builds a capability build what follows from it, when a new version comes into force."""

from collections.abc import Mapping
from typing import cast

from django.apps import apps
from django.db.models import ManyToManyField, Model
from wagtail.models import Page, Revision

from capability.frameworks import steps_to
from capability.models import Capability, Framework


def lead_on(framework: Framework) -> int:
    """Lead the links of modules, lessons, placements, sessions and whatever else names capabilities on to `framework`; how many moved.

    A link to what is no longer there goes. What waits in a page's newest revision and in the one that is live is led on too. It names no
    app above: it asks Django which fields lead to a capability.
    """
    if framework.based_on_id is None:
        return 0
    follows: dict[int, list[int]] = {key: [] for key in Capability.objects.filter(domain__framework=framework.based_on_id).values_list("pk", flat=True)}
    for old, new in steps_to(framework):
        follows[old].append(new)
    return sum(_lead_links(model, field, follows) for model, field in links())


def links() -> list[tuple[type[Model], ManyToManyField]]:
    """Every many-to-many field of the apps above that leads to capabilities."""
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.local_many_to_many
        if field.related_model is Capability and model._meta.app_label != Capability._meta.app_label
    ]


def _lead_links(model: type[Model], field: ManyToManyField, follows: Mapping[int, list[int]]) -> int:
    through, owner, target = cast(type[Model], field.remote_field.through), field.m2m_column_name(), field.m2m_reverse_name()
    rows = list(through._default_manager.filter(**{f"{target}__in": follows}).values_list("pk", owner, target))
    wanted = {(one, new) for _, one, old in rows for new in follows[old]}
    through._default_manager.filter(pk__in=[key for key, _, _ in rows]).delete()
    there = set(through._default_manager.filter(**{f"{owner}__in": {one for one, _ in wanted}}).values_list(owner, target))
    through._default_manager.bulk_create(through(**{owner: one, target: new}) for one, new in sorted(wanted - there))
    if issubclass(model, Page):
        _lead_revisions(model, field.name, follows)
    return len(rows)


def _lead_revisions(model: type[Page], name: str, follows: Mapping[int, list[int]]) -> None:
    pages = model._default_manager.all()
    kept = Revision.objects.filter(pk__in=pages.values("latest_revision")) | Revision.objects.filter(pk__in=pages.values("live_revision"))
    changed = []
    for revision in kept.distinct():
        said = revision.content.get(name) or []
        led = list(dict.fromkeys(new for old in said for new in follows.get(old, [old])))
        if led != said:
            revision.content[name] = led
            changed.append(revision)
    Revision.objects.bulk_update(changed, ["content"], batch_size=100)
