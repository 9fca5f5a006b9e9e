"""What a whole framework is: pure facts, and how they are read from files."""

from capability.rules.framework.facts import CapabilityFact, DomainFact, FrameworkFact, FrameworkProblem, ProfileFact
from capability.rules.framework.files import framework_of

__all__ = ["CapabilityFact", "DomainFact", "FrameworkFact", "FrameworkProblem", "ProfileFact", "framework_of"]
