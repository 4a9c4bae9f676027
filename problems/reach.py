"""How far the end of a problem reaches: which open incidents it resolves, and how many people are told."""

from dataclasses import dataclass

from django.db.models import Count, Q

from incidents.models import Incident


@dataclass(frozen=True)
class Reach:
    """Records that would be resolved, people who would get a letter, and people who have to be told in person."""

    records: int
    people: int
    in_person: int


def open_incidents(problem):
    """The linked incidents that are still open, with the children of those that are major."""
    linked = Q(problem_link__problem=problem) | Q(parent__problem_link__problem=problem)
    return Incident.objects.unresolved().filter(linked).order_by("pk")


def reach_of(problem):
    """Counted as the letters are written: whoever reported one of them, or reported it too, once."""
    found = open_incidents(problem).values("pk")
    reported = Incident.objects.filter(Q(pk__in=found) | Q(duplicate_of__in=found))
    reachable = Q(requester__is_active=True) & ~Q(requester__email=None) & ~Q(requester__email="")
    counts = reported.aggregate(
        people=Count("requester", filter=reachable, distinct=True),
        in_person=Count("requester", filter=~reachable, distinct=True),
    )
    return Reach(records=open_incidents(problem).count(), **counts)
