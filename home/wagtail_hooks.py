"""The CMS trimmed to what an editor needs, in their words."""

from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from home.contributions import chosen_in, shown_on
from home.page_words import words_of
from home.permissions import standing
from home.views.cms import AreaViewSetGroup
from home.wording import count_words

WORDS = {"explorer": "Pages", "images": "Pictures", "documents": "Files"}
NOT_NEEDED = {"help", "snippets"}
EDITORS_REPORTS = {"workflows", "aging-pages", "locked-pages"}  # the others tell who did what, or are for builders
NOT_NEEDED_REPORTS = {"workflow-tasks", "page-types-usage"}

register_snippet(AreaViewSetGroup)


@hooks.register("construct_main_menu", order=1000)
def what_an_editor_needs(request, items: list[MenuItem]) -> None:
    """Pages, pictures and files under the names that editors use; what they do not need is not there."""
    items[:] = [item for item in items if item.name not in NOT_NEEDED]
    for item in items:
        item.label = WORDS.get(item.name, item.label)


@hooks.register("construct_reports_menu", order=1000)
def reports_that_are_needed(request, items: list[MenuItem]) -> None:
    """What waits and what grows old for everyone; who did what only for administrators."""
    everything = standing(request.user).administrator
    items[:] = [item for item in items if item.name in EDITORS_REPORTS or (everything and item.name not in NOT_NEEDED_REPORTS)]


@hooks.register("register_page_header_buttons")
def choosing_words(page, user, view_name: str, next_url: str | None = None):
    """The way to the word helper from a page that somebody edits."""
    if view_name == "edit" and page.permissions_for_user(user).can_edit():
        yield Button("Choosing words", reverse("page_words", args=[page.pk]), icon_name="glasses", priority=40)


@hooks.register("after_edit_page")
def say_what_is_marked(request, page) -> None:
    """After saving, say how many terms are marked. It never keeps anyone from saving."""
    found = len(words_of(page.get_latest_revision_as_object()).marked)
    if found:
        way = messages.button(reverse("page_words", args=[page.pk]), "Look at them")
        messages.info(request, f"{count_words(found, 'word').capitalize()} to think about in this page.", buttons=[way])


@hooks.register("construct_homepage_summary_items", order=1000)
def no_counting(request, items: list[Component]) -> None:
    """The first page says what waits, not how much there is."""
    items.clear()


@hooks.register("after_publish_page")
def say_which_contributions_wait(request, page) -> None:
    """Tell an editor who publishes a page which of the contributions chosen in it nobody sees there."""
    chosen = set(chosen_in(page))
    if chosen and (hidden := len(chosen - shown_on(page, chosen).keys())):
        words = "A contribution in this page is" if hidden == 1 else f"{hidden} contributions in this page are"
        messages.warning(request, f"{words} not shown to readers: nobody sees them here until their authors have said yes to this place.")


def _is_held(thing) -> bool:
    """Whether something that stays hangs on it, so that the database would not let it go."""
    try:
        Collector(using="default").collect([thing])
    except ProtectedError:
        return True
    return False


@hooks.register("before_delete_snippet")
def not_while_it_is_needed(request, things):
    """A role that somebody works in, or a service with teams, is not deleted; say what keeps it, before the question and after it."""
    held = [str(thing) for thing in things if _is_held(thing)]
    if not held:
        return None
    messages.error(request, f"“{held[0]}” is still in use: people, teams or services hang on it. Give them another first, then delete it.")
    return redirect(things[0].snippet_viewset.get_url_name("list"))


@hooks.register("before_delete_page", order=1000)
def not_while_others_need_it(request, page):
    """A page on which records hang that stay, such as what a community agreed, is taken off the site and not deleted."""
    if any(_is_held(each) for each in page.get_descendants(inclusive=True).specific()):
        messages.error(request, "Records that stay hang on this page or on one below it, so it cannot be deleted. Take it off the site instead.")
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


ONE_BY_ONE = {"delete": "before_delete_page", "publish": "before_publish_page", "unpublish": "before_unpublish_page"}


@hooks.register("before_bulk_action")
def what_holds_for_one_holds_for_several(request, action_type: str, things, action):
    """Wagtail asks nobody where several pages are chosen at once; whoever is asked about one is asked about each."""
    for thing in things if action_type in ONE_BY_ONE else ():
        page = thing.get_latest_revision_as_object() if isinstance(thing, Page) else None
        for hook in hooks.get_hooks(ONE_BY_ONE[action_type]) if page else ():
            answer = hook(request, page)
            if hasattr(answer, "status_code"):
                return answer
    return None
