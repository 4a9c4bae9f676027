"""The queue as a technician reads it: rows with a clock each, grouped by the school's day, and that day as a strip."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from django.urls import reverse
from django.utils.timezone import localtime

from incidents.models import OPEN, Status
from incidents.models.incident import NEVER, Writer
from incidents.presentation import words
from incidents.presentation.clocks import Face, face_of, next_clock
from servicedesk import drawing
from sla import working_time
from sla.models import PauseReason

SOON = timedelta(hours=1)
DAY = timedelta(days=1)

# Status → (kind, sign) of the design language.
SIGNS = {
    Status.NEW: ("plain", "new"),
    Status.ASSIGNED: ("plain", "assign"),
    Status.IN_PROGRESS: ("plain", "work"),
    Status.WAITING: ("paused", "pause"),
    Status.RESOLVED: ("ok", "check"),
    Status.CLOSED: ("plain", "check"),
    Status.CANCELLED: ("plain", "cross"),
}
WAITS = {
    PauseReason.SUPPLIER: "Supplier",
    PauseReason.PART: "Part",
    PauseReason.ACCESS: "Room access",
}


@dataclass(frozen=True)
class Standing:
    """Where a record stands: the kind and sign of its status, and the word."""

    kind: str
    sign: str
    words: str


@dataclass(frozen=True)
class Row:
    """One line of the queue."""

    pk: int
    url: str
    summary: str
    clock: Face
    place: str
    thing: str  # the asset, where one is named
    who: str
    age: str
    standing: Standing
    owner: str
    mine: bool
    can_take: bool
    wrote: str
    them: bool
    school: str
    priority: int
    stopped: bool
    is_major: bool = False
    part_of: int | None = None  # the number of the major incident it is part of


@dataclass
class Group:
    """Rows that run out in the same part of the day."""

    name: str
    aside: str
    rows: list = field(default_factory=list)
    goes_on: bool = False

    @property
    def count(self):
        """How many; the last group of a page may go on behind it."""
        return f"{len(self.rows)}+" if self.goes_on else str(len(self.rows))


def standing_of(incident, *, requester):
    """A status as the queue says it: whom (`requester`: a name) or what it waits for comes before the word."""
    kind, sign = SIGNS[incident.status]
    if incident.status != Status.WAITING:
        return Standing(kind, sign, incident.get_status_display())
    if incident.wait_reason == PauseReason.REQUESTER and requester:
        return Standing(kind, sign, f"Waiting: {words.first_name(requester)}")
    return Standing(kind, sign, WAITS.get(incident.wait_reason, "Waiting"))


def row_of(incident, *, hours, at, reader, there):
    """A record (read `as_rows`) as a line of the queue for one reader.

    `hours` maps calendar versions (by id) to support hours; `there` is the address of a record with {} for its number.
    """
    clock = next_clock(incident)
    requester = incident.requester_name or ""
    them = incident.wrote_last == Writer.REQUESTER
    writer = (words.first_name(requester) or "Requester") if them else "Support"
    return Row(
        pk=incident.pk,
        url=there.format(incident.pk),
        summary=incident.summary,
        clock=face_of(clock, hours.get(clock.calendar_version_id) if clock else None, at),
        place=incident.room_name or "",
        thing=incident.asset_name or "",
        who=words.short_name(requester),
        age=words.age(incident.opened_at, at),
        standing=standing_of(incident, requester=requester),
        owner=incident.assignee_name or "",
        mine=incident.assignee_id == reader.pk,
        can_take=incident.assignee_id is None and incident.status in OPEN,
        wrote=f"{writer}, {words.briefly(incident.wrote_last_at, at)}",
        them=them,
        school=incident.school_code,
        priority=incident.priority,
        stopped=incident.lesson_stopped,
        is_major=incident.declared,
        part_of=incident.parent_id,
    )


@dataclass(frozen=True)
class SchoolDay:
    """The day at the school, for grouping and for the strip: its open intervals (none: closed today, or not known)."""

    at: datetime
    midnight: datetime
    intervals: tuple = ()

    @classmethod
    def of(cls, at, *, zone=None, hours=None):
        """The day of `at` in the school's zone (the reader's without one); without hours it ends at midnight."""
        midnight = localtime(at, hours.zone if hours else zone).replace(hour=0, minute=0, second=0, microsecond=0)
        found = working_time.open_intervals(hours, midnight, midnight + DAY) if hours else ()
        return cls(
            at, midnight, tuple((localtime(a, midnight.tzinfo), localtime(b, midnight.tzinfo)) for a, b in found)
        )

    @property
    def closes(self):
        """When support closes for the day; None on a day without support, or where no hours are known."""
        return self.intervals[-1][1] if self.intervals else None

    def part_of(self, incident):
        """The name of the group a record belongs to, and what stands beside it."""
        if incident.status not in OPEN:
            return "Done", ""
        if incident.next_due >= NEVER:
            return (
                ("Stopped", "not counting")
                if incident.status == Status.WAITING
                else ("No clock", "nothing was promised")
            )
        if incident.next_due < self.at:
            return "Late", "ran out before now"
        if incident.next_due <= self.at + SOON:
            return "Within the hour", f"until {localtime(self.at + SOON, self.midnight.tzinfo):%H:%M}"
        if incident.next_due < self.midnight + DAY:
            return "Later today", f"until {self.closes:%H:%M}" if self.closes else ""
        return "Tomorrow and later", ""


def address_of_a_record():
    """The address of a record with {} for its number, so that a page of fifty asks for it once."""
    return reverse("incidents:detail", args=[0]).replace("0", "{}")


def groups_of(incidents, *, part_of, hours, at, reader, goes_on=False):
    """The rows of a page under their headings, in the order they come; `part_of` names the heading of each."""
    found: dict[tuple, Group] = {}
    about = {"hours": hours, "at": at, "reader": reader, "there": address_of_a_record()}
    for part, members in groupby(incidents, key=part_of):
        group = found.setdefault(part, Group(*part))
        group.rows += [row_of(incident, **about) for incident in members]
    groups = list(found.values())
    if groups:
        groups[-1].goes_on = goes_on
    return groups


@dataclass(frozen=True)
class Strip:
    """The school day as `{% day_strip %}` draws it, and the sentence that says the same."""

    day: drawing.DayStrip
    words: str
    now: str
    closes: str


def strip_of(day, incidents):
    """Hours of support, now, and where each clock of the page runs out; None on a day without support."""
    if not day.intervals:
        return None
    due = sorted(i.next_due for i in incidents if i.status in OPEN and i.next_due < NEVER)
    late = [moment for moment in due if moment < day.at]
    soon = [moment for moment in due if day.at <= moment <= day.at + SOON]
    later = [moment for moment in due if day.at + SOON < moment < day.midnight + DAY]
    marks = [(m, "late") for m in late] + [(m, "risk") for m in soon] + [(m, "left") for m in later]
    drawn = drawing.day_strip(
        lessons=[(f"{start.hour}", start, end) for a, b in day.intervals for start, end in _by_the_hour(a, b)],
        dues=marks,
        now=day.at,
        opens=day.intervals[0][0],
        closes=day.closes,
    )
    now = f"{localtime(day.at, day.midnight.tzinfo):%H:%M}"
    said = f"Support is open until {day.closes:%H:%M}. It is {now}. {_counted(late, soon, later)}"
    return Strip(drawn, said, now, f"Closes {day.closes:%H:%M}")


def _counted(late, soon, later):
    return (
        f"{words.several(len(late), 'clock has', 'clocks have')} run out, "
        f"{words.several(len(soon), 'runs', 'run')} out within the hour, {len(later)} later today."
    )


def _by_the_hour(opens, closes):
    """An open interval cut at every full hour, so that the strip reads like a timetable."""
    cuts, mark = [opens], opens.replace(minute=0, second=0, microsecond=0) + words.HOUR
    while mark < closes:
        cuts.append(mark)
        mark += words.HOUR
    return pairwise([*cuts, closes])
