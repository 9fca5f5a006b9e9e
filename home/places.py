"""Where on the site's own pages a contribution may stand; registered when the app is ready."""

from home.models import PlainPage
from home.seams.places import Place, offers_places


@offers_places
def plain_pages() -> list[Place]:
    """The pages of text that area editors made; those that ship (terms, accessibility) are not for it."""
    pages = PlainPage.objects.live().filter(key="", alias_of=None)
    return [Place(page.pk, page.title, "Page", page.url, open_to_all=page.public) for page in pages]
