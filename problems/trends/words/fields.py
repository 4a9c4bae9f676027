"""Words that only repeat what the fields of a record say: what has no text of its own is left to the fields."""

import re

from problems.trends.context import Names
from problems.trends.history import History

COLUMNS = ("category", "subcategory", "service", "room")
MOSTLY = 0.6  # of the words
WORD = re.compile(r"\w+")


def repeats_fields(text: str, history: History, row: int, names: Names) -> bool:
    """Whether most of a text about the record of a row are the names of its category, subcategory, service and room."""
    said = WORD.findall(text.casefold())
    fields = " ".join(names.of(column, int(history.codes[column][row])) for column in COLUMNS)
    known = set(WORD.findall(fields.casefold()))
    return bool(said) and sum(word in known for word in said) >= MOSTLY * len(said)
