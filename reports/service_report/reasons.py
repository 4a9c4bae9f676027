"""Why what was late was late: the signed excuses, grouped by their words."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from reports.catalogue import MEASURES
from reports.catalogue.measure import Question

WITHOUT = "No excuse signed"
OTHERS = "Other reasons"
SHOWN = 8
REASON = "resolution_clock__excuse__reason"


@dataclass(frozen=True)
class Reason:
    """A reason, and how many were late for it."""

    words: str
    number: int


def reasons(question: Question, late: int) -> list[Reason]:
    """The reasons of the `late` records of a period, the most frequent first; together they are the late ones."""
    excused = MEASURES["excused"].rows(question) if late else None
    if excused is None:
        return []
    found = excused.order_by().values_list(REASON).annotate(number=Count("pk"))
    return grouped(list(found), late)


def grouped(found: list[tuple[str, int]], late: int) -> list[Reason]:
    """Reasons that differ in capitals, spaces or a full stop are one; those without any come last."""
    said: dict[str, str] = {}
    numbers: dict[str, int] = defaultdict(int)
    for words, number in sorted(found, key=lambda each: (-each[1], each[0])):
        key = " ".join(words.split()).rstrip(".").casefold()
        said.setdefault(key, " ".join(words.split()).rstrip("."))
        numbers[key] += number
    lines = [Reason(said[key], number) for key, number in sorted(numbers.items(), key=lambda each: (-each[1], each[0]))]
    if len(lines) > SHOWN:
        lines[SHOWN - 1 :] = [Reason(OTHERS, sum(line.number for line in lines[SHOWN - 1 :]))]
    without = late - sum(line.number for line in lines)
    return [*lines, *([Reason(WITHOUT, without)] if without > 0 else [])]
