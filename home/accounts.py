"""How allauth stands in this house: who may make an account, how mail goes out, how people are loaded."""

import uuid

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context as allauth_context
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from wagtail.log_actions import log

from home.actions import joining
from home.actions.refusals import Refused
from home.actions.telling import post_letter
from home.context import site_settings
from home.letters.writing import absolute
from home.models import ApprovedDomain, Invitation, User
from home.prepared import Prepared

INVITATION_KEY = "invitation"
ACTIVE_PERSON = Prepared(lambda key: User.objects.with_standing().with_what_waits().filter(pk=key, is_active=True))


class PeopleBackend(AuthenticationBackend):
    """Loads a signed-in person together with their standing and what waits for them, in one query."""

    def get_user(self, user_id):
        """The active person with this key, or nothing."""
        return ACTIVE_PERSON.first(int(user_id))


def invitation_of(request: HttpRequest | None) -> Invitation | None:
    """The invitation whose link was opened in this browser, while it can be taken up."""
    digest = request.session.get(INVITATION_KEY) if request is not None and hasattr(request, "session") else None
    return joining.open_invitation(digest) if digest else None


class AccountAdapter(DefaultAccountAdapter):
    """Joining is by invitation or at an approved address; see `home.actions.joining`."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Open to somebody invited, and where the area has approved domains; the form asks for such an address then."""
        return invitation_of(request) is not None or ApprovedDomain.objects.exists()

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """An invited address is confirmed: its owner opened the link that was sent there."""
        invitation = invitation_of(request)
        return (invitation is not None and invitation.email.lower() == email.lower()) or super().is_email_verified(request, email)

    def save_user(self, request, user, form, commit=True):
        """Keep the new person and what let them in, in one transaction."""
        user.name = form.cleaned_data.get("name", "")
        user.pronouns = form.cleaned_data.get("pronouns", "")
        return super().save_user(request, user, form, commit)

    def get_login_redirect_url(self, request) -> str:
        """To the invitation where one was opened, else where one was going."""
        return reverse("welcome") if invitation_of(request) is not None else super().get_login_redirect_url(request)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Put the letter on the worker's list: no page waits for a mail server, and none takes longer for a known address."""
        site = site_settings()
        around = {"request": allauth_context.request, "email": email, "site": site, "reset_address": absolute(reverse("account_reset_password"))}
        message = self.render_mail(template_prefix, email, {**around, **context})
        html = next((part.content for part in getattr(message, "alternatives", [])), "")
        person = context.get("user") if isinstance(context.get("user"), User) else None
        post_letter(key=f"account:{uuid.uuid4().hex}", address=email, subject=message.subject, text=str(message.body), html=str(html), person=person)


def take_up(request: HttpRequest, person: User) -> None:
    """Let somebody with a new account in by the invitation of this browser, where it is for their address."""
    invitation = invitation_of(request)
    if invitation is None:
        return
    try:
        joining.accept(person=person, invitation=invitation)
    except Refused as refusal:
        messages.error(request, str(refusal))
    request.session.pop(INVITATION_KEY, None)


def agreed(person: User) -> None:
    """Keep that somebody agreed to the terms, and to which."""
    log(instance=person, action="home.agreed_to_terms", user=person, data={"terms": site_settings().terms_version})


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Signing in with a work account; the same people may join that way."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin) -> bool:
        """Open to an address that was invited in this browser, or whose domain is approved."""
        email = (sociallogin.user.email or "").lower()
        invitation = invitation_of(request)
        return (invitation is not None and invitation.email.lower() == email) or joining.is_approved(email)

    def populate_user(self, request, sociallogin, data):
        """The address and the name as the work account has them; people are free to change them.

        allauth's own would set a first and a last name, which our people do not have apart.
        """
        person = sociallogin.user
        person.email = (data.get("email") or "").lower()
        whole = data.get("name") or " ".join(filter(None, [data.get("first_name"), data.get("last_name")]))
        person.name = (whole or (person.email or "").partition("@")[0])[:120]
        return person

    def save_user(self, request, sociallogin, form=None):
        """Keep the new person, and let them in where they were invited."""
        with transaction.atomic():
            invited = invitation_of(request) is not None
            person = super().save_user(request, sociallogin, form)
            if invited:
                take_up(request, person)
            else:
                joining.await_welcome(person)
        return person


def display_name(user: User) -> str:
    """How somebody is named in messages."""
    return user.name or user.email


class _Guarded(AuthenticateWebAuthnForm):
    """A passkey's answer that makes no sense is a wrong one, not a fault: the parsers below raise whatever comes."""

    def clean_credential(self):
        """The authenticator; `ValidationError` for anything that is not a right answer."""
        from django.core.exceptions import ValidationError

        try:
            return super().clean_credential()
        except ValidationError:
            raise
        except Exception as fault:
            raise get_mfa_adapter().validation_error("incorrect_code") from fault


class PasskeyLoginForm(_Guarded, LoginWebAuthnForm):
    """Signing in with a passkey."""


class PasskeyReauthenticateForm(_Guarded, ReauthenticateWebAuthnForm):
    """Proving again that it is oneself, with a passkey."""


class PasskeySecondStepForm(_Guarded):
    """A security key as the second step of signing in."""
