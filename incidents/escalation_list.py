"""Which escalation steps were taken for records, with what a line of the list shows: one query for page and API."""

from django.db.models import Q

from sla.models import Fired

BESIDE = ("step", "clock__school", "clock__response_of__school", "clock__resolution_of__school")


def escalated():
    """The steps taken for a record; a clock of none rang nobody."""
    of_record = Q(clock__resolution_of__isnull=False) | Q(clock__response_of__isnull=False)
    return Fired.objects.filter(of_record).select_related(*BESIDE)
