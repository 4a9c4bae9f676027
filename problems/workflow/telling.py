"""Who is told of a move of a problem; those who reported its incidents are told by `incidents`."""

from servicedesk import letters
from servicedesk.models import Person
from servicedesk.roles import Permission


def tell(problem, letter, *, to, at, **context):
    """A letter about a problem, with the way to it."""
    about = {"problem": problem, "reference": problem.reference, "path": problem.get_absolute_url()}
    letters.write(to, f"problems/{letter}", at=at, **about, **context)


def tell_who_decides(problem, letter, *, at, **context):
    """Its resolver and the problem managers of its school (or of the trust), once each."""
    managers = Person.objects.who_may(Permission.MANAGE_PROBLEMS, problem.school)
    people = {person.pk: person for person in (problem.resolver, *managers.order_by("pk")) if person}
    for person in people.values():
        tell(problem, letter, to=person, at=at, **context)
