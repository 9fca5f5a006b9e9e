"""What practice needs before the first person comes: the page under which communities stand."""

from home.models import HomePage
from practice.models import CommunityIndexPage

LEAD = "People of several services, and people who use services, meet a few times a year, learn beside each other, and see what came of it."


def found(home: HomePage) -> str:
    """Make the page of all communities where there is none; what it says is left as it is."""
    if not CommunityIndexPage.objects.exists():
        index = CommunityIndexPage(title="Communities", slug="communities", lead=LEAD)
        HomePage.objects.get(pk=home.pk).add_child(instance=index)
        index.save_revision().publish()
    return "Communities of Practice have their page"
