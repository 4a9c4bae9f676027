"""Which known error fits a fault: what it concerns and what people say of it, compared with what is known so far.

Every sign says with some probability that it is the same; independent signs add up as chances do: 1 - Π(1 - p). What
speaks against it (another kind of fault, another sort of thing) takes a share away. Nothing is offered below `ENOUGH`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

ENOUGH = 0.5  # of 1: below that nobody is bothered
ENOUGH_FOR_DESK = 0.4  # a technician judges in a glance
# How much each sign is worth by itself. The kind of fault alone is enough, the words alone if they say the same.
ASSET, CATEGORY, ROOM, TYPE, SERVICE, WORDS = 0.8, 0.5, 0.4, 0.35, 0.25, 0.6
# What is left where something speaks against it.
OTHER_SERVICE, OTHER_CATEGORY, OTHER_TYPE, OTHER_THING = 0.6, 0.8, 0.3, 0.7
ALIKE = 85  # of 100: two words that are the same but for an ending or a slip
AT_LEAST = 2  # words in common before one believes that it is said of the same
TRIES = 5  # from so many on one knows whether it helps
SELDOM = 0.25  # of the tries: whoever reports a fault is not sent there any more
SAY_NOTHING = """
a an and are as at be been but by can cant does doesnt dont for from get got has have help here i in is isnt it its just
me my not of on or our out please so that the there they this to too up was we when which will with wont you your
"""
EMPTY_WORDS = frozenset(SAY_NOTHING.split())


@dataclass(frozen=True)
class Entry:
    """What an entry of the register concerns, as ids; `says` are the lines people are known to say of it."""

    key: int
    says: tuple[str, ...]
    categories: frozenset[int] = frozenset()
    service: int | None = None
    types: frozenset[int] = frozenset()
    assets: frozenset[int] = frozenset()
    rooms: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Fault:
    """What is known of a fault so far, as ids and words."""

    category: int | None = None
    service: int | None = None
    asset: int | None = None
    type: int | None = None
    room: int | None = None
    words: str = ""


def fit(entry: Entry, fault: Fault) -> float:
    """How surely the entry is about the fault, from 0 to 1."""
    against = 1.0
    for sign, worth in _against(entry, fault):
        against *= worth if sign else 1
    apart = 1.0
    for worth in _for(entry, fault):
        apart *= 1 - worth
    return against * (1 - apart)


def _for(entry: Entry, fault: Fault):
    """The worth of each sign that speaks for it."""
    if fault.asset in entry.assets:
        yield ASSET
    elif fault.room in entry.rooms:
        yield ROOM
    if fault.category in entry.categories:
        yield CATEGORY
    elif entry.service is not None and fault.service == entry.service:
        yield SERVICE
    if fault.type in entry.types:
        yield TYPE
    yield WORDS * likeness(fault.words, entry.says)


def _against(entry: Entry, fault: Fault):
    """What may speak against it, each with what is then left."""
    has_other = bool(entry.categories) and fault.category is not None and fault.category not in entry.categories
    other_service = None not in (entry.service, fault.service) and entry.service != fault.service
    here = fault.asset in entry.assets or (fault.asset is None and fault.room in entry.rooms)
    yield other_service, OTHER_SERVICE
    yield has_other and not other_service, OTHER_CATEGORY
    yield bool(entry.types) and fault.type is not None and fault.type not in entry.types, OTHER_TYPE
    yield bool(entry.assets) and not here, OTHER_THING


def likeness(words: str, lines: tuple[str, ...]) -> float:
    """How much what somebody says is like the likest of some lines, from 0 to 1, in whatever order."""
    said = _heard(words)
    return max((_like(said, _meaning_of_line(line)) for line in lines), default=0.0) if said.words else 0.0


class Heard:
    """What somebody says, with the words of the register that were found in it so far: most occur in many entries."""

    def __init__(self, text: str):
        self.words = meaning(text)
        self.text = " ".join(self.words)
        self._known: dict[str, bool] = {}

    def has(self, word: str) -> bool:
        """Is this word in it, but for an ending or a slip?"""
        if word not in self._known:
            self._known[word] = process.extractOne(word, self.words, scorer=fuzz.ratio, score_cutoff=ALIKE) is not None
        return self._known[word]


_heard = lru_cache(maxsize=8)(Heard)  # one fault is compared with the whole register


def _like(said: Heard, known: tuple[str, ...]) -> float:
    """`token_set_ratio` of rapidfuzz, believed only as far as there are words in common."""
    common = sum(map(said.has, known))
    return fuzz.token_set_ratio(said.text, " ".join(known)) / 100 * min(1.0, common / AT_LEAST) if common else 0.0


def meaning(text: str) -> tuple[str, ...]:
    """The words of a text that say something, each once."""
    found = re.findall(r"[^\W_]+", text.casefold().replace("’", "").replace("'", ""))
    return tuple(dict.fromkeys(word for word in found if word not in EMPTY_WORDS and len(word) > 1))


_meaning_of_line = lru_cache(maxsize=8192)(meaning)  # the register is read for every fault, and seldom changes


def usefulness(tried: int, helped: int) -> float:
    """How often it helps, from 0 to 1, with one success and one failure added so that one try does not decide."""
    return (helped + 1) / (tried + 2)


def seldom_helps(tried: int, helped: int) -> bool:
    """Was it tried often enough to know that it seldom helps?"""
    return tried >= TRIES and helped < SELDOM * tried


def rank(fitness: float, tried: int, helped: int) -> float:
    """What comes first: what fits, and of what fits alike, what helped more often."""
    return fitness * (0.5 + usefulness(tried, helped))
