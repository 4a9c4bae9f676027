"""What a cell says of a ticket: priorities and words, as other desks print them."""

import re
from collections.abc import Mapping as Words

from servicedesk.imports.errors import BadRow
from servicedesk.imports.values import short


def priority(text: str) -> int:
    """The number a priority begins with: “3 - Moderate”, “P3” and “3” are 3. Raises BadRow outside 1 to 5."""
    found = re.match(r"[Pp]?(\d+)\b", text)
    if not found or found[1] not in {"1", "2", "3", "4", "5"}:
        raise BadRow(f"“{short(text)}” is no priority from 1 to 5")
    return int(found[1])


def word(text: str, known: Words[str, str]) -> str | None:
    """Our word for theirs; None for one we don't know."""
    return known.get(text.casefold())
