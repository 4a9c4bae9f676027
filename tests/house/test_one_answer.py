"""List, page, report, API, export, explanation and escalation give the same answer, whatever a record lives through.

Random lives over half-term and the weekend of the clock change: every move, waits, corrected calendars, new wordings of
the agreement, sweeps that come when they come. A second clock, plain and slow (`naive_clock`), says what is right.

The clocks and the order of the queue are asked after every step, one record or the lists now and then, and every face
of every record when its life is over.

`ONE_ANSWER_TICKETS=10000 .venv/bin/pytest -s tests/house/test_one_answer.py` tells ten thousand lives instead of a few;
it takes about half an hour.
"""

import logging
import os
import sys
from datetime import date, datetime, timedelta
from math import ceil

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
from incidents.models import Incident, IncidentEntry
from incidents.models.incident import NEVER
from incidents.outcomes import OUTCOME
from incidents.presentation.clocks import next_clock
from servicedesk.errors import Refused
from sla import clock_rules, clocks, reevaluations
from sla.calendars import calendar_of, hours_of, make_version
from sla.models import Clock, Fired
from sla.reevaluations import AgreementChange, CalendarChange
from tests.factories import TARGETS, make_person, make_promise, make_school
from tests.house.faces import Faces
from tests.house.naive_clock import FIRST, MINUTE, NaiveClock, walked

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
TICKETS = int(os.environ.get("ONE_ANSWER_TICKETS", 40))
AT_FIRST, AT_MOST, STEPS = 8, 12, 15  # records of one school, and what happens to them
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
SHORT = [wait for wait in WAITS if wait <= 480]
FAULT = st.sampled_from([{"lesson_stopped": True}, *({"urgency": urgency} for urgency in ("now", "today", "week"))])
MOVE = st.tuples(st.integers(0, AT_MOST), st.integers(0, 4 * len(moves.MOVES) - 1), st.integers(0, 3))
BUSY = st.lists(st.tuples(MOVE, st.sampled_from(SHORT)), min_size=2, max_size=6)


class Lives(Faces, RuleBasedStateMachine):
    """A school, its desk, and eight to twelve records at a time."""

    told, moved = 0, 0  # records, and their moves, of all lives so far

    @initialize(faults=st.lists(st.tuples(FAULT, st.sampled_from(SHORT)), min_size=AT_FIRST, max_size=AT_FIRST))
    def begin(self, faults):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.now, self.number, self.wording = BEGIN, 0, 1
        self.opens, self.closes, self.closed = 480, 960, HALF_TERM
        self.school = make_school(code="ONE")
        self.version = make_promise(self.school, document=self.document())
        self.agree(self.version)
        self.calendars = {}
        self.walk(self.school.calendar.versions.get())
        self.teacher = make_person("requester", self.school)
        self.priya = make_person("technician", self.school)
        self.martin = make_person("service_level_manager", self.school)
        self.client = Client()
        self.client.force_login(self.martin)
        self.naive, self.seen, self.incidents, self.compared = {}, {}, [], False
        for facts, minutes in faults:
            self.log(facts)
            self.pass_time(minutes)

    def teardown(self):
        if not hasattr(self, "transaction"):
            return
        try:
            if sys.exc_info()[0] is None:  # what went wrong before is to be told, not what came of it
                self.every_face_says_the_same()
                Lives.told += len(self.incidents)
        finally:
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

    def walk(self, version):
        self.calendars[version.pk] = walked(self.opens, self.closes, tuple(self.closed))

    # What happens.

    def log(self, facts):
        fault = {"school": self.school, "requester": self.teacher, "by": self.teacher, "summary": "Dark"}
        self.incidents.append(log_incident(at=self.now, **fault, **facts).pk)

    def pass_time(self, minutes):
        self.now = min(self.now + minutes * MINUTE, LATEST)

    @precondition(lambda self: len(self.incidents) < AT_MOST)
    @rule(busy=BUSY, facts=FAULT)
    def another_fault(self, busy, facts):
        self.work(busy)
        self.log(facts)

    @rule(busy=BUSY, minutes=st.sampled_from(WAITS))
    def a_quiet_time(self, busy, minutes):
        self.work(busy)
        self.pass_time(minutes)

    def work(self, busy):
        for (which, what, wait), minutes in busy:
            self.move(self.incidents[which % len(self.incidents)], what, wait)
            self.pass_time(minutes)

    def move(self, which, what, wait):
        """Three of four times a move that the state allows."""
        incident = Incident.objects.get(pk=which)
        names = [move.name for move in moves.MOVES if what % 4 == 0 or incident.status in move.sources]
        what = names[what // 4 % len(names)]
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
            "declare_major": {"title": "No internet", "lead": self.priya},
            "hand_lead": {"lead": self.martin},
            "publish_update": {"text": "We are looking."},
            "review_major": {"what_happened": "A cable was cut."},
            "join": {"parent": Incident.objects.get(pk=self.incidents[wait])},
            **{name: {"text": "Hello."} for name in ("reply", "note", "record_call")},
        }.get(what, {})
        if what == "reply" and wait % 2:
            by = self.teacher
        try:
            with transaction.atomic():
                made = getattr(workflow, what)(incident, by=by, at=self.now, **facts)
        except (Refused, ValidationError):
            return
        Lives.moved += 1
        if made.pk not in self.incidents:
            self.incidents.append(made.pk)

    @rule(
        busy=BUSY,
        opens=st.sampled_from([480, 525, 540]),
        closes=st.sampled_from([720, 960, 1110]),
        day=st.integers(0, 12),
    )
    def correct_the_calendar(self, busy, opens, closes, day):
        self.work(busy)
        closed = date(2025, 11, 3) + timedelta(days=day)
        self.opens, self.closes = opens, closes
        self.closed = tuple(sorted({*self.closed, closed} if day % 2 else {*HALF_TERM, closed}))
        version = make_version(calendar_of(self.school), self.document(), by=None, at=self.now)
        self.walk(version)
        self.apply(CalendarChange(version.calendar, hours_of(version), version))

    @rule(busy=BUSY, share=st.sampled_from([0.5, 0.75, 1, 2]))
    def change_the_agreement(self, busy, share):
        self.work(busy)
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

    @rule(busy=BUSY)
    def stamp_breaches(self, busy):
        self.work(busy)
        self.every_clock_is_what_its_events_say()
        clocks.mark_breaches(at=self.now)
        for naive in self.naive.values():
            naive.notice(self.now)
        assert not Clock.objects.run_out(self.now).exists()

    @rule(busy=BUSY)
    def escalate(self, busy):
        self.work(busy)
        escalations.send_due(at=self.now)
        assert not Clock.objects.to_escalate(self.now).exists()

    @rule(busy=BUSY)
    def close_what_stayed_fixed(self, busy):
        self.work(busy)
        workflow.close_resolved(at=self.now)

    # What must hold.

    @invariant()
    def every_clock_is_what_its_events_say(self):
        for clock in self.open_and_done():
            events = list(clock.events.all())
            reading = clock_rules.read(map(clocks.as_rule, events), breached_at=clock.breached_at)
            for name in clocks.DERIVED:
                assert getattr(clock, name) == getattr(reading, name), (name, clock)
            naive = self.naive_of(clock, events)
            assert (clock.state, clock.breached_at, clock.due) == (naive.state, naive.breached_at, naive.due)
            assert _spent(clock, reading, self.now) == naive.spent(self.now)

    def open_and_done(self):
        found = Clock.objects.prefetch_related("calendar_version", "agreement_version", "events__calendar_version")
        found = found.order_by("pk")
        return list(found) if self.__dict__.get("incidents") else []

    def naive_of(self, clock, events):
        """The naive clock with what happened since it was last asked."""
        naive = self.naive.get(clock.pk)
        calendars = [self.calendars.get(event.calendar_version_id) for event in events]
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

    @rule(which=st.integers(0, AT_MOST))
    def one_record_says_the_same_everywhere(self, which):
        rows = self.rows()
        with time_machine.travel(self.now, tick=False):
            incident = rows[which % len(rows)]
            self.desk_says(incident, self.client.get(f"/api/v1/incidents/{incident.pk}/").json()["desk"])
            self.page_says(incident)
            for clock, naive in self.pairs(incident):
                self.explained(clock, naive)

    @precondition(lambda self: not self.compared)
    @rule()
    def the_lists_say_the_same(self):
        self.compared, rows = True, self.rows()
        with time_machine.travel(self.now, tick=False):
            self.report_says({incident.pk: self.outcome_of(incident) for incident in rows})
            self.queue_says(rows)
            self.api_says(rows)

    def every_face_says_the_same(self):
        self.the_lists_say_the_same()
        with time_machine.travel(self.now, tick=False):
            for incident in self.rows():
                self.page_says(incident)
                self.explained(*self.pairs(incident)[incident.pk % 2])


def _runs_no_more(incident):
    found = (incident.response_clock, incident.resolution_clock)
    return not any(clock and clock.state == "running" and clock.due for clock in found)


def _spent(clock, reading, at):
    """What is counted of a clock as it stands beside it."""
    if clock.counting_since is None:
        return clock.spent
    return clock.spent + clock_rules.working_time.between(reading.hours, clock.counting_since, at)


def test_every_face_gives_one_answer_whatever_a_record_lives_through():
    health = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    lives = settings(
        max_examples=ceil(TICKETS / AT_FIRST), stateful_step_count=STEPS, deadline=None, suppress_health_check=health
    )
    Lives.told = Lives.moved = 0

    logging.disable(logging.INFO)  # of every request the machine makes

    try:
        run_state_machine_as_test(Lives, settings=lives)
    finally:
        logging.disable(logging.NOTSET)

    print(f"{Lives.told} records lived through {Lives.moved} moves")
    assert Lives.told >= TICKETS
