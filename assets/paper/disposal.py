"""The certificate of disposal: what left the school, how, and what became of the data on it, on one sheet."""

from datetime import date, datetime
from pathlib import Path

from django.utils.timezone import localtime

from assets.models import Asset, DataOutcome, Disposal
from servicedesk.masthead import masthead
from servicedesk.paper import set_on_paper

TEMPLATE = Path(__file__).with_name("disposal.typ")


def certificate_pdf(disposal: Disposal) -> bytes:
    """The certificate on paper. It is dated as it was written down, so that one printed again is the same."""
    return set_on_paper(TEMPLATE, _document(disposal), at=disposal.recorded_at)


def file_name(asset: Asset) -> str:
    """What the file is called: letters and figures of the tag, whatever stands on it."""
    tag = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in asset.tag).strip("-")
    return f"disposal-{tag or asset.pk}.pdf"


def _document(disposal):
    asset = disposal.asset
    written = f"Written down by {disposal.recorded_by.name} on {_day(localtime(disposal.recorded_at).date())}."
    return {
        "title": "Certificate of disposal",
        "head": masthead(asset.school, reference=asset.tag, path=asset.get_absolute_url()),
        "subtitle": asset.school.name,
        "says": f"The school no longer has the thing below. It left on {_day(disposal.disposed_on)}.",
        "parts": [
            {"title": "The thing", "rows": _told(_thing(asset))},
            {"title": "How it left", "rows": _told(_leaving(disposal))},
            {"title": "The data on it", "rows": _told(_data(disposal))},
        ],
        "signs": ["For the school: name, signature, date", "For whoever took it: name, signature, date"],
        "footer": f"{asset.school.name} ({asset.school.code}), {asset.tag}. {written}",
    }


def _thing(asset):
    yield "Tag", asset.tag
    yield "Name", asset.name
    yield "Sort", asset.type.name
    yield "Make and model", f"{asset.make} {asset.model}".strip()
    yield "Serial number", asset.serial
    yield "Bought on", _day(asset.bought_on)
    yield "Cost", _money(asset.cost)


def _leaving(disposal):
    yield "When", _day(disposal.disposed_on)
    yield "How", disposal.get_method_display()
    yield "To whom", disposal.to
    yield "Why", disposal.reason
    yield "Brought in", _money(disposal.proceeds)
    yield "Their certificate", disposal.certificate_number


def _data(disposal):
    yield "What became of it", disposal.get_data_display()
    if disposal.data != DataOutcome.NONE_HELD:
        yield "How", disposal.data_method
        yield "By whom", disposal.data_by
        yield "When", _day(disposal.data_on)


def _told(rows):
    return [[name, value] for name, value in rows if value]


def _day(day: date | datetime | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _money(amount):
    return "" if amount is None else f"£{amount:,.2f}"
