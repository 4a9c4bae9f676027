"""What a detector might have found, for tests of everything around the detectors."""

from datetime import date, timedelta

from problems.trends.finding import Finding

A_DAY = date(2026, 9, 14)


def make_finding(*, on=A_DAY, incidents=(), **fields):
    """The projector of B12 fails again and again, as of a day."""
    facts = {"kind": "recurrence", "key": "asset=PRJ-1 @ HB", "label": "Projector, Room B12", "count": 5}
    facts |= {"expected": 0.6, "score": 4.0, "why": "5 faults, where 0.6 are usual."}
    facts |= {"first": on - timedelta(days=13), "last": on}
    school = getattr(fields.pop("school", None), "pk", None)
    return Finding(found_on=on, incidents=tuple(each.pk for each in incidents), school=school, **facts | fields)
