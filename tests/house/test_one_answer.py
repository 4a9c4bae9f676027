"""List, page, report, API, export, explanation and escalation give the same answer, whatever a record lives through.

Random lives over half-term and the weekend of the clock change: every move, waits, corrected calendars, new wordings of
the agreement, sweeps that come when they come. A second clock, plain and slow (`naive_clock`), says what is right.

`ONE_ANSWER_LIVES=10000 .venv/bin/pytest tests/house/test_one_answer.py` tries ten thousand lives instead of a few.
"""

import csv
import os
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from incidents import escalations, moves, promises, workflow
from incidents.intake import log_incident
from incidents.models import Incident, IncidentEntry, Status
from incidents.models.incident import NEVER
from incidents.outcomes import OUTCOME
from incidents.presentation.clocks import face_of, next_clock
from reports.measures import Scope, sla
from reports.periods import Period
from reports.rows import OUTCOME_WORDS
from servicedesk.errors import Refused
from sla import clock_rules, clocks, reevaluations
from sla.calendars import calendar_of, hours_of, make_version
from sla.explanation import explain
from sla.models import Clock, Fired
from sla.reevaluations import AgreementChange, CalendarChange
from tests.factories import TARGETS, make_person, make_promise, make_school
from tests.house.naive_clock import FIRST, MINUTE, NaiveClock, walked

pytestmark = pytest.mark.django_db
LIVES, STEPS = int(os.environ.get("ONE_ANSWER_LIVES", 12)), 25
HALF_TERM = tuple(date(2025, 10, day) for day in range(27, 32))
BEGIN = datetime(2025, 10, 23, 7, 30, tzinfo=FIRST.tzinfo)
LATEST = BEGIN + timedelta(days=24)
STEPS_OF_AGREEMENT = [
    ("resolution", 50, None),
    ("resolution", 100, None),
    ("resolution", 150, None),
    ("response", None, 10),
]
WAITS = [0, 1, 7, 30, 45, 90, 180, 480, 960, 1440, 4320]
PERIOD = Period(date(2025, 10, 1), date(2025, 12, 1))


class Lives(RuleBasedStateMachine):
    """A school, its desk, and up to three records at a time."""

    @initialize()
    def begin(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.now, self.number, self.wording = BEGIN, 0, 1
        self.opens, self.closes, self.closed = 480, 960, HALF_TERM
        self.school = make_school(code="ONE")
        self.version = make_promise(self.school, document=self.document())
        self.agree(self.version)
        self.teacher = make_person("requester", self.school)
        self.priya = make_person("technician", self.school)
        self.martin = make_person("service_level_manager", self.school)
        self.client = Client()
        self.client.force_login(self.martin)
        self.naive, self.seen, self.incidents = {}, {}, []

    def teardown(self):
        if hasattr(self, "transaction"):
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    # What the school agrees on.

    def document(self):
        hours = [[f"{self.opens // 60:02}:{self.opens % 60:02}", f"{self.closes // 60:02}:{self.closes % 60:02}"]]
        closed = [{"type": "closure", "first": f"{day}", "last": f"{day}", "name": "closed"} for day in self.closed]
        week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), hours)
        return {"zone": "Europe/London", "hours": {"term": week}, "ranges": closed}

    def agree(self, version):
        for kind, percent, minutes in STEPS_OF_AGREEMENT:
            version.steps.create(kind=kind, percent=percent, minutes_before=minutes, tell_role="service_level_manager")

    def calendar(self):
        return walked(self.opens, self.closes, tuple(self.closed))

    # What happens.

    @precondition(lambda self: len(self.incidents) < 3)
    @rule(stopped=st.booleans(), urgency=st.sampled_from(["now", "today", "week"]))
    def log(self, stopped, urgency):
        facts = {"lesson_stopped": True} if stopped else {"urgency": urgency}
        self.incidents.append(
            log_incident(
                school=self.school, requester=self.teacher, by=self.teacher, at=self.now, summary="Dark", **facts
            ).pk
        )

    @rule(minutes=st.sampled_from(WAITS))
    def pass_time(self, minutes):
        self.now = min(self.now + minutes * MINUTE, LATEST)

    @precondition(lambda self: self.incidents)
    @rule(
        which=st.integers(0, 2), what=st.sampled_from(sorted(move.name for move in moves.MOVES)), wait=st.integers(0, 3)
    )
    def move(self, which, what, wait):
        incident = Incident.objects.get(pk=self.incidents[which % len(self.incidents)])
        by = (
            self.teacher if what in ("confirm", "reopen") else self.martin if what in ("note", "excuse") else self.priya
        )
        facts = {
            "assign": {"assignee": self.priya},
            "wait": {
                "reason": ["requester", "supplier", "part", "access"][wait],
                "follow_up_on": (self.now + timedelta(days=2)).date(),
                "note": "Which one?",
            },
            "resolve": {"resolution": "New lamp."},
            "reopen": {"reason": "Dark again."},
            "cancel": {"reason": "Not needed."},
            "prioritise": {"impact": "person", "urgency": "today", "priority": wait + 1, "reason": "Exams."},
            "mark_outage": {"is_outage": True},
            "excuse": {"which": "resolution", "reason": "Snow."},
            "mark_duplicate": {"original": Incident.objects.get(pk=self.incidents[0])},
            **{name: {"text": "Hello."} for name in ("reply", "note", "record_call")},
        }.get(what, {})
        if what == "reply" and wait % 2:
            by = self.teacher
        try:
            with transaction.atomic():
                made = getattr(workflow, what)(incident, by=by, at=self.now, **facts)
        except (Refused, ValidationError):
            return
        if made.pk not in self.incidents:
            self.incidents.append(made.pk)

    @rule(opens=st.sampled_from([480, 525, 540]), closes=st.sampled_from([720, 960, 1110]), day=st.integers(0, 12))
    def correct_the_calendar(self, opens, closes, day):
        closed = date(2025, 11, 3) + timedelta(days=day)
        self.opens, self.closes = opens, closes
        self.closed = tuple(sorted({*self.closed, closed} if day % 2 else {*HALF_TERM, closed}))
        version = make_version(calendar_of(self.school), self.document(), by=None, at=self.now)
        self.apply(CalendarChange(version.calendar, hours_of(version), version))

    @rule(share=st.sampled_from([0.5, 0.75, 1, 2]))
    def change_the_agreement(self, share):
        self.version.state, self.version.in_force_until = "superseded", self.now
        self.version.in_force_from = min(self.version.in_force_from, self.now)
        self.version.save()
        self.wording += 1
        self.version = self.version.agreement.versions.create(
            number=self.wording, state="in_force", in_force_from=self.now
        )
        for priority, amounts in TARGETS.items():
            for kind, amount in zip(("response", "resolution"), amounts, strict=True):
                self.version.targets.create(kind=kind, priority=priority, amount=int(amount * share))
        self.agree(self.version)
        self.apply(AgreementChange(self.version))

    def apply(self, change):
        foretold = reevaluations.foresee(change, at=self.now)
        act = reevaluations.ask(change, by=None, at=self.now, reason="Corrected")
        reevaluations.work(at=self.now)
        act.refresh_from_db()
        assert (act.moved, act.late) == (foretold.moved, foretold.late)

    @rule()
    def stamp_breaches(self):
        clocks.mark_breaches(at=self.now)
        for naive in self.naive.values():
            naive.notice(self.now)
        assert not Clock.objects.run_out(self.now).exists()

    @rule()
    def escalate(self):
        escalations.send_due(at=self.now)
        assert not Clock.objects.to_escalate(self.now).exists()

    @rule()
    def close_what_stayed_fixed(self):
        workflow.close_resolved(at=self.now)

    # What must hold.

    @invariant()
    def every_clock_is_what_its_events_say(self):
        for clock in self.open_and_done():
            events = list(clock.events.select_related("calendar_version"))
            reading = clock_rules.read(map(clocks.as_rule, events), breached_at=clock.breached_at)
            for name in clocks.DERIVED:
                assert getattr(clock, name) == getattr(reading, name), (name, clock)
            naive = self.told(clock, events)
            assert (clock.state, clock.breached_at, clock.due) == (naive.state, naive.breached_at, naive.due)
            assert _spent(clock, reading, self.now) == naive.spent(self.now)

    def open_and_done(self):
        found = Clock.objects.select_related("calendar_version", "agreement_version").order_by("pk")
        return list(found) if self.__dict__.get("incidents") else []

    def told(self, clock, events):
        """The naive clock with what happened since it was last asked."""
        naive = self.naive.get(clock.pk)
        calendars = [self.calendar() if event.calendar_version_id else None for event in events]
        if naive is None:
            naive = self.naive[clock.pk] = NaiveClock(events[0].at, events[0].amount, calendars[0])
            self.seen[clock.pk] = 1
        for event, calendar in list(zip(events, calendars, strict=True))[self.seen[clock.pk] :]:
            naive.take(event.kind, event.at, amount=event.amount, calendar=calendar)
        self.seen[clock.pk] = len(events)
        return naive

    @invariant()
    def the_order_of_the_queue_is_that_of_its_clocks(self):
        for incident in self.rows():
            before = incident.next_due
            promises.note_next_due(incident)
            assert incident.next_due == before
            assert (before == NEVER) == (next_clock(incident) is None or _runs_no_more(incident))

    def rows(self):
        if not self.__dict__.get("incidents"):
            return []
        found = Incident.objects.filter(pk__in=self.incidents).annotate(outcome=OUTCOME)
        return list(found.select_related("school", "response_clock", "resolution_clock").order_by("pk"))

    @invariant()
    def every_step_was_taken_once_at_its_time_and_is_in_the_story(self):
        if self.__dict__.get("incidents"):
            told = IncidentEntry.objects.filter(move="escalate")
            taken = list(Fired.objects.values_list("clock", "step"))
            assert sorted((entry.data["clock"], entry.data["step"]) for entry in told) == sorted(taken)
            assert all(datetime.fromisoformat(entry.data["due"]) <= entry.at for entry in told)

    @precondition(lambda self: self.incidents)
    @rule()
    def every_face_says_the_same(self):
        with time_machine.travel(self.now, tick=False):
            outcomes = {}
            for incident in self.rows():
                outcomes[incident.pk] = _naive_outcome(incident, self.naive[incident.resolution_clock_id])
                assert incident.outcome == outcomes[incident.pk]
                self.faces_of(incident, outcomes[incident.pk])
            self.report_says(outcomes)
            self.queue_says()

    def faces_of(self, incident, outcome):
        api = self.client.get(f"/api/v1/incidents/{incident.pk}/").json()["desk"]
        assert api["outcome"] == outcome
        page = self.client.get(f"/incidents/{incident.pk}/").content.decode()
        for kind in ("response", "resolution"):
            clock = getattr(incident, f"{kind}_clock")
            naive = self.naive[clock.pk]
            assert api[f"{kind}_clock"]["state"] == naive.state
            assert _moment(api[f"{kind}_clock"]["due"]) == naive.due
            assert _moment(api[f"{kind}_clock"]["breached_at"]) == naive.breached_at
            face = face_of(clock, hours_of(clock.calendar_version), self.now)
            assert face.words in page
            assert (face.state == "late") == (naive.state == "running" and naive.due < self.now)
            self.explained(clock, naive)

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

    def queue_says(self):
        page = self.client.get("/queue/").content.decode()
        for incident in self.rows():
            if incident.is_open:
                clock = next_clock(incident)
                assert face_of(clock, hours_of(clock.calendar_version), self.now).words in page


def _naive_outcome(incident, naive):
    if naive.breached_at:
        return "missed"
    if incident.status == Status.CANCELLED:
        return "cancelled"
    return "met" if naive.state == "stopped" else "undecided"


def _runs_no_more(incident):
    found = (incident.response_clock, incident.resolution_clock)
    return not any(clock and clock.state == "running" and clock.due for clock in found)


def _spent(clock, reading, at):
    """What is counted of a clock as it stands beside it."""
    if clock.counting_since is None:
        return clock.spent
    return clock.spent + clock_rules.working_time.between(reading.hours, clock.counting_since, at)


def _moment(text):
    return datetime.fromisoformat(text) if text else None


def test_every_face_gives_one_answer_whatever_a_record_lives_through():
    health = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    lives = settings(max_examples=LIVES, stateful_step_count=STEPS, deadline=None, suppress_health_check=health)
    run_state_machine_as_test(Lives, settings=lives)
