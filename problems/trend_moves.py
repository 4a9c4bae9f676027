"""What may be decided about a trend, and by whom."""

from dataclasses import dataclass

from problems.models import Trend
from servicedesk import moves
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import Permission


@dataclass(frozen=True)
class Move(moves.Move):
    """A decision about a trend; one of several schools is decided by people of the whole trust."""

    def possible(self, trend, by):
        """Would it be accepted now?"""
        return trend.state in self.sources and self.allowed(trend, by)

    def check(self, trend, *, by):
        """Would it be accepted? Raises NotYours (403) or Refused (409)."""
        if not self.allowed(trend, by):
            raise NotYours(f"Your role does not allow you to {self.words} this trend.")
        if trend.state not in self.sources:
            raise Refused(
                f"You can’t {self.words} this trend now. It is not open to decide: "
                f"{trend.get_state_display().lower()}. Nothing was changed; open it again to see what happened."
            )

    def begin(self, trend, *, by):
        """Lock the trend and check person and state; returns it as it is now."""
        list(Trend.objects.select_for_update().filter(pk=trend.pk).values_list("pk"))
        trend = Trend.objects.select_related("school").get(pk=trend.pk)
        self.check(trend, by=by)
        return trend


TO_DECIDE = (Trend.State.PROPOSED,)

ACCEPT_TREND = Move("accept_trend", "accept", TO_DECIDE, Trend.State.ACCEPTED, Permission.SOLVE_PROBLEMS)
DISMISS_TREND = Move("dismiss_trend", "dismiss", TO_DECIDE, Trend.State.DISMISSED, Permission.SOLVE_PROBLEMS)

TREND_MOVES = (ACCEPT_TREND, DISMISS_TREND)
