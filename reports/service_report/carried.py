"""The actions of a report: written into it, or carried from an earlier one until they are done."""

from dataclasses import dataclass
from datetime import date

from incidents.presentation.words import several
from reports.models import ReportAction
from reports.periods import Period, day_words, month_of

NO_ACTION = "No action is open."


@dataclass(frozen=True)
class Line:
    """An action as the report of a period shows it; `carried` names the report it comes from."""

    action: ReportAction
    carried: str
    is_late: bool

    @property
    def state(self) -> str:
        """Done and when, overdue, or open."""
        if self.action.done_on:
            return f"Done {day_words(self.action.done_on)}"
        return "Overdue" if self.is_late else "Open"

    @property
    def place(self) -> str:
        """Of which school it is."""
        return self.action.school.name if self.action.school else "The trust"


def actions_of(actions, period: Period, *, today: date) -> list[Line]:
    """The lines of a report: what is open by due date, then what is done."""
    found = actions.of_report(period.first, period.last).select_related("school", "owner")
    lines = [Line(each, carried_since(each, period), each.done_on is None and each.due < today) for each in found]
    return sorted(lines, key=lambda line: (line.action.done_on is not None, line.action.due, line.action.pk))


def carried_since(action: ReportAction, period: Period) -> str:
    """The report it is carried from; nothing where it belongs to this one."""
    if action.report_last >= period.first:
        return ""
    days = Period(action.report_first, action.report_last)
    return f"{action.report_first:%B %Y}" if days == month_of(days.first) else str(days)


def words_of(lines: list[Line]) -> str:
    """How many are open, carried and overdue, and how many are done."""
    still = [line for line in lines if not line.action.done_on]
    done = len(lines) - len(still)
    if not still:
        return f"{several(done, 'action is', 'actions are')} done and none is open." if done else NO_ACTION
    said = several(len(still), "action is open", "actions are open")
    notes = [
        _of_them(sum(bool(line.carried) for line in still), len(still), "carried from an earlier report"),
        _of_them(sum(line.is_late for line in still), len(still), "overdue"),
    ]
    also = f" {several(done, 'is', 'are')} done." if done else ""
    return f"{', '.join([said, *filter(None, notes)])}.{also}"


def _of_them(number, of, what):
    if not number:
        return ""
    if number == of:
        return what if of == 1 else f"all {what}"
    return f"{number} of them {what}"
