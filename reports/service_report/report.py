"""The report as one object: page, paper, spreadsheet, CSV and API show what stands here and count nothing more."""

from dataclasses import dataclass
from datetime import date, datetime

from reports.catalogue import Measure
from reports.catalogue.asking import Compared, Found
from reports.catalogue.measure import HOURS, PERCENT, Question
from reports.goals import goals, overall
from reports.models import ReportAction
from reports.periods import Period
from reports.service_report.carried import Line as ActionLine
from reports.service_report.carried import actions_of, words_of
from reports.service_report.compared import Times, compare, times_of
from reports.service_report.pictures import Picture, pictures
from reports.service_report.reasons import Reason, reasons
from reports.service_report.sections import SECTIONS, Section, Told
from reports.service_report.sentences import Moved, shortened
from reports.shift.ground import Ground

# What is said of a turn, and how the page draws it: (class of the look, icon).
TURNS = {"better": "better", "worse": "worse", "same": "the same", "": ""}
GOOD, BAD, LEVEL = "trend-good", "trend-bad", ""
PLACES = 2  # decimals of a figure in a file


@dataclass(frozen=True)
class Line:
    """A figure of the report: now, in the time before and last year, as people read it and as a number."""

    compared: Compared

    @property
    def measure(self) -> Measure:
        """What it is a figure of."""
        return self.compared.now.measure

    @property
    def shown(self) -> tuple[str, str, str]:
        """Now, before and last year, in words."""
        return _shown(self.compared.now), _shown(self.compared.before), _shown(self.compared.year_ago)

    @property
    def numbers(self) -> tuple[float | None, float | None, float | None]:
        """The same as numbers, for files and programs."""
        return _plain(self.compared.now), _plain(self.compared.before), _plain(self.compared.year_ago)

    @property
    def now(self) -> float | None:
        """The number of the period."""
        return self.numbers[0]

    @property
    def before(self) -> float | None:
        """The number of the time before."""
        return self.numbers[1]

    @property
    def year_ago(self) -> float | None:
        """The number of last year."""
        return self.numbers[2]

    @property
    def has_rows(self) -> bool:
        """Are there records to look at behind it?"""
        return bool(self.compared.now.rows)

    @property
    def turn(self) -> str:
        """Better, worse or as before; of a count that grows with what was logged nothing is said."""
        is_judged = self.measure.better == "down" or self.measure.unit in (PERCENT, HOURS)
        return TURNS[self.compared.turn] if is_judged else ""

    @property
    def look(self) -> tuple[str, str] | None:
        """How the turn is drawn; None where there is none to draw."""
        if not self.turn:
            return None
        if self.turn == TURNS["same"]:
            return LEVEL, "level"
        is_up = (self.compared.now.value or 0) > (self.compared.before.value or 0)
        return GOOD if self.turn == TURNS["better"] else BAD, "up" if is_up else "down"


def _shown(found: Found) -> str:
    """In words, the sign of per cent never parted from its number."""
    return "–" if found.value is None else found.words.replace(" %", "\u00a0%")


def _plain(figure: Found) -> float | None:
    if figure.value is None:
        return None
    found = round(figure.value, PLACES)
    return int(found) if found == int(found) else found


@dataclass(frozen=True)
class Part:
    """A section of the report with everything in it."""

    section: Section
    sentences: list[str]
    lines: list[Line]
    pictures: list[Picture]
    reasons: list[Reason]


@dataclass(frozen=True)
class ServiceReport:
    """The service report of a place and a period."""

    ground: Ground
    place: str
    times: Times
    parts: list[Part]
    actions: list[ActionLine]
    actions_words: str

    @property
    def period(self) -> Period:
        """The days it is about."""
        return self.times.period

    @property
    def made_at(self) -> datetime:
        """When its figures were counted."""
        return self.ground.at

    @property
    def made_on(self) -> date:
        """The day by the clock of the desk."""
        return self.ground.today

    @property
    def lines(self) -> list[Line]:
        """Every figure in the order of the page."""
        return [line for part in self.parts for line in part.lines]

    @property
    def summary(self) -> list[str]:
        """The first sentence of each section: the whole of it in five."""
        return [part.sentences[0] for part in self.parts if part.sentences]


def service_report(ground: Ground, period: Period, place: str) -> ServiceReport:
    """The report of some schools and a period, as of the moment of the ground."""
    times = times_of(ground, period)
    names = tuple(name for section in SECTIONS for name in section.names)
    found = compare(names, ground, times)
    school = ground.schools[0] if len(ground.schools) == 1 else None
    told = Told(_figures(found), times.against, overall(goals(school)))
    late = int(found["missed"].now.value or 0)
    drawn, why = pictures(ground, period), reasons(Question(ground, period), late)
    parts = [
        Part(
            section,
            shortened(section.say(told), times.against),
            [Line(found[name]) for name in section.names],
            [each for each in drawn if each.section == section.key],
            why if section.key == "levels" else [],
        )
        for section in SECTIONS
    ]
    lines = actions_of(ReportAction.objects.filter(ground.here_or_trust()), period, today=ground.today)
    return ServiceReport(ground, place, times, parts, lines, words_of(lines))


def _figures(found):
    return {name: Moved(each.now.value, each.before.value, each.year_ago.value) for name, each in found.items()}
