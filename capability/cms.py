"""What editors of pages in the apps above choose capabilities with."""

from django import forms
from wagtail.admin.panels import FieldPanel

from capability.models import Capability


class CapabilitiesPanel(FieldPanel):
    """Capabilities to tick: those in force, in order. Drafts and retired versions are not offered."""

    def __init__(self, field_name: str = "capabilities", **more) -> None:
        """For the field of that name."""
        super().__init__(field_name, widget=more.pop("widget", forms.CheckboxSelectMultiple), **more)

    class BoundPanel(FieldPanel.BoundPanel):
        """The panel on a form."""

        def __init__(self, **more) -> None:
            super().__init__(**more)
            if self.bound_field is not None:
                self.bound_field.field.queryset = Capability.objects.in_force()
