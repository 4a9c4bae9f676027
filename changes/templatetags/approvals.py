"""What pages show of who says yes."""

from django import template
from django.utils import timezone

from changes.presentation import asked
from servicedesk.roles import Permission

register = template.Library()


@register.simple_tag
def approvals_of(change, reader):
    """Who was asked about a change, what they said, and who must say yes next."""
    return asked.approvals_of(change, reader=reader, at=timezone.now())


@register.simple_tag
def asked_of(reader):
    """How many answers wait for a reader."""
    return asked.number_asked_of(reader)


@register.filter
def manages_changes(reader):
    """May they say who approves, at any school?"""
    return reader.may_anywhere(Permission.MANAGE_CHANGES)
