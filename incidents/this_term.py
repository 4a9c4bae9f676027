"""Since when the faults of a thing are counted: this term, by the calendar of its school."""

from sla.calendars import current_version, school_year_of


def this_term(school, today):
    """The first day to count from, and how pages call that time; without a calendar, this year."""
    return term_by(current_version(school), today)


def term_by(version, today):
    """The same by a calendar that was read already."""
    term = school_year_of(version).term_of(today) if version else None
    return (term.first, "this term") if term else (today.replace(month=1, day=1), "this year")
