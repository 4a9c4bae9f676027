"""A row of another desk's file as a change of ours: its values, and the numbers it names."""

import re
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from changes.models import Kind, Link, Outcome, Status
from incidents.intake import local_date
from servicedesk.imports.columns import Cells
from servicedesk.imports.errors import BadRow
from servicedesk.imports.values import in_utc, moment

BETWEEN = re.compile(r"[\s,;|]+")
IN_THE_FILE = {Link.CAUSED: "caused", Link.ASKED: "asked"}
IN_INCIDENTS = {Link.CAUSED: "caused_by", Link.ASKED: "asked_for"}


@dataclass
class Wanted:
    """What a row wants: the facts of a change (none where only links are told), its things, and its links."""

    number: str
    school: Any
    facts: dict[str, Any] | None = None
    tags: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)  # kind of link, number of the incident
    told: set[str] = field(default_factory=set)  # the fields of which the row says something


def several(text: str) -> list[str]:
    """The numbers in a cell, each once."""
    return [number for number in dict.fromkeys(BETWEEN.split(text)) if number]


class Reader:
    """Reads the rows of one school."""

    def __init__(self, cells: Cells, school: Any, zone: tzinfo, services: dict[str, Any], people: dict[str, Any]):
        self.cells, self.school, self.zone = cells, school, zone
        self.services, self.people = services, people

    def change(self, said: dict[str, str], row: list[str], *, at: datetime) -> Wanted:
        """A row of a file of changes. Raises BadRow."""
        number = said.get("number", "")
        if not number:
            raise BadRow(f"{self.cells.column('number')}: the number is missing")
        times = {key: self._moment(key, said) for key in ("starts_at", "ends_at", "made_at")}
        if times["made_at"] and times["made_at"] > at:
            raise BadRow(f"{self.cells.column('made_at')}: this lies in the future")
        facts: dict[str, Any] = {"title": said.get("title") or f"Change {number}", "reason": said.get("reason", "")}
        facts |= self._window(times) | self._how_it_went(said, times)
        facts["service"] = self.services.get(said.get("service", "").casefold())
        facts["made_by"] = self.people.get(said.get("made_by", "").casefold())
        facts["details"] = self._details(said, row, facts)
        links: list[tuple[str, str]] = [
            (link, incident) for link, key in IN_THE_FILE.items() for incident in several(said.get(key, ""))
        ]
        return Wanted(number, self.school, facts, several(said.get("assets", "")), links, {*said, "details"})

    def incident(self, said: dict[str, str]) -> list[Wanted]:
        """A row of a file of incidents: the changes it names, each with its link."""
        found: dict[str, Wanted] = {}
        for link, key in IN_INCIDENTS.items():
            for number in several(said.get(key, "")):
                found.setdefault(number, Wanted(number, self.school)).links.append((link, said["incident"]))
        return list(found.values())

    def _moment(self, key: str, said: dict[str, str]) -> datetime | None:
        if key not in said:
            return None
        try:
            return in_utc(moment(said[key], self.cells.layout.dates, self.zone))
        except BadRow as reason:
            raise BadRow(f"{self.cells.column(key)}: {reason}") from reason

    def _window(self, times: dict[str, datetime | None]) -> dict[str, Any]:
        """When it was planned; a window needs both its ends."""
        starts, ends = times["starts_at"], times["ends_at"]
        if starts and ends and ends < starts:
            raise BadRow("its planned end comes before its planned start")
        both = bool(starts and ends and ends > starts)
        return {"starts_at": starts if both else None, "ends_at": ends if both else None}

    def _how_it_went(self, said: dict[str, str], times: dict[str, datetime | None]) -> dict[str, Any]:
        """Its kind, when it was made and how it ended. Without an outcome it is only written down, of no kind."""
        made = times["made_at"]
        outcome = self.cells.word("outcome", said["outcome"]) if "outcome" in said else None
        kind = self.cells.word("kind", said["kind"]) if "kind" in said else None
        ended = made or times["ends_at"] or times["starts_at"]
        if outcome is None or ended is None:
            kind = Kind.RECORDED
        closed = ended if kind not in (None, Kind.RECORDED) else None
        return {
            "kind": kind or Kind.RECORDED,
            "status": Status.CLOSED,
            "outcome": outcome or "",
            "made_at": None if outcome == Outcome.CANCELLED else made,
            "made_on": local_date(self.school, made) if made and outcome != Outcome.CANCELLED else None,
            "closed_at": closed,
            "closed_on": local_date(self.school, closed) if closed else None,
        }

    def _details(self, said: dict[str, str], row: list[str], facts: dict[str, Any]) -> str:
        """What was done, and below it each value that our fields can't hold, under the name of its column."""
        unplaced: dict[str, str] = {key: said[key] for key in ("service", "made_by") if key in said and not facts[key]}
        if "kind" in said and self.cells.word("kind", said["kind"]) != facts["kind"]:
            unplaced["kind"] = said["kind"]
        if "outcome" in said and not facts["outcome"]:
            unplaced["outcome"] = said["outcome"]
        unplaced |= {key: said[key] for key in ("starts_at", "ends_at") if key in said and not facts[key]}
        lines = [f"{self.cells.column(key)}: {text}" for key, text in unplaced.items()]
        lines += [f"{column}: {text}" for column, text in self.cells.others(row).items()]
        return "\n".join(filter(None, [said.get("details", ""), *lines])).strip()
