"""Who may be given an action: whoever works on records, reads reports or keeps evidence at the school."""

from django.db.models import Q

from servicedesk.models import Person
from servicedesk.roles import Permission, roles_with

ANY_OF = (Permission.WORK, Permission.SEE_REPORTS, Permission.KEEP_EVIDENCE)


def owners_at(school):
    """Those who may, by name."""
    roles = set().union(*(roles_with(permission) for permission in ANY_OF))
    here = Q(memberships__school=school) | Q(memberships__school=None)
    return Person.objects.filter(here, memberships__role__in=roles, is_active=True).distinct().order_by("name", "pk")


def may_own(person, school):
    """May this person be given one?"""
    return person.is_active and any(person.may(permission, school) for permission in ANY_OF)
