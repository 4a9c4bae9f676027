"""What the words name: jobs, servers, versions, rooms — whatever stands where other tickets name another."""

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


def named_in(history: History, day: date, context: Context) -> tuple[Things | None, list[str]]:
    """The names in the words of records as things to look at, and what each is called."""
    words = followed(history, day, context)
    place_of = {pk: place for place, pk in enumerate(history.pk.tolist())}
    rows, things, labels = [], [], {}
    for wording in words.groups.wordings:
        for ticket, names in _told(wording, words, place_of, history, context):
            for folded, name in {name.casefold(): name for name in names}.items():
                rows.append(place_of[words.pk[ticket]])
                things.append(labels.setdefault(folded, (len(labels), name))[0])
    if not rows:
        return None, []
    order = np.argsort(rows, kind="stable")
    row, thing = np.array(rows)[order], np.array(things)[order]
    parts, nothing = np.arange(len(labels))[:, None], np.zeros(len(labels), dtype=np.int64)
    return Things("job", row, thing, parts, nothing, np.ones(len(labels))), [name for _, name in labels.values()]


def _told(
    wording: Wording, words: Followed, place_of, history: History, context: Context
) -> list[tuple[int, list[str]]]:
    """The names of a wording's tickets that are among the records, unless it only repeats their fields."""
    if not any(wording.names):
        return []
    told = [(ticket, names) for ticket, names in names_in(wording) if words.pk[ticket] in place_of and names]
    if not told:
        return []
    last = place_of[words.pk[told[-1][0]]]
    label = wording.label(dict(wording.tickets)[told[-1][0]])
    return [] if repeats_fields(label, history, last, context.names) else told
