"""Brings in another desk's history: all rows are read, checked and sorted on disk, then written in bulk."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from django.db import reset_queries, transaction

from incidents.imports import story
from incidents.imports.mapping import Mapping
from incidents.imports.names import Names
from incidents.imports.spool import Spool
from incidents.imports.translate import Row, Translator, fill
from incidents.models import Channel, Incident, IncidentEntry
from servicedesk.imports.errors import BadRow, Unusable
from servicedesk.imports.reader import open_table
from servicedesk.imports.records import Record, Table, clean
from servicedesk.imports.rejects import RejectFile
from servicedesk.imports.terminal import Tell
from servicedesk.models import School, Trust
from servicedesk.timeline import EntryKind

EVENTS_AT_ONCE = 2000
MOVE = "imported"
# What a later export of an incident may change on its sheet.
STATE = (
    *("summary", "description", "resolution", "workaround", "kind", "impact", "urgency", "priority", "facts"),
    *("opened_at", "opened_on", "resolved_at", "closed_at", "wrote_last", "wrote_last_at", "status", "wait_reason"),
    *("outcome_met", "reopened", "reassigned", "minutes_spent"),
    *("requester", "logged_by", "assignee", "resolved_by", "team", "room", "category", "asset"),
)


@dataclass
class Outcome:
    """What an import did, for the report."""

    rows: int = 0
    incidents: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    events: int = 0
    events_here: int = 0
    refused: int = 0
    cleaned: int = 0
    shortened: int = 0
    kept_here: int = 0


@dataclass
class Arrival:
    """An incident of the file beside what is here of it."""

    number: str
    rows: list[Row]
    incident: Incident | None = None
    stored: list[Row] = field(default_factory=list)
    last_at: datetime | None = None  # of its events that are here
    was_worked_on: bool = False  # by people of this desk
    news: list[bool] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """A file, and how to read it."""

    path: Path
    mapping: Callable[[list[str]], Mapping]  # made from its header
    zone: tzinfo  # in which its dates are printed
    delimiter: str = ""
    encoding: str = ""


def bring_in(source: Source, *, school: School, rejects: RejectFile, tell: Tell, is_dry_run: bool = False) -> Outcome:
    """Read all of the file, then write all of it or nothing. A school that isn't saved yet is made with its incidents.

    Raises Unusable, with a sentence, when the file as a whole can't be brought in.
    """
    outcome = Outcome()
    with Spool() as spool:
        translator = _read(source, spool, rejects, outcome, tell)
        with transaction.atomic():
            if school.pk is None:
                school.trust, _ = Trust.objects.get_or_create(name=school.name)
                school.save()
            _write(spool, translator, school, outcome, tell)
            transaction.set_rollback(is_dry_run)
    rejects.keep()
    return outcome


def _read(source: Source, spool: Spool, rejects: RejectFile, outcome: Outcome, tell: Tell) -> Translator:
    """Walk through the file once: good rows to the spool, bad ones to the rejects."""
    with open_table(source.path, delimiter=source.delimiter, encoding=source.encoding) as table:
        translator = Translator(source.mapping(table.header), table.header, source.zone)
        rejects.header = table.header
        for record in _told(table, tell):
            outcome.rows += 1
            _sort_out(record, translator, spool, rejects, outcome)
    if not outcome.rows:
        raise Unusable(f"{source.path.name} has a header but no rows.")
    spool.finish()
    outcome.incidents, outcome.refused = spool.incidents, rejects.count
    return translator


def _told(table: Table, tell: Tell) -> Iterator[Record]:
    """The records that say anything, with news of how far we are."""
    for number, record in enumerate(table.records):
        if number % 500 == 0:
            tell("Reading", table.position(), table.size)
        if record.problem or any(map(str.strip, record.cells)):
            yield record
    tell("Reading", table.size, table.size)


def _sort_out(record: Record, translator: Translator, spool: Spool, rejects: RejectFile, outcome: Outcome) -> None:
    cells = record.cells
    if not "".join(cells).isprintable():
        cells = [clean(cell) for cell in cells]
        outcome.cleaned += cells != record.cells
    try:
        if record.problem:
            raise BadRow(record.problem)
        row = translator.row(cells)
        number = translator.number(row)
    except BadRow as reason:
        rejects.add(record.line, str(reason), cells)
    else:
        spool.add(number, row)


def _write(spool: Spool, translator: Translator, school: School, outcome: Outcome, tell: Tell) -> None:
    """Write what the spool holds, in batches; the school's row is held meanwhile."""
    School.objects.select_for_update(no_key=True).get(pk=school.pk)  # two imports of the same file wait for each other
    names = Names(school, translator.mapping.name)
    done = 0
    for batch in _batches(spool):
        _write_batch(batch, translator=translator, school=school, names=names, outcome=outcome)
        done += sum(len(arrival.rows) for arrival in batch)
        tell("Writing", done, spool.rows)
        reset_queries()  # a debugging server would keep every statement


def _batches(spool: Spool) -> Iterator[list[Arrival]]:
    batch, size = [], 0
    for number, rows in spool.groups():
        batch.append(Arrival(number, rows))
        size += len(rows)
        if size >= EVENTS_AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _write_batch(
    batch: list[Arrival], *, translator: Translator, school: School, names: Names, outcome: Outcome
) -> None:
    _find(batch, school, translator.mapping.name)
    for arrival in batch:
        arrival.news = story.unseen(arrival.rows, arrival.stored, translator)
    with_news = [arrival for arrival in batch if any(arrival.news)]
    names.learn(_named(with_news, translator))
    _write_sheets(with_news, translator, school, names, outcome)
    entries = [entry for arrival in with_news for entry in _entries(arrival, translator, names)]
    IncidentEntry.objects.bulk_create(entries, batch_size=EVENTS_AT_ONCE)
    outcome.same += len(batch) - len(with_news)
    outcome.events += len(entries)
    outcome.events_here += sum(len(arrival.rows) for arrival in batch) - len(entries)


def _find(batch: list[Arrival], school: School, source: str) -> None:
    """What is here already of these incidents, and of their stories."""
    mine = Incident.objects.filter(school=school, source=source).exclude(source_reference="")  # as its index is made
    here = {found.source_reference: found for found in mine.filter(source_reference__in=[a.number for a in batch])}
    if not here:
        return
    by_id = {}
    for arrival in batch:
        if incident := here.get(arrival.number):
            arrival.incident = incident
            by_id[incident.pk] = arrival
    told: dict[int, list[story.Change]] = {key: [] for key in by_id}
    entries = IncidentEntry.objects.filter(incident__in=by_id).order_by("incident", "pk")
    for key, kind, move, at, data in entries.values_list("incident_id", "kind", "move", "at", "data").iterator():
        arrival = by_id[key]
        if kind == EntryKind.IMPORTED and move == MOVE:
            told[key].append(data)
            arrival.last_at = max(at, arrival.last_at or at)
        else:
            arrival.was_worked_on = True
    for key, arrival in by_id.items():
        arrival.stored = list(story.rows_of(told[key]))


def _named(arrivals: list[Arrival], translator: Translator) -> Iterator[dict[str, Any]]:
    """The values that may name somebody new: of each last row, and who made each new event."""
    for arrival in arrivals:
        yield translator.values(arrival.rows[-1])
        for row, is_new in zip(arrival.rows, arrival.news, strict=True):
            if is_new:
                yield {"changed_by": translator.text("changed_by", row)}


def _write_sheets(
    arrivals: list[Arrival], translator: Translator, school: School, names: Names, outcome: Outcome
) -> None:
    """Make the new incidents, and bring those that are here up to the last row of the file."""
    new, changed = [], []
    for arrival in arrivals:
        if arrival.incident is None:
            arrival.incident = Incident(school=school, channel=Channel.IMPORT, source=translator.mapping.name)
            arrival.incident.source_reference = arrival.number
            new.append(_filled(arrival, arrival.incident, translator, names, outcome))
        elif arrival.was_worked_on:
            outcome.kept_here += 1
        elif _is_later(arrival, translator):
            changed.append(_filled(arrival, arrival.incident, translator, names, outcome))
    Incident.objects.bulk_create(new, batch_size=EVENTS_AT_ONCE)
    Incident.objects.bulk_update(changed, STATE, batch_size=200)
    outcome.new += len(new)
    outcome.changed += len(arrivals) - len(new)


def _filled(arrival: Arrival, incident: Incident, translator: Translator, names: Names, outcome: Outcome) -> Incident:
    row = arrival.rows[-1]
    at = translator.happened_at(row)
    outcome.shortened += fill(incident, row, translator=translator, names=names, at=at)
    return incident


def _is_later(arrival: Arrival, translator: Translator) -> bool:
    """Does the last row of the file say how things stand now? An older export must not turn a ticket back."""
    if not arrival.news[-1]:
        return False
    goes_on = any(not is_new for is_new in arrival.news) and arrival.stored[-1] in arrival.rows
    return goes_on or arrival.last_at is None or translator.happened_at(arrival.rows[-1]) >= arrival.last_at


def _entries(arrival: Arrival, translator: Translator, names: Names) -> Iterator[IncidentEntry]:
    """The new events as lines of the story. Each keeps what it changed against the one kept before it."""
    kept = arrival.stored[-1] if arrival.stored else {}
    before: Row = {}
    for row, is_new in zip(arrival.rows, arrival.news, strict=True):
        if is_new:
            yield IncidentEntry(
                incident=arrival.incident,
                at=translator.happened_at(row),
                by_id=names.person(translator.text("changed_by", row)),
                kind=EntryKind.IMPORTED,
                move=MOVE,
                text=story.sentence(before or kept, row, translator),
                data=story.change(kept, row),
            )
            kept = row
        before = row
