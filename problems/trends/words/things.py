"""What the words name: jobs, servers, versions, rooms — whatever stands where other tickets name another."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from problems.trends.context import Context
from problems.trends.history import History
from problems.trends.sightings import Things
from problems.trends.words import tokens
from problems.trends.words.fields import repeats_fields
from problems.trends.words.followed import Followed, followed
from problems.trends.words.groups import Wording
from problems.trends.words.slots import naming
from problems.trends.words.tokens import SLOT


def named_things(texts: list[str]) -> list[list[str]]:
    """The names in each of some texts, judged by all of them; [] where a text names nothing."""
    read = [tokens.read(text)[0] for text in texts]
    by_words: dict[tuple[str, ...], Wording] = {}
    for number, said in enumerate(read):
        by_words.setdefault(said.words, Wording(said.words, 0)).tickets.append((number, said.values))
    found: list[list[str]] = [[] for _ in texts]
    for wording in by_words.values():
        wording.names = naming([values for _, values in wording.tickets])
        for number, names in names_in(wording):
            found[number] = names
    return found


def names_in(wording: Wording) -> list[tuple[int, list[str]]]:
    """(ticket, names) of the tickets of a wording. Where one name varies, those that never do are part of the form."""
    columns = list(zip(*(values for _, values in wording.tickets), strict=True))
    vary = [names and len(set(column)) > 1 for names, column in zip(wording.names, columns, strict=True)]
    chosen = vary if any(vary) else list(wording.names)
    before = [wording.words[place - 1] if place else "" for place, word in enumerate(wording.words) if word == SLOT]
    return [
        (ticket, [name for n, value in enumerate(values) if chosen[n] and (name := _name(value, before[n], vary[n]))])
        for ticket, values in wording.tickets
    ]


def _name(value: str, before: str, varies: bool) -> str:
    """A plain number names a thing only with the word before it: “room 12”."""
    if not value.isdigit():
        return value
    return f"{before} {value}" if varies and before not in ("", SLOT, tokens.VARIES) else ""


@dataclass(frozen=True)
class Named:
    """The names in the tickets of one wording, one entry a name, in the order of the tickets.

    `tickets`, `names`: how many tickets it had, and which slots named a thing, when this was worked out.
    `ticket`, `pk`: who says it; `folded`, `name`: numbers of the name in small letters and as written.
    """

    tickets: int
    names: tuple[bool, ...]
    ticket: np.ndarray
    pk: np.ndarray
    folded: np.ndarray
    name: np.ndarray


@dataclass
class Kept:
    """What is known from the days before: the names of each wording, numbered, and which only repeat fields."""

    named: dict[int, Named] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    repeats: dict[tuple[int, int, tuple[bool, ...]], bool] = field(default_factory=dict)

    def of(self, number: int, wording: Wording, words: Followed) -> Named:
        """The names of a wording; worked out anew only when tickets came in or other slots name a thing."""
        named = self.named.get(number)
        if named is None or (named.tickets, named.names) != (len(wording.tickets), wording.names):
            named = self.named[number] = self._read(wording, words)
        return named

    def _read(self, wording: Wording, words: Followed) -> Named:
        entries = [
            (ticket, words.pk[ticket], self._number(folded), self._number(name))
            for ticket, names in names_in(wording)
            for folded, name in {name.casefold(): name for name in names}.items()
        ]
        columns = np.array(entries, dtype=np.int64).reshape(-1, 4).T
        return Named(len(wording.tickets), wording.names, *columns)

    def _number(self, word: str) -> int:
        return self.numbers.setdefault(word, len(self.numbers))


def named_in(history: History, day: date, context: Context) -> tuple[Things | None, list[str]]:
    """The names in the words of records as things to look at, and what each is called."""
    words = followed(history, day, context)
    kept = words.kept.setdefault("names", Kept())
    sorter = np.argsort(history.pk)
    told = [
        found
        for number, wording in enumerate(words.groups.wordings)
        if any(wording.names) and (found := _told(number, wording, words, kept, history, sorter, context)) is not None
    ]
    if not told:
        return None, []
    rows, folded, name = (np.concatenate(column) for column in zip(*told, strict=True))
    _, first, inverse = np.unique(folded, return_index=True, return_inverse=True)
    by_first = np.argsort(first)
    numbers = np.empty(len(first), dtype=np.int64)
    numbers[by_first] = np.arange(len(first))
    labels = list(kept.numbers)
    order = np.argsort(rows, kind="stable")
    row, thing = rows[order], numbers[inverse][order]
    parts, nothing = np.arange(len(first))[:, None], np.zeros(len(first), dtype=np.int64)
    called = [labels[each] for each in name[first[by_first]].tolist()]
    return Things("job", row, thing, parts, nothing, np.ones(len(first))), called


def _told(
    number: int, wording: Wording, words: Followed, kept: Kept, history: History, sorter: np.ndarray, context: Context
) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """(rows, names in small letters, names) of a wording's tickets that are among the records.

    None where there are none, and where the wording only repeats the fields of its last record.
    """
    named = kept.of(number, wording, words)
    place = np.searchsorted(history.pk, named.pk, sorter=sorter)
    rows = sorter[np.minimum(place, len(sorter) - 1)]
    known = np.flatnonzero(history.pk[rows] == named.pk)
    if not len(known):
        return None
    last = known[-1]
    asked = (number, int(named.ticket[last]), wording.names)
    if asked not in kept.repeats:
        label = wording.label(dict(wording.tickets)[int(named.ticket[last])])
        kept.repeats[asked] = repeats_fields(label, history, int(rows[last]), context.names)
    return None if kept.repeats[asked] else (rows[known], named.folded[known], named.name[known])
