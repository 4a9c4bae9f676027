"""Who says yes in the demo: the head has the last word at the large school, and its committee meets next week."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from changes.agenda import what_waits
from changes.models import Step
from changes.workflow import inviting, ruling
from changes.workflow import meeting as moves

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
FRIDAY = 4
HEAD, MANAGER, ADMINISTRATOR = "grace.adeyemi", "martin.hale", "ruth.penrose"
COMMITTEE = (HEAD, MANAGER, "priya.shah", "tom.webb")


class Committee:
    """Rules, somebody who stands in, and a meeting."""

    def __init__(self, cast):
        self.stage, self.school, self.people = cast.stage, cast.schools["HBS"], cast.people

    def play(self):
        """Put all of it on the stage."""
        self._at(61, self._rules)
        self._at(1, self._call, hour=15)

    def _rules(self, at):
        martin, grace = self.people[MANAGER], self.people[HEAD]
        ruling.add_rule(by=martin, at=at, school=self.school, step=Step.IMPLEMENT, people=[grace])
        first = (self.stage.now + 9 * DAY).date()
        stands_in = {"person": grace, "deputy": self.people[ADMINISTRATOR], "first": first, "last": first + 4 * DAY}
        ruling.name_deputy(by=martin, at=at, **stands_in)

    def _call(self, at):
        martin, day = self.people[MANAGER], (self.stage.now + 3 * DAY).date()
        day += (7 - day.weekday()) * DAY if day.weekday() > FRIDAY else 0 * DAY
        facts = {"held_at": datetime.combine(day, time(15, 45), LONDON), "place": "Meeting room", "chair": martin}
        members = [self.people[name] for name in COMMITTEE]
        items = what_waits(self.school, reader=martin, at=at)
        meeting = moves.call_meeting(by=martin, at=at, school=self.school, members=members, items=items, **facts)
        inviting.send_agenda(meeting, by=martin, at=at)

    def _at(self, days, act, *, hour=8):
        day = (self.stage.now - days * DAY).date()
        self.stage.at(datetime.combine(day, time(hour), LONDON), act)
