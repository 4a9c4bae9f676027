"""Whether somebody may bring in records from another desk: pages link the way there only then."""

from django import template

from servicedesk.roles import Permission

register = template.Library()


@register.filter
def may_import(person):
    """{% if request.user|may_import %}"""
    return person.may_anywhere(Permission.IMPORT)
