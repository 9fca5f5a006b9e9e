"""Everything that is measured, in Prometheus's text format. No label names a person or a team."""

from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from home.seams.status import reports
from home.watching import meters

PREFIX = "alongside_"


class HowItIs:
    """What the reports measure, asked when somebody fetches it; a database that is away is told of, and all else left out."""

    def collect(self) -> Iterator[Metric]:
        """A gauge for each number."""
        up = 1.0
        try:
            found = {name: (value, report.title) for report in reports(measured_only=True) for name, value in report.numbers.items()}
        except DatabaseError:
            up, found = 0.0, {}
        yield GaugeMetricFamily(f"{PREFIX}database_up", "Whether the database answers", value=up)
        for name, (value, title) in found.items():
            yield GaugeMetricFamily(f"{PREFIX}{name}", title, value=value)
        release = GaugeMetricFamily(f"{PREFIX}release", "What runs", labels=["version"])
        release.add_metric([settings.RELEASE], 1.0)
        yield release


def exposed() -> bytes:
    """The text: what all web processes counted, and how things are now."""
    registry = CollectorRegistry(auto_describe=False)
    meters.meters()
    MultiProcessCollector(registry, str(meters.folder()))
    registry.register(HowItIs())
    return generate_latest(registry)
