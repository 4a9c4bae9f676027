"""Judges the rows of a list of things against the register, and writes what is new or changed with its history."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from assets.imports.fields import FIELDS
from assets.imports.known import WHY, Names, Things
from assets.imports.rows import Reader, in_words, serial_of
from assets.models import Asset, AssetImport, RefusedAsset
from servicedesk.imports.acts import AT_ONCE, Verdict, judged
from servicedesk.imports.columns import Cells, Layout
from servicedesk.imports.errors import BadRow
from servicedesk.imports.records import Record

BY_TAG, BY_SERIAL = "tag", "serial"
UNSORTED = "Other"
NAMED = 5  # of the lines that have the same tag


@dataclass
class Wanted:
    """What a row wants a thing to be: its fields, and the names of what may have to be made first."""

    asset: Asset
    facts: dict[str, Any]
    sort: str
    room: str = ""
    building: str = ""
    before: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.asset) if self.asset.pk else f"{self.facts.get('name', '')} {self.facts['tag']}"

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """Field by field: what it is called, what it was and what it shall be."""
        return [
            (FIELDS[name].label if name in FIELDS else "Details", in_words(name, was), in_words(name, self.facts[name]))
            for name, was in self.before.items()
        ]


class AssetEngine:
    """One walk through one file."""

    def __init__(self, upload: AssetImport, layout: Layout, header: list[str]) -> None:
        self.upload, self.school = upload, upload.school
        self.cells = Cells(layout, header, FIELDS)
        choices = upload.choices
        self.reader = Reader(self.cells, keeps_others=bool(choices.get("keep_rest", True)))
        self.makes_rooms = bool(choices.get("make_rooms", True))
        self.order = (BY_SERIAL, BY_TAG) if choices.get("match") == BY_SERIAL else (BY_TAG, BY_SERIAL)
        self.names = Names(self.school)
        self.lines: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.taken: dict[int, int] = {}  # things, and the line that means them

    def survey(self, records: Iterable[Record]) -> None:
        """On which lines each tag and each serial number stands."""
        for record in records:
            if record.problem:
                continue
            try:
                said = self.reader.said(record.cells)
            except BadRow:
                continue
            if tag := self._tag(said):
                self.lines[BY_TAG, tag.casefold()].append(record.line)
            if serial := serial_of(said.get("serial", "")):
                self.lines[BY_SERIAL, serial].append(record.line)

    def judge(self, records: list[Record]) -> list[Verdict]:
        """What would become of some rows; the register is asked for all of them at once."""
        read = {record.line: judged(record, partial(self._read, record)) for record in records}
        said = [verdict.what for verdict in read.values() if verdict.what]
        by_serial = [each for each in said if self.order[0] == BY_SERIAL or "tag" not in each]
        serials = {serial_of(each.get("serial", "")) for each in by_serial} - {""}
        things = Things(self.school, {self._tag(each) for each in said}, serials)
        return [
            judged(record, partial(self._judge, record, read[record.line].what, things))
            if read[record.line].what
            else read[record.line]
            for record in records
        ]

    def write(self, verdicts: list[Verdict], *, at: datetime) -> None:
        """Write new and changed things with their history, and keep the rows that can't go in."""
        wanted = [verdict.what for verdict in verdicts if verdict.becomes in ("new", "changed")]
        by = self.upload.by
        self.names.make(wanted, by=by, at=at)
        for each in wanted:
            self._put(each)
        told = {"batch_size": AT_ONCE, "default_user": by, "default_date": at, "default_change_reason": WHY}
        new = [verdict.what.asset for verdict in verdicts if verdict.becomes == "new"]
        changed = [verdict.what for verdict in verdicts if verdict.becomes == "changed"]
        if new:
            bulk_create_with_history(new, Asset, **told)
        if changed:
            fields = sorted({name for each in changed for name in each.before})
            bulk_update_with_history([each.asset for each in changed], Asset, fields, **told)
        refused = [verdict for verdict in verdicts if verdict.becomes == "refused"]
        RefusedAsset.objects.bulk_create(
            RefusedAsset(upload=self.upload, line=each.record.line, reason=each.reason, cells=each.record.cells)
            for each in refused
        )

    def _read(self, record: Record, cells: list[str]) -> Verdict:
        """The fields of a row, where it says at all which thing it is and stands alone in the file."""
        said = self.reader.said(cells)
        tag, serial = self._tag(said), serial_of(said.get("serial", ""))
        if not tag:
            raise BadRow("it has neither a tag nor a serial number")
        if (school := said.get("school", "")) and school.casefold() != self.school.code.casefold():
            raise BadRow(f"it belongs to {school}, and this list is brought in for {self.school.code}")
        self._alone(BY_TAG, tag.casefold(), f"the tag {tag}")
        if self.order[0] == BY_SERIAL or "tag" not in said:
            self._alone(BY_SERIAL, serial, f"the serial number {said.get('serial', '')}")
        return Verdict(record, "read", what=said)

    def _alone(self, by: str, key: str, name: str) -> None:
        lines = self.lines[by, key] if key else []
        if len(lines) > 1:
            numbers = ", ".join(map(str, lines[:NAMED])) + (" and more" if len(lines) > NAMED else "")
            raise BadRow(f"{name} stands on lines {numbers}: only one of them can be it")

    def _tag(self, said: dict[str, str]) -> str:
        """The tag of a row; where it has none, the serial number stands in."""
        serial = said.get("serial", "")
        return said.get("tag") or (serial if serial_of(serial) and len(serial) <= FIELDS["tag"].longest else "")

    def _judge(self, record: Record, said: dict[str, str], things: Things, cells: list[str]) -> Verdict:
        asset = self._thing(said, things)
        if asset.pk and self.taken.setdefault(asset.pk, record.line) != record.line:
            raise BadRow(f"it is the same thing as on line {self.taken[asset.pk]}, {asset.tag}")
        sort = said.get("type") or (asset.type.name if asset.pk else UNSORTED)
        facts = self.reader.facts(said) | self._places(said, asset)
        facts["state"] = self.reader.state(said, asset.state if asset.pk else "")
        facts["tag"] = self._new_tag(said, asset, things)
        keeper = (said.get("custodian", ""), said.get("custodian_email", ""))
        person = self.names.person(*keeper, now=asset.custodian)
        if person:
            facts["custodian"] = person
        facts["details"] = self.reader.details(cells, sort, asset.details, self._unplaced(said, person))
        if not asset.pk:
            facts.setdefault("name", f"{said.get('make', '')} {said.get('model', '')}".strip() or sort)
        wanted = Wanted(asset, facts, sort, said.get("room", ""), said.get("building", ""))
        if "room" not in facts:
            wanted.room = ""
        self._compare(wanted, said)
        _check_dates(wanted)
        becomes = "new" if not asset.pk else "changed" if wanted.before else "same"
        return Verdict(record, becomes, what=wanted)

    def _thing(self, said: dict[str, str], things: Things) -> Asset:
        """The thing that a row means, or a new one."""
        for by in self.order:
            serial = serial_of(said.get("serial", ""))
            if by == BY_TAG and (found := things.tags.get(said.get("tag", "").casefold())):
                return found
            if by == BY_SERIAL and serial and (self.order[0] == BY_SERIAL or "tag" not in said):
                same = things.serials.get(serial, [])
                if len(same) > 1:
                    tags = " and ".join(sorted(asset.tag for asset in same)[:NAMED])
                    raise BadRow(f"the serial number {said['serial']} belongs to {tags} here: say which by its tag")
                if same:
                    return same[0]
        return Asset(school=self.school)

    def _new_tag(self, said: dict[str, str], asset: Asset, things: Things) -> str:
        tag = said.get("tag") or asset.tag or self._tag(said)
        other = things.tags.get(tag.casefold())
        if other and other.pk != asset.pk:
            raise BadRow(f"the tag {tag} belongs to another thing here, {other.name}")
        return tag

    def _places(self, said: dict[str, str], asset: Asset) -> dict[str, Any]:
        """Its room, where one is named and is known or may be made."""
        name = said.get("room", "")
        if not name or (name.casefold() not in self.names.rooms and not self.makes_rooms):
            return {}
        return {"room": self.names.rooms.get(name.casefold(), name)}

    def _unplaced(self, said: dict[str, str], person: Any) -> dict[str, str]:
        """What our fields can't hold: a state that has no word here, a keeper whom nobody knows, a room not made."""
        found = {}
        if "state" in said and self.cells.word("state", said["state"]) is None:
            found[self.cells.column("state")] = said["state"]
        if "custodian" in said and not person:
            found[self.cells.column("custodian")] = said["custodian"]
        if "room" in said and said["room"].casefold() not in self.names.rooms and not self.makes_rooms:
            found[self.cells.column("room")] = said["room"]
        return found

    def _compare(self, wanted: Wanted, said: dict[str, str]) -> None:
        """What differs from what is here, and whether it can be so."""
        asset, facts = wanted.asset, wanted.facts
        for name, value in facts.items():
            was = getattr(asset, name) if asset.pk else None
            if was != value and not _reads_alike(was, value):
                wanted.before[name] = was
        if asset.pk and "type" in said and said["type"].casefold() != asset.type.name.casefold():
            wanted.before["type"], facts["type"] = asset.type.name, said["type"]

    def _put(self, wanted: Wanted) -> None:
        """Set the fields of the thing; what a name stands for is made by now."""
        asset = wanted.asset
        for name, value in wanted.facts.items():
            if name not in ("room", "type"):
                setattr(asset, name, value)
        asset.type = self.names.sorts[wanted.sort.casefold()]
        if wanted.room:
            asset.room = self.names.rooms[wanted.room.casefold()]


def _check_dates(wanted: Wanted) -> None:
    bought = wanted.facts.get("bought_on", wanted.asset.bought_on)
    until = wanted.facts.get("warranty_until", wanted.asset.warranty_until)
    if bought and until and until < bought:
        raise BadRow("the warranty can’t end before it was bought")


def _reads_alike(was: Any, value: Any) -> bool:
    """Would a file show the two alike? White space that nobody sees makes no change."""
    return isinstance(was, str) and isinstance(value, str) and was.split() == value.split()
