"""Makers of rows for tests: each gives a valid thing, and what a test says of it is what matters to that test."""

from tests.factories.learning import LearningIndexFactory, LessonFactory, ModuleFactory
from tests.factories.people import JobRoleFactory, MembershipFactory, PersonFactory, SectorFactory, ServiceFactory, TeamFactory, TeamManagerFactory

__all__ = [
    "JobRoleFactory", "LearningIndexFactory", "LessonFactory", "MembershipFactory", "ModuleFactory", "PersonFactory",
    "SectorFactory", "ServiceFactory", "TeamFactory", "TeamManagerFactory",
]  # fmt: skip
