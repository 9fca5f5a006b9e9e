"""How learning fills the seams of the floor below, and what it adds to the CMS."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from home.log_actions import say_in_the_log
from home.seams.publishing import NotAgreedYet
from learning.actions.copying import set_apart
from learning.actions.reviewing import ask_for_their_yes, refuse_without_their_yes
from learning.models import LearningIndexPage, LessonPage, ModulePage
from learning.own import OwnLearning
from learning.panels.carry_on import carry_on
from learning.panels.coming import coming_up
from learning.panels.editing import WhatWaits
from learning.panels.requests import asked_of_you, team_requests
from learning.permissions import may_name_reviewers, may_read_notes
from learning.standings import asked_of

LOG_SENTENCES = {
    "learning.asked": "Asked a team to do a module",
    "learning.request_changed": "Changed what was asked of a team",
    "learning.request_withdrawn": "Withdrew what was asked of a team",
    "learning.reflection_sent": "Let somebody read a reflection",
    "learning.reflection_stopped": "Stopped somebody reading a reflection",
    "learning.reflection_deleted": "Deleted a reflection of their own",
    "learning.reflections_deleted": "Deleted all reflections of their own",
    "learning.reviewer_named": "Asked somebody to review a module",
    "learning.reviewer_ended": "Ended somebody's time as a reviewer",
    "learning.certificate_name": "Chose whether a certificate shows their name",
}


say_in_the_log(LOG_SENTENCES)


@hooks.register("dashboard_panels")
def own_learning(request) -> list:
    """What this person was doing, what is asked of them and what is coming up: four queries for all three."""
    own = OwnLearning(request.user)
    asked = asked_of(request.user, own=own)
    return [*carry_on(own), asked_of_you(asked), coming_up(own, asked)]


@hooks.register("team_panels")
def what_the_team_is_asked(request, team) -> list:
    """What is asked of the team, for its managers."""
    return [team_requests(team, request.user)]


class _NotesItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may_read_notes(request.user)


@hooks.register("register_admin_menu_item")
def readers_notes() -> MenuItem:
    """The way to readers' notes in the CMS."""
    return _NotesItem("Readers' notes", reverse("learning:notes"), name="readers-notes", icon_name="mail", order=250)


@hooks.register("register_admin_menu_item")
def learning_pages() -> MenuItem:
    """The way to modules and lessons in the CMS."""
    return _LearningItem("Learning", reverse("wagtailadmin_explore_root"), name="learning", icon_name="clipboard-list", order=50)


class _LearningItem(MenuItem):
    """Leads to the page of all modules, wherever it stands."""

    def is_shown(self, request) -> bool:
        index = LearningIndexPage.objects.only("pk").first()
        if index is not None:
            self.url = reverse("wagtailadmin_explore", args=[index.pk])
        return index is not None


@hooks.register("construct_homepage_panels")
def what_waits(request, panels: list) -> None:
    """Reviews that are due and readers' notes, on the CMS's first page."""
    panels.append(WhatWaits())


@hooks.register("register_page_header_buttons")
def reviewers_of(page, user, view_name: str, next_url: str | None = None):
    """The way to a module's lived-experience reviewers from the module that somebody edits."""
    if view_name == "edit" and isinstance(page.specific_deferred, ModulePage) and may_name_reviewers(user):
        yield Button("Lived-experience reviewers", reverse("learning:reviewers", args=[page.pk]), icon_name="group", priority=41)


@hooks.register("before_publish_page")
def ask_the_reviewers(request, page):
    """Keep as a draft what waits for a reviewer's yes, ask them, and say so; what was written is not lost."""
    if not isinstance(page, ModulePage | LessonPage):
        return None
    try:
        refuse_without_their_yes(page)
    except NotAgreedYet as waits:
        page.save_revision(user=request.user, log_action=True)
        ask_for_their_yes(page)
        messages.warning(request, str(waits))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_copy_page")
def no_second_address(request, page):
    """An alias of a module or lesson would share its questions with it: copies are things of their own."""
    if request.method == "POST" and request.POST.get("alias") and isinstance(page.specific, ModulePage | LessonPage):
        messages.error(request, "A module or lesson cannot have a second address. Copy it without “Alias” instead.")
        return redirect("wagtailadmin_pages:copy", page.pk)
    return None


@hooks.register("after_copy_page")
def a_copy_is_its_own(request, page, copied) -> None:
    """Keys and questions of a copy are not the first one's."""
    if isinstance(copied.specific, ModulePage | LessonPage):
        set_apart(copied)
