"""What the words in a list of term dates mean: “Half term”, “INSET day”, “School reopens”, “Term day (Week 7)”."""

import re

from sla.school_year import DayType

STARTS, ENDS = "starts", "ends"

# The first line that fits decides. A half-term of a month is half a term, not a holiday: see LONGEST_HALF_TERM.
_KINDS = [
    (
        DayType.BANK_HOLIDAY,
        r"\b(bank|public) hol|good friday|easter monday|christmas day|boxing day|new year.?s day|\bmay day\b"
        r"|2nd january|st\.? (andrew|patrick).?s day|battle of the boyne",
    ),
    (
        DayType.INSET,
        r"\binset\b|in.service|training|\bp\.?d\.? day|professional dev|\bbaker day|staff (only|day|dev)|non.?pupil",
    ),
    (DayType.HOLIDAY, r"half.?term|holiday|vacation|\bbreak\b|occasional day"),
    (DayType.CLOSURE, r"clos(ed?|ure)\b|\bsnow|\bstrike|polling"),
    (DayType.TERM, r"\bterm|\bsemester|school day|\bday \d|\bweek \d|pupils? (in|attend)|\bopen\b"),
]
_EDGES = [
    (STARTS, r"(start|begin|commence|re-?open|return|first day|back to school)"),
    (ENDS, r"(\bend|finish|last day|breaks? up|\bclose)"),
]
_ABOUT_SCHOOL = r"\b(term|school|pupils?|students?|children|breaks? up)\b"
_BACK_IN_TERM = r"re-?open|return|back to school|after|before|breaks? up"
LONGEST_HALF_TERM = 18  # days


def kind_of(words: str, *, days: int = 1) -> DayType | None:
    """The day type an entry of so many days speaks of; None when it is about something else."""
    text = words.lower()
    if days > LONGEST_HALF_TERM and re.search(r"half.?term", text) and not re.search(r"holiday|break", text):
        return DayType.TERM
    return next((kind for kind, pattern in _KINDS if re.search(pattern, text)), None)


def edge_of(words: str) -> tuple[str, DayType] | None:
    """Whether a one-day entry marks where a term or a holiday starts or ends (“Autumn term ends”)."""
    text = words.lower()
    if not re.search(_ABOUT_SCHOOL, text) or kind_of(text) in (DayType.INSET, DayType.BANK_HOLIDAY):
        return None
    edge = next((edge for edge, pattern in _EDGES if re.search(pattern, text)), None)
    if edge is None or (edge == ENDS and re.search(r"\bclosed\b", text)):
        return None
    is_holiday = re.search(r"half.?term|holiday|break\b", text) and not re.search(_BACK_IN_TERM, text)
    return edge, DayType.HOLIDAY if is_holiday else DayType.TERM


def term_name(words: str) -> str:
    """The name in “Autumn term starts” without what happens to it."""
    name = re.search(
        r"((autumn|spring|summer|christmas|easter|michaelmas|lent|trinity)\s+)?(half.?)?term(\s+\d)?", words, re.I
    )
    return name.group().strip() if name else ""
