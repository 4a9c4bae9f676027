"""How every form field is drawn: label, help, errors and control, from one template."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    field_template_name = "forms/field.html"
