"""The published dataset: one HDF5 file with the area's frozen history after the disclosure rule, and no person in it."""

from pathlib import Path

from django.conf import settings

NAME = "capability-cube.h5"
SCHEMA = "capability-cube/1"
FILL = 2**32 - 1  # what stands in a hidden cell; the mask says why
LICENCE = "Creative Commons Attribution 4.0 International (CC BY 4.0)"


def dataset_path() -> Path:
    """Where the published file stands."""
    return Path(settings.VAR) / "dataset" / NAME
