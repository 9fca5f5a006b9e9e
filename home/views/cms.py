"""The CMS's own screens for people, and for the lists that administrators keep."""

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django_filters import RangeFilter
from wagtail.admin.filters import NumberRangeWidget
from wagtail.documents.views.documents import DocumentsFilterSet
from wagtail.images.views.images import ImagesFilterSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup
from wagtail.users.views.users import EditView, IndexView, UserViewSet

from home.actions import roles
from home.enums import GlobalRole
from home.models import JobRole, Sector, Service, Team, User


class PersonForm(forms.ModelForm):
    """What an administrator may change of a person: their name, whether they may sign in, and their roles. Their address is their own."""

    groups = forms.ModelMultipleChoiceField(
        queryset=Group.objects.filter(name__in=GlobalRole.values), required=False, label="Roles for the whole area", widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = User
        fields = ("name", "is_active", "groups")

    def __init__(self, *args, editing_self: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.editing_self = editing_self
        self.fields["is_active"].help_text = "Somebody who may not sign in is signed out at once. What is theirs stays."
        if editing_self:
            del self.fields["is_active"]

    def clean_groups(self):
        """Nobody takes the administrator's role from themselves: another administrator does."""
        groups = self.cleaned_data["groups"]
        administrators = GlobalRole.ADMINISTRATOR.value
        had = self.instance.groups.filter(name=administrators).exists()
        if self.editing_self and had and administrators not in {group.name for group in groups}:
            raise ValidationError("You cannot stop being an administrator by yourself. Ask another administrator.")
        return groups

    def clean(self):
        """Somebody who may do everything is not shut out from here."""
        found = super().clean() or self.cleaned_data
        if self.instance.is_superuser and found.get("is_active") is False:
            raise ValidationError("This person may do everything on this site and cannot be shut out here.")
        return found


class PersonIndexView(IndexView):
    """People, found by their name or address."""

    search_fields = ("name", "email")

    def order_queryset(self, queryset):
        """By name, which is one here, unless another order is asked for."""
        return queryset.order_by("name", "pk") if self.ordering in ("name", "-name") else super().order_queryset(queryset)


class PersonEditView(EditView):
    """Changing a person, on Wagtail's plain form."""

    template_name = "wagtailadmin/generic/edit.html"

    def save_instance(self):
        """Keep the change, and tell it to the person whom it concerns."""
        with transaction.atomic():
            before = roles.account_facts(self.object)
            saved = super().save_instance()
            roles.note_account_changes(saved, by=self.request.user, before=before)
        return saved


class PersonViewSet(UserViewSet):
    """People in the CMS, for administrators. People are invited and leave on the site's own pages, so nobody is added or deleted here."""

    menu_label = "People"
    ordering = "name"
    index_view_class = PersonIndexView
    edit_view_class = PersonEditView
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update=False):
        """One form, whatever is done."""
        return PersonForm


MOST_USED = 1_000_000_000


class UsedSoOften(RangeFilter):
    """Pictures and files by how often they are used. Wagtail's own filter breaks as soon as words are searched for beside it: search knows columns only."""

    def filter(self, qs, value):
        """Those of `qs` that are used so often, by their numbers."""
        if not value:
            return qs
        asked = slice(*(end if end is None else max(-1, min(end, MOST_USED)) for end in (value.start, value.stop)))
        return qs.filter(pk__in=super().filter(qs.order_by(), asked).values("pk"))


for library in (ImagesFilterSet, DocumentsFilterSet):
    library.base_filters["usage_count"] = UsedSoOften(field_name="usage_count", label="Usage count", widget=NumberRangeWidget())


class SectorViewSet(SnippetViewSet):
    """Kinds of service."""

    model = Sector
    menu_label = "Sectors"
    icon = "tag"
    list_display = ("name", "order")


class JobRoleViewSet(SnippetViewSet):
    """Kinds of job."""

    model = JobRole
    menu_label = "Job roles"
    icon = "user"
    list_display = ("name", "order")


class ServiceViewSet(SnippetViewSet):
    """Services that people work in or refer to."""

    model = Service
    menu_label = "Services"
    icon = "home"
    list_display = ("name", "sector", "place")
    list_filter = ("sector",)


class TeamViewSet(SnippetViewSet):
    """Teams inside services."""

    model = Team
    menu_label = "Teams"
    icon = "group"
    list_display = ("name", "service")


class AreaViewSetGroup(SnippetViewSetGroup):
    """The area's lists, in one menu."""

    menu_label = "The area"
    menu_icon = "site"
    menu_order = 300
    items = (ServiceViewSet, TeamViewSet, JobRoleViewSet, SectorViewSet)
