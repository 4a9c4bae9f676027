"""Wordings that say the same in another order, with a slip of the pen or a word more: one leads, the others follow.
follow.

A wording follows a leader with which it shares most of the weight of its words. A word weighs the more the fewer
matters it is used for (after K. Spärck Jones, A Statistical Interpretation of Term Specificity, J. Documentation 28,
1972; but over matters, not texts), so that what everybody writes — greetings, headers — weighs next to nothing
however often one matter comes. It never follows where each says a weighty word that the other doesn't: that is
another thing. Of several leaders the one most followed is taken, and the others join it once they are alike
themselves, now that the words are known better. No chain of small steps leads from one matter to another (leader
clustering: J. Hartigan, Clustering Algorithms, 1975, ch. 3).
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from problems.trends.words.tokens import SLOT, VARIES

ALIKE = 0.75  # of the weight of both
COMMON = 0.6  # of the words of the shorter: below it nothing is weighed
OWN = 0.6  # of the weight of the weightiest that they share: a word above it says something of its own
RAREST, COMPARED = 4, 30  # words of a wording by which leaders are looked up, and leaders compared
LOOKED_UP = 200  # leaders a word leads to, the latest
SLIPS_FROM = 5  # letters: shorter words differ by a letter without being a slip
KNOWN = 3  # times a word was written before it may correct another
SHORT = (0.0, 0.3, 0.4, 0.7)  # what words of that many letters weigh, where letters are what words are made of


@dataclass
class Likeness:
    """Leaders and the words they use. `follow` takes wordings in order of time and knows nothing of later ones."""

    used_by: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # word → leaders
    bags: dict[int, frozenset[str]] = field(default_factory=dict)  # leader → its words
    same: dict[frozenset[str], int] = field(default_factory=dict)  # words → leader
    followers: Counter[int] = field(default_factory=Counter)
    matters: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  # word → leaders it was used with
    written: Counter[str] = field(default_factory=Counter)  # wordings that use a word
    alphabet: dict[tuple[str, int], list[str]] = field(default_factory=lambda: defaultdict(list))
    spelt: dict[str, str] = field(default_factory=dict)
    joined: dict[int, int] = field(default_factory=dict)  # leader that was → leader it joined

    def follow(self, words: tuple[str, ...], number: int) -> int:
        """The leader of a new wording, which is its own `number` where nobody said the like."""
        bag = frozenset(self._spelling(word) for word in words if word not in (SLOT, VARIES))
        self.written.update(bag)
        leader = self._leader(bag)
        if leader is None:
            leader, self.bags[number] = number, bag
            for word in bag:
                self.used_by[word].append(number)
        self.same.setdefault(bag, leader)
        self.followers[leader] += 1
        for word in bag:
            self.matters[word].add(leader)
        return leader

    def weight(self, word: str) -> float:
        """How much a word says."""
        short = SHORT[len(word)] if len(word) < len(SHORT) and word.isascii() else 1.0
        used_for = len(self.matters[word]) if word in self.matters else 0
        return short * math.log(1 + (len(self.bags) + 2) / (used_for + 1))

    def _leader(self, bag: frozenset[str]) -> int | None:
        if not bag or bag in self.same:
            return self.root(self.same[bag]) if bag in self.same else None
        weights = {word: self.weight(word) for word in bag}
        rare = sorted(bag, key=lambda word: (-weights[word], word))[:RAREST]
        found = (leader for word in rare for leader in self.used_by.get(word, ())[-LOOKED_UP:])
        near = Counter(leader for leader in found if leader in self.bags)
        likely = sorted(near, key=lambda leader: (-near[leader], leader))[:COMPARED]
        alike = [leader for leader in likely if self._alike(bag, self.bags[leader], weights) >= ALIKE]
        most = max(alike, key=lambda leader: (self.followers[leader], -leader), default=None)
        for other in alike:
            if most is not None and other != most:
                self._join(other, most)
        return most

    def root(self, leader: int) -> int:
        """The leader that a leader joined in the end, or itself."""
        while leader in self.joined:
            leader = self.joined[leader]
        return leader

    def _join(self, leader: int, most: int) -> None:
        bag = self.bags[leader]
        if self._alike(bag, self.bags[most], {word: self.weight(word) for word in bag}) < ALIKE:
            return
        self.joined[leader] = most
        self.followers[most] += self.followers.pop(leader)
        for word in self.bags.pop(leader):
            self.matters[word].discard(leader)
            self.matters[word].add(most)

    def _alike(self, bag: frozenset[str], other: frozenset[str], weights: dict[str, float]) -> float:
        """Share of the weight of both that they share; nought where each says something of its own."""
        common = bag & other
        if len(common) < COMMON * min(len(bag), len(other)):
            return 0.0
        shared = sorted((weights[word] for word in common), reverse=True)
        own = [weights[word] for word in bag - common]
        others = [self.weight(word) for word in other - common]
        least = OWN * sum(shared[:RAREST]) / max(len(shared[:RAREST]), 1)
        if not least or (max(own, default=0) > least and max(others, default=0) > least):
            return 0.0
        same = 2 * sum(weight**2 for weight in shared)
        return same / (same + sum(weight**2 for weight in own + others))

    def _spelling(self, word: str) -> str:
        """The word as others write it: a slip in a word never seen before is put right."""
        if word not in self.spelt:
            self.spelt[word] = self._corrected(word)
            if self.spelt[word] == word and len(word) >= SLIPS_FROM and word.isalpha():
                self.alphabet[word[0], len(word)].append(word)
        return self.spelt[word]

    def _corrected(self, word: str) -> str:
        if len(word) < SLIPS_FROM or not word.isalpha():
            return word
        slips = 1 if len(word) < 9 else 2
        near = [
            (distance, -self.written[known], known)
            for length in range(len(word) - 1, len(word) + 2)
            for known in self.alphabet[word[0], length]
            if self.written[known] >= KNOWN
            and (distance := DamerauLevenshtein.distance(word, known, score_cutoff=slips)) <= slips
        ]
        return min(near)[2] if near else word
