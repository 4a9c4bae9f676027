"""Where a change stands: its state as a sign, its steps in a row, and who has to act next, in plain words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.timezone import localtime

from changes import moves
from changes.models import Afterwards, Approval, Change, Kind, Risk, Status, Wants
from incidents.presentation import words
from incidents.presentation.queue import Standing

S = Status
# Status → (kind, sign) of the design language.
SIGNS = {
    S.RAISED: ("plain", "new"),
    S.PROCEED: ("info", "edit"),
    S.PLANNED: ("info", "sheet"),
    S.REVIEWED: ("info", "eye"),
    S.APPROVED: ("ok", "check"),
    S.ANNOUNCED: ("ok", "send"),
    S.IMPLEMENTED: ("warn", "work"),
    S.IN_REGISTER: ("warn", "asset"),
    S.CLOSED: ("plain", "check"),
    S.REJECTED: ("plain", "cross"),
    S.WITHDRAWN: ("plain", "cross"),
}
RISKS = {Risk.LOW: ("plain", "level"), Risk.MEDIUM: ("warn", "level"), Risk.HIGH: ("danger", "level")}
STEPS = {
    S.RAISED: "Raised",
    S.PROCEED: "Approved to plan",
    S.PLANNED: "Planned",
    S.REVIEWED: "Peer reviewed",
    S.APPROVED: "Approved to do",
    S.ANNOUNCED: "Announced",
    S.IMPLEMENTED: "Made",
    S.IN_REGISTER: "In the register",
    S.CLOSED: "Closed",
}
# The steps that a kind never takes.
WITHOUT = {
    Kind.STANDARD: (S.RAISED, S.PROCEED, S.PLANNED, S.REVIEWED),
    Kind.EMERGENCY: (S.PROCEED, S.REVIEWED, S.APPROVED),
}


# The paper of an emergency as a step of its way: words, and how far it is.
AFTERWARDS = {
    Afterwards.ASKED: ("Approval afterwards", "ahead"),
    Afterwards.APPROVED: ("Approved afterwards", "done"),
    Afterwards.REJECTED: ("Not approved afterwards", "refused"),
}


@dataclass(frozen=True)
class Step:
    """One step of the way: done, now, left out, refused, or still to come."""

    words: str
    state: str

    @property
    def sign(self):
        """The sign beside its word."""
        return {"done": "check", "now": "next", "out": "stop", "refused": "cross"}.get(self.state, "level")


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    change: Change
    standing: Standing
    risk: Standing | None
    next: str
    when: str
    moment: datetime | None
    who: str
    mine: bool


def standing_of(change):
    """Its state; a review that is due is said with it."""
    if change.is_review_due:
        return Standing("warn", "history", "To review")
    if change.status == S.CLOSED and change.outcome:
        return Standing(*_of_outcome(change.outcome), change.get_outcome_display())
    return Standing(*SIGNS[change.status], change.get_status_display())


def _of_outcome(outcome):
    return {"successful": ("ok", "check"), "failed": ("danger", "cross")}.get(outcome, ("plain", "cross"))


def risk_of(change):
    """How risky it is, as a sign; None where nobody said yet."""
    return Standing(*RISKS[change.risk], f"{change.get_risk_display()} risk") if change.risk else None


def steps_of(change):
    """The way of a change from step to step, with where it stands."""
    left_out = WITHOUT.get(change.kind, ())
    taken = [status for status in STEPS if status not in left_out or status == change.status]
    ended = change.status in (S.REJECTED, S.WITHDRAWN)
    here = taken.index(change.status) if change.status in taken else -1
    found = [Step(STEPS[status], _state(change, status, place, here)) for place, status in enumerate(taken)]
    if ended:
        return [Step(change.get_status_display(), "now")]
    if change.afterwards:
        found.append(Step(*AFTERWARDS[change.afterwards]))
    if change.needs_review or change.reviewed_at:
        found.append(_look_back(change))
    return found


def _look_back(change):
    if change.reviewed_at and not change.is_review_due:
        return Step("Looked back", "done")
    return Step("Look back", "now" if change.is_review_due else "ahead")


def _state(change, status, place, here):
    if status == S.ANNOUNCED and place < here and change.announced_at is None:
        return "out"
    if status == S.PLANNED and place < here and not change.procedure:
        return "out"
    if place == here:
        return "done" if status == S.CLOSED else "now"
    return "done" if place < here else "ahead"


def with_waiting(changes):
    """Changes (a queryset) with those who are asked now, in one query for all of them (`waiting`)."""
    asked = Approval.objects.filter(decided_at=None, lapsed_at=None).select_related("approver")
    return changes.prefetch_related(Prefetch("approvals", asked, to_attr="waiting"))


def next_of(change, *, at, reader):
    """Who has to act next and how, as a sentence; "" where nobody has to. The change is read `with_waiting`."""
    if change.status in ASKED:
        return _asked(change, ASKED[change.status], reader)
    words = [_act(change, at, reader)]
    words += [_asked(change, "now that it was made", reader)] if change.afterwards == Afterwards.ASKED else []
    return " ".join(filter(None, words))


def _act(change, at, reader):
    who = _name(change.implementer or change.originator, reader) or "Whoever makes it"
    if change.status == S.PROCEED:
        return f"{who} writes the plan."
    if change.status in (S.APPROVED, S.ANNOUNCED):
        return f"{who} makes it {_window(change, at)}."
    if change.status == S.IMPLEMENTED:
        return f"{who} puts down in the register what is there now."
    if change.status == S.IN_REGISTER:
        return f"{who} says what came of it and closes it."
    return "Somebody who manages changes looks back at it." if change.is_review_due else ""


# What whoever is asked has to do.
ASKED = {
    S.RAISED: "before time is spent on a plan",
    S.PLANNED: "after looking through the plan",
    S.REVIEWED: "before it is made",
}


def _asked(change, why, reader):
    names = [_name(each.approver, reader) for each in change.waiting]
    if not names:
        return f"Nobody is asked yet; somebody has to say yes {why}."
    joined = " and " if change.waiting[0].wants == Wants.ALL else " or "
    says = "say" if len(names) > 1 and joined == " and " else "says"
    listed = ", ".join(names[:-1]) + joined + names[-1] if len(names) > 1 else names[0]
    return f"{listed} {says} yes or no {why}."


def _name(person, reader):
    return f"{person.name} (you)" if person and person == reader else person.name if person else ""


def _window(change, at):
    return f"from {words.exactly(change.starts_at, at)} on" if change.starts_at else "once it has a window"


def window_of(change, at):
    """When it is to be made: Thu 3 Sep, 16:00 to 17:30."""
    if change.starts_at is None:
        return ""
    start, end = localtime(change.starts_at), localtime(change.ends_at)
    until = f"{end:%H:%M}" if start.date() == end.date() else _moment(change.ends_at, at)
    return f"{_moment(change.starts_at, at)} to {until}"


def _moment(moment, at):
    return f"{localtime(moment):%a} {words.date_of(moment, at)}, {localtime(moment):%H:%M}"


def rows_of(changes, *, at, reader):
    """Changes (read `with_rows_shown` and `with_waiting`) as lines of the list for one reader."""
    return [_row(change, at, reader) for change in changes]


def _row(change, at, reader):
    person = change.made_by or change.implementer
    return Row(
        change,
        standing_of(change),
        risk_of(change),
        next_of(change, at=at, reader=reader),
        _moment(change.made_at, at) if change.made_at else window_of(change, at),
        change.made_at or change.starts_at,
        _name(person, reader),
        person == reader,
    )


def may_of(change, by):
    """Which moves would be accepted from this person now."""
    return {move.name: move.possible(change, by) for move in moves.MOVES}
