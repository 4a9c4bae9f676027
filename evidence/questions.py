"""The question a page of the evidence answers: which school, which framework, which school year."""

from datetime import date

from django.http import Http404
from django.utils import timezone

from evidence import editions
from evidence.framework import WrongFramework
from evidence.years import EARLIEST, LATEST, year_of, year_period
from reports.periods import Period
from servicedesk.models import School
from servicedesk.roles import Permission
from servicedesk.strict import text_in, whole_number


def school_asked(asked, person, permission=Permission.EXPORT_EVIDENCE) -> School:
    """The school an address names, or the first at which a person may do this. Raises Http404."""
    schools = School.objects.where_may(person, permission)
    code = text_in(asked, "school")
    found = schools.filter(code=code).first() if code else schools.first()
    if found is None:
        raise Http404
    return found


def framework_asked(key, school):
    """A framework of a school by its key. Raises Http404."""
    try:
        return editions.framework_called(key, school)
    except WrongFramework as error:
        raise Http404(str(error)) from error


def statement_asked(framework, key):
    """A statement of a framework by its key. Raises Http404."""
    found = framework.statement(key)
    if found is None:
        raise Http404
    return found


def year_asked(asked) -> int:
    """The school year an address names; this one where it names none. Raises Http404."""
    if not asked.get("year"):
        return year_of(timezone.localdate())
    year = whole_number(asked["year"])
    if not EARLIEST <= year <= LATEST:
        raise Http404
    return year


def period_of(year: int, today: date) -> Period:
    """A school year, never going past today; a year that is still to come, whole."""
    whole = year_period(year)
    return Period(whole.first, min(whole.last, today)) if whole.first <= today else whole
