"""A version of the framework as files: a strict CASE 1.1 package, and CSV."""

import json
from datetime import date

from django.urls import reverse

from capability.enums import FrameworkState
from capability.frameworks import fact_of
from capability.models import Capability, Framework
from capability.rules.exchange.case_writing import Around, case_package, profile_package
from capability.rules.exchange.csv_format import write_csv
from home.context import site_settings
from home.letters.writing import absolute

STATUS = {FrameworkState.DRAFT: "Draft", FrameworkState.PUBLISHED: "Adopted", FrameworkState.RETIRED: "Deprecated"}


def around(framework: Framework) -> Around:
    """What a package of `framework` says besides it. Its time is the day it came into force, so that equal words give equal files."""
    earlier = Capability.objects.filter(domain__framework=framework.based_on_id).values_list("code", "public_id", "title") if framework.based_on_id else []
    return Around(
        address=absolute(reverse("capability:framework_json")),
        creator=site_settings().name,
        changed=f"{framework.published_on or date.today():%Y-%m-%d}T00:00:00Z",
        status=STATUS[FrameworkState(framework.state)],
        earlier={code: (str(key), title) for code, key, title in earlier},
    )


def as_case(framework: Framework) -> str:
    """The strict CASE 1.1 package of a version, as JSON. At most nine queries."""
    return _written(case_package(fact_of(framework), around(framework)))


def profile_as_case(framework: Framework, slug: str) -> str | None:
    """The role profile of one job role as a CASE document of its own; nothing where the version has none for it."""
    profile = framework.role_profiles.filter(job_role__slug=slug).first()
    if profile is None:
        return None
    fact = fact_of(framework)
    found = next(each for each in fact.profiles if each.public_id == str(profile.public_id))
    return _written(profile_package(fact, found, around(framework)))


def as_csv(framework: Framework) -> str:
    """A version as CSV, to be edited in a spreadsheet and imported as the next one."""
    return write_csv(fact_of(framework))


def _written(package: dict) -> str:
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"
