"""How a licence stands, in words: over-used, ended, ending, none left; the first that is true is said first."""

from dataclasses import dataclass

from assets.models import Licence
from assets.workflow.licence_letters import STEPS


@dataclass(frozen=True)
class Standing:
    """A state as every page draws it: its kind, its sign and its words."""

    kind: str
    sign: str
    words: str


def standings_of(licence, today):
    """All that is the matter with a licence that came `with_uses`; one that is well says so."""
    return list(_wrong(licence, today)) or [Standing("ok", "check", "Well")]


def _wrong(licence, today):
    if licence.left is not None and licence.left < 0:
        yield Standing("danger", "late", f"{-licence.left} over")
    if licence.expires_on and licence.expires_on < today:
        yield Standing("danger", "late", "Ended")
    elif licence.expires_on and licence.expires_on <= today + max(STEPS):
        yield Standing("warn", "late", f"Ends {in_days((licence.expires_on - today).days)}")
    if licence.gone:
        yield Standing("warn", "bin", f"{licence.gone} on things that are gone")
    if licence.left == 0:
        yield Standing("plain", "info", "None left")


def in_days(number):
    """today, in 1 day, in 12 days."""
    return "today" if number == 0 else "in 1 day" if number == 1 else f"in {number} days"


def left_words(licence):
    """What is left, for a cell: a number, or that nobody counts."""
    return "as needed" if licence.left is None else str(max(licence.left, 0))


HEADINGS = [
    *("Title", "Publisher", "School", "Counted", "Bought", "Used", "Left", "On things that are gone", "State"),
    *("Bought on", "Starts on", "Ends on", "Cost", "Supplier", "Order number", "Where the key is kept", "Notes"),
]


def rows_of(licences, today):
    """The licence log as rows of a file: a line of names, then one for each licence."""
    yield HEADINGS
    for each in licences.iterator(chunk_size=500):
        said = "; ".join(standing.words for standing in standings_of(each, today))
        numbers = [each.quantity, each.used, each.left, each.gone, said]
        what = [each.software.name, each.software.publisher, each.school.name if each.school else "Every school"]
        bought = [each.bought_on, each.starts_on, each.expires_on, each.cost, each.supplier, each.order_number]
        yield [*what, Licence.Per(each.per).label, *numbers, *bought, each.key_kept_at, each.notes]
