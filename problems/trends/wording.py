"""Similar: groups of tickets that say the same about the same thing, alive in the last weeks.

Groups are made by `words.groups`: words in any order and spelling, numbers that vary left out, names of things kept
apart. A group is raised when it had `FEWEST` tickets on `FEWEST_DAYS` days in `WEEKS` weeks, the last of them in the
last `ALIVE`, and when so many had a probability below `MOST`. What is usual is learnt from the wordings that people
chose themselves in those weeks (those in which nothing varies): how many tickets share one, the rates spread as
`chance.Spread` says. So in a desk where everybody picks from a list of phrases only the phrases far above the others
are told. A form that a machine fills in, such as the alert of a job, should not come back at all: `FORM` is what is
granted to it, and five times in eight weeks are told. By chance about one wording in 1 / `MOST` is raised.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from problems.trends.chance import LEAST, Spread, at_least, spread_of
from problems.trends.context import Context
from problems.trends.finder import detector
from problems.trends.finding import Finding
from problems.trends.history import NONE, History
from problems.trends.words.fields import repeats_fields
from problems.trends.words.followed import Followed, followed
from problems.trends.words.groups import LONGEST, Key
from problems.trends.words.tokens import as_written

WEEKS, ALIVE = 8 * 7, 4 * 7  # days
FEWEST, FEWEST_DAYS = 4, 3
MOST = 1e-3  # probability by chance, at most
FORM = Spread(shape=1.0, mean=0.25)  # tickets of one form about one thing in those weeks


@dataclass(frozen=True)
class Alive:
    """A group with tickets in the last weeks: all its tickets, and how many of them are recent."""

    key: Key
    tickets: list[int]
    recent: int
    days: int
    is_template: bool


@detector("similar")
def find(history: History, day: date, context: Context) -> list[Finding]:
    """What is said again and again as of the end of a day."""
    words = followed(history, day, context)
    groups = alive(words, day.toordinal())
    in_own_words = np.array([group.recent for group in groups if not group.is_template])
    spread = spread_of(in_own_words, np.ones(len(in_own_words)))
    rows = {pk: row for row, pk in enumerate(history.pk.tolist())}
    found = []
    for group in groups:
        usual = FORM if group.is_template else spread
        chance = max(float(at_least(np.array(group.recent), usual.shape, usual.mean)), LEAST)
        if group.recent >= FEWEST and group.days >= FEWEST_DAYS and chance <= MOST:
            found.append(_finding(history, rows, words, group, usual.mean, chance, day, context))
    return [finding for finding in found if finding is not None]


def alive(words: Followed, last: int) -> list[Alive]:
    """The groups with a ticket in the last weeks."""
    groups = []
    day = words.day
    for key, members in words.groups.members.items():
        if max(day[tickets[-1]] for tickets in members.values()) <= last - ALIVE:
            continue
        tickets = words.groups.tickets(key)
        recent = [day[ticket] for ticket in tickets if day[ticket] > last - WEEKS]
        template = words.groups.is_template(key) if len(recent) > 1 else False
        groups.append(Alive(key, tickets, len(recent), len(set(recent)), template))
    return groups


def _finding(history, rows, words: Followed, group: Alive, usual: float, chance: float, day: date, context: Context):
    known = [ticket for ticket in group.tickets if words.pk[ticket] in rows]
    members = np.array([rows[words.pk[ticket]] for ticket in known])
    label = words.groups.label(group.key)
    if repeats_fields(label, history, int(members[-1]), context.names):
        return None
    written = _written(history.rows(members[-1:]), words)
    schools = np.unique(history.codes["school"][members])
    school = int(schools[0]) if len(schools) == 1 else NONE
    first, last = (date.fromordinal(words.day[known[place]]) for place in (0, -1))
    share = (day - first).days // WEEKS + 1  # what is usual is counted for eight weeks
    return Finding(
        kind="similar",
        key=label,
        label=as_written(written, words.groups.varying(group.key, known[-1]))[:LONGEST] or label,
        first=first,
        last=last,
        count=len(members),
        expected=usual * share,
        score=float(-np.log10(chance)),
        found_on=day,
        why=(
            f"{group.recent} records on {group.days} days of the last {WEEKS // 7} weeks say the same; "
            f"{usual:.1f} would be usual."
        ),
        incidents=tuple(history.pk[members].tolist()),
        school=context.names.key("school", school),
        evidence={"recent": group.recent, "days": group.days, "names": list(group.key[1])},
    )


def _written(record: History, words: Followed) -> str:
    """What one record says as it was written, read once in a run."""
    texts, pk = words.kept.setdefault("written", {}), int(record.pk[0])
    if pk not in texts:
        texts[pk] = next(text for _, text in record.words())
    return texts[pk]
