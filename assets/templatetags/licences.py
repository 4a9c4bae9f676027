"""What pages of the app below show of licences."""

from django import template

from assets.licence_panels import licences_by

register = template.Library()


@register.inclusion_tag("assets/_licences_of.html")
def licences_of(person, reader):
    """{% licences_of someone request.user %}: the licences that a person has today."""
    return {"lines": licences_by(person, reader=reader)}
