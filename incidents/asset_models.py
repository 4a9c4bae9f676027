"""The facts from which the fault rates of makes and models are worked out: four questions, however much there is."""

from datetime import datetime

from django.db.models import F, Q, Window
from django.db.models.functions import Lag
from django.utils import timezone

from assets.models import GONE, Asset
from incidents.fault_rates import YEAR, Rate, Thing, rates, times_here
from incidents.models import Incident

OF_A_THING = (
    *("pk", "make", "model", "type__name", "type__lifetime_years", "state"),
    *("bought_on", "cost", "warranty_until"),
)


def rates_of_models(reader, *, at: datetime, things=None) -> tuple[list[Rate], int]:
    """The rates of all makes and models among `things` that the reader sees, and how many here are of no known model.

    The faults are those the reader may see, which is all of a school for whoever sees its register.
    """
    seen = (things if things is not None else Asset.objects.all()).visible_to(reader)
    named = seen.exclude(make="", model="")
    known = [_thing(row) for row in named.order_by().values_list(*OF_A_THING)]
    ids = named.order_by().values("pk")
    spans = times_here(_turns(ids), known, first=at - YEAR, last=at)
    found = rates(known, spans, _faults(reader, ids, at), today=timezone.localdate(at))
    return found, seen.filter(make="", model="").exclude(state__in=GONE).count()


def _thing(row):
    pk, make, model, sort, lifetime, state, *rest = row
    return Thing(pk, make.strip(), model.strip(), sort, lifetime, state not in GONE, *rest)


def _turns(ids):
    """The entries with which each thing came into the register, went and came back, in the order of time."""
    before = Window(Lag("state"), partition_by=F("id"), order_by=[F("history_date"), F("history_id")])
    kept = Asset.history.model.objects.filter(id__in=ids).annotate(before=before)
    gone, was_gone = Q(state__in=GONE), Q(before__in=GONE)
    turned = kept.filter(Q(before=None) | gone & ~was_gone | ~gone & was_gone).order_by("history_date", "history_id")
    return [(pk, moment, state not in GONE) for pk, moment, state in turned.values_list("id", "history_date", "state")]


def _faults(reader, ids, at):
    broken = Incident.objects.visible_to(reader).filter(kind="fault", duplicate_of=None, asset__in=ids)
    lately = broken.filter(opened_at__gte=at - YEAR, opened_at__lte=at).exclude(status="cancelled")
    return lately.order_by().values_list("asset_id", "opened_at")
