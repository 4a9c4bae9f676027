"""Escalations as people read them: which step was taken, why, who was told, and what became of the promise."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime

from incidents.models import Incident, IncidentEntry
from incidents.presentation import words
from sla.models import ClockKind

TIME_TO = {ClockKind.RESPONSE: "the time to answer", ClockKind.RESOLUTION: "the time to fix"}
# What became of the promise since: (kind, sign, word) of a status.
SINCE = {
    True: ("ok", "check", "Met since"),
    False: ("danger", "late", "Late"),
    None: ("plain", "clock", "Not decided yet"),
}
CALLED_OFF = ("paused", "pause", "Called off")


def step_in_words(kind, percent, minutes_before):
    """75 % of the time to fix; 30 min before the end of the time to fix."""
    if percent is not None:
        return f"{percent} % of {TIME_TO[kind]}"
    return f"{minutes_before} min before the end of {TIME_TO[kind]}"


def reason(data):
    """Why it happened, from what the story keeps: 75 % of the time to fix was used."""
    if data.get("percent") is not None:
        return f"{data['percent']} % of {TIME_TO[data['promise']]} was used"
    return f"{data['minutes_before']} min of {TIME_TO[data['promise']]} were left"


def done(data):
    """What was done: passed to Network team, Priya Shah and Martin Hale were told."""
    team, told = data.get("team"), [person["name"] for person in data.get("told", ())]
    passed = f"passed to {team['name']}" if team else ""
    said = f"{listed(told)} {'was' if len(told) == 1 else 'were'} told" if told else "" if team else "nobody was told"
    both = ", and ".join(filter(None, (passed, said)))
    return both[:1].upper() + both[1:]


def in_short(data):
    """A few words for the fold."""
    team = data.get("team")
    return f"passed to {team['name']}" if team else "escalated"


def listed(names):
    """Priya Shah, Tom Webb and Martin Hale."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


@dataclass(frozen=True)
class Taken:
    """A step that was taken for a record: when it came due, when it was taken, and what was done."""

    id: int
    incident: Incident
    kind: str
    step: str
    due: datetime | None
    at: datetime
    told: list
    team: dict | None
    is_met: bool | None
    is_called_off: bool

    @property
    def since(self):
        """(kind, sign, word) of what became of the promise."""
        return CALLED_OFF if self.is_called_off else SINCE[self.is_met]

    @property
    def who(self):
        """Who was told, in a sentence."""
        return listed([person["name"] for person in self.told]) or "Nobody"

    @property
    def when_due(self):
        """The moment it came due, when it is known and wasn't the moment it was taken."""
        return _minute(self.due) if self.due else ""

    @property
    def when(self):
        """The moment it was taken."""
        return _minute(self.at)


def taken(rows):
    """Rows of `escalated` (see `incidents.escalation_list`) with what the story of each record says of them."""
    incidents = {row.pk: incident_of(row) for row in rows}
    said = {
        (entry.data.get("clock"), entry.data.get("step")): entry.data
        for entry in IncidentEntry.objects.filter(incident__in=incidents.values(), move="escalate")
    }
    return [_taken(row, incidents[row.pk], said.get((row.clock_id, row.step_id), {})) for row in rows]


def incident_of(row):
    """The record of a step that was taken."""
    clock = row.clock
    return clock.response_of if clock.kind == ClockKind.RESPONSE else clock.resolution_of


def _taken(row, incident, data):
    return Taken(
        id=row.pk,
        incident=incident,
        kind=row.clock.kind,
        step=step_in_words(row.step.kind, row.step.percent, row.step.minutes_before),
        due=parse_datetime(data["due"]) if data.get("due") else None,
        at=row.at,
        told=data.get("told", []),
        team=data.get("team"),
        is_met=row.clock.is_met,
        is_called_off=row.clock.state == "cancelled" and row.clock.breached_at is None,
    )


def _minute(moment):
    here = localtime(moment)
    return f"{words.date_of(moment, here)} {here:%H:%M}"
