"""What the service report is asked for: school and period, a month or a half-term first."""

from urllib.parse import urlencode

from reports import periods
from reports.filters_shift import GroundQuery
from reports.shift.story import where

USUAL = "last-month"
# The periods of a report that is read regularly come first.
IN_ORDER = ("last-month", "month", "last-half-term", "half-term", "last-week", "week", "last-term", "term")


class ServiceReportQuery(GroundQuery):
    """School and period; without a period it is last month."""

    def _period(self, name, first, last):
        return super()._period(USUAL if not (name or first or last) else name, first, last)

    @property
    def place(self) -> str:
        """Of which schools it speaks."""
        return where(self.ground, everything=self.cleaned_data["school"] is None)

    @property
    def presets(self) -> list[tuple[str, str, bool]]:
        """The periods one asks for by name, as links; the one that is shown is marked."""
        kept = {name: self.data[name] for name in ("school",) if self.data.get(name)}
        known = self.termly | {name: periods.named(name, today=self.today) for name in periods.NAMED}
        order = [*IN_ORDER, *(name for name in periods.WORDS if name not in IN_ORDER)]
        shown = getattr(self, "asked", None)
        return [
            (periods.WORDS[name], urlencode(kept | {"period": name}), known[name] == shown)
            for name in order
            if name in known
        ]
