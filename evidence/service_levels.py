"""The service levels of a pack: the catalogue's measures whole, and by month, priority and category."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from evidence.facts import Facts
from incidents.presentation.words import several
from reports import charts
from reports.catalogue import Cell
from reports.catalogue.asking import Found, Part, ask
from reports.words import ON_THE_WALL

NAMES = (
    *("incidents", "met", "missed", "undecided", "cancelled", "excused", "missed_after_excuses", "resolved"),
    *("mttr_hours_mean", "mttr_hours_median", "mttr_hours_p90", "reopened", "backlog"),
    *("response_met", "response_missed", "lessons_stopped"),
)
ON_PAPER = {
    "incidents": "Logged",
    "met": "In time",
    "missed": "Late",
    "undecided": "Not decided",
    "mttr_hours_median": "Median time",
    "mttr_hours_p90": "9 of 10 within",
    "reopened": "Reopened",
    "backlog": "Open at the end",
}
WAYS = ("month", "priority", "category")
PLACES = 2


@dataclass(frozen=True)
class Service:
    """What the measures came to in each way they are split."""

    facts: Facts

    @cached_property
    def split(self) -> dict[str, dict[str, Found]]:
        """Way → name → what was found, whole and in parts."""
        ground, period = self.facts.ground, self.facts.period
        return {way: {f.measure.name: f for f in ask(NAMES, ground, period, by=way)} for way in WAYS}

    def whole(self, name: str) -> Found:
        """A measure of the whole period."""
        return self.split["month"][name]

    def lines(self, way: str) -> list[list]:
        """A line of names, then one for each part, as programs read them."""
        rows: list[list] = [[way, *NAMES]]
        for key, parts in self._parts(way).items():
            named = f"{key:%Y-%m}" if isinstance(key, date) else _words(parts) if key is not None else None
            rows.append([named, *(_plain(parts[name].value if name in parts else 0) for name in NAMES)])
        return rows

    def words(self, way: str) -> list[list[str]]:
        """The same for paper: fewer columns, times in words, and the whole as the last line."""
        found = self.split[way]
        rows = [
            [_words(parts), *(_written(found[name], parts.get(name)) for name in ON_PAPER)]
            for parts in self._parts(way).values()
        ]
        return [*rows, ["All", *(found[name].words for name in ON_PAPER)]]

    def _parts(self, way: str) -> dict[object, dict[str, Part]]:
        """Key → name → part, in the order of the keys; those in which there was nothing at all are left out."""
        found: dict[object, dict[str, Part]] = {}
        for name, each in self.split[way].items():
            for part in each.parts:
                found.setdefault(part.key, {})[name] = part
        there = sorted(found, key=lambda key: (key is None, key))
        return {key: found[key] for key in there if any(part.value for part in found[key].values())}

    def chart(self) -> dict[str, str] | None:
        """Late and in time, by month: the picture, and its words."""
        parts = list(self._parts("month").values())
        if not parts:
            return None
        months = [(_words(each), _number(each, "missed"), _number(each, "met")) for each in parts]
        points = [{"label": name.replace(" 20", " ’"), "first": late, "second": met} for name, late, met in months]
        said = "; ".join(f"{name}: {late:,} late, {met:,} in time" for name, late, met in (months[0], months[-1]))
        words = f"Late and in time, month by month. {said}. The table beneath has every figure."
        return {"svg": charts.columns(points, title="Late and in time, by month", description=words), "words": words}

    def opening(self) -> str:
        """What the figures say, in a few plain sentences."""
        logged, met, late = (int(self.whole(name).value or 0) for name in ("incidents", "met", "missed"))
        if not logged:
            return "Nothing was logged in this period."
        said = [f"{several(logged, 'fault or request was', 'faults and requests were')} logged."]
        if met + late:
            share = f" ({100 * met / (met + late):.0f} %)" if met and late else ""
            said.append(f"{met:,} of the {met + late:,} decided were fixed in time{share}.")
        if self.whole("mttr_hours_median").value is not None:
            said.append(f"Half were fixed within {self.whole('mttr_hours_median').words}, {ON_THE_WALL}.")
        left = int(self.whole("backlog").value or 0)
        said.append(f"{several(left, 'was', 'were')} open at the end." if left else "Nothing was open at the end.")
        return " ".join(said)


def _words(parts):
    return next(iter(parts.values())).words


def _number(parts, name):
    return int(parts[name].value) if name in parts else 0


def _written(found, part):
    """A part as its whole is written; one without a record is nought, or no time."""
    value = part.value if part else found.measure.value(Cell())
    return "–" if value is None else Found(found.measure, value).words


def _plain(value):
    return round(value, PLACES) if isinstance(value, float) else value
