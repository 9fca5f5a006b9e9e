"""Makers of entries and criteria for the tests of the service map."""

from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from home.context import SETTINGS_KEY
from home.models import Service, SiteSettings
from practice.enums.services import EntryKind, Need
from practice.models import Criterion, EntryNeed, ServiceEntry


def make_entry(service: Service, *needs: str, **facts) -> ServiceEntry:
    """A service's entry, confirmed today."""
    wanted = {"summary": f"What {service} does.", "who_can_come": "Adults", "route": "anyone", "phone": "01632 960 001", "hours": "Every day"}
    entry = ServiceEntry.objects.create(service=service, confirmed_on=timezone.localdate(), **{**wanted, **facts})
    EntryNeed.objects.bulk_create(EntryNeed(entry=entry, need=need) for need in needs or (Need.DRUGS,))
    return entry


def make_other(name: str, kind: str = EntryKind.MUTUAL_AID, **facts) -> ServiceEntry:
    """Something on the map that nobody is employed by."""
    return ServiceEntry.objects.create(kind=kind, own_name=name, own_slug=name.lower().replace(" ", "-"), summary=f"{name} is for all.", **facts)


def make_criterion(entry: ServiceEntry, about: str = "substance", rule: str = "none", parts=("assessment",), **facts) -> Criterion:
    """One criterion of an entry."""
    return Criterion.objects.create(entry=entry, about=about, rule=rule, **{f"for_{part}": True for part in parts}, **facts)


def open_the_map() -> None:
    """Let everyone read the map, as a site's settings may say."""
    settings = SiteSettings.objects.first()
    settings.services_public = True
    settings.save()
    cache.delete(SETTINGS_KEY)  # a test's transaction never commits


def days_ago(days: int):
    """A day that has been."""
    return timezone.localdate() - timedelta(days=days)
