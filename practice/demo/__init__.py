"""What the people and services of the invented town do with each other."""

from collections.abc import Callable
from typing import Any

from practice.demo import communities, exchange, ledger, reviews, services, shadowing


def build(progress: Callable[[str], Any]) -> None:
    """Fill the map; each part does nothing where it stands already."""
    services.build(progress)
    shadowing.build(progress)
    exchange.build(progress)
    reviews.build(progress)
    communities.build(progress)
    ledger.build(progress)
