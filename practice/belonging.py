"""How many belong to each community.

Counted for all of them at once and kept until somebody joins or leaves, a minute at most (an account may be closed): to count thousands of people for
every reader of a page would cost the more, the larger the area is.
"""

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count

from practice.models import CommunityMember

SIZES = "practice:community-sizes"
KEPT = 60  # seconds


def community_sizes() -> dict[int, int]:
    """How many people belong to each community, by its key; none where nobody does. No query but the first of a minute."""
    found = cache.get(SIZES)
    if found is None:
        found = dict(CommunityMember.objects.current().order_by().values_list("community").annotate(number=Count("pk")))
        cache.set(SIZES, found, KEPT)
    return found


def count_anew() -> None:
    """Have the next page count, as soon as what was written stands."""
    transaction.on_commit(lambda: cache.delete(SIZES))
