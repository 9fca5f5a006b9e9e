"""What happens when a page that waited for another's eyes is approved.

Wagtail reads this file while its own models are still being made, so nothing that needs models is imported at the top.
"""

from django.core.exceptions import PermissionDenied

from home.seams.publishing import NotAgreedYet


def publish_approved(workflow_state, user=None) -> None:
    """Publish what `workflow_state` is about, since somebody other than its writer has read it.

    An editor has no right to publish alone; two of them together have. Whoever may publish anyway needs no second pair of eyes.
    """
    page = workflow_state.content_object
    may_publish = user is None or page.permissions_for_user(user).can_publish()
    if not may_publish and user == workflow_state.requested_by:
        raise PermissionDenied("Somebody else reads a page before it goes live. Ask another editor.")
    try:
        page.get_latest_revision().publish(user=user, skip_permission_checks=True)
    except NotAgreedYet as waits:
        from home.actions.scheduling import tell_that_it_waits

        tell_that_it_waits(workflow_state.requested_by, page, waits, key=f"approved-and-waits:{workflow_state.pk}", why="You handed this page in.")
