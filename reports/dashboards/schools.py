"""Schools side by side: a count for each hundred pupils or devices, with the band that chance alone allows.

By name, never by rank: a school is compared with the whole trust and with itself, and no person is counted.
"""

from dataclasses import dataclass
from math import sqrt

from reports.catalogue import MEASURES
from reports.catalogue.asking import ask
from reports.catalogue.measure import COUNT, Measure, Total
from reports.periods import Period
from reports.questions.answers import rows_url
from reports.shift.figure import FEW
from reports.shift.ground import Ground

PUPILS, DEVICES = "pupils", "devices"
BASES = {PUPILS: "100 pupils", DEVICES: "100 devices"}
COUNTED = {m.name: m for m in MEASURES.values() if isinstance(m, Total) and m.unit == COUNT and m.process != "Assets"}
SURE = 1.96  # of a normal distribution: 95 %
HOW = (
    "The count for each hundred. The band is where the true rate lies, 95 times in 100, if records come by chance "
    "(Byar’s approximation of the exact Poisson interval). A school differs from the trust only where the trust’s rate "
    f"is outside its band; of fewer than {FEW} records nothing is said. Devices are the assets recorded today."
)


@dataclass(frozen=True)
class Rate:
    """A count of a school or the trust, what it is for, and the rate with its band; None where not known."""

    name: str
    count: int
    base: int | None
    url: str = ""
    trust: float | None = None

    @property
    def rate(self) -> float | None:
        """For each hundred."""
        return 100 * self.count / self.base if self.base else None

    @property
    def band(self) -> tuple[float, float] | None:
        """The interval of the rate."""
        return tuple(100 * end / self.base for end in byar(self.count)) if self.base else None  # type: ignore[return-value]

    @property
    def standing(self) -> str:
        """`above`, `below` or `like` the trust; nothing where too little is known."""
        if self.band is None or self.trust is None or self.count < FEW:
            return ""
        low, high = self.band
        return "above" if low > self.trust else "below" if high < self.trust else "like"


@dataclass(frozen=True)
class Comparison:
    """A measure at every school, by name, and in the whole trust."""

    measure: Measure
    base: str
    schools: list[Rate]
    trust: Rate

    @property
    def most(self) -> float:
        """The upper end of the scale of a drawing."""
        ends = [rate.band[1] for rate in (*self.schools, self.trust) if rate.band]
        return max(ends, default=1) or 1


def byar(count: int) -> tuple[float, float]:
    """The 95 % interval of a Poisson count.

    Source: N. E. Breslow and N. E. Day, “Statistical Methods in Cancer Research” II (1987), equation 2.10.
    """
    low = count * (1 - 1 / (9 * count) - SURE / (3 * sqrt(count))) ** 3 if count else 0.0
    more = count + 1
    return max(low, 0.0), more * (1 - 1 / (9 * more) + SURE / (3 * sqrt(more))) ** 3


def compare_schools(name: str, base: str, ground: Ground, period: Period) -> Comparison:
    """One measure at each school of the ground; one whose base nobody knows has no rate, and none in the trust's."""
    [found] = ask([name], ground, period, by="school")
    counts = {part.key: int(part.value or 0) for part in found.parts}
    bases = _bases(base, ground)
    known = [school for school in ground.schools if bases.get(school.pk)]
    whole = sum(counts.get(school.name, 0) for school in known)
    trust = Rate("The trust", whole, sum(bases[school.pk] for school in known) or None)
    days = {"from": str(period.first), "to": str(period.last)}
    rates = [
        Rate(
            school.name,
            counts.get(school.name, 0),
            bases.get(school.pk),
            rows_url(found.measure, days | {"school": school.code}),
            trust.rate,
        )
        for school in sorted(ground.schools, key=lambda school: school.name)
    ]
    return Comparison(found.measure, base, rates, trust)


def _bases(base, ground) -> dict[int, int]:
    """School → how many pupils, or devices."""
    if base == PUPILS:
        return {school.pk: school.pupils for school in ground.schools if school.pupils}
    [found] = ask(["assets_recorded"], ground, Period(ground.today, ground.today), by="school")
    number = {part.key: int(part.value or 0) for part in found.parts}
    return {school.pk: number.get(school.name, 0) for school in ground.schools}


def as_rows(comparison: Comparison) -> list[list]:
    """One line of headings, then one for each school and one for the trust."""
    head = ["School", comparison.measure.heading, comparison.base.capitalize(), f"For each {BASES[comparison.base]}"]
    rows = [*comparison.schools, comparison.trust]
    return [[*head, "At least (95 %)", "At most (95 %)"], *(_row(rate) for rate in rows)]


def _row(rate):
    low, high = rate.band or (None, None)
    return [
        rate.name,
        rate.count,
        rate.base,
        *(None if each is None else round(each, 2) for each in (rate.rate, low, high)),
    ]
