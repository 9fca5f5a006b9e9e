"""Founding a site: what must stand before the first person comes. Everything here may run again and changes nothing then."""

import importlib
import importlib.util
from collections.abc import Callable
from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django_q.models import Schedule
from wagtail.models import Collection, GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Page, Site, Workflow, WorkflowPage, WorkflowTask

from home.actions.plain_pages import load_plain_pages
from home.enums import GlobalRole
from home.models import HomePage, SiteSettings

WORKFLOW = "Reviewed by another editor"
COLLECTIONS = ("Curriculum", "This area")
PAGE_RIGHTS = {
    GlobalRole.EDITOR: ("add_page", "change_page"),
    GlobalRole.LEAD: ("add_page", "change_page", "publish_page"),
    GlobalRole.ADMINISTRATOR: ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"),
}
MEDIA_RIGHTS = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
#: What a group may do in the CMS besides pages: `app.model` and the rights there; models of the apps above are named as strings.
MODEL_RIGHTS = {
    GlobalRole.EDITOR: {},
    GlobalRole.LEAD: {
        "home.sector": "add change view", "home.jobrole": "add change view", "home.service": "add change view",
        "practice.serviceentry": "add change view",
    },
    GlobalRole.ADMINISTRATOR: {
        "home.sector": "add change delete view", "home.jobrole": "add change delete view", "home.service": "add change delete view",
        "home.team": "add change delete view", "home.membership": "add change view", "home.teammanager": "add change view",
        "home.approveddomain": "add change delete view", "home.sitesettings": "change view", "home.user": "change view",
        "home.involvementsettings": "change view",
        "practice.serviceentry": "add change delete view", "wagtailredirects.redirect": "add change delete view",
    },
}  # fmt: skip


def found_site(progress: Callable[[str], None] = lambda line: None) -> None:
    """Make the site's pages, groups, workflow, collections and schedules where they are not there; tells `progress` each step."""
    with transaction.atomic():
        home = ensure_home_page()
        progress(f"The site begins at “{home.title}”")
        for line in load_plain_pages(home):
            progress(line)
        ensure_groups()
        progress("Editors, workforce leads and administrators have their rights")
        ensure_workflow(home)
        ensure_collections()
        for line in found_above(home):
            progress(line)
        progress(f"Pages are {WORKFLOW.lower()}")
        count = ensure_schedules()
        progress(f"{count} recurring tasks are on the worker's list")


def ensure_home_page() -> HomePage:
    """The home page, as the root of Wagtail's default site, in place of Wagtail's welcome page."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        Page.objects.filter(depth=2, slug="home").update(slug="welcome-to-wagtail", url_path="/welcome-to-wagtail/")
        home = HomePage(title="Learn alongside each other", slug="home")
        root.add_child(instance=home)
        home.save_revision().publish()
    where = settings.SITE_URL.partition("://")[2] or "localhost"
    hostname, _, port = where.partition(":")
    number = int(port) if port else 443 if settings.HTTPS else 80
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if (site.root_page_id, site.hostname, site.port) != (home.pk, hostname, number):
        site.root_page, site.hostname, site.port = home, hostname, number
        site.save()
    for page in Page.objects.filter(slug="welcome-to-wagtail", depth=2):
        page.delete()
    Site.clear_site_root_paths_cache()
    SiteSettings.for_site(site)
    return HomePage.objects.get(pk=home.pk)


def ensure_groups() -> None:
    """A Wagtail group for each global role, with the rights of that role.

    Each right is given once and remembered in the site's settings: what an administrator took away or added stays so,
    a right that a new version brings is given, and one that it drops is taken.
    """
    kept = SiteSettings.objects.select_for_update().get(site__is_default_site=True)
    Group.objects.filter(name="Moderators", user__isnull=True).delete()
    root, top = Page.get_first_root_node(), Collection.get_first_root_node()
    known = Permission.objects.select_related("content_type")
    enter = known.get(content_type__app_label="wagtailadmin", codename="access_admin")
    media = list(known.filter(content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=MEDIA_RIGHTS))
    page_rights = {right.codename: right for right in known.filter(content_type=ContentType.objects.get_for_model(Page))}
    for role, rights in PAGE_RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=role.value)
        if role.value not in kept.rights_given:  # what Wagtail itself gives a new group
            group.permissions.clear()
            GroupPagePermission.objects.filter(group=group).delete()
        given = set(kept.rights_given.get(role.value, []))
        wanted = {_label(right): right for right in [enter, *_model_rights(role), *media, *(page_rights[codename] for codename in rights)]}
        for label in wanted.keys() - given:
            if label.startswith("wagtailcore."):
                GroupPagePermission.objects.get_or_create(group=group, page=root, permission=wanted[label])
            elif label.startswith(("wagtailimages.", "wagtaildocs.")):
                GroupCollectionPermission.objects.get_or_create(group=group, collection=top, permission=wanted[label])
            else:
                group.permissions.add(wanted[label])
        for app_label, _, codename in (label.partition(".") for label in given - wanted.keys()):
            right = known.filter(content_type__app_label=app_label, codename=codename)
            group.permissions.remove(*right)
            GroupPagePermission.objects.filter(group=group, page=root, permission__in=right).delete()
            GroupCollectionPermission.objects.filter(group=group, collection=top, permission__in=right).delete()
        kept.rights_given[role.value] = sorted(wanted)
    SiteSettings.objects.filter(pk=kept.pk).update(rights_given=kept.rights_given)


def _label(right: Permission) -> str:
    return f"{right.content_type.app_label}.{right.codename}"


def _model_rights(role: GlobalRole) -> list[Permission]:
    found: list[Permission] = []
    for label, verbs in MODEL_RIGHTS[role].items():
        if apps.is_installed(label.partition(".")[0]) or label.startswith("wagtail"):
            app_label, _, model = label.partition(".")
            rights = Permission.objects.select_related("content_type")
            found += rights.filter(content_type__app_label=app_label, codename__in=[f"{verb}_{model}" for verb in verbs.split()])
    return found


def ensure_workflow(home: HomePage) -> None:
    """One way for a page to go live: an editor or a workforce lead has read it."""
    Workflow.objects.filter(name="Moderators approval", active=True).update(active=False)
    WorkflowPage.objects.filter(workflow__name="Moderators approval").delete()
    task, made = GroupApprovalTask.objects.get_or_create(name=WORKFLOW)
    if made:
        task.groups.set(Group.objects.filter(name__in=[role.value for role in GlobalRole]))
    workflow, made = Workflow.objects.get_or_create(name=WORKFLOW)
    if made:
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.get_or_create(page=home.page_ptr, defaults={"workflow": workflow})


def ensure_collections() -> None:
    """Places for pictures and documents: what ships with the curriculum, and what the area adds."""
    top = Collection.get_first_root_node()
    there = set(top.get_children().values_list("name", flat=True))
    for name in COLLECTIONS:
        if name not in there:
            top.add_child(name=name)
            top.refresh_from_db()


def found_above(home: HomePage) -> list[str]:
    """Let each app above that has a `founding.found(home)` make what it needs; what each says it made."""
    names = [f"{app.name}.founding" for app in apps.get_app_configs() if app.name in {"capability", "learning", "practice"}]
    return [importlib.import_module(name).found(home) for name in names if importlib.util.find_spec(name)]


def wanted_schedules() -> dict[str, tuple[str, int | str]]:
    """The recurring tasks of all apps (`SCHEDULES` in their `tasks`), by name: the function, and when.

    A time is a number of minutes, or "M H * * *" (each day) or "M H * * D" (each week, 0 is Sunday), local time.
    """
    wanted = {}
    for app in apps.get_app_configs():
        if importlib.util.find_spec(f"{app.name}.tasks") and (app.name.partition(".")[0] in {"home", "capability", "learning", "practice"}):
            for name, func, when in getattr(importlib.import_module(f"{app.name}.tasks"), "SCHEDULES", []):
                wanted[name] = (func, when)
    return wanted


def ensure_schedules() -> int:
    """Write the recurring tasks of all apps for the worker; the number of them."""
    wanted = wanted_schedules()
    for name, (func, when) in wanted.items():
        kind, minutes, first = _rhythm(when)
        row = Schedule.objects.filter(name=name).first()
        if row is None:
            Schedule.objects.create(name=name, func=func, schedule_type=kind, minutes=minutes, next_run=first, repeats=-1)
        elif (row.func, row.schedule_type, row.minutes) != (func, kind, minutes):
            Schedule.objects.filter(pk=row.pk).update(func=func, schedule_type=kind, minutes=minutes, next_run=first, repeats=-1)
    for row in Schedule.objects.exclude(name__in=wanted):
        if row.func.partition(".")[0] in {"home", "capability", "learning", "practice"}:
            row.delete()
    return len(wanted)


def _rhythm(when: int | str) -> tuple[str, int | None, datetime]:
    now = timezone.localtime()
    if isinstance(when, int):
        return Schedule.MINUTES, when, now
    minute, hour, day, month, weekday = when.split()
    if (day, month) != ("*", "*"):
        raise ValueError(f"“{when}” is not a time that the worker knows: minutes, “M H * * *” or “M H * * D”.")
    first = now.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
    while first <= now or (weekday != "*" and (first.weekday() + 1) % 7 != int(weekday) % 7):
        first += timedelta(days=1)
    return (Schedule.DAILY if weekday == "*" else Schedule.WEEKLY), None, first
