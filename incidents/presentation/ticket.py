"""What stands on a record's page beside its conversation: its head, the facts at its side, and a clock explained."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.timezone import localtime

from incidents import moves
from incidents.models import Status
from incidents.presentation import words
from incidents.presentation.clocks import Face, face_of
from incidents.presentation.queue import Standing, standing_of
from incidents.presentation.story import plain_name
from incidents.priority import Impact, Urgency
from sla import working_time
from sla.explanation import Turn
from sla.models import ClockKind, ClockState, Excuse, PauseReason

SOME = 3  # faults of one thing in a term from which a technician should look for the cause
DAY = timedelta(days=1)
SHEET = (
    ("expected", "Expected"),
    ("error_text", "Words of the error"),
    ("checked", "Checked already"),
    ("last_worked", "Last worked"),
    ("happened_before", "Happened before"),
    ("free_when", "Free to talk"),
)
IMPACTS = {
    Impact.WHOLE_SCHOOL: "whole school",
    Impact.DEPARTMENT: "several rooms",
    Impact.CLASS: "one class",
    Impact.PERSON: "one person",
}
URGENCIES = {
    Urgency.NOW: "a lesson is stopped",
    Urgency.TODAY: "needed today",
    Urgency.WEEK: "needed this week",
    Urgency.CONVENIENT: "when convenient",
}


@dataclass(frozen=True)
class Promise:
    """One clock on the page: which, until when in words, how it stands, and where it is explained."""

    which: str
    says: str
    face: Face
    aside: str = ""
    excuse: Excuse | None = None
    may_excuse: bool = False


@dataclass(frozen=True)
class About:
    """The head of a record."""

    standing: Standing
    answers: str
    promises: list
    owner: str
    mine: bool
    team: str
    may: dict = field(default_factory=dict)
    raised: str = ""
    take_over: str = ""  # the first name of somebody else who has it, where one may take it over

    @property
    def more(self):
        """Is there anything under “More”?"""
        return any(
            self.may.get(name)
            for name in ("assign", "prioritise", "mark_outage", "mark_duplicate", "release", "cancel", "close", "start")
        )


def about(incident, hours, *, by, at, on_hold_since=None, raised=""):
    """The head of a record for one reader: `hours` maps calendar versions (by id) to support hours."""
    impact, urgency = IMPACTS[incident.impact], URGENCIES[incident.urgency]
    answers = (
        [impact, urgency]
        if urgency != URGENCIES[Urgency.NOW] or not incident.lesson_stopped
        else ["lesson stopped", impact]
    )
    line = " · ".join(answers)
    possible = {move.name: move.possible(incident, by) for move in moves.MOVES}
    possible["take"] = possible["take"] and incident.assignee_id is None
    possible["release"] = possible["release"] and incident.assignee_id is not None
    clocks = [clock for clock in (incident.response_clock, incident.resolution_clock) if clock]
    excuses = _excuses(clocks)
    return About(
        standing=standing_of(incident, requester=incident.requester.name if incident.requester else ""),
        answers=line[:1].upper() + line[1:],
        raised=raised,
        take_over=_take_over(incident, by) if possible["assign"] else "",
        promises=[
            _promise(
                incident,
                clock,
                hours.get(clock.calendar_version_id),
                at,
                on_hold_since,
                excuse=excuses.get(clock.pk),
                may_excuse=possible["excuse"],
            )
            for clock in clocks
        ],
        owner=incident.assignee.name if incident.assignee else "",
        mine=incident.assignee_id == by.pk,
        team=incident.team.name if incident.team else "",
        may=possible,
    )


def _take_over(incident, by):
    return incident.assignee.first_name if incident.assignee and incident.assignee_id != by.pk else ""


def _excuses(clocks):
    """The excuse of each clock that has one; only what was missed can have."""
    missed = [clock.pk for clock in clocks if clock.breached_at]
    found = Excuse.objects.filter(clock__in=missed).select_related("by") if missed else ()
    return {excuse.clock_id: excuse for excuse in found}


def _promise(incident, clock, hours, at, since, *, excuse, may_excuse):
    verb = "Reply" if clock.kind == ClockKind.RESPONSE else "Fix"
    aside = ""
    if clock.state == ClockState.PAUSED:
        says = f"{verb}: the clock is stopped"
        asked = clock.pause_reason == PauseReason.REQUESTER and incident.requester
        aside = f"waiting for {incident.requester.first_name if asked else PauseReason(clock.pause_reason).label}"
        aside += f" since {words.within(words.when(since, at))}" if since else ""
    elif clock.state == ClockState.CANCELLED or clock.due is None:
        says = f"{verb}: no time is set"
    else:
        says = f"{verb} by {words.exactly(clock.due, at).removeprefix('today ')}"
        if clock.state == ClockState.RUNNING:
            aside = "provisional: the calendar ends before" if clock.is_provisional else _runs_on(incident, clock)
    may_excuse = may_excuse and clock.breached_at is not None and excuse is None
    return Promise(clock.kind, says, face_of(clock, hours, at), aside, excuse, may_excuse)


def _runs_on(incident, clock):
    """Why a clock runs though its record waits: the agreement lets such a wait not stop it."""
    if clock.kind == ClockKind.RESPONSE or incident.status != Status.WAITING or not incident.wait_reason:
        return ""
    return f"goes on while it waits for {PauseReason(incident.wait_reason).label}"


@dataclass(frozen=True)
class Fact:
    """A field of another desk, and the list of records that have the same."""

    name: str
    value: str
    query: str


@dataclass(frozen=True)
class Panel:
    """What stands at the side."""

    place: str
    building: str
    faults: str
    often: bool
    sheet: list
    similar: list
    duplicates: list
    letters: str
    follow_up: str
    facts: list


def panel(incident, *, at, faults, since, similar, duplicates, letters):
    """The facts beside the conversation; the arguments are what the page found out around the record."""
    counted, often = often_words(faults, since)
    return Panel(
        place=incident.room.name if incident.room else "",
        building=incident.room.building.name if incident.room and incident.room.building else "",
        faults=counted,
        often=often,
        sheet=[(label, getattr(incident, name)) for name, label in SHEET if getattr(incident, name)],
        similar=[(other, words.age(other.opened_at, at)) for other in similar],
        duplicates=duplicates,
        letters=_letters(**letters),
        follow_up=_follow_up(incident),
        facts=_facts(incident),
    )


def often_words(faults, since):
    """4th fault this term, and whether that is often; nothing to say of a first one."""
    return f"{words.ordinal(faults)} fault {since}" if faults > 1 else "", faults >= SOME


def _letters(*, written, given_up):
    """How many letters went out about it, and how many never arrived."""
    lost = f", {given_up} could not be delivered" if given_up else ""
    return f"{words.several(written, 'letter')} written{lost}" if written else ""


def _follow_up(incident):
    if incident.status != Status.WAITING or incident.follow_up_on is None:
        return ""
    return f"{incident.follow_up_on:%A} {incident.follow_up_on.day} {incident.follow_up_on:%B}"


def _facts(incident):
    return [
        Fact(plain_name(name), str(value), f"{name}:{value}")
        for name, value in incident.facts.items()
        if value not in (None, "")
    ]


def follow_up_day(hours, at):
    """The day on which somebody looks again if nothing else is said: the next one on which support is open."""
    midnight = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0) + DAY
    opening = working_time.next_opening(hours, midnight) if hours else None
    return localtime(opening or midnight).date()


@dataclass(frozen=True)
class Line:
    """One line of a clock's life in words: a span, or (`is_turn`) something that changed it at a moment."""

    span: str
    counted: str
    words: str
    state: str
    is_turn: bool = False


@dataclass(frozen=True)
class Told:
    """A clock's life as a table, what it adds up to, and how it stands in a sentence or two."""

    promise: str
    says: str
    lines: list
    sums: list
    target: str


def explained(told, clock, *, at):
    """`told` (from `sla.explanation.explain`) in the words of the page."""
    spent, target = _minutes(told.spent, told.target), told.target
    counted = "Counted so far" if told.state in (ClockState.RUNNING, ClockState.PAUSED) else "Counted in all"
    sums = [(counted, words.length(spent) if spent else "0 min")]
    if told.total > told.spent:
        sums.append(("By the deadline, in all", words.length(_minutes(told.total, target))))
    return Told(
        f"{'Reply' if clock.kind == ClockKind.RESPONSE else 'Fix'}{_until(told, at)}",
        _stands(told, clock, spent, at),
        list(_lines(told, at)),
        sums,
        "" if target is None else words.length(target) if target else "At once",
    )


def _until(told, at):
    if told.due:
        return f" by {words.exactly(told.due, at)}: why this time?"
    asks = {
        ClockState.PAUSED: ": why is no time set while it waits?",
        ClockState.CANCELLED: ", called off: what counted?",
    }
    return asks.get(told.state, ": why is there no deadline?")


def _stands(told, clock, spent, at):
    """How the clock stands, in sentences."""
    took = words.length(spent) if spent else "No time"
    of = "" if told.target is None else f" of {words.length(told.target)}" if told.target else ""
    if told.state == ClockState.STOPPED:
        return f"It took {took[:1].lower() + took[1:]}{of}{_over(told.target, spent)}."
    if told.state == ClockState.CANCELLED:
        return f"It was called off; {took[:1].lower() + took[1:]} had been counted{of and f'{of} until then'}."
    if told.target is None or (told.due is None and told.state == ClockState.RUNNING):
        return f"{took} counted so far. The calendar does not open long enough for a deadline."
    said = f"{took} counted so far{_left(told.target, spent)}."
    if told.state == ClockState.PAUSED:
        said += f" It waits for {PauseReason(clock.pause_reason).label}, and nothing is counted until it goes on."
    if told.known_until:
        day = f"{told.known_until.day} {told.known_until:%B %Y}"
        said += f" Provisional: the calendar knows its dates until {day}, and the time moves when later ones come in."
    return said


def _left(target, spent):
    return f": {words.length(target - spent)} left" if spent < target else _over(target, spent)


def _over(target, spent):
    return f": {words.length(spent - target)} over" if target is not None and spent > target else ""


def _lines(told, at):
    """Each line in words; what is shown adds up to the sums to the minute."""
    spent = _minutes(told.spent, told.target)
    so_far = [span for span in told.spans if not span.is_ahead]
    ahead = [span for span in told.spans if span.is_ahead]
    shown = _shares(so_far, spent) | _shares(ahead, _minutes(told.total, told.target) - spent)
    for line in told.lines():
        if isinstance(line, Turn):
            yield Line(_moment(line.at), "", line.words[:1].upper() + line.words[1:], "", is_turn=True)
            continue
        state = "late" if line.is_late else "ahead" if line.is_ahead else ""
        minutes = shown[id(line)]
        counted = words.length(minutes) if minutes else "0 min" if line.counted else "–"
        yield Line(_from_until(line.first, line.until), counted, line.words, state)


def _shares(spans, whole):
    """Whole minutes for each span that add up to `whole`: those cut in mid-minute take up the rest, largest part first.

    The largest remainder method (Hamilton): a span of whole minutes keeps them.
    """
    shares = {id(span): span.counted // words.MINUTE for span in spans}
    spare = max(whole // words.MINUTE - sum(shares.values()), 0)
    for span in sorted(spans, key=lambda span: span.counted % words.MINUTE, reverse=True)[:spare]:
        shares[id(span)] += 1
    return {span: minutes * words.MINUTE for span, minutes in shares.items()}


def _moment(moment):
    """Fri 24 Oct 15:00."""
    here = localtime(moment)
    return f"{here:%a} {here.day} {here:%b} {here:%H:%M}"


def _minutes(time, target):
    """Whole minutes, rounded so that what is left of the target, or over it, is rounded down as its face says it."""
    if target is None or time >= target:
        return time // words.MINUTE * words.MINUTE
    return target - (target - time) // words.MINUTE * words.MINUTE


def _from_until(first, until):
    """Fri 24 Oct 15:00–16:00, or with both dates where they differ."""
    here, there = localtime(first), localtime(until)
    begin = f"{here:%a} {here.day} {here:%b} {here:%H:%M}"
    return (
        f"{begin}–{there:%H:%M}"
        if here.date() == there.date()
        else f"{begin} – {there:%a} {there.day} {there:%b} {there:%H:%M}"
    )
