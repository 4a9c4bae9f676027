"""Tickets that say the same about the same thing, followed as they come in."""

from collections import Counter
from dataclasses import dataclass, field

from problems.trends.words.likeness import Likeness
from problems.trends.words.slots import naming
from problems.trends.words.tokens import SLOT, VARIES, Said

RECURS = 3  # tickets of one wording from which on the whole text is taken for a form, not for a letter
LONGEST = 140  # characters of a label

Key = tuple[int, tuple[str, ...]]  # leader and the names of things, lower case


@dataclass
class Wording:
    """One sequence of words with its tickets: (ticket, values of its slots). The first `placed` stand in groups."""

    words: tuple[str, ...]
    leader: int
    tickets: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    names: tuple[bool, ...] = ()
    placed: int = 0

    def key(self, values: tuple[str, ...]) -> Key:
        """The group of a ticket with such values."""
        return self.leader, tuple(sorted(v.casefold() for v, names in zip(values, self.names, strict=True) if names))

    def label(self, values: tuple[str, ...]) -> str:
        """The wording as people read it, the names of things filled in, “…” for what varies."""
        filled = iter(v if names else VARIES for v, names in zip(values, self.names, strict=True))
        words = [next(filled) if word == SLOT else word for word in self.words]
        kept = [word for word, before in zip(words, ["", *words], strict=False) if not word == before == VARIES]
        text = " ".join(kept)
        return (text[:1].upper() + text[1:])[:LONGEST]


@dataclass
class Groups:
    """Feed tickets in order of time with `add`, then `settle` and read `members`: key → wording → its tickets.

    What is read rests on what was fed, in that order, and on nothing else.
    """

    wordings: list[Wording] = field(default_factory=list)
    numbers: dict[tuple[str, ...], int] = field(default_factory=dict)
    likeness: Likeness = field(default_factory=Likeness)
    forms: Counter[tuple[str, ...]] = field(default_factory=Counter)
    changed: set[int] = field(default_factory=set)
    members: dict[Key, dict[int, list[int]]] = field(default_factory=dict)
    led: dict[int, list[int]] = field(default_factory=dict)  # leader → wordings

    def add(self, ticket: int, summary: Said, whole: Said) -> None:
        """One more ticket, by its number; the numbers rise."""
        said = whole if self._is_form(summary, whole) else summary
        number = self._number(said.words)
        self.wordings[number].tickets.append((ticket, said.values))
        self.changed.add(number)

    def settle(self) -> None:
        """Put what came in since into groups. A wording whose names turn out to be others is divided anew."""
        self._follow_joined()
        for number in sorted(self.changed):
            wording = self.wordings[number]
            names = naming([values for _, values in wording.tickets])
            if names != wording.names:
                self._take_out(number)
                wording.names, wording.placed = names, 0
            for ticket, values in wording.tickets[wording.placed :]:
                self.members.setdefault(wording.key(values), {}).setdefault(number, []).append(ticket)
            wording.placed = len(wording.tickets)
        self.changed.clear()

    def tickets(self, key: Key) -> list[int]:
        """The tickets of a group, in order."""
        return sorted(ticket for tickets in self.members[key].values() for ticket in tickets)

    def label(self, key: Key) -> str:
        """The wording most of its tickets have."""
        number = max(self.members[key], key=lambda number: (len(self.members[key][number]), -number))
        wording = self.wordings[number]
        return wording.label(next(values for _, values in wording.tickets if wording.key(values) == key))

    def varying(self, key: Key, ticket: int) -> list[str]:
        """The values in one ticket of a group that differ from ticket to ticket."""
        for number in self.members[key]:
            wording = self.wordings[number]
            for other, values in wording.tickets:
                if other == ticket:
                    return [value for value, names in zip(values, wording.names, strict=True) if not names]
        return []

    def is_template(self, key: Key) -> bool:
        """Whether something varies in it from ticket to ticket: a form that is filled in, mostly by a machine."""
        return any(
            VARIES in self.wordings[number].words or not all(self.wordings[number].names)
            for number in self.members[key]
        )

    def _follow_joined(self) -> None:
        """Where leaders have joined since, their wordings go with them."""
        for leader in [leader for leader in self.led if leader in self.likeness.joined]:
            root = self.likeness.root(leader)
            for number in self.led.pop(leader):
                self._take_out(number)
                self.wordings[number].leader, self.wordings[number].placed = root, 0
                self.led.setdefault(root, []).append(number)
                self.changed.add(number)

    def _take_out(self, number: int) -> None:
        wording = self.wordings[number]
        for key in {wording.key(values) for _, values in wording.tickets[: wording.placed]}:
            self.members[key].pop(number)
            if not self.members[key]:
                del self.members[key]

    def _is_form(self, summary: Said, whole: Said) -> bool:
        """Whether a machine fills in the rest, so that the names in it count although the summary has none."""
        if summary.values or not whole.values:
            return False
        self.forms[whole.words] += 1
        return self.forms[whole.words] >= RECURS

    def _number(self, words: tuple[str, ...]) -> int:
        if words not in self.numbers:
            number = self.numbers[words] = len(self.wordings)
            leader = self.likeness.follow(words, number)
            self.wordings.append(Wording(words, leader))
            self.led.setdefault(leader, []).append(number)
        return self.numbers[words]
