"""What is written about capabilities."""

from capability.actions.evidence import record_evidence
from capability.actions.framework import load_framework

__all__ = ["load_framework", "record_evidence"]
