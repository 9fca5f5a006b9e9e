"""The workforce lead's desk for versions of the framework, under /cms/framework/."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from capability.models import Framework
from capability.permissions import may_edit_framework
from home.actions.refusals import Refused
from home.requests import SignedIn


def for_leads(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for who may edit the framework; 403 for editors, as elsewhere at the editing desk."""

    @wraps(view)
    def checked(request: SignedIn, *args, **kwargs) -> HttpResponse:
        if not may_edit_framework(request.user):
            raise PermissionDenied("The framework is written by workforce leads and administrators.")
        return view(request, *args, **kwargs)

    return checked


def the_draft(pk: int) -> Framework:
    """The draft with this key; 404 for any other version, which has no page to edit."""
    return get_object_or_404(Framework.objects.drafts().select_related("based_on"), pk=pk)


def said(request: SignedIn, act: Callable[[], object], done: str = "") -> bool:
    """Do `act`; its refusal, or `done`, is said on the next page. Whether it was done."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    if done:
        messages.success(request, done)
    return True
