"""Every form field of the product is drawn by one template."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Fields with label, hint and error tied together."""

    field_template_name = "forms/field.html"
