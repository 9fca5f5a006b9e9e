"""What every page is given: the site's own settings, the navigation, what waits to be read."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.urls import reverse

from home.models import SiteSettings, User
from home.permissions import standing

SETTINGS_KEY = "site-settings"


@dataclass(frozen=True)
class NavItem:
    """One entry of a navigation; `current` where the page shown lies under it."""

    label: str
    url: str
    current: bool = False


def site_settings() -> SiteSettings:
    """The area's settings, from the cache where they stand there."""
    found = cache.get(SETTINGS_KEY)
    if found is None:
        found = SiteSettings.objects.first() or SiteSettings()
        cache.set(SETTINGS_KEY, found, 300)
    return found


def forget_site_settings(**_) -> None:
    """Have the next page read the settings anew, as soon as what was saved stands."""
    transaction.on_commit(lambda: cache.delete(SETTINGS_KEY))


def navigation(request: HttpRequest) -> list[NavItem]:
    """Where this person can go, by what they are."""
    services = ("Services", reverse("practice:services"), "/services/")
    if not request.user.is_authenticated:
        open_to_all = [services] if site_settings().services_public else []
        return [NavItem(label, url, request.path.startswith(under)) for label, url, under in open_to_all]
    if request.user.waits_for_welcome:
        return [NavItem("Joining", reverse("welcome"), request.path.startswith("/join/"))]
    places = [
        ("Home", reverse("dashboard"), "/dashboard/"),
        ("Learn", "/learning/", "/learning/"),
        ("Capabilities", reverse("capability:me"), "/capability/"),
        services,
        ("Shadowing", reverse("practice:shadowing"), "/shadowing/"),
        ("Communities", "/communities/", "/communities/"),
    ]
    if standing(request.user).manager:
        places.append(("My teams", reverse("teams"), "/teams/"))
    elif standing(request.user).administrator:
        places.append(("Teams", reverse("teams"), "/teams/"))
    if standing(request.user).lead:
        places.append(("The area", reverse("capability:area"), "/area/"))
    if standing(request.user).uses_cms:
        places.append(("Edit", "/cms/", "/cms/"))
    return [NavItem(label, url, request.path.startswith(under)) for label, url, under in places]


FOOTER = [
    NavItem("About", "/about/"),
    NavItem("Who can see what", "/about/who-can-see/"),
    NavItem("Accessibility", "/about/accessibility/"),
    NavItem("Terms", "/about/terms/"),
    NavItem("Code of conduct", "/about/code-of-conduct/"),
    NavItem("Cookies", "/about/cookies/"),
]
WORDS = NavItem("Choosing words", "/words/")


ACCOUNT = [
    NavItem("My learning record", "/learning/record/"),
    NavItem("My reflections", "/learning/reflections/"),
    NavItem("What is asked of me", "/learning/requests/"),
    NavItem("My contributions", "/contributions/"),
    NavItem("Mail and quiet hours", "/me/preferences/"),
    NavItem("Who can see what about me", "/me/privacy/"),
]
CONCERNS = NavItem("Concerns, in confidence", "/shadowing/concerns/")
SETTING_UP = NavItem("Setting up", "/setup/")
RIGHTS = NavItem("People’s rights", "/setup/rights/")
STATUS = NavItem("How the site is", "/status/")


def unread_of(person: User) -> int:
    """How many notices `person` has not opened; read with the person where the backend loaded them, else by one query."""
    return (person.unread or 0) if hasattr(person, "unread") else person.notices.unread().count()


def site(request: HttpRequest) -> dict:
    """The context processor. A page that tells of a fault must render when the database is away."""
    try:
        settings = site_settings()
        signed_in = request.user.is_authenticated if hasattr(request, "user") else False
        unread = unread_of(request.user) if signed_in and isinstance(request.user, User) else 0
        nav = navigation(request) if hasattr(request, "user") else []
    except DatabaseError:
        settings, unread, nav, signed_in = SiteSettings(), 0, [], False
    # allauth puts an object of its own under "site" on its pages
    account = ACCOUNT if signed_in else []
    if signed_in and standing(request.user).lead:
        account = [*account, CONCERNS]
    if signed_in and standing(request.user).administrator:
        account = [*account, SETTING_UP, STATUS, RIGHTS]
    links = {"nav": tuple(nav), "account_links": tuple(account), "footer_links": (*FOOTER, WORDS) if signed_in else tuple(FOOTER)}
    return {"site": settings, "this_site": settings, "unread_notices": unread, **links}
