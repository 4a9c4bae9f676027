"""What the pages share: the minute they speak of, and the name of what is being written."""

from django.utils import timezone

from incidents.presentation.story import is_said


def this_minute():
    """Pages tell time in minutes, so now is the minute that has begun: then what they show adds up."""
    return timezone.now().replace(second=0, microsecond=0)


def drafts_of(incident, entries, *, by):
    """A draft belongs to what one has said so far: once it was sent, its name is another and the one before is done."""
    own = [0, *(entry.pk for entry in entries if entry.by_id == by.pk and is_said(entry))]
    return {"draft": f"{incident.pk}-{own[-1]}", "sent_draft": f"{incident.pk}-{own[-2]}" if len(own) > 1 else ""}
