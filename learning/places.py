"""Where in learning a contribution may stand; registered when the app is ready."""

from home.seams.places import Place, offers_places
from learning.models import ModulePage
from learning.rules.addresses import address_of


@offers_places
def modules() -> list[Place]:
    """The published modules: a yes to one holds in its lessons."""
    return [Place(module.pk, module.title, "Module", address_of(module.url_path)) for module in ModulePage.objects.listed()]
