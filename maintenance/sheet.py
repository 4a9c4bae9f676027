"""A round on paper: the stops in order of the walk; what is planned is laid out as of today."""

from maintenance.forms import range_words
from maintenance.models import ChecklistItem, Thing
from maintenance.stops import stops_of
from maintenance.workflow.doing import IN_ORDER


def stops_on_paper(round):
    """Each stop as (what it is, where, [(what is looked at, in which range)])."""
    things = list(Thing.objects.filter(round=round).prefetch_related("checks"))
    if things:
        stops = [(thing.label, thing.where, list(thing.checks.all())) for thing in things]
    else:
        items = list(round.plan.checklist.all()) or [ChecklistItem(words=IN_ORDER)]
        stops = [(stop.label, stop.where, items) for stop in stops_of(round.plan)]
    return [(label, where, [(item, range_words(item)) for item in items]) for label, where, items in stops]
