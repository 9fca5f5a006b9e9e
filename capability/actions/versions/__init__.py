"""Writing versions of the framework: drafts, their reviewers, and bringing one into force. Nothing edits a version in force."""

from django.core.exceptions import PermissionDenied

from capability.models import Framework
from capability.permissions import may_edit_framework
from home.actions.refusals import Refused
from home.models import User


def open_draft(by: User, framework: Framework | int) -> Framework:
    """The draft, locked for this transaction; `Refused` where it is in force or retired, `PermissionDenied` for who may not edit."""
    if not may_edit_framework(by):
        raise PermissionDenied
    key = framework.pk if isinstance(framework, Framework) else framework
    found = Framework.objects.select_for_update(no_key=True).filter(pk=key).first()
    if found is None:
        raise Refused("This draft is not there any more.")
    if not found.is_draft:
        raise Refused(f"Version {found.version} is {found.get_state_display().lower()}, and stands as it was agreed. Begin a new version to change something.")
    return found
