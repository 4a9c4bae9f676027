"""The charts of the report: points made of the catalogue, a sentence each, and the table that stands beneath."""

from dataclasses import dataclass
from datetime import timedelta

from reports.catalogue.asking import ask
from reports.periods import Period
from reports.shift.ground import Ground

SHORT = timedelta(weeks=10)  # a period of less is shown by week


@dataclass(frozen=True)
class Picture:
    """One chart: two series of a section side by side, part by part; `first` is drawn hollow, `second` filled."""

    section: str
    title: str
    first: str
    second: str
    by: str
    rows: tuple[tuple[str, int, int], ...]

    @property
    def head(self) -> list[str]:
        """The head of its table."""
        return ["Week from" if self.by == "week" else "Month", self.first, self.second]

    @property
    def points(self) -> list[dict]:
        """As the drawings of the house take them."""
        return [{"label": _short(name), "first": first, "second": second} for name, first, second in self.rows]

    @property
    def words(self) -> str:
        """What somebody who doesn’t see it is told."""
        said = [f"{name}: {first:,} and {second:,}" for name, first, second in (self.rows[0], self.rows[-1])]
        ends = "; ".join(dict.fromkeys(said))
        return f"{self.title}, {self.first.lower()} and {self.second.lower()}. {ends}. The table has every figure."


# (section, title, measure drawn hollow, measure drawn filled, their words)
DRAWN = (
    ("reactive", "Faults", "found_by_users", "found_by_us", "Reported by people", "Found by us"),
    ("levels", "Promised times", "missed", "met", "Late", "In time"),
)


def pictures(ground: Ground, period: Period) -> list[Picture]:
    """The charts of a period that has more than one part."""
    by = "week" if period.last - period.first < SHORT else "month"
    names = [name for _, _, first, second, _, _ in DRAWN for name in (first, second)]
    found = {each.measure.name: each for each in ask(names, ground, period, by=by)}
    return [
        Picture(section, title, first_words, second_words, by, _rows(found[first], found[second]))
        for section, title, first, second, first_words, second_words in DRAWN
        if len(found[first].parts) > 1
    ]


def _rows(first, second):
    second_by_key = {part.key: part.value for part in second.parts}
    return tuple((part.words, int(part.value or 0), int(second_by_key.get(part.key) or 0)) for part in first.parts)


def _short(name):
    """Shorter for beneath a column: 7 Sep, Sep ’26."""
    day, *rest = name.split()
    return f"{day} {rest[0][:3]}" if day.isdigit() else name.replace(" 20", " ’")
