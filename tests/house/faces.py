"""The faces of a record in a random life: what each says must be what the naive clocks say."""

import csv
from datetime import date, datetime, timedelta

from incidents.models import Status
from incidents.presentation.clocks import face_of, next_clock
from reports.measures import Scope, sla
from reports.periods import Period
from reports.rows import OUTCOME_WORDS
from sla.calendars import hours_of
from sla.explanation import explain

PERIOD = Period(date(2025, 10, 1), date(2025, 12, 1))
MANY = 50  # more than a school of the random lives has


class Faces:
    """What `client` is shown of a school’s records at the moment `now`, against `naive`, a plain clock for each."""

    def outcome_of(self, incident):
        outcome = _naive_outcome(incident, self.naive[incident.resolution_clock_id])
        assert incident.outcome == outcome
        return outcome

    def pairs(self, incident):
        """The clocks of a record, each with its naive one."""
        return [(clock, self.naive[clock.pk]) for clock in (incident.response_clock, incident.resolution_clock)]

    def desk_says(self, incident, api):
        assert api["outcome"] == self.outcome_of(incident)
        for clock, naive in self.pairs(incident):
            told = api[f"{clock.kind}_clock"]
            assert told["state"] == naive.state
            assert _moment(told["due"]) == naive.due
            assert _moment(told["breached_at"]) == naive.breached_at

    def page_says(self, incident):
        page = self.client.get(f"/incidents/{incident.pk}/").content.decode()
        for clock, naive in self.pairs(incident):
            face = face_of(clock, hours_of(clock.calendar_version), self.now)
            assert face.words in page
            assert (face.state == "late") == (naive.state == "running" and naive.due < self.now)

    def explained(self, clock, naive):
        told = explain(clock, at=self.now)
        api = self.client.get(f"/api/v1/clocks/{clock.pk}/explain/").json()
        assert told.spent == naive.spent(self.now) and api["spent_seconds"] == told.spent.total_seconds()
        assert told.due == naive.due == _moment(api["due"])
        assert told.total == sum((span.counted for span in told.spans), timedelta(0))
        assert all(a.until == b.first for a, b in zip(told.spans, told.spans[1:], strict=False))
        if naive.state == "running":
            assert told.total == max(naive.target, naive.spent(self.now))

    def report_says(self, outcomes):
        totals = sla(Scope.of_everything(school=self.school), PERIOD).totals
        api = self.client.get("/api/v1/reports/sla/?from=2025-10-01&to=2025-12-01").json()["totals"]
        for name in ("met", "missed", "undecided", "cancelled"):
            number = list(outcomes.values()).count(name)
            assert getattr(totals, name) == api[name] == number
        lines = b"".join(self.client.get("/service/rows.csv?from=2025-10-01&to=2025-12-01")).decode().splitlines()
        exported = {int(row["Number"]): row["Outcome"] for row in csv.DictReader(lines)}
        assert exported == {pk: OUTCOME_WORDS[outcome] for pk, outcome in outcomes.items()}

    def api_says(self, rows):
        listed = self.client.get(f"/api/v1/incidents/?page_size={MANY}").json()["results"]
        desk = {each["id"]: each["desk"] for each in listed}
        assert len(desk) == len(rows)
        for incident in rows:
            self.desk_says(incident, desk[incident.pk])

    def queue_says(self, rows):
        page = self.client.get("/queue/").content.decode()
        for incident in rows:
            if incident.is_open:
                clock = next_clock(incident)
                assert face_of(clock, hours_of(clock.calendar_version), self.now).words in page


def _naive_outcome(incident, naive):
    if naive.breached_at:
        return "missed"
    if incident.status == Status.CANCELLED:
        return "cancelled"
    return "met" if naive.state == "stopped" else "undecided"


def _moment(text):
    return datetime.fromisoformat(text) if text else None
