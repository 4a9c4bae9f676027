"""What must never be is refused by the database itself, whichever way it comes: a row for every constraint."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import F, UniqueConstraint

from assets.models import Asset, AssetType
from incidents.models import DatedEvent, MajorIncident, MajorUpdate, PriorityRule, ServiceUplift
from problems.models import KnownErrorUse, Trend
from reports.models import DayFigure, SavedQuestion, SentQuestion, SentTrendReport
from servicedesk.models import (
    Building,
    Category,
    Crest,
    IdempotentCall,
    Letter,
    Membership,
    Person,
    Room,
    Service,
    Team,
)
from sla.models import (
    Agreement,
    AgreementVersion,
    Calendar,
    CalendarDraft,
    CalendarVersion,
    EscalationStep,
    Excuse,
    Fired,
    Reevaluation,
    Target,
)
from tests.factories import (
    MONDAY_9AM,
    make_agreement_version,
    make_change,
    make_clock,
    make_incident,
    make_known_error,
    make_person,
    make_plan,
    make_problem,
    make_promise,
    make_round,
    make_school,
)
from tests.house import constraints_of_adoption as adopting
from tests.house import constraints_of_closed_months as closed_months
from tests.house import constraints_of_continuity as readiness
from tests.house import constraints_of_evidence as evidence
from tests.house import constraints_of_finance as costs
from tests.house import constraints_of_things as things
from tests.house.modules import FLOORS

pytestmark = pytest.mark.django_db
APPS = FLOORS
TODAY, YESTERDAY = date(2026, 9, 14), date(2026, 9, 13)


class World:
    """A school with one of each."""

    def __init__(self):
        self.school = make_school()
        self.version = make_promise(self.school)
        self.agreement = self.version.agreement
        self.trusts = make_agreement_version().agreement
        self.person = make_person("technician", self.school)
        self.service = Service.objects.create(name="Telephones")
        self.kind = AssetType.objects.create(name="Phone")
        self.team = Team.objects.create(school=self.school, name="Site team")
        self.clock = make_clock(self.school, kind="resolution")
        self.step = self.version.steps.create(kind="resolution", percent=50)
        self.event = DatedEvent.objects.create(name="Exams", first=TODAY, last=TODAY)
        self.calendar = Calendar.objects.get(school=self.school)
        self.incident = make_incident(self.school)
        self.problem = make_problem(self.school)
        self.plan = make_plan(self.school)
        self.round = make_round(self.plan)
        self.thing = self.round.things.create(place=1, label="B11")
        self.check = self.thing.checks.create(place=1, words="Filter clean", answer="tick")
        self.known = make_known_error(self.school, owner=self.person)
        self.trend = trend(self, key="B12")
        self.letter = Letter.objects.create(to=self.person, written_at=MONDAY_9AM, next_try_at=MONDAY_9AM)


@pytest.fixture(scope="module")
def built(stays):
    """Built once; what a test does to its rows is undone after it."""
    return World()


@pytest.fixture
def world(built):
    """A copy, so that what a test adds to the world is forgotten with its rows."""
    return deepcopy(built)


def now(row, **facts):
    """Say something else of a row that is there, past everything but the database."""
    return type(row).objects.filter(pk=row.pk).update(**facts)


def figure(world):
    facts = dict.fromkeys(("opened", "resolved", "breached", "backlog", "oldest_days"), 0)
    return DayFigure.objects.create(school=world.school, day=TODAY, taken_at=MONDAY_9AM, **facts)


def imported(world, **facts):
    return make_incident(world.school, source="old desk", source_reference="INC1", **facts)


def major(world):
    facts = {"title": "No internet", "lead": world.person, "declared_by": world.person, "declared_at": MONDAY_9AM}
    return MajorIncident.objects.create(incident=world.incident, **facts)


def trend(world, key="projectors"):
    facts = {"label": key, "first": TODAY, "last": TODAY, "count": 5, "expected": 0.6, "score": 4.0, "why": "Often."}
    dates = {"found_on": TODAY, "found_at": MONDAY_9AM, "seen_on": TODAY}
    return Trend.objects.create(school=world.school, kind="recurrence", key=key, **facts, **dates)


def used(world, incident=None, **facts):
    facts = {"school": world.school, "by": world.person, "at": MONDAY_9AM, "on": TODAY, "helped": True} | facts
    return KnownErrorUse.objects.create(known_error=world.known, incident=incident, **facts)


def service_level(world, **facts):
    return Agreement.objects.bulk_create([Agreement(name="ICT support", **facts)])


def version(world, number, **facts):
    return AgreementVersion.objects.create(agreement=world.agreement, number=number, **facts)


def sent_report(world, first=TODAY, last=TODAY):
    facts = {"person": world.person, "kind": "weekly", "at": MONDAY_9AM}
    return SentTrendReport.objects.create(first=first, last=last, **facts)


def question(world, name="Faults"):
    facts = {"owner": world.person, "asked": {}, "made_at": MONDAY_9AM, "changed_at": MONDAY_9AM}
    return SavedQuestion.objects.create(name=name, **facts)


# May be once, and not twice.
ONCE = things.ONCE | {
    "trend_report_sent_once": sent_report,
    "question_name_once_per_owner": question,
    "question_sent_once": lambda w: SentQuestion.objects.create(
        question=SavedQuestion.objects.first() or question(w), person=w.person, turn=TODAY, at=MONDAY_9AM
    ),
    "enclosure_name_once_per_letter": lambda w: w.letter.enclosures.create(name="report.pdf", content=b"%PDF"),
    "category_once_per_service": lambda w: Category.objects.create(service=w.service, name="No tone"),
    "building_name_once_per_school": lambda w: Building.objects.create(school=w.school, name="Main"),
    "room_name_once_per_school": lambda w: Room.objects.create(school=w.school, name="B12"),
    "person_once_per_source": lambda w: Person.objects.create(name="A", source="old desk", source_name="Caller 1"),
    "role_once_per_school": lambda w: Membership.objects.create(person=w.person, school=w.school, role="requester"),
    "trust_role_once": lambda w: Membership.objects.create(person=w.person, role="requester"),
    "team_name_once_per_school": lambda w: Team.objects.create(school=w.school, name="Network"),
    "idempotency_key_once_per_person": lambda w: IdempotentCall.objects.create(
        person=w.person, key="k", fingerprint="f", status=200, answer={}, made_at=MONDAY_9AM
    ),
    "agreement_version_number_once": lambda w: version(w, 7, state="ended", in_force_from=MONDAY_9AM),
    "agreement_one_draft": lambda w: version(w, w.agreement.versions.count() + 1),
    "target_once_per_priority": lambda w: Target.objects.create(
        version=w.trusts.versions.get(), kind="response", priority=1, amount=1
    ),
    "escalation_step_once_per_share": lambda w: EscalationStep.objects.create(
        version=w.version, kind="resolution", percent=75
    ),
    "escalation_step_once_per_time": lambda w: EscalationStep.objects.create(
        version=w.version, kind="resolution", minutes_before=30
    ),
    "calendar_version_number_once": lambda w: CalendarVersion.objects.create(
        calendar=w.calendar, number=2, document={}, made_at=MONDAY_9AM
    ),
    "calendar_draft_once_per_person": lambda w: CalendarDraft.objects.create(
        calendar=w.calendar, by=w.person, document={}, changed_at=MONDAY_9AM
    ),
    "escalation_step_once_per_clock": lambda w: Fired.objects.create(clock=w.clock, step=w.step, at=MONDAY_9AM),
    "asset_tag_once_per_school": lambda w: Asset.objects.create(school=w.school, tag="T1", type=w.kind, name="Phone"),
    "incident_once_per_source": imported,
    "priority_rule_once_per_cell": lambda w: PriorityRule.objects.create(
        version=w.version, impact="person", urgency="now", priority=3
    ),
    "service_uplift_once": lambda w: ServiceUplift.objects.create(version=w.version, service=w.service),
    "day_figure_once": figure,
    "known_error_used_once_on_a_record": lambda w: used(w, w.incident),
    "trend_proposed_once": trend,
    "maintenance_plan_name_once_per_school": lambda w: make_plan(w.school, name="Hall"),
    "checklist_place_once_per_plan": lambda w: w.plan.checklist.create(place=2, words="Sound"),
    "round_once_per_slot": lambda w: make_round(w.plan, slot="week 2026-09-14"),
    "thing_place_once_per_round": lambda w: w.round.things.create(place=2, label="B12"),
    "check_place_once_per_thing": lambda w: w.thing.checks.create(place=2, words="Sound", answer="tick"),
}
# May never be.
NEVER = things.NEVER | {
    "crest_is_small": lambda w: Crest.objects.create(
        school=w.school, picture=b"", weight=0, width=1, height=1, put_by=w.person, put_at=MONDAY_9AM
    ),
    "question_has_name": lambda w: question(w, name=""),
    "school_with_pupils": lambda w: now(w.school, pupils=0),
    "trend_report_days_in_order": lambda w: sent_report(w, first=TODAY, last=YESTERDAY),
    "membership_role_is_known": lambda w: Membership.objects.create(person=w.person, school=w.school, role="king"),
    "letter_waits_or_is_done": lambda w: now(w.letter, sent_at=MONDAY_9AM),
    "agreement_is_of_school_or_trust": lambda w: now(w.agreement, is_trust_wide=True),
    "agreement_one_service_level_per_school": lambda w: service_level(w, school=w.school, is_trust_wide=None),
    "agreement_one_service_level_per_trust": lambda w: service_level(w, is_trust_wide=True),
    "agreement_names_its_other_side": lambda w: now(w.agreement, kind="contract"),
    "agreement_one_version_in_force": lambda w: version(w, 2, state="in_force", in_force_from=MONDAY_9AM),
    "agreement_ends_after_it_begins": lambda w: now(w.version, in_force_until=MONDAY_9AM - timedelta(days=1)),
    "agreement_in_force_has_start": lambda w: now(w.version, in_force_from=None),
    "target_priority_is_1_to_5": lambda w: now(w.version.targets.first(), priority=6),
    "target_goal_is_a_per_cent": lambda w: now(w.version.targets.first(), goal=101),
    "escalation_step_has_one_moment": lambda w: now(w.step, minutes_before=30),
    "calendar_is_of_school_or_trust": lambda w: now(w.calendar, is_trust_wide=True),
    "reevaluation_of_one_thing": lambda w: Reevaluation.objects.create(asked_at=MONDAY_9AM, reason="Snow", total=0),
    "clock_counts_only_while_running": lambda w: now(w.clock, counting_since=None),
    "clock_paused_has_reason": lambda w: now(w.clock, pause_reason="part"),
    "clock_done_has_time": lambda w: now(w.clock, stopped_at=MONDAY_9AM),
    "clock_response_never_pauses": lambda w: now(
        w.clock, kind="response", state="paused", pause_reason="part", counting_since=None
    ),
    "excuse_has_reason": lambda w: Excuse.objects.create(clock=w.clock, by=w.person, at=MONDAY_9AM, reason=""),
    "incident_priority_is_1_to_5": lambda w: now(w.incident, priority=6),
    "incident_has_summary": lambda w: now(w.incident, summary=""),
    "incident_resolved_has_time_and_resolution": lambda w: now(w.incident, status="resolved", resolved_at=MONDAY_9AM),
    "incident_closed_has_time": lambda w: now(w.incident, status="cancelled"),
    "incident_waiting_has_reason": lambda w: now(w.incident, status="waiting", wait_reason="part"),
    "incident_in_hand_has_owner": lambda w: now(w.incident, status="in_progress"),
    "incident_no_duplicate_of_itself": lambda w: now(w.incident, duplicate_of=F("pk")),
    "incident_no_part_of_itself": lambda w: now(w.incident, parent=F("pk")),
    "major_incident_has_title": lambda w: now(major(w), title=""),
    "major_review_is_signed": lambda w: now(major(w), reviewed_at=MONDAY_9AM),
    "major_update_has_text": lambda w: MajorUpdate.objects.create(major=major(w), at=MONDAY_9AM, by=w.person, text=""),
    "priority_rule_is_1_to_5": lambda w: PriorityRule.objects.create(
        version=w.version, impact="person", urgency="now", priority=6
    ),
    "service_uplift_is_1_to_4": lambda w: ServiceUplift.objects.create(version=w.version, service=w.service, steps=5),
    "dated_event_ends_after_it_begins": lambda w: now(w.event, last=YESTERDAY),
    "dated_event_is_1_to_4": lambda w: now(w.event, steps=0),
    "change_has_title": lambda w: now(make_change(w.school), title=""),
    "problem_has_title": lambda w: now(w.problem, title=""),
    "problem_priority_is_1_to_5": lambda w: now(w.problem, priority=0),
    "problem_resolved_has_time_and_words": lambda w: now(w.problem, status="resolved", resolved_at=MONDAY_9AM),
    "problem_closed_has_time": lambda w: now(w.problem, status="withdrawn"),
    "problem_proposal_has_words": lambda w: now(w.problem, proposed_at=MONDAY_9AM),
    "problem_review_is_signed": lambda w: now(w.problem, reviewed_at=MONDAY_9AM),
    "known_error_says_what_to_do": lambda w: now(w.known, workaround=""),
    "known_error_saves_only_where_it_helps": lambda w: used(w, helped=False, lesson_saved=True),
    "trend_decision_is_signed": lambda w: now(w.trend, state="accepted"),
    "trend_dismissed_has_reason": lambda w: now(w.trend, state="dismissed", decided_by=w.person, decided_at=MONDAY_9AM),
    "trend_days_in_order": lambda w: now(w.trend, last=YESTERDAY),
    "maintenance_plan_has_name": lambda w: now(w.plan, name=""),
    "maintenance_plan_ends_after_it_begins": lambda w: now(w.plan, active_until=YESTERDAY),
    "maintenance_plan_names_its_sort": lambda w: now(w.plan, scope="sort"),
    "checklist_range_is_of_a_number": lambda w: now(w.plan.checklist.get(), unit="%"),
    "checklist_range_goes_up": lambda w: now(w.plan.checklist.get(), answer="number", lowest=2, highest=1),
    "round_opens_before_it_is_due": lambda w: now(w.round, due=YESTERDAY),
    "round_under_way_has_start": lambda w: now(w.round, status="under_way"),
    "round_done_has_day": lambda w: now(w.round, done_on=TODAY),
    "round_left_out_has_reason": lambda w: now(w.round, status="skipped"),
    "check_answered_is_signed": lambda w: now(w.check, result="ok"),
}
ONCE |= adopting.ONCE | readiness.ONCE | evidence.ONCE | closed_months.ONCE
NEVER |= adopting.NEVER | readiness.NEVER | costs.NEVER | evidence.NEVER | closed_months.NEVER
CONSTRAINTS = {
    constraint.name: constraint
    for model in apps.get_models()
    if model._meta.app_label in APPS
    for constraint in model._meta.constraints
}


def test_every_constraint_has_a_row():
    assert sorted(CONSTRAINTS) == sorted([*ONCE, *NEVER])


@pytest.mark.parametrize("name", ONCE)
def test_once_and_not_twice(world, name):
    ONCE[name](world)

    assert_refused(name, lambda: ONCE[name](world))


@pytest.mark.parametrize("name", NEVER)
def test_never(world, name):
    assert_refused(name, lambda: NEVER[name](world))


def assert_refused(name, act):
    """The database says no, and by this constraint: SQLite names a plain unique one by its columns only."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    constraint, said = CONSTRAINTS[name], str(refused.value)
    by_columns = isinstance(constraint, UniqueConstraint) and all(f".{f}" in said for f in constraint.fields)
    assert name in said or by_columns
