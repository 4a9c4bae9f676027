"""Who may stand in a school's register of certificates: whoever works on its records, there or for the whole trust."""

from servicedesk.models import Person
from servicedesk.roles import Permission


def people_of(school):
    """The active ones, by name."""
    return Person.objects.who_may(Permission.LOG_FOR_OTHERS, school).order_by("name", "pk")
