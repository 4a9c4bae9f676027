"""The table of risk: a school's own beside that of the trust."""

from django.core.exceptions import ValidationError
from django.db import transaction

from changes.models import RiskTable
from changes.risk import wrong_with
from changes.workflow.record import save
from changes.workflow.standards import may_manage
from servicedesk.models import School


@transaction.atomic
def set_risks(*, by, at, cells, school=None):
    """From now on risk is read from these cells, at a school or (None) wherever there is no table of its own."""
    may_manage(by, school)
    if wrong := wrong_with(cells):
        raise ValidationError({"cells": wrong})
    _hold(school)
    table = RiskTable.objects.filter(school=school).first() or RiskTable(school=school)
    table.cells, table.changed_by, table.changed_at = [list(row) for row in cells], by, at
    return save(table, by=by, at=at)


@transaction.atomic
def drop_risks(table, *, by, at):
    """Back to the table of the trust; that of the trust goes back to the one that comes with the desk."""
    may_manage(by, table.school)
    table._history_user, table._history_date = by, at
    table.delete()


def _hold(school):
    """Two who write the table of a school at once come one after the other."""
    held = School.objects.filter(pk=school.pk) if school else School.objects.order_by("pk")[:1]
    list(held.select_for_update().values_list("pk"))
