"""What is kept about people is registered: every column of every model is named as personal, with why and who sees it, or as not."""

from html import unescape

import pytest
from django.apps import apps
from django.db.models import CASCADE, Field, Model

from home.models import User
from home.seams.privacy import Goes, Kept, OnErasure, all_kept, not_personal
from tests.site.test_addresses import none


def models() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]


def own_columns(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.local_concrete_fields}


def first_step(kind: Kept) -> Field:
    return kind.model_class._meta.get_field(kind.whose.partition("__")[0])


def by_model() -> dict[str, list[Kept]]:
    found: dict[str, list[Kept]] = {}
    for kind in all_kept():
        found.setdefault(kind.model, []).append(kind)
    return found


def test_every_column_of_every_model_is_said_to_be_personal_or_not():
    kinds, empty = by_model(), not_personal()
    missing = []
    for model in models():
        label = model._meta.label
        if label in empty:
            continue
        named = set().union(*(kind.columns for kind in kinds.get(label, []))) | ({"id"} if any(kind.whose == "pk" for kind in kinds.get(label, [])) else set())
        missing += [f"{label}.{name}" for name in sorted(own_columns(model) - named)]
    none([f"{name}: say in the app's `privacy` what it keeps about people, or that it keeps nothing" for name in missing])


def test_a_model_that_leads_to_a_person_is_never_passed_off_as_impersonal():
    kinds, empty = by_model(), not_personal()
    owned = {kind.model for found in kinds.values() for kind in found if kind.whose and kind.on_erasure is OnErasure.DELETED}
    wrong = []
    for model in models():
        for field in model._meta.local_concrete_fields:
            if not field.is_relation:
                continue
            label = model._meta.label
            leads = field.related_model is User or (field.remote_field.on_delete is CASCADE and field.related_model._meta.label in owned - {"home.User"})
            if leads and label in empty:
                wrong.append(f"{label} is said to be impersonal, but {field.name} leads to a person")
            if field.related_model is User and label not in empty and not any(field.name in {kind.whose, *kind.fields} for kind in kinds.get(label, [])):
                wrong.append(f"{label}.{field.name} leads to a person; nobody is told so")
    none(wrong)


def test_what_is_registered_is_there():
    labels = {model._meta.label: model for model in models()}
    wrong = [f"{kind.model} is no model" for kind in all_kept() if kind.model not in labels]
    for kind in all_kept():
        if kind.model not in labels:
            continue
        columns = {field.name for field in labels[kind.model]._meta.concrete_fields} | {"pk"}
        wrong += [f"{kind.model} has no column {name}" for name in sorted((kind.columns | {*kind.words, *kind.clears}) - columns)]
        if isinstance(kind.how_long, Goes) and kind.how_long.since not in columns:
            wrong.append(f"{kind.model} has no column {kind.how_long.since}")
        if kind.on_erasure is OnErasure.DETACHED and kind.whose and not first_step(kind).null:
            wrong.append(f"{kind.model}.{kind.whose} cannot be emptied")
    wrong += [f"{kind.title} says nothing of why or who" for kind in all_kept() if not (kind.why and kind.seen_by)]
    none(wrong)


@pytest.mark.django_db
def test_every_kind_can_be_asked_for_one_person(cast):
    for kind in all_kept():
        assert list(kind.of(cast.asha)) is not None


@pytest.mark.django_db
def test_the_privacy_page_says_everything_that_is_registered(cast, client_for):
    page = unescape(client_for(cast.asha).get("/me/privacy/").content.decode())
    missing = [f"{kind.title}: {words}" for kind in all_kept() for words in (kind.title, kind.why, kind.seen_by, *kind.labels) if words not in page]
    none(missing)
