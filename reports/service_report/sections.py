"""The sections of the report, in their fixed order: which measures each has, and what it says of them."""

from collections.abc import Callable
from dataclasses import dataclass

from incidents.presentation.words import several
from reports.service_report.sentences import (
    UNKNOWN,
    Against,
    Figures,
    Moved,
    Noun,
    amount,
    moved,
    percent_moved,
    share,
    time_taken,
    together,
)

NO_WORD = "Nobody who asked said whether it works now."
NOTHING_DUE = "No maintenance was due."
NO_CHANGE = "No change was asked for or made."
NOT_DECIDED = "Nothing with a promised time was decided."
NOTHING_LOGGED = "Nothing was logged in this period."


@dataclass(frozen=True)
class Section:
    """A section: its heading, its measures by name, and the sentences made of their figures."""

    key: str
    title: str
    names: tuple[str, ...]
    say: Callable[["Told"], list[str]]


@dataclass(frozen=True)
class Told:
    """The figures that sentences are made of, what they are compared with, and what was agreed, in per cent."""

    figures: Figures
    against: Against
    goal: int | None = None

    def __getitem__(self, name) -> Moved:
        return self.figures.get(name, UNKNOWN)

    def moved(self, name: str, noun: Noun) -> str:
        """How the number of a measure moved."""
        return moved(noun, self[name], self.against)

    def share(self, percent: str, part: str, whole: Moved, **words) -> str:
        """So many of so many."""
        return share(self[part], whole, self[percent], self.against, **words)

    def percent(self, name: str, said: str) -> str:
        """A share that has no numbers of records beside it."""
        return percent_moved(said, self[name], self.against)

    def sum(self, *names: str) -> Moved:
        """Figures added up, where all are known."""
        sides = ([getattr(self[name], side) for name in names] for side in ("now", "before", "year_ago"))
        return Moved(*(None if None in side else sum(side) for side in sides))


def reactive(told: Told) -> list[str]:
    """What went wrong, how fast it was put right, what is left."""
    if not told["incidents"].now:
        return together(NOTHING_LOGGED, told.moved("backlog", Noun("record", "records", "open at the end")))
    return together(
        told.moved("incidents", Noun("fault or request", "faults and requests", "logged")),
        told.moved("lessons_stopped", Noun("fault in lessons", "faults in lessons", "reported")),
        amount("lesson time", told["lesson_minutes"], told.against) if told["lessons_stopped"].now else "",
        time_taken("Half of what was put right took less than", told["mttr_hours_median"], told.against),
        told.share(
            "repeats_percent",
            "repeats",
            told["faults"],
            of=("fault", "faults"),
            did="back within 30 days of one before",
        ),
        _left(told["backlog"], told["backlog_old"]),
    )


def _left(backlog: Moved, old: Moved) -> str:
    """What is still to do at the end."""
    if backlog.now is None:
        return ""
    if not backlog.now:
        return "Nothing was left open at the end."
    said = several(int(backlog.now), "was still open at the end", "were still open at the end")
    if not old.now:
        return f"{said}, none of them for more than a week." if backlog.now > 1 else f"{said}."
    if backlog.now == old.now:
        return f"{said}, {'all of them' if backlog.now > 1 else 'and has been'} for more than a week."
    return f"{said}, {old.now:,.0f} of them for more than a week."


def proactive(told: Told) -> list[str]:
    """What was prevented, found first, looked after and removed."""
    return together(
        told.percent("proactive_percent", "of the working time written down went into preventing"),
        told.moved("problems_solved", Noun("cause of faults", "causes of faults", "removed")),
        told.share(
            "found_by_us_percent",
            "found_by_us",
            told["faults"],
            of=("fault", "faults"),
            did="found by us before anybody had to complain",
        ),
        _rounds(told),
        told.moved("trends_raised", Noun("trend", "trends", "found")) if told["trends_raised"].now else "",
        _saved(told["lessons_saved"]),
    )


def _rounds(told):
    due = told["rounds_due"]
    if due.now == 0:
        return NOTHING_DUE
    words = {"of": ("maintenance round due", "maintenance rounds due"), "did": "done on time"}
    return told.share("on_time_percent", "rounds_on_time", due, **words)


def _saved(lessons: Moved) -> str:
    if not lessons.now:
        return ""
    return f"{several(int(lessons.now), 'lesson', 'lessons')} went on by a known workaround."


def changes(told: Told) -> list[str]:
    """What was changed, how it ended, and what it caused."""
    closed = told.sum("changes_successful", "changes_failed", "changes_backed_out")
    if not any(told[name].now for name in ("changes_raised", "changes_recorded")) and not closed.now:
        return [NO_CHANGE]
    return together(
        told.moved("changes_raised", Noun("change", "changes", "asked for")),
        told.share(
            "success_percent",
            "changes_successful",
            closed,
            of=("change that was closed", "changes that were closed"),
            did="successful",
        ),
        _emergencies(told["changes_emergency"]),
        told.moved("incidents_caused", Noun("fault", "faults", "caused by changes")),
    )


def _emergencies(emergency: Moved) -> str:
    if not emergency.now:
        return ""
    return f"{several(int(emergency.now), 'was an emergency', 'were emergencies')}."


def levels(told: Told) -> list[str]:
    """Was what was promised kept?"""
    decided = told.sum("met", "missed")
    if not decided.now:
        return [NOT_DECIDED]
    answered = told.sum("response_met", "response_missed")
    return together(
        told.share(
            "met_percent",
            "met",
            decided,
            of=("record that is decided", "records that are decided"),
            did="fixed in time",
            goal=told.goal,
        ),
        _misses(told["missed"], told["excused"]),
        told.share(
            "response_percent", "response_met", answered, of=("first answer", "first answers"), did="given in time"
        ),
    )


def _misses(missed: Moved, excused: Moved) -> str:
    """How many were late, and for how many of them somebody signed a reason."""
    if missed.now is None:
        return ""
    if not missed.now:
        return "Nothing was late."
    said = several(int(missed.now), "was late", "were late")
    if not excused.now:
        return f"{said}, {'without' if missed.now == 1 else 'none with'} a signed excuse."
    if excused.now == missed.now:
        return f"{said}, {'with' if missed.now == 1 else 'each with'} a signed excuse."
    return f"{said}, {excused.now:,.0f} of them with a signed excuse."


def satisfaction(told: Told) -> list[str]:
    """What people say."""
    if not told["answers"].now:
        return [NO_WORD]
    return together(
        told.share(
            "satisfied_percent",
            "satisfied",
            told["answers"],
            of=("person who said whether it works", "people who said whether it works"),
            did="satisfied",
        )
    )


SECTIONS = (
    Section(
        "reactive",
        "Reactive: faults and requests",
        (
            "incidents",
            "faults",
            "lessons_stopped",
            "lesson_minutes",
            "resolved",
            "first_contact",
            "mttr_hours_median",
            "mttr_hours_p90",
            "answer_hours_median",
            "reopened",
            "repeats",
            "repeats_percent",
            "backlog",
            "backlog_old",
        ),
        reactive,
    ),
    Section(
        "proactive",
        "Proactive: prevented, found first, looked after",
        (
            "proactive_percent",
            "found_by_us",
            "found_by_us_percent",
            "problems_raised",
            "problems_solved",
            "problems_open",
            "known_errors",
            "lessons_saved",
            "trends_raised",
            "trends_accepted",
            "rounds_due",
            "rounds_on_time",
            "on_time_percent",
            "rounds_missed",
        ),
        proactive,
    ),
    Section(
        "changes",
        "Changes",
        (
            "changes_raised",
            "changes_approved",
            "changes_rejected",
            "changes_recorded",
            "changes_emergency",
            "changes_successful",
            "changes_failed",
            "changes_backed_out",
            "success_percent",
            "incidents_caused",
        ),
        changes,
    ),
    Section(
        "levels",
        "Service levels",
        (
            "met",
            "missed",
            "met_percent",
            "excused",
            "missed_after_excuses",
            "met_percent_after_excuses",
            "response_met",
            "response_missed",
            "response_percent",
            "available_percent",
        ),
        levels,
    ),
    Section(
        "satisfaction",
        "Satisfaction",
        ("answers", "satisfied", "satisfied_percent", "response_rate_percent"),
        satisfaction,
    ),
)
