"""The entries of a school that may fit a fault, with what came of them: as many queries however many there are."""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from problems.matching import ENOUGH, ENOUGH_FOR_DESK, Entry, Fault, fit, rank, seldom_helps
from problems.models import KnownError, KnownErrorUse

READ = ("title", "symptoms", "workaround", "service_id", "audience", "retired_at", "school_id")
LONGEST_IN_ADDRESS = 1000  # characters of steps that go along to another page
FITTING = 20  # of the best, whose tries are counted before they are put in order


@dataclass(frozen=True)
class Found:
    """An entry that fits, how surely, and what came of it so far; `people`: whom it helped."""

    known: KnownError
    fit: float
    tried: int = 0
    helped: int = 0
    people: int = 0

    @property
    def rank(self):
        """What comes first."""
        return rank(self.fit, self.tried, self.helped)

    @property
    def query(self):
        """The steps as the beginning of a reply, for the address of its page."""
        return urlencode({"text": "\n".join(self.known.steps)[:LONGEST_IN_ADDRESS]})


def best_for(fault, *, known, for_desk, most):
    """The best entries of `known` (a queryset) for a fault, at most `most`; none where nothing fits well."""
    enough = ENOUGH_FOR_DESK if for_desk else ENOUGH
    fitting = [(fit(entry, fault), row) for row, entry in _entries(known)]
    fitting = sorted(((how, row) for how, row in fitting if how >= enough), key=lambda pair: (-pair[0], pair[1].pk))
    found = _with_tries(fitting[:FITTING])
    useful = [each for each in found if for_desk or not seldom_helps(each.tried, each.helped)]
    return sorted(useful, key=lambda each: (-each.rank, each.known.pk))[:most]


def fault_of(*, category=None, asset=None, room=None, words=""):
    """What is known of a fault, for matching; a thing that stands in a room says which room."""
    return Fault(
        category=category.pk if category else None,
        service=category.service_id if category else None,
        asset=asset.pk if asset else None,
        type=asset.type_id if asset else None,
        room=room.pk if room else asset.room_id if asset else None,
        words=words,
    )


def _entries(known):
    """Each row with what it concerns."""
    rows = list(known.only(*READ))
    if not rows:
        return
    categories = _beside(known, KnownError.categories.through, "category")
    types = _beside(known, KnownError.asset_types.through, "assettype")
    things = _beside(known, KnownError.assets.through, "asset", "asset__room")
    for row in rows:
        entry = Entry(
            key=row.pk,
            says=(row.title, *row.symptoms.splitlines()),
            categories=frozenset(pk for (pk,) in categories[row.pk]),
            service=row.service_id,
            types=frozenset(pk for (pk,) in types[row.pk]),
            assets=frozenset(pk for pk, _ in things[row.pk]),
            rooms=frozenset(room for _, room in things[row.pk] if room),
        )
        yield row, entry


def _beside(known, through, *names):
    """What entries name in another table: the id of an entry → tuples of values."""
    found = defaultdict(list)
    rows = through.objects.filter(knownerror__in=known.order_by().values("pk"))
    for pk, *values in rows.values_list("knownerror", *names):
        found[pk].append(tuple(values))
    return found


def _with_tries(fitting):
    """Each with how often it was tried, and whom it helped: whoever reported the record, or else whoever said so."""
    if not fitting:
        return []
    uses = KnownErrorUse.objects.filter(known_error__in=[row.pk for _, row in fitting]).order_by()
    counted = uses.values("known_error").annotate(
        tried=Count("pk"),
        worked=Count("pk", filter=Q(helped=True)),
        people=Count(Coalesce("incident__requester", "by"), filter=Q(helped=True), distinct=True),
    )
    counts = {each["known_error"]: (each["tried"], each["worked"], each["people"]) for each in counted}
    return [Found(row, how, *counts.get(row.pk, (0, 0, 0))) for how, row in fitting]
