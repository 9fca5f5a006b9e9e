"""Where in practice a contribution may stand; registered when the app is ready."""

from home.seams.places import Place, offers_places
from practice.models import CommunityPage


@offers_places
def communities() -> list[Place]:
    """The communities: a yes to one holds on its page and in its sessions."""
    return [Place(community.pk, community.title, "Community", community.get_absolute_url()) for community in CommunityPage.objects.listed()]
