"""What can change under clocks that run: their calendar, or the wording that promised them."""

from django.db.models import Q

from sla import clock_rules
from sla.models import Calendar, Clock, ClockState, EventKind

OPEN = (ClockState.RUNNING, ClockState.PAUSED)


class CalendarChange:
    """Another document for a calendar: the clocks of the schools that follow it are counted on it."""

    def __init__(self, calendar, hours, version=None):
        self.calendar, self.hours, self.version = calendar, hours, version

    @property
    def of(self):
        """What the recorded act names, and each clock from then on."""
        return {"calendar_version": self.version}

    def open_clocks(self):
        """The open clocks that run on this calendar and not yet on this version."""
        own = Calendar.objects.exclude(school=None).exclude(versions=None).values("school")
        theirs = Q(school=self.calendar.school_id) if self.calendar.school_id else ~Q(school__in=own)
        found = Clock.objects.filter(theirs, state__in=OPEN)
        return found.exclude(calendar_version=self.version) if self.version else found

    def event(self, clock, *, at):
        """What happens to one clock."""
        rule = clock_rules.Event(EventKind.CALENDAR, at, hours=self.hours, calendar=self.version)
        return rule, {"kind": EventKind.CALENDAR, "calendar_version": self.version}


class AgreementChange:
    """Another wording of an agreement: the open clocks of its schools get its targets, counted from their start."""

    def __init__(self, version, targets=None):
        self.version = version
        found = version.targets.all() if targets is None else targets
        self.targets = {(target.kind, target.priority): target for target in found}

    @property
    def of(self):
        """What the recorded act names, and each clock from then on."""
        return {"agreement_version": self.version}

    def open_clocks(self):
        """The open clocks this agreement promised, and that are not yet under this wording."""
        agreement = self.version.agreement
        found = Clock.objects.filter(agreement_version__agreement=agreement, state__in=OPEN)
        return found.exclude(agreement_version=self.version) if self.version.pk else found

    def event(self, clock, *, at):
        """The new target, or None where this wording promises nothing for the clock's priority."""
        target = self.targets.get((clock.kind, clock.priority))
        if target is None:
            return None, None
        facts = {"kind": EventKind.TARGET, "amount": target.amount, "unit": target.unit}
        return clock_rules.Event(at=at, **facts), facts
