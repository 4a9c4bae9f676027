"""What the commands of the reports are asked with: a school, a period; and sentences for what can't be."""

from datetime import date

from django.core.management.base import CommandError

from reports.periods import Period, WrongPeriod
from servicedesk.school_codes import NoSuchSchool, school_called


def add_period(parser):
    """`--from` and `--to`, both needed."""
    parser.add_argument("--from", dest="first", required=True, metavar="DATE", help="first day, such as 2026-09-01")
    parser.add_argument("--to", dest="last", required=True, metavar="DATE", help="last day, counted too")


def day(text):
    """A date of the command line, or a sentence that says what is wrong with it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is no date. Write it as year-month-day, such as 2026-09-01.") from None


def school_of(code):
    """A school by its code, or a sentence that names those there are."""
    try:
        return school_called(code)
    except NoSuchSchool as error:
        raise CommandError(str(error)) from None


def period_of(first, last):
    """The period between two dates of the command line."""
    try:
        return Period(day(first), day(last))
    except WrongPeriod as error:
        raise CommandError(str(error)) from None
