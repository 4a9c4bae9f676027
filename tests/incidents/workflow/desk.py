"""What is said of records and letters again and again, and the hour the school counts in."""

from datetime import timedelta

from incidents.models import Incident

# 14 September 2026 is British Summer Time: 09:00 UTC is 10:00 at the school, which is open from 07:00 to 15:00 UTC.
HOUR = timedelta(hours=1)


def fresh(incident):
    return Incident.objects.get(pk=incident.pk)
