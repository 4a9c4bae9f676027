"""What the service reports of the demo say will be done: one action carried from an earlier month, one new."""

from datetime import timedelta

from django.utils import timezone

from reports import workflow
from reports.periods import month_of

DAY = timedelta(days=1)


def write_down(schools, people, *, now):
    """Two actions of the large school, each written down some days after the month it is about."""
    last = month_of(month_of(timezone.localdate(now)).first - DAY)
    one_before = month_of(last.first - DAY)
    by, school = people["martin.hale"], schools["HBS"]
    wireless = "Ask two firms what new access points in the east block would cost"
    lamps = "Buy spare lamps for the six oldest projectors, so that none waits for a part"
    for text, owner, period, days in (
        (wireless, people["priya.shah"], one_before, 40),
        (lamps, people["grace.adeyemi"], last, 80),
    ):
        written = now - (timezone.localdate(now) - period.last).days * DAY + DAY
        facts = {"text": text, "owner": owner, "due": period.last + days * DAY, "school": school, "by": by}
        workflow.add_action(**facts, report_first=period.first, report_last=period.last, at=written)
