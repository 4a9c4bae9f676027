"""The records behind a figure: as lines of a page, and as a file that holds nobody's name and nobody's words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from incidents.models import Incident, Status
from incidents.outcomes import CANCELLED, MET, MISSED, UNDECIDED
from incidents.priority import label
from servicedesk.models import Kind
from servicedesk.roles import Permission

BATCH = 2000
OUTCOME_WORDS = {MET: "In time", MISSED: "Late", UNDECIDED: "Not decided", CANCELLED: "Called off"}
OUTCOME_LOOKS = {
    MET: ("ok", "check"),
    MISSED: ("danger", "late"),
    UNDECIDED: ("plain", "level"),
    CANCELLED: ("paused", "pause"),
}
COLUMNS = {
    "number": "pk",
    "school": "school__code",
    "kind": "kind",
    "opened": "opened_at",
    "priority": "priority",
    "category": "category__name",
    "status": "status",
    "outcome": "outcome",
    "excused": "is_excused",
    "resolved": "resolved_at",
    "reopened": "reopened",
    "lesson_stopped": "lesson_stopped",
}
HEADS = {
    "number": "Number",
    "school": "School",
    "kind": "Kind",
    "opened": "Opened",
    "priority": "Priority",
    "category": "Category",
    "status": "Status",
    "outcome": "Outcome",
    "excused": "Late, excused",
    "resolved": "Resolved",
    "reopened": "Times reopened",
    "lesson_stopped": "Lesson stopped",
    "hours_to_fix": "Hours to fix, nights and weekends included",
}


@dataclass(frozen=True)
class Row:
    """One record on the page; what was written in it only for those who may open it."""

    incident: Incident
    is_open_to_reader: bool

    @classmethod
    def of(cls, incident, *, reader):
        """A record as one reader sees it."""
        return cls(incident, reader.may(Permission.SEE_SCHOOL, incident.school_id))

    @property
    def outcome(self):
        """(kind, sign, word) of its status sign; a miss stays one when it is excused."""
        if self.incident.is_excused:
            return *OUTCOME_LOOKS[MISSED], "Late, excused"
        return *OUTCOME_LOOKS[self.incident.outcome], OUTCOME_WORDS[self.incident.outcome]

    @property
    def hours(self):
        """Elapsed hours from opening to being resolved; None while it isn't."""
        return hours_between(self.incident.opened_at, self.incident.resolved_at)

    @property
    def category(self):
        """What was wrong, in the words of the catalogue."""
        return self.incident.category.name if self.incident.category else "No category"

    @property
    def priority(self):
        """Its priority as reports write it."""
        return label(self.incident.priority)


def hours_between(opened_at, resolved_at):
    """Elapsed hours; None while there is no end."""
    return None if resolved_at is None else (resolved_at - opened_at).total_seconds() / 3600


def lines(incidents) -> Iterator[list]:
    """A line of names, then one for each record, streamed; times are those of the reader's clock."""
    yield [*COLUMNS, "hours_to_fix"]
    found = incidents.order_by("opened_at", "pk").values_list(*COLUMNS.values())
    for values in found.iterator(chunk_size=BATCH):
        row = dict(zip(COLUMNS, values, strict=True))
        hours = hours_between(row["opened"], row["resolved"])
        yield [*_in_words(row).values(), None if hours is None else round(hours, 2)]


def _in_words(row):
    """A record's facts as people read them."""
    return row | {
        "kind": Kind(row["kind"]).label,
        "opened": _minute(row["opened"]),
        "priority": label(row["priority"]),
        "status": Status(row["status"]).label,
        "outcome": OUTCOME_WORDS[row["outcome"]],
        "resolved": _minute(row["resolved"]),
    }


def _minute(moment):
    return moment and f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
