"""Borrowers hear the school day before a thing is due, and again when it is late: each once."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from assets.models import Loan
from assets.tag_addresses import path_of_thing
from assets.workflow.loans import today_at
from servicedesk import letters
from servicedesk.models import School
from sla.calendars import current_version, school_year_of
from sla.school_year import SATURDAY

FURTHEST = timedelta(days=70)  # no holiday is longer: within it lies the school day before


def tell_of_loans(*, at):
    """Remind whoever has something that is due by the next school day, and tell who is late. Gives how many letters."""
    untold = Loan.objects.filter(returned_at=None).filter(Q(told_due_at=None) | Q(told_late_at=None))
    return sum(_tell_at(school, at=at) for school in School.objects.filter(pk__in=untold.values("asset__school")))


@transaction.atomic
def _tell_at(school, *, at):
    """Nobody is told on a weekend or while the school is closed; the next school day does."""
    today, is_school_day = today_at(school, at), school_days_of(school)
    if not is_school_day(today):
        return 0
    out = Loan.objects.filter(asset__school=school, returned_at=None).select_related("asset__school", "to", "lent_by")
    out = out.select_for_update(of=("self",)).order_by("due_on", "pk")
    until = next_school_day(today, is_school_day)
    due = [
        loan
        for loan in out.filter(due_on__gte=today, due_on__lte=until, told_due_at=None)
        if today_at(school, loan.lent_at) < today  # whoever borrowed it today was told today
    ]
    late = list(out.filter(due_on__lt=today, told_late_at=None))
    _mark(due, told_due_at=at)
    _mark(late, told_late_at=at, told_due_at=at)
    return sum(_remind(loan, "assets/loan_due", at=at) for loan in due) + sum(_late(loan, at=at) for loan in late)


def school_days_of(school):
    """Is a day one on which the school works? By its calendar, or else any weekday."""
    version = current_version(school)
    year = school_year_of(version) if version else None

    def is_school_day(day):
        known = year is not None and year.is_known(day)
        return year.school_days(day, day) == 1 if known else day.weekday() < SATURDAY

    return is_school_day


def next_school_day(today, is_school_day):
    """The first school day after today: what is due until then is due before anybody is told again."""
    days = (today + timedelta(days=ahead) for ahead in range(1, FURTHEST.days))
    return next((day for day in days if is_school_day(day)), today + FURTHEST)


def _mark(loans, **facts):
    Loan.objects.filter(pk__in=[loan.pk for loan in loans]).update(**facts)


def _remind(loan, template, *, at):
    if not loan.to:
        return 0
    return _write(loan.to, template, loan, at=at)


def _late(loan, *, at):
    """The borrower is told; for one without an account or an address whoever lent it has to ask."""
    if loan.to and _write(loan.to, "assets/loan_late", loan, at=at):
        return 1
    return _write(loan.lent_by, "assets/loan_late_to_lender", loan, at=at)


def _write(to, template, loan, *, at):
    path = path_of_thing(loan.asset.school.code, loan.asset.tag)
    return int(letters.write(to, template, at=at, path=path, loan=loan, asset=loan.asset) is not None)
