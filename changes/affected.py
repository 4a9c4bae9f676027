"""Who will notice a change: worked out from the things, rooms and services it touches.

Where a service stops, everybody at the school uses it. Where only rooms or things are touched it is those who answer
for a thing, have it on loan, or reported something from there within a year: nobody else need read a letter about it.
A change that nobody notices, by its own plan, has nobody to tell.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from assets import impact
from assets.models import Asset, Loan
from incidents.models import Incident
from servicedesk.models import Membership, Person, School

LATELY = timedelta(days=365)
NAMED = 3  # services that a reason names


@dataclass(frozen=True)
class Noticing:
    """A person who will notice, and why that is believed."""

    person: Person
    because: str


@dataclass(frozen=True)
class Affected:
    """What stops meanwhile, and who notices. `schools`: where everybody does."""

    services: list = field(default_factory=list)
    rooms: int = 0
    things: int = 0
    schools: list[School] = field(default_factory=list)
    people: list[Noticing] = field(default_factory=list)

    @property
    def in_words(self):
        """Who notices, in a few words."""
        if self.schools:
            return f"everybody at {_listed([school.name for school in self.schools])}"
        number = len(self.people)
        return f"{number} {'person' if number == 1 else 'people'}" if number else "nobody"


def affected_by(change, *, at) -> Affected:
    """What stops while a change is made, and who notices it."""
    if not is_noticed(change):
        return Affected()
    named = list(change.assets.all())
    stopped = impact.touching([asset.pk for asset in named]) if named else set()
    rooms = _rooms(change, stopped)
    services = _services(change, stopped, rooms)
    found = Affected(services=services, rooms=len(rooms), things=len(stopped))
    if services or not (named or rooms):
        schools = _schools(change, stopped)
        return Affected(**vars(found) | {"schools": schools, "people": _everybody(schools, services)})
    return Affected(**vars(found) | {"people": _near(change, stopped, rooms, at)})


def is_noticed(change):
    """Does anybody notice, by what its plan says?"""
    return bool(change.impact_during.strip() or change.downtime_minutes)


def _rooms(change, stopped):
    """The rooms it names, and those of the things that stop."""
    named = set(change.rooms.values_list("pk", flat=True))
    return named | set(Asset.objects.filter(pk__in=stopped, room__isnull=False).values_list("room", flat=True))


def _services(change, stopped, rooms):
    """The services that stop: with the things; or the one that is named, where no thing or room is."""
    if stopped:
        return impact.services_of(stopped)
    return [change.service] if change.service and not rooms else []


def _schools(change, stopped):
    """Where the services stop: at the school of the change; for several schools at those of its things, or at all."""
    if change.school:
        return [change.school]
    of_things = School.objects.filter(assets__in=stopped).distinct() if stopped else School.objects.all()
    return list(of_things)


def _everybody(schools, services):
    because = f"Uses {_listed([service.name for service in services[:NAMED]])}" if services else "Works at the school"
    here = Membership.objects.filter(school__in=schools).values("person")
    people = Person.objects.filter(pk__in=here, is_active=True).order_by("name", "pk")
    return [Noticing(person, because) for person in people]


def _near(change, stopped, rooms, at):
    """Who answers for a thing that stops, has it on loan, or reported something from there lately; the first reason."""
    found = {}
    kept = Asset.objects.filter(pk__in=stopped, custodian__is_active=True).select_related("custodian").order_by("tag")
    for asset in kept:
        found.setdefault(asset.custodian, f"Answers for {asset.tag}")
    lent = Loan.objects.filter(asset__in=stopped, returned_at=None, to__is_active=True).select_related("to", "asset")
    for loan in lent:
        found.setdefault(loan.to, f"Has {loan.asset.tag} on loan")
    for person, because in _reporters(change, stopped, rooms, at):
        found.setdefault(person, because)
    return [Noticing(*each) for each in sorted(found.items(), key=lambda each: (each[0].name, each[0].pk))]


def _reporters(change, stopped, rooms, at):
    lately = Incident.objects.filter(opened_at__gte=at - LATELY, requester__is_active=True)
    lately = lately.filter(school=change.school) if change.school else lately
    for name, keys in (("room", rooms), ("asset", stopped)):
        rows = lately.filter(**{f"{name}__in": keys}).values_list("requester", f"{name}__{_NAME[name]}")
        words = dict(rows.order_by("opened_at"))
        for person in Person.objects.filter(pk__in=words).order_by("name", "pk"):
            yield person, f"Reported something {_FROM[name]} {words[person.pk]}"


_NAME, _FROM = {"room": "name", "asset": "tag"}, {"room": "from", "asset": "about"}


def _listed(names):
    """“A”, “A and B”, “A, B and C”."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
