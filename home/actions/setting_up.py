"""Setting a site up for a real area: what it is called, its support lines, its first services."""

import re

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log
from wagtail.models import Site

from home.actions.refusals import Refused
from home.actions.telling import post_letter
from home.letters.writing import one_line
from home.models import ApprovedDomain, Sector, Service, SiteSettings, User
from home.permissions import may_set_up_site

PARTS = {
    "name": ("name", "area", "strapline", "contact_email"),
    "support": ("local_support", "staff_support", "safeguarding"),
    "map": ("services_public",),
    "keeping": ("retention_months",),
}
DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")


def the_settings() -> SiteSettings:
    """The area's settings, from the database."""
    return SiteSettings.for_site(Site.objects.get(is_default_site=True))


def change_settings(*, by: User, part: str, values: dict) -> None:
    """Keep one part of the settings (a key of `PARTS`)."""
    _check(by)
    with transaction.atomic():
        kept = SiteSettings.objects.select_for_update().get(pk=the_settings().pk)
        for name in PARTS[part]:
            setattr(kept, name, values[name])
        kept.save(update_fields=list(PARTS[part]))
        log(instance=kept, action="home.site_set_up", user=by, data={"part": part})


def change_sectors(*, by: User, names: list[str]) -> None:
    """Make the list of sectors `names`, in that order; one that a service is in cannot go."""
    _check(by)
    with transaction.atomic():
        kept = {sector.name.lower(): sector for sector in Sector.objects.select_for_update()}
        wanted = {name.lower() for name in names}
        for low, sector in kept.items():
            if low not in wanted:
                if sector.services.exists():
                    raise Refused(f"There are services in {sector.name}. Put them into another sector first.")
                sector.delete()
        for order, name in enumerate(names):
            sector = kept.get(name.lower()) or Sector(slug=_free_slug(Sector, name))
            sector.name, sector.order = name, order
            sector.save()
        log(instance=the_settings(), action="home.site_set_up", user=by, data={"part": "sectors"})


def add_services(*, by: User, rows: list[dict]) -> int:
    """Add services: each row has a name, a sector, a place; the number that are new. A name that is there already is left as it is."""
    _check(by)
    made = 0
    with transaction.atomic():
        for row in rows:
            if not Service.objects.filter(name__iexact=row["name"]).exists():
                Service.objects.create(name=row["name"], slug=_free_slug(Service, row["name"]), sector=row["sector"], place=row["place"])
                made += 1
        log(instance=the_settings(), action="home.site_set_up", user=by, data={"part": "services", "made": made})
    return made


def change_domains(*, by: User, domains: list[str]) -> None:
    """Make the list of approved e-mail domains `domains`."""
    _check(by)
    for domain in domains:
        if not DOMAIN.fullmatch(domain):
            raise Refused(f"“{domain}” is not a domain. Write what stands after the @, such as wenbridge.example.")
    with transaction.atomic():
        ApprovedDomain.objects.exclude(domain__in=domains).delete()
        for domain in domains:
            ApprovedDomain.objects.get_or_create(domain=domain)
        log(instance=the_settings(), action="home.site_set_up", user=by, data={"part": "domains"})


def send_test_letter(*, by: User) -> str:
    """Send a letter to `by` the way all letters go; the address it goes to."""
    _check(by)
    site = the_settings()
    context = {"site": site, "person": by}
    text, html = render_to_string("letters/test.txt", context), render_to_string("letters/test.html", context)
    key = f"test:{by.pk}:{timezone.now():%Y%m%d%H%M%S%f}"
    post_letter(key=key, address=by.email, subject=one_line(f"A test letter from {site.name}"), text=text, html=html, person=by)
    return by.email


def finish_setting_up(*, by: User) -> None:
    """Keep that the site is set up: the dashboard no longer leads there."""
    _check(by)
    kept = the_settings()
    if kept.set_up_at is None:
        kept.set_up_at = timezone.now()
        kept.save(update_fields=["set_up_at"])
        log(instance=kept, action="home.site_set_up", user=by, data={"part": "finished"})


def _check(by: User) -> None:
    if not may_set_up_site(by):
        raise PermissionDenied


def _free_slug(model, name: str) -> str:
    base = slugify(name)[:70] or "entry"
    number, candidate = 1, base
    while model.objects.filter(slug=candidate).exists():
        number += 1
        candidate = f"{base}-{number}"
    return candidate
