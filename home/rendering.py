"""How forms become HTML: the site's FORM_RENDERER.

``{{ form }}`` gives the error summary and every field; ``{% form_fields %}`` the fields alone. Widgets keep Django's own
templates, because the CMS shares this renderer: what differs from Django is written around them, in ``templates/forms/``.
"""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Renders forms and fields from ``templates/forms/``; a formset's forms stand one below the other."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
