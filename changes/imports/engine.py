"""Judges the rows of another desk's file against our changes, and writes what is new or has changed."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from assets.models import Asset
from changes.imports.fields import FIELDS
from changes.imports.rows import Reader, Wanted
from changes.imports.schools import Schools
from changes.models import Change, ChangeEntry, ChangeImport, ChangeIncident, Kind, RefusedChange, Status
from incidents.models import Incident
from servicedesk.imports.acts import AT_ONCE, Verdict, judged
from servicedesk.imports.columns import Cells, Layout
from servicedesk.imports.errors import BadRow
from servicedesk.imports.records import Record
from servicedesk.models import Person, Service
from servicedesk.timeline import EntryKind

WHY = "Brought in from another desk"
OF_INCIDENTS = "-incidents"  # ends the name of a mapping whose changes belong to another's
BARE = {"kind": Kind.RECORDED, "status": Status.CLOSED}
# Facts that follow from a column of another name: where that is empty, they stay as they are.
TOLD_BY = dict.fromkeys(("kind", "status", "closed_at", "closed_on"), "outcome") | {"made_on": "made_at"}
LINK_WORDS = {"caused": "Incidents it caused", "asked": "Incidents it was made for"}


class Plan:
    """What a row comes to: for each change it names the change, what it shall be, its things and new links."""

    def __init__(self) -> None:
        self.changes: list[tuple[Change, dict[str, Any], list[Asset], list[tuple[str, Incident]]]] = []
        self.differences: list[tuple[str, str, str]] = []
        self.name = ""

    def __str__(self) -> str:
        return self.name


class ChangeEngine:
    """One walk through one file."""

    def __init__(self, upload: ChangeImport, layout: Layout, header: list[str]) -> None:
        self.upload, self.layout = upload, layout
        self.cells = Cells(layout, header, FIELDS)
        self.schools = Schools(upload, self.cells)
        self.is_of_incidents = "incident" in layout.columns
        self.source = layout.name.removesuffix(OF_INCIDENTS)
        self.services = {service.name.casefold(): service for service in Service.objects.filter(is_offered=True)}
        self.readers: dict[int, Reader] = {}
        self.lines: dict[str, list[int]] = {}
        self.now = timezone.now()

    def survey(self, records: Iterable[Record]) -> None:
        """On which lines each number stands: a change may stand only once, of an incident the last line counts."""
        key = "incident" if self.is_of_incidents else "number"
        place = self.cells.places.get(key)
        for record in records:
            if place is not None and not record.problem:
                self.lines.setdefault(record.cells[place].strip(), []).append(record.line)

    def judge(self, records: list[Record]) -> list[Verdict]:
        """What would become of some rows; what is here is asked for all of them at once."""
        read = {record.line: judged(record, partial(self._read, record)) for record in records}
        wanted = [each for verdict in read.values() for each in verdict.what or ()]
        here = _Here(self, wanted)
        return [
            judged(record, lambda cells, record=record: self._judge(record, read[record.line].what, here))  # type: ignore[misc]
            if read[record.line].what
            else read[record.line]
            for record in records
        ]

    def write(self, verdicts: list[Verdict], *, at: datetime) -> None:
        """Write changes with their history and story, their things and their links, and keep refused rows."""
        plans = [verdict.what for verdict in verdicts if verdict.becomes in ("new", "changed")]
        each = [part for plan in plans for part in plan.changes]
        by = self.upload.by or (_nobody(self.source) if each else None)
        self._write_changes(each, by=by, at=at)
        links = [
            ChangeIncident(change=change, incident=incident, link=link, said_by=self.upload.by, said_at=at)
            for change, _, _, new in each
            for link, incident in new
        ]
        ChangeIncident.objects.bulk_create(links, batch_size=AT_ONCE, ignore_conflicts=True)
        refused = [verdict for verdict in verdicts if verdict.becomes == "refused"]
        RefusedChange.objects.bulk_create(
            RefusedChange(upload=self.upload, line=row.line, reason=row.reason, cells=row.record.cells)
            for row in refused
        )

    def _write_changes(self, each: list[Any], *, by: Any, at: datetime) -> None:
        told: dict[str, Any] = {"batch_size": AT_ONCE, "default_user": self.upload.by, "default_date": at}
        told["default_change_reason"] = WHY
        facts_of = {id(change): (change, facts) for change, facts, _, _ in each}
        for change, facts in facts_of.values():
            for name, value in facts.items():
                setattr(change, name, value)
        new = [change for change, _ in facts_of.values() if change.pk is None]
        for change in new:
            change.recorded_by, change.recorded_at = by, at
        if new:
            bulk_create_with_history(new, Change, **told)
            ChangeEntry.objects.bulk_create(self._entry(change, at) for change in new)
        was_here = [(change, facts) for change, facts in facts_of.values() if change not in new and facts]
        if was_here:
            names = sorted({name for _, facts in was_here for name in facts})
            bulk_update_with_history([change for change, _ in was_here], Change, names, **told)
        for change, _, things, _ in each:
            if things:
                change.assets.add(*things)

    def _entry(self, change: Change, at: datetime) -> ChangeEntry:
        text = f"Brought in from {self.source}, where it is {change.source_key}."
        return ChangeEntry(change=change, at=at, by=self.upload.by, kind=EntryKind.IMPORTED, move="imported", text=text)

    def _read(self, record: Record, cells: list[str]) -> Verdict:
        """What a row wants; nothing, where a later row of the same incident says how it stands now."""
        said = self.cells.texts(cells)
        if not self.is_of_incidents:
            number = said.get("number", "")
            lines = self.lines.get(number, [])
            if number and len(lines) > 1:
                raise BadRow(f"{number} stands on lines {', '.join(map(str, lines[:5]))}: only one of them can be it")
            return Verdict(record, "read", what=[self._reader(said).change(said, cells, at=self.now)])
        number = said.get("incident", "")
        if not number:
            raise BadRow("the number of the incident is missing")
        if self.lines[number][-1] != record.line:
            return Verdict(record, "same")
        wanted = self._reader(said).incident(said)
        return Verdict(record, "read", what=wanted) if wanted else Verdict(record, "same")

    def _reader(self, said: dict[str, str]) -> Reader:
        """Who reads the rows of the school that one names."""
        school = self.schools.of(said)
        if school.pk not in self.readers:
            people = {person.name.casefold(): person for person in Person.objects.filter(memberships__school=school)}
            zone = ZoneInfo(self.layout.zone or school.zone)
            self.readers[school.pk] = Reader(self.cells, school, zone, self.services, people)
        return self.readers[school.pk]

    def _judge(self, record: Record, wanted: list[Wanted], here: "_Here") -> Verdict:
        plan = Plan()
        is_new = False
        for each in wanted:
            change = here.change(each)
            is_new |= change.pk is None and not self.is_of_incidents
            plan.name = f"{each.number} {change.title or (each.facts or {}).get('title', '')}".strip()
            facts = self._facts(each, change, here)
            things = here.things(each, change)
            links = here.links(each, change)
            plan.differences += [
                *((FIELDS[name].label, f"{getattr(change, name) or 'nothing'}", f"{value}")
                  for name, value in facts.items() if name in FIELDS and change.pk),
                *((LINK_WORDS[link], "", incident.source_reference) for link, incident in links),
            ]  # fmt: skip
            if facts or things or links:
                plan.changes.append((change, facts, things, links))
        is_new |= self.is_of_incidents and bool(plan.changes)
        becomes = "new" if is_new else "changed" if plan.changes else "same"
        return Verdict(record, becomes, what=plan)

    def _facts(self, wanted: Wanted, change: Change, here: "_Here") -> dict[str, Any]:
        """What differs from what is here; what people here have put right since stays as they say."""
        if change.pk is None:
            return wanted.facts or BARE | {"title": f"Change {wanted.number}"}
        if wanted.facts is None or change.pk in here.put_right:
            return {}
        told = {name: value for name, value in wanted.facts.items() if TOLD_BY.get(name, name) in wanted.told}
        return {name: value for name, value in told.items() if value not in (None, "", getattr(change, name))}


class _Here:
    """What is here of what some rows name: changes, things and incidents, each asked once."""

    def __init__(self, engine: ChangeEngine, wanted: list[Wanted]) -> None:
        self.engine = engine
        known = Change.objects.filter(source=engine.source, source_key__in={each.number for each in wanted})
        self.changes = {change.source_key: change for change in known.select_related("service", "made_by")}
        keys = [change.pk for change in self.changes.values()]
        told = Change.history.filter(id__in=keys).exclude(history_change_reason=WHY)
        self.put_right = set(told.values_list("id", flat=True))
        through = Change.assets.through.objects.filter(change__in=keys)
        self.has = set(through.values_list("change_id", "asset_id"))
        linked = ChangeIncident.objects.filter(change__in=keys)
        self.linked = set(linked.values_list("change_id", "link", "incident_id"))
        tags = {tag for each in wanted for tag in each.tags}
        schools = {each.school.pk for each in wanted}
        things = Asset.objects.filter(school__in=schools, tag__in=tags)
        self.assets = {(asset.school_id, asset.tag): asset for asset in things}
        numbers = {number for each in wanted for _, number in each.links}
        theirs = Incident.objects.filter(school__in=schools).exclude(source_reference="")
        found = theirs.filter(source_reference__in=numbers).order_by("pk")
        self.incidents = {(incident.school_id, incident.source_reference): incident for incident in found}

    def change(self, wanted: Wanted) -> Change:
        """The change of a number: the one that is here, or one that is made."""
        fresh = Change(school=wanted.school, source=self.engine.source, source_key=wanted.number)
        change = self.changes.setdefault(wanted.number, fresh)
        if change.school_id != wanted.school.pk:
            raise BadRow(f"{wanted.number} is a change of another school here")
        return change

    def things(self, wanted: Wanted, change: Change) -> list[Asset]:
        """The things that are to be added to it. Raises BadRow for a tag that isn't here."""
        here = {tag: self.assets.get((wanted.school.pk, tag)) for tag in wanted.tags}
        if unknown := [tag for tag, asset in here.items() if asset is None]:
            raise BadRow(f"there is nothing with the tag {unknown[0]} in the register of {wanted.school.code}")
        return [asset for asset in here.values() if asset and (change.pk, asset.pk) not in self.has]

    def links(self, wanted: Wanted, change: Change) -> list[tuple[str, Incident]]:
        """Its links that aren't here yet. Raises BadRow for an incident that isn't here."""
        found = []
        for link, number in wanted.links:
            incident = self.incidents.get((wanted.school.pk, number))
            if incident is None:
                raise BadRow(f"the incident {number} isn’t here: bring in the incidents of {self.engine.source} first")
            if (change.pk, link, incident.pk) not in self.linked:
                found.append((link, incident))
        return found


def _nobody(source: str) -> Person:
    """Who records what a command brings in: somebody who can't sign in."""
    facts = {"name": f"{source} (brought in)", "email": None, "is_active": False, "password": make_password(None)}
    return Person.objects.get_or_create(source=source, source_name="the import of changes", defaults=facts)[0]
