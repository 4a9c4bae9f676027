"""Wordings that say the same in another order, with a slip of the pen or with a word more: one leads, the others
follow.

A wording follows the likest leader by the weight of their common words (weights: K. Spärck Jones, A Statistical
Interpretation of Term Specificity, J. Documentation 28, 1972, so that what everybody writes — greetings, headers —
weighs next to nothing). It never follows where each says a weighty word that the other doesn't: that is another
thing. Leaders are never joined later, so a group stays what it was as data grow, and no chain of small steps leads
from one matter to another (leader clustering: J. Hartigan, Clustering Algorithms, 1975, ch. 3).
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from problems.trends.words.tokens import SLOT, VARIES

ALIKE = 0.75  # of the weight of both
OWN = 0.6  # of the mean weight of what they share: a word above it says something of its own
RAREST, COMPARED = 4, 60  # words of a wording by which leaders are looked up, and leaders compared
SLIPS_FROM = 5  # letters: shorter words differ by a letter without being a slip
KNOWN = 3  # times a word was written before it may correct another
SHORT = (0.0, 0.3, 0.4, 0.7)  # what words of that many letters weigh, where letters are what words are made of


@dataclass
class Likeness:
    """Leaders and the words they use. `follow` takes wordings in order of time and knows nothing of later ones."""

    used_by: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    bags: dict[int, frozenset[str]] = field(default_factory=dict)
    written: Counter[str] = field(default_factory=Counter)  # wordings that use a word
    alphabet: dict[tuple[str, int], list[str]] = field(default_factory=lambda: defaultdict(list))
    spelt: dict[str, str] = field(default_factory=dict)
    wordings: int = 0

    def follow(self, words: tuple[str, ...], number: int) -> int:
        """The leader of a new wording, which is its own `number` where nobody said the like."""
        bag = frozenset(self._spelling(word) for word in words if word not in (SLOT, VARIES))
        self.wordings += 1
        self.written.update(bag)
        leader = self._likest(bag) if bag else None
        if leader is not None:
            return leader
        self.bags[number] = bag
        for word in bag:
            self.used_by[word].append(number)
        return number

    def weight(self, word: str) -> float:
        """How much a word says."""
        short = SHORT[len(word)] if len(word) < len(SHORT) and word.isascii() else 1.0
        return short * math.log(1 + (self.wordings + 2) / (self.written[word] + 1))

    def _likest(self, bag: frozenset[str]) -> int | None:
        rare = sorted(bag, key=lambda word: (self.written[word], word))[:RAREST]
        near = Counter(leader for word in rare for leader in self.used_by[word][-COMPARED * 4 :])
        likely = sorted(near, key=lambda leader: (-near[leader], leader))[:COMPARED]
        best, number = max(((self._alike(bag, self.bags[each]), -each) for each in likely), default=(0.0, 0))
        return -number if best >= ALIKE else None

    def _alike(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Share of the weight of both that they share; nought where each says something of its own."""
        if one == other:
            return 1.0
        shared = [self.weight(word) for word in one & other]
        only_one, only_other = ([self.weight(word) for word in words] for words in (one - other, other - one))
        both = 2 * sum(shared)
        if not both:
            return 0.0
        own = OWN * sum(shared) / len(shared)
        if max(only_one, default=0) > own and max(only_other, default=0) > own:
            return 0.0
        return both / (both + sum(only_one) + sum(only_other))

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
