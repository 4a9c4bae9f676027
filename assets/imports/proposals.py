"""What an inventory agent found and nobody knows: kept as a list to be looked at, one for each school."""

import csv
from io import StringIO

from assets.exports import DETAIL
from assets.imports.fields import FIELDS, MAPPINGS
from assets.imports.rows import serial_of
from assets.models import AssetImport
from servicedesk.models.upload import UploadState
from servicedesk.tables import csv_lines

FOUND = "agent"  # stands as the mapping of such a list
FILE_NAME = "Found by the inventory agent.csv"
REPORTED = "Reported: "  # before the name of each detail that is the agent's
KEYS = ("tag", "serial", "name", "type", "make", "model")


def propose(found, *, school, by, at):
    """Put things on the list of a school, each once; `found`: texts by field, with `details` by name."""
    sent = AssetImport.objects.select_for_update().filter(school=school, mapping=FOUND, state=UploadState.BEGUN).first()
    rows = _rows(sent) if sent else []
    for item in found:
        details = {f"{DETAIL}{REPORTED}{name}": text for name, text in item["details"].items()}
        row = {FIELDS[key].label: item.get(key, "") for key in KEYS} | details
        rows = [other for other in rows if _key(other) != _key(row)]
        rows.append(row)
    header = list(dict.fromkeys(name for row in rows for name in row))
    sent = sent or AssetImport(school=school, mapping=FOUND, file_name=FILE_NAME)
    lines = [header, *([row.get(name, "") for name in header] for row in rows)]
    sent.by, sent.asked_at, sent.content, sent.header = by, at, "".join(csv_lines(lines)).encode(), header
    sent.columns = MAPPINGS.guess(header).columns | {key: FIELDS[key].label for key in KEYS}
    sent.choices = {"match": "tag", "make_rooms": False, "keep_rest": True}
    sent.save()
    return sent


def _rows(sent):
    """What stands on the list already."""
    return list(csv.DictReader(StringIO(bytes(sent.content).decode())))


def _key(row):
    """By what a row is known: its tag, or else its serial number."""
    tag, serial = row.get(FIELDS["tag"].label, ""), row.get(FIELDS["serial"].label, "")
    return tag.casefold() or serial_of(serial)
