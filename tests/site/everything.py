"""A person who has one of each thing that is registered in `privacy`, each with a word of its own in every column for words.

Rows are made from what the models say of their columns, so that a kind that is new has its row without a line here; `GIVEN` is what a
database constraint asks for besides.
"""

import uuid
from datetime import date, time
from decimal import Decimal
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import models
from django.db.models import NOT_PROVIDED, Model
from django.utils import timezone
from wagtail.models import Page

from home.models import InvolvementSettings, User
from home.seams.privacy import Kept, OnErasure, all_kept
from practice.models import ServiceEntry
from tests.cast import Cast
from tests.contributions.lives import picture
from tests.learning.factories import make_module
from tests.practice.communities import make_community, make_meeting
from tests.practice.shadow import make_placement, make_slot

OTHER = object()
STEM = "vellichor"  # every word of this person's begins with it
_numbers = count(1)
NOT_MADE = {
    "home.User": "stands already",
    "home.SiteSettings": "stands already",
    "home.User_user_permissions": "Django's own table",
    "home.PersonalCopy": "is made by asking for one",
    "home.ErasureWish": "is made by asking for it",
}
ANEW = {"practice.Booking"}  # nobody says yes to a booking of their own
GIVEN: dict[str, dict[str, Any]] = {
    "capability.Rating": {"level": 1, "answered": "rated"},
    "capability.Confirmation": {"agrees": True},
    "practice.Attendance": {"person": OTHER, "name": ""},
    "practice.CommunityInvitation": {"person": OTHER},
    "practice.Post": {"kind": "thread", "state": "shown"},
    "practice.PostReport": {"answered_at": timezone.now},
    "practice.DocumentVersion": {"number": 1},
    "practice.AgreedDocument": {"ended_because": ""},
    "practice.Signature": {"taken_back_at": timezone.now},
    "capability.ReviewWish": {"outcome": ""},
    "home.Purpose": {"open_to_all": True},
    "home.Picture": {"file": lambda: ContentFile(picture(), "picture.jpg")},
    "wagtailimages.Image": {"file": lambda: ContentFile(picture(), "picture.jpg")},
    "wagtailcore.PageLogEntry": {"action": "wagtail.edit", "page": lambda: Page.objects.last()},
    "wagtailcore.ModelLogEntry": {"action": "wagtail.edit"},
    "practice.Recommendation": {"set_aside_because": ""},
    "practice.LedgerAction": {"state": "agreed", "due_on": date(2030, 1, 1)},
    "practice.TurnAway": {"month": date(2026, 11, 1)},
    "practice.Booking": {"state": "attended", "host_yes_at": timezone.now, "manager_yes_at": timezone.now},
    "practice.CriteriaReview": {"written_at": timezone.now},
    "practice.Criterion": {"rule": "none", "for_assessment": True, "number": None},
    "home.JoinRequest": {"decision": "yes", "decided_at": timezone.now},
    "home.Invitation": {"accepted_at": timezone.now, "revoked_at": None},
    "home.Letter": {"sent_at": timezone.now},
    "home.Thanks": {"state": "passed_on", "read_at": timezone.now, "because": ""},
    "home.Leaving": {"left_on": date(2026, 1, 1), "erase_on": date(2028, 1, 1)},
    "home.Consent": {"naming": "pseudonym"},
    "learning.ModuleRequest": {"audience": "person"},
    "learning.Answer": {"share_right": 1},
}


def make_ground(cast: Cast) -> None:
    """What people's things hang on: a framework, a module, a community with a session, a visit, an entry, a page."""
    call_command("load_framework", "capability/content/framework.toml", verbosity=0)
    make_module(1)
    make_meeting(make_community(cast.carys), taken=1)  # by whoever gets one of each
    make_slot(make_placement(cast.eve))
    ServiceEntry.objects.create(service=cast.service, summary="Support.")
    InvolvementSettings.objects.get_or_create(site_id=1)


def one_of_each(person: User, other: User) -> list[Kept]:
    """Give `person` a row of every kind where they have none; `other` stands for whoever else is in it. The kinds that they have now."""
    EmailAddress.objects.get_or_create(user=person, defaults={"email": person.email, "verified": True, "primary": True})
    kinds = [kind for kind in all_kept() if kind.whose and kind.model not in NOT_MADE]
    for kind in sorted(kinds, key=lambda kind: kind.whose.count("__")):
        if not kind.of(person).exists():
            _make(kind, person, other)
    return kinds


def _make(kind: Kept, person: User, other: User) -> None:
    path = kind.whose.split("__")
    held: Model = person
    for model, step in reversed(list(zip(_models_on(kind), path, strict=True))):
        rows = model._base_manager.all()
        existing = rows.filter(**{step: held}).first()
        if existing is None and model._meta.label not in ANEW and model._meta.get_field(step).null and kind.on_erasure is OnErasure.DETACHED:
            existing = rows.filter(**{f"{step}__isnull": True}).first()
            if existing is not None:
                rows.filter(pk=existing.pk).update(**{step: held})
        held = existing if existing is not None else make(model, other, {step: held})


def _models_on(kind: Kept) -> list[type[Model]]:
    found, model = [], kind.model_class
    for step in kind.whose.split("__"):
        found.append(model)
        model = model._meta.get_field(step).related_model
    return found


def make(model: type[Model], other: User, given: dict[str, Any]) -> Any:
    """A row of `model` with `given`, and something plausible in every other column; wherever a person is needed it is `other`."""
    values: dict[str, Any] = dict(given)
    for name, value in GIVEN.get(model._meta.label, {}).items():
        values.setdefault(name, other if value is OTHER else value() if callable(value) else value)
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name in values:
            continue
        if field.is_relation:
            if not field.null:
                values[field.name] = _related(field, other)
            continue
        if field.null and not isinstance(field, models.CharField | models.TextField):
            continue
        if field.default is not NOT_PROVIDED and not isinstance(field, models.TextField):
            continue
        values[field.name] = _value(field)
    return model._base_manager.create(**values)


def _related(field: Any, other: User) -> Any:
    related = field.related_model
    if related is User:
        return other
    if related is ContentType:
        return ContentType.objects.get_for_model(Page)
    found = related._base_manager.order_by("-pk").first()
    return make(related, other, {}) if found is None or field.one_to_one else found


def _value(field: Any) -> Any:
    number = next(_numbers)
    if field.choices:
        return next(value for value, _ in field.flatchoices if value not in ("", None))
    now = timezone.now()
    simple: list[tuple[type, Any]] = [
        (models.EmailField, f"{STEM}{number}x@words.example"),
        (models.FileField, ContentFile(f"{STEM}{number}x".encode(), f"file{number}.bin")),
        (models.UUIDField, uuid.uuid4()),
        (models.DateTimeField, now),
        (models.DateField, timezone.localdate()),
        (models.TimeField, time(9)),
        (models.GenericIPAddressField, "127.0.0.1"),
        (models.JSONField, {"said": f"{STEM}{number}x"}),
        (models.BooleanField, False),
        (models.FloatField, 0.5),
        (models.DecimalField, Decimal(5)),
        (models.IntegerField, 1),
        (models.URLField, f"https://{STEM}{number}x.example/"),
    ]
    for kind, value in simple:
        if isinstance(field, kind):
            return value
    return f"{STEM}{number}x"[: getattr(field, "max_length", None)]
