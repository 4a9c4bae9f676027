"""The shift of small schools, each figure reckoned by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from assets.models import Asset, AssetType
from incidents.intake_same import log_me_too
from incidents.models import Status
from problems import workflow
from problems.models import KnownErrorUse, Source
from reports.periods import Period
from reports.shift.figures import FIGURE
from reports.shift.ground import Ground, days_before
from reports.shift.lessons import lost
from reports.shift.measure import WEEK, shift, usual_parts
from reports.shift.rows import EVERY_FIGURE, lines, rows
from reports.shift.story import NO_TIME, NOTHING_YET, opening
from servicedesk.models import Kind, Room
from tests.factories import (
    MONDAY_9AM,
    make_category,
    make_change,
    make_incident,
    make_known_error,
    make_person,
    make_plan,
    make_problem,
    make_promise,
    make_round,
    make_school,
    make_trend,
)
from tests.reports.school_terms import make_school_with_terms

pytestmark = pytest.mark.django_db
SEPTEMBER = Period(date(2026, 9, 7), date(2026, 9, 30))
NOW = datetime(2026, 12, 14, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def day(number, month=9, hour=8):
    return datetime(2026, month, number, hour, tzinfo=UTC)


def ground(*schools, at=NOW, **more):
    return Ground.of(schools, at=at, **more)


def measured(school, period=SEPTEMBER, **more):
    return shift(ground(school), period, **more)


def asset(school, tag="PRJ-1", **fields):
    kind, _ = AssetType.objects.get_or_create(name="Projector")
    return Asset.objects.create(school=school, tag=tag, name="Projector", type=kind, **fields)


class TestWorkingTime:
    def test_minutes_go_to_what_they_were_spent_on(self):
        school = make_school_with_terms()
        for minutes in (30, 0, 45, 5, 10):
            make_incident(school, minutes_spent=minutes)
        tom = make_person("technician", school, name="Tom Webb")
        problem = make_problem(school, status="investigating", resolver=tom)
        workflow.note(problem, by=tom, at=MONDAY_9AM, text="Looked at the cable.", minutes=20)
        workflow.note(problem, by=tom, at=MONDAY_9AM - timedelta(days=30), text="Earlier.", minutes=500)
        make_round(make_plan(school), status="done", minutes=10)
        found = measured(school).totals

        assert (found["reactive_minutes"], found["problem_minutes"], found["maintenance_minutes"]) == (90, 20, 10)
        assert found.proactive_percent == 25

    def test_four_times_written_down_make_no_percentage(self):
        school = make_school_with_terms()
        for _ in range(4):
            make_incident(school, minutes_spent=10)

        found = measured(school)
        assert found.totals.proactive_percent is None

        make_round(make_plan(school), status="done", minutes=10)
        assert measured(school).totals.proactive_percent == 20


class TestWhoFoundIt:
    def test_faults_count_once_and_by_how_they_reached_the_desk(self):
        school = make_school_with_terms()
        make_incident(school, channel="maintenance")
        make_incident(school, channel="monitoring")
        make_incident(school, channel="sticker")
        make_incident(school, channel="import")
        make_incident(school, channel="maintenance", status=Status.CANCELLED)
        make_incident(school, kind=Kind.REQUEST)
        found = measured(school).totals

        assert (found["found_by_us"], found["found_by_users"], found["incidents"]) == (2, 2, 6)
        assert found.found_by_us_percent is None

    def test_problems_are_found_by_us_where_no_complaint_came_first(self):
        school = make_school_with_terms()
        for source in (Source.TREND, Source.MONITORING, Source.MAINTENANCE, Source.INCIDENTS, Source.MAJOR):
            make_problem(school, source=source)
        make_problem(school, source=Source.TREND, status="withdrawn")
        found = measured(school).totals

        assert (found["problems_raised"], found["problems_found_by_us"]) == (5, 3)

    def test_what_concerns_several_schools_counts_for_the_trust_alone(self):
        school = make_school_with_terms()
        make_problem(False)
        make_change(False)

        one, all_ = (shift(ground(school, whole_trust=whole), SEPTEMBER).totals for whole in (False, True))
        assert (one["problems_raised"], one["changes_recorded"]) == (0, 0)
        assert (all_["problems_raised"], all_["changes_recorded"]) == (1, 1)


class TestRepeats:
    def test_the_same_thing_within_thirty_days_came_back(self):
        school = make_school_with_terms()
        thing = asset(school)
        first = make_incident(school, asset=thing, at=day(7))
        again = make_incident(school, asset=thing, at=day(30))
        make_incident(school, asset=asset(school, tag="PRJ-2"), at=day(30))
        late = make_incident(school, asset=thing, at=day(30) + timedelta(days=31))

        assert list(FIGURE["repeats"].rows(ground(school), SEPTEMBER)) == [again]
        assert first not in FIGURE["repeats"].rows(ground(school), SEPTEMBER)
        assert not FIGURE["repeats"].rows(ground(school), Period(late.opened_on, late.opened_on)).exists()

    def test_so_did_the_same_kind_in_the_same_room(self):
        school = make_school_with_terms()
        room = Room.objects.create(school=school, name="B12")
        dark, mute = make_category(), make_category("No sound")
        make_incident(school, room=room, category=dark, at=day(7))
        make_incident(school, room=room, category=mute, at=day(8))
        make_incident(school, room=room, category=dark, at=day(9), status=Status.CANCELLED)
        again = make_incident(school, room=room, category=dark, at=day(10))
        make_incident(school, category=dark, at=day(11))

        assert list(FIGURE["repeats"].rows(ground(school), SEPTEMBER)) == [again]


class TestLessons:
    def test_time_is_lost_until_the_fault_is_fixed_and_at_most_an_hour(self):
        school = make_school_with_terms()
        make_incident(school, lesson_stopped=True, status="resolved", resolved_at=MONDAY_9AM + 0.5 * HOUR)
        make_incident(school, lesson_stopped=True)
        make_incident(school, lesson_stopped=True, status=Status.CANCELLED)
        make_incident(school, status="resolved", resolved_at=MONDAY_9AM + HOUR)
        found = measured(school).totals

        assert (found["lessons_stopped"], found["lesson_minutes"]) == (2, 90)

    def test_me_too_is_one_lesson_more_and_over_with_the_first_record(self):
        school = make_school()
        make_promise(school)
        first = make_incident(school, category=make_category())
        sana, rachel = make_person("requester", school), make_person("requester", school)
        log_me_too(first, by=sana, at=MONDAY_9AM + 0.25 * HOUR, lesson_stopped=True)
        log_me_too(first, by=rachel, at=MONDAY_9AM + 0.5 * HOUR)
        first.refresh_from_db()
        type(first).objects.filter(pk=first.pk).update(
            status="resolved", resolved_at=MONDAY_9AM + 0.75 * HOUR, resolution="New lamp."
        )

        assert first.lesson_stopped
        assert [each.minutes for each in lost(ground(school), SEPTEMBER)] == [30]

    def test_lessons_saved_are_what_users_of_a_workaround_said(self):
        school = make_school_with_terms()
        known, by = make_known_error(school), make_person("requester", school)
        facts = {"known_error": known, "school": school, "by": by, "at": MONDAY_9AM, "on": MONDAY_9AM.date()}
        KnownErrorUse.objects.create(**facts, helped=True, lesson_saved=True)
        KnownErrorUse.objects.create(**facts, helped=True)

        assert measured(school).totals["lessons_saved"] == 1


class TestBetweenFailures:
    def test_it_is_the_median_of_the_means_of_what_failed_three_times(self):
        """Things: Mondays 7, 14, 21 (5 days apart); 7, 8, 11 (2 days apart); twice only."""
        school = make_school_with_terms()
        for tag, days in (("A", (7, 14, 21)), ("B", (7, 8, 11)), ("C", (7, 8))):
            thing = asset(school, tag=tag)
            for number in days:
                make_incident(school, asset=thing, at=day(number))
        found = measured(school).failing

        assert [(thing.faults, thing.mean_days) for thing in found.things] == [(3, 2.0), (3, 5.0)]
        assert found.median_days == 3.5

    def test_nothing_that_failed_three_times_is_unknown(self):
        assert measured(make_school_with_terms()).failing.median_days is None


class TestFixes:
    AUTUMN = Period(date(2026, 9, 7), date(2026, 11, 27))

    def fixed(self, school, **fields):
        return make_problem(school, status="resolved", resolved_at=day(12, month=10), **fields)

    def test_equal_school_days_before_and_since_are_compared(self):
        """Fixed on 12 October, 25 school days after the first record: so 25 on each side, half-term left out."""
        school = make_school_with_terms()
        thing = asset(school)
        problem = self.fixed(school)
        problem.assets.set([thing])
        before = (7, 8, 9, 10, 11, 14, 15)
        for number in before:
            make_incident(school, asset=thing, at=day(number))
        make_incident(school, at=day(16))
        make_incident(school, asset=thing, at=day(12, month=10))
        make_incident(school, asset=thing, at=day(13, month=10))
        make_incident(school, asset=thing, at=day(24, month=11))
        (fix,) = measured(school, self.AUTUMN).fixes

        assert (fix.fixed_on, fix.school_days) == (date(2026, 10, 12), 25)
        assert (fix.effect.before, fix.effect.after) == (7, 1)
        assert not fix.is_too_early

    def test_less_than_twenty_school_days_since_is_too_early(self):
        school = make_school_with_terms()
        problem = self.fixed(school)
        problem.assets.set([asset(school)])
        make_incident(school, at=day(7))
        (fix,) = measured(school, Period(date(2026, 9, 7), date(2026, 11, 6))).fixes

        assert (fix.effect, fix.is_too_early) == (None, True)

    def test_a_fix_before_the_first_record_has_nothing_to_compare_with(self):
        school = make_school_with_terms()
        self.fixed(school, category=make_category())

        assert measured(school, self.AUTUMN).fixes[0].is_too_early


class TestDecisions:
    def test_trends_and_rounds_count_by_what_became_of_them(self):
        school = make_school_with_terms()
        by = make_person("technician", school)
        make_trend(school)
        signed = {"decided_by": by, "decided_at": MONDAY_9AM}
        make_trend(school, state="accepted", **signed)
        make_trend(school, state="dismissed", reason="Expected.", found_on=date(2026, 6, 1), **signed)
        plan = make_plan(school)
        for facts in ({"status": "done"}, {"status": "done", "done_on": date(2026, 9, 21)}, {"status": "skipped"}, {}):
            make_round(plan, **facts)
        make_round(plan, due=date(2026, 10, 1))
        found = measured(school).totals

        assert (found["trends_raised"], found["trends_accepted"], found["trends_dismissed"]) == (2, 1, 1)
        due = ("rounds_due", "rounds_on_time", "rounds_missed", "rounds_done")
        assert [found[name] for name in due] == [4, 1, 2, 2]
        assert found.on_time_percent is None


class TestParts:
    def test_every_week_of_the_period_has_its_part_and_they_make_the_whole(self):
        school = make_school_with_terms()
        for number in (7, 13, 14, 30):
            make_incident(school, at=day(number), lesson_stopped=True)
        found = measured(school, by=WEEK)

        assert [part.totals["incidents"] for part in found.parts] == [2, 1, 0, 1]
        assert [part.totals["lesson_minutes"] for part in found.parts] == [60, 60, 0, 60]
        assert str(found.parts[-1].period) == "28 September 2026 to 30 September 2026"
        assert found.totals["incidents"] == 4

    def test_a_long_period_is_shown_by_month(self):
        assert usual_parts(SEPTEMBER) == "week"
        assert usual_parts(Period(date(2026, 9, 1), date(2027, 7, 20))) == "month"

    def test_it_is_compared_with_as_many_school_days_before(self):
        """7 to 11 September are five school days; the five before are 13 to 17 July."""
        week = Period(date(2026, 9, 7), date(2026, 9, 11))

        assert days_before(ground(make_school_with_terms()), week) == Period(date(2026, 7, 13), date(2026, 9, 6))

    def test_without_a_calendar_it_is_as_many_days(self):
        week = Period(date(2026, 9, 7), date(2026, 9, 11))

        assert days_before(ground(make_school()), week) == Period(date(2026, 9, 2), date(2026, 9, 6))


class TestWords:
    def test_nothing_but_faults_is_said_honestly(self):
        school = make_school_with_terms()
        make_incident(school)

        assert opening(measured(school))[0] == NOTHING_YET

    def test_too_little_time_is_said_too(self):
        school = make_school_with_terms()
        make_round(make_plan(school), status="done")

        assert opening(measured(school))[0] == NO_TIME

    def test_shares_stand_beside_those_of_the_time_before(self):
        school = make_school_with_terms()
        week = Period(date(2026, 9, 14), date(2026, 9, 18))
        for _ in range(5):
            make_incident(school, minutes_spent=20, at=day(7))
            make_incident(school, minutes_spent=10, channel="monitoring")
        plan = make_plan(school)
        make_round(plan, status="done", minutes=50)

        said = opening(measured(school, week))
        assert said[0] == (
            "50% of the working time written down went into prevention, up from 0% in as many school days before."
        )
        assert said[1] == "5 of 5 faults were found before anybody had to complain."


def change_of_every_sort(school):
    """Changes that were asked for, each with another end; one of them is said to have caused a fault."""
    raised = {"kind": "normal", "raised_at": MONDAY_9AM, "raised_on": MONDAY_9AM.date()}
    ended = {"status": "closed", "closed_at": MONDAY_9AM, "closed_on": MONDAY_9AM.date(), "minutes_spent": 20}
    for outcome in ("successful", "failed", "backed_out"):
        bad = make_change(school, outcome=outcome, **raised, **ended)
    never = {"made_at": None, "made_on": None}
    make_change(school, status="rejected", **raised, **never)
    make_change(school, status="raised", **raised | {"kind": "emergency"}, **never)
    bad.incident_links.create(incident=make_incident(school, at=day(15)), link="caused", said_at=MONDAY_9AM)


def test_changes_are_counted_by_what_became_of_them():
    school = make_school_with_terms()
    change_of_every_sort(school)
    make_change(school, title="Only written down")

    found = measured(school).totals

    assert {name: found[name] for name in found.figures if name.startswith("change")} == {
        "changes_recorded": 4,
        "change_minutes": 60,
        "changes_raised": 5,
        "changes_approved": 3,
        "changes_rejected": 1,
        "changes_emergency": 1,
        "changes_successful": 1,
        "changes_failed": 1,
        "changes_backed_out": 1,
    }
    assert found["incidents_caused"] == 1
    assert (found.emergency_percent, found.success_percent) == (20, None)  # of fewer than five no share is made


@pytest.mark.parametrize("name", EVERY_FIGURE)
def test_a_figure_is_the_sum_of_its_rows(name):
    school = make_school_with_terms()
    by = make_person("technician", school)
    thing = asset(school)
    for number in (14, 15):
        facts = {"asset": thing, "minutes_spent": 10, "lesson_stopped": True}
        make_incident(school, at=day(number), channel="monitoring" if number == 14 else "page", **facts)
    problem = make_problem(school, source=Source.TREND, status="resolved")
    problem.entries.create(at=MONDAY_9AM, by=by, kind="note", move="note", data={"minutes": 25})
    change_of_every_sort(school)
    known = make_known_error(school)
    on = {"at": MONDAY_9AM, "on": MONDAY_9AM.date()}
    KnownErrorUse.objects.create(known_error=known, school=school, by=by, helped=True, lesson_saved=True, **on)
    signed = {"decided_by": by, "decided_at": MONDAY_9AM}
    make_trend(school, state="accepted", **signed)
    make_trend(school, state="dismissed", reason="Expected.", **signed)
    plan = make_plan(school)
    make_round(plan, status="done", minutes=15)
    make_round(plan, status="skipped")
    figure, here = EVERY_FIGURE[name], ground(school)

    found = lines(figure, here, list(rows(figure, here, SEPTEMBER)))
    assert sum(line.amount for line in found) == measured(school).totals[name] > 0
