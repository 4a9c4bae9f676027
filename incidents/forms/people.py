"""Who is offered to choose from."""

from django.db.models import Exists, OuterRef, Prefetch

from servicedesk.models import Membership, Person
from servicedesk.roles import TECHNICIAN, Permission, roles_with


def technicians_first(people):
    """The people in the order in which one looks for somebody to mend it."""
    mends = Membership.objects.filter(person=OuterRef("pk"), role=TECHNICIAN.key)
    return people.annotate(mends=Exists(mends)).order_by("-mends", "name", "pk")


def colleagues(person):
    """The people who work on records at any school where this person does, with the roles that say where (`work`)."""
    here = person.within(Permission.WORK, field="memberships__school")
    wearing = Person.objects.filter(memberships__role__in=roles_with(Permission.WORK), is_active=True)
    everywhere = Person.objects.filter(memberships__role__in=roles_with(Permission.WORK), memberships__school=None)
    found = (wearing.filter(here) | everywhere.filter(is_active=True)).distinct()
    work = Membership.objects.filter(role__in=roles_with(Permission.WORK)).select_related("school")
    return technicians_first(found).prefetch_related(Prefetch("memberships", work, to_attr="work"))
