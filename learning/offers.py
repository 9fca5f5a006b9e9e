"""What learning offers for a gap: modules that build the capability and that the person has not completed."""

from collections import Counter
from collections.abc import Iterable

from capability.models import Capability
from capability.seams import Offer, Offers, offers
from home.models import User
from home.prepared import Prepared, Somebody
from home.wording import minutes_words, number_words
from learning.models import ModulePage
from learning.rules.addresses import address_of


@offers
def modules_that_build(capabilities: Iterable[Capability], person: User) -> Offers:
    """Modules for each of `capabilities`, one already begun first, then those that build most of them. One query."""
    wanted = tuple(capability.pk for capability in capabilities)
    found = NOT_COMPLETED.all(wanted, person.pk) if wanted else []
    builds = Counter(module for _, module, *_ in found)
    offered: Offers = {}
    for capability, module, title, url_path, minutes, begun in sorted(found, key=lambda row: (row[5] is None, -builds[row[1]])):
        reason = reason_for(begun is not None, builds[module] - 1)
        ask = f"/learning/requests/{{team}}/new/?module={module}"
        offered.setdefault(capability, []).append(Offer("Learn", title, address_of(url_path), f"{minutes_words(minutes).capitalize()}.", reason, ask))
    return offered


def _not_completed(capabilities: tuple[int, ...], person: int):
    rows = ModulePage.objects.listed().with_progress(Somebody(person)).filter(capabilities__in=capabilities, my_completed_at__isnull=True)
    return rows.values_list("capabilities", "pk", "title", "url_path", "minutes", "my_started_at")


NOT_COMPLETED = Prepared(_not_completed)


def reason_for(begun: bool, more: int) -> str:
    """Why a module is offered: it builds this, it is begun, and how many more of the same gaps it builds."""
    first = "You have begun it, and it builds this" if begun else "It builds this"
    if not more:
        return f"{first}."
    return f"{first} and {number_words(more)} other {'gap' if more == 1 else 'gaps'} named here."
