"""Whether a record was fixed in time: one expression for every face, so that a number and its rows agree."""

from django.db.models import BooleanField, Case, CharField, Q, Value, When

from incidents.models import Status
from sla.models import ClockState

MET, MISSED, UNDECIDED, CANCELLED = "met", "missed", "undecided", "cancelled"
CHOICES = [(MET, "Fixed in time"), (MISSED, "Late"), (UNDECIDED, "Not decided yet"), (CANCELLED, "Called off")]

# The first that holds decides. What another desk decided is kept; a breach is a fact that nothing clears; what was
# called off (duplicates too) had no promise to meet; a clock that was stopped without a breach met its promise.
OUTCOME = Case(
    When(outcome_met=True, then=Value(MET)),
    When(outcome_met=False, then=Value(MISSED)),
    When(resolution_clock__breached_at__isnull=False, then=Value(MISSED)),
    When(status=Status.CANCELLED, then=Value(CANCELLED)),
    When(resolution_clock__state=ClockState.STOPPED, then=Value(MET)),
    default=Value(UNDECIDED),
    output_field=CharField(),
)

# Late, with a reason that somebody signed. What another desk decided can't be excused here.
IS_EXCUSED = Q(outcome_met=None, resolution_clock__breached_at__isnull=False, resolution_clock__excuse__isnull=False)
EXCUSED = Case(When(IS_EXCUSED, then=Value(True)), default=Value(False), output_field=BooleanField())
