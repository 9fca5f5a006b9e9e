"""Each way in and out, told of in one line: that it was, and by what. Never who, for whoever reads logs may see more than one person should."""

import logging

from allauth.account.authentication import get_authentication_records
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_used
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

log = logging.getLogger("alongside.signing_in")
UID = "home.watching.signing_in"


@receiver(user_logged_in, dispatch_uid=UID)
def came_in(sender, request, user, **_) -> None:
    """Somebody signed in; `by` are the steps that they took."""
    steps = get_authentication_records(request, user) if hasattr(request, "session") else []
    log.info("signed in", extra={"by": " then ".join(str(step.get("method", "?")) for step in steps) or "?", "ok": True})


@receiver(user_login_failed, dispatch_uid=UID)
def was_wrong(sender, **_) -> None:
    """A password was wrong, or nobody's."""
    log.info("signed in", extra={"by": "password", "ok": False})


@receiver(user_logged_out, dispatch_uid=UID)
def went_out(sender, **_) -> None:
    """Somebody signed out, or was signed out."""
    log.info("signed out")


@receiver(authenticator_used, dispatch_uid=UID)
def second_factor(sender, authenticator, **_) -> None:
    """A second factor, or a passkey, was right."""
    log.info("second factor", extra={"by": authenticator.type, "ok": True})


@receiver(authentication_failed, dispatch_uid=UID)
def second_factor_was_wrong(sender, authenticator=None, **_) -> None:
    """A second factor was wrong."""
    log.info("second factor", extra={"by": getattr(authenticator, "type", "?"), "ok": False})


@receiver(authenticator_added, dispatch_uid=UID)
def second_factor_came(sender, authenticator, **_) -> None:
    """A second factor was set up."""
    log.info("second factor set up", extra={"by": authenticator.type})


@receiver(authenticator_removed, dispatch_uid=UID)
def second_factor_went(sender, authenticator, **_) -> None:
    """A second factor was taken away."""
    log.info("second factor taken away", extra={"by": authenticator.type})
