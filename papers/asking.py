"""What somebody asks of a form: which record fills it in, of which days, and for whom."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from servicedesk.models import Person, School
from servicedesk.roles import Permission
from servicedesk.strict import whole_number

USUAL = timedelta(days=27)  # the days of a register if nobody says otherwise: four weeks
LONGEST = timedelta(days=366)
MOST = 300  # lines of a register; it says so where there are more


@dataclass(frozen=True)
class Asked:
    """The name of a record (its number; of a register the code of a school), its reader, and the days of a register."""

    name: str
    reader: Person
    at: datetime
    first: date
    last: date

    def row(self, seen: Any) -> Any:
        """The record among those that the reader may see; 404 for any other."""
        return get_object_or_404(seen, pk=whole_number(self.name))

    def school(self, permission: Permission) -> School:
        """The school of a register, if the reader may do this there; else it is not there."""
        if not self.reader.may_anywhere(permission):
            raise Http404
        return get_object_or_404(School.objects.where_may(self.reader, permission), code=self.name)
