"""The tickets of a run as groups of words, followed from day to day: each text is read once."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from problems.trends.context import Context
from problems.trends.history import History
from problems.trends.words import tokens
from problems.trends.words.groups import Groups

BACK, MOST = timedelta(days=2 * 364), 60_000  # texts of the past read before the first day


@dataclass
class Followed:
    """Groups of tickets and, by the number of a ticket, its primary key and day. `known`: primary key → number.

    `kept`: what was worked out of them on one day and is wanted again on the next.
    """

    groups: Groups = field(default_factory=Groups)
    pk: list[int] = field(default_factory=list)
    day: list[int] = field(default_factory=list)
    known: dict[int, int] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict, repr=False)

    def read(self, history: History) -> None:
        """Take in what is new, in order of time."""
        new = np.array([place for place, pk in enumerate(history.pk.tolist()) if pk not in self.known], dtype=np.int64)
        unread = history.rows(new)
        for place, text in unread.words() if len(unread) else ():
            self.add(int(unread.pk[place]), int(unread.day[place]), text)
        self.groups.settle()

    def add(self, pk: int, day: int, text: str) -> None:
        """One more ticket."""
        number = self.known[pk] = len(self.pk)
        self.pk.append(pk)
        self.day.append(day)
        self.groups.add(number, *tokens.read(text))


def followed(history: History, day: date, context: Context) -> Followed:
    """What was said until the end of a day. Days are asked in their order; another order reads anew."""
    until, of_run = context.kept.get(("words", "until"), date.min), context.kept.get(("words", "followed"))
    if of_run is None or until > day:
        of_run = Followed()
        history = history.since(day - BACK)
        history = history.since(date.fromordinal(int(history.day[-MOST]))) if len(history) > MOST else history
    else:
        history = history.since(until)
    of_run.read(history)
    context.kept |= {("words", "until"): day, ("words", "followed"): of_run}
    return of_run
