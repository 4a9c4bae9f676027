"""What the nightly look finds in the demo's term, and one of it that somebody has decided about already."""

from datetime import timedelta

from problems import workflow
from problems.models import Kind, Trend
from problems.trends import sweeps
from problems.trends.finder import Run, days

DAY = timedelta(days=1)
LOOKED = 8  # days before today, so that a spike of last week is still on the list


def find_and_decide(people, *, now):
    """Look as each of the last nights would have; the oldest drift of a small school is no problem, and why."""
    first, last = ((now - back * DAY).date() for back in (LOOKED, 1))
    run = Run.over(first, last)
    for day in days(first, last):
        workflow.propose(run.on(day), on=day, at=now - (last - day).days * DAY)
        workflow.let_pass(on=day)
    sweeps.look_at_now(at=now)
    falling = Trend.objects.to_decide().filter(kind=Kind.DRIFT, key__endswith="down").first()
    if falling:
        facts = {"reason": "Fewer is what we want: the new cables did it.", "by": people["ruth.penrose"]}
        workflow.dismiss_trend(falling, at=now, **facts)
