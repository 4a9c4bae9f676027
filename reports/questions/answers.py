"""The answer to a question: a table of measures by parts, each figure with the way to its records, and drawings."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from reports.catalogue.asking import Found, Part, ask, written
from reports.catalogue.breakdowns import BREAKDOWNS, MONTH, SCHOOL, WEEK, words_of
from reports.catalogue.measure import HOURS, MINUTES, PERCENT, Measure
from reports.measures import NO_CATEGORY
from reports.questions.query import AskQuery, MeasureQuery

SHOWN = 60  # lines on the page; the files have all
DRAWN = 60  # columns that one can still tell apart
LARGEST = 12  # drawn of what has no order in time


@dataclass(frozen=True)
class Figure:
    """A value as people read it, and where its records are; "" where there are none to show."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One part with a figure for each measure."""

    words: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Drawing:
    """A measure drawn: its points and the sentence that says what is to be seen."""

    measure: Measure
    points: list[dict]
    words: str
    unit: str
    note: str = ""


def rows_url(measure: Measure, asked: dict) -> str:
    """Where the records behind a figure are."""
    return f"{reverse('reports:measure-rows', args=[measure.name])}?{urlencode(asked)}"


class Answer:
    """What some measures came to, as a page, a file and a letter say it."""

    def __init__(self, query: AskQuery):
        self.query, self.by = query, query.by
        self.measures = query.measures
        self.found = ask(
            [m.name for m in self.measures], query.ground, query.asked, by=self.by, narrower=query.narrower
        )

    @property
    def heading(self) -> str:
        """What a line is: a month, a school."""
        return BREAKDOWNS[self.by].heading if self.by else ""

    @cached_property
    def asked(self) -> dict:
        """Whose records are behind the figures, as an address says it."""
        return MeasureQuery.as_query(self.query)

    @property
    def whole(self) -> list[tuple[Found, Figure]]:
        """Each measure undivided."""
        return [(each, self._figure(each.measure, each.value, self.asked)) for each in self.found]

    @cached_property
    def keys(self) -> dict:
        """Every part that any measure has, in order, with its words."""
        parts = {part.key: part.words for each in self.found for part in each.parts}
        return {key: parts[key] for key in sorted(parts, key=lambda key: (key is None, key))}

    @cached_property
    def lines(self) -> list[Line]:
        """A line for each part."""
        by_key = [(each.measure, {part.key: part for part in each.parts}) for each in self.found]
        return [
            Line(words, tuple(self._cell(m, parts.get(key)) for m, parts in by_key)) for key, words in self.keys.items()
        ]

    def _cell(self, measure, part: Part | None):
        if part is None:
            return Figure("–")
        asked = self._within(part.key)
        return self._figure(measure, part.value, asked) if asked else Figure(written(part.value, measure.unit))

    def _figure(self, measure, value, asked):
        return Figure(written(value, measure.unit), rows_url(measure, asked) if value else "")

    def _within(self, key) -> dict | None:
        """What to ask for the records of one part; None where no address says it."""
        if self.by in (MONTH, WEEK):
            period = self._periods.get(key)
            return period and self.asked | {"from": str(period.first), "to": str(period.last)}
        if self.by == SCHOOL:
            return self.asked | {"school": self._codes[key]} if key in self._codes else None
        if key is None:
            return self.asked | {"category": NO_CATEGORY} if self.by == "category" else None
        return self.asked | {self.by: str(key)}

    @cached_property
    def _periods(self):
        return dict(self.query.asked.by_month() if self.by == MONTH else self.query.asked.by_week())

    @cached_property
    def _codes(self):
        return {school.name: school.code for school in self.query.ground.schools}

    @cached_property
    def drawings(self) -> list[Drawing]:
        """Each measure that has two parts or more."""
        return [self._drawing(each) for each in self.found if self._known(each) > 1 and self._fits(each)]

    def _fits(self, found):
        return self.by not in (MONTH, WEEK) or len(found.parts) <= DRAWN

    def _known(self, found):
        return sum(part.value is not None for part in found.parts)

    def _drawing(self, found):
        parts, note = found.parts, ""
        if self.by not in (MONTH, WEEK) and len(parts) > LARGEST:
            parts = sorted(parts, key=lambda part: -(part.value or 0))[:LARGEST]
            note = f"The {LARGEST} largest of {len(found.parts)}."
        in_hours = found.measure.unit in (MINUTES, HOURS)
        factor = 60 if found.measure.unit == MINUTES else 1
        points = [{"label": self._label(p), "first": p.value and round(p.value / factor, 1)} for p in parts]
        first, last = parts[0], parts[-1]
        said = "; ".join(f"{p.words}: {written(p.value, found.measure.unit)}" for p in (first, last))
        unit = "%" if found.measure.unit == PERCENT else ""
        return Drawing(found.measure, points, f"{found.measure.heading}. {said}.", unit, note or ("Hours." * in_hours))

    def _label(self, part):
        """Short enough to stand beneath a column."""
        if self.by == MONTH:
            return part.words.replace(" 20", " ’")
        if self.by == WEEK:
            return " ".join(word[:3] for word in part.words.split()[:2])
        return part.words if len(part.words) < 15 else f"{part.words[:13]}…"

    @property
    def narrowed(self) -> str:
        """What the records must belong to, in words."""
        said = self.query.narrower.items()
        return ", ".join(words_of(name, getattr(value, "name", value)) for name, value in said)

    @property
    def place(self) -> str:
        """Of which schools it speaks."""
        schools = self.query.ground.schools
        return schools[0].name if len(schools) == 1 else f"All {len(schools)} schools"

    @property
    def title(self) -> str:
        """What was asked, in a line."""
        names = ", ".join(measure.heading for measure in self.measures)
        return f"{names} by {self.heading.lower()}" if self.by else names
