"""The stage on which the demo's term is played: everything happens at its moment, in order, and nothing after now."""

import heapq
from datetime import timedelta
from itertools import count

from incidents.models import Incident
from sla import working_time

MINUTE = timedelta(minutes=1)


class Stage:
    """A list of things to do, each at a moment; `play` does them in order until now and drops the rest."""

    def __init__(self, *, now, hours, rng, desk):
        self.now, self.hours, self.rng, self.desk = now, hours, rng, desk
        self._due, self._number = [], count()

    def at(self, moment, act):
        """Do `act(moment)` then, unless that is after now."""
        if moment <= self.now:
            heapq.heappush(self._due, (moment, next(self._number), act))

    def later(self, moment, minutes, act):
        """Do `act` after so many minutes of support time, give or take a third."""
        minutes *= self.rng.uniform(0.67, 1.33)
        due = working_time.add(self.hours, moment, minutes * MINUTE)
        if due:
            self.at(due, act)

    def play(self, tell):
        """Play until now; `tell(share)` hears how far it is."""
        done = 0
        while self._due:
            moment, _, act = heapq.heappop(self._due)
            act(moment)
            done += 1
            if done % 50 == 0:
                tell(done / (done + len(self._due)))
        tell(1.0)
        return done


def fresh(incident):
    """The record as it stands."""
    return Incident.objects.select_related("school").get(pk=incident.pk)
