from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.models import Status
from reports import measures
from reports.figures import COUNT
from reports.measures import KEYS, NO_CATEGORY, Scope, WrongQuestion, quantile
from reports.periods import Period, WrongPeriod
from sla.models import ClockKind, ClockState, Excuse
from tests.factories import MONDAY_9AM, make_category, make_clock, make_incident, make_person, make_school

SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))


def measure(period=SEPTEMBER, **narrower):
    return measures.sla(Scope.of_everything(**narrower), period).totals


def stopped(school, **fields):
    return make_clock(school, state=ClockState.STOPPED, **fields)


@pytest.mark.django_db
class TestOutcomes:
    def test_a_clock_stopped_in_time_is_met(self):
        school = make_school()
        make_incident(school, status=Status.RESOLVED, resolution_clock=stopped(school))

        assert measure().met == 1

    @pytest.mark.parametrize("state", [ClockState.RUNNING, ClockState.STOPPED, ClockState.CANCELLED])
    def test_a_breach_is_missed_whatever_came_after(self, state):
        school = make_school()
        make_incident(school, resolution_clock=make_clock(school, state=state, breached_at=MONDAY_9AM))

        assert (measure().missed, measure().met) == (1, 0)

    def test_a_running_clock_is_undecided(self):
        school = make_school()
        make_incident(school, resolution_clock=make_clock(school))

        assert measure().undecided == 1

    def test_a_record_without_a_promise_is_undecided(self):
        make_incident()

        assert measure().undecided == 1

    @pytest.mark.parametrize(("there", "figure"), [(True, "met"), (False, "missed")])
    def test_what_another_desk_decided_is_never_computed_again(self, there, figure):
        school = make_school()
        clock = make_clock(school, state=ClockState.STOPPED, breached_at=MONDAY_9AM if there else None)
        make_incident(school, outcome_met=there, resolution_clock=clock)

        assert getattr(measure(), figure) == 1

    def test_a_duplicate_had_no_promise_to_meet(self):
        school = make_school()
        first = make_incident(school, resolution_clock=make_clock(school))
        make_incident(school, status=Status.CANCELLED, duplicate_of=first, resolution_clock=stopped(school))

        found = measure()
        assert (found.incidents, found.met, found.cancelled, found.undecided) == (2, 0, 1, 1)

    def test_an_excused_miss_stays_a_miss_and_both_figures_are_shown(self):
        school = make_school()
        clock = make_clock(school, state=ClockState.STOPPED, breached_at=MONDAY_9AM)
        make_incident(school, resolution_clock=clock)
        Excuse.objects.create(clock=clock, by=make_person("technician", school), at=MONDAY_9AM, reason="No power.")

        found = measure()
        assert (found.missed, found.excused, found.missed_after_excuses) == (1, 1, 0)

    def test_every_record_has_exactly_one_outcome(self):
        school = make_school()
        make_incident(school)
        make_incident(school, resolution_clock=stopped(school))
        make_incident(school, outcome_met=False, status=Status.CANCELLED)
        make_incident(school, status=Status.CANCELLED)

        found = measure()
        assert found.met + found.missed + found.undecided + found.cancelled == found.incidents == 4

    def test_answers_are_measured_by_the_response_clock(self):
        school = make_school()
        response = {"kind": ClockKind.RESPONSE}
        make_incident(school, response_clock=stopped(school, **response))
        make_incident(school, response_clock=stopped(school, breached_at=MONDAY_9AM, **response))
        make_incident(school, response_clock=make_clock(school, **response))

        found = measure()
        assert (found.response_met, found.response_missed, found.response_percent) == (1, 1, 50)

    def test_what_was_called_off_was_not_answered_in_time_but_a_late_answer_stays_late(self):
        school = make_school()
        for breached_at in (None, MONDAY_9AM):
            response = stopped(school, kind=ClockKind.RESPONSE, breached_at=breached_at)
            make_incident(school, response_clock=response, status=Status.CANCELLED)

        found = measure()
        assert (found.response_met, found.response_missed) == (0, 1)


@pytest.mark.django_db
class TestPeriodAndScope:
    def test_a_period_goes_by_the_day_of_opening_and_counts_both_ends(self):
        school = make_school()
        for day in (date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 1)):
            make_incident(school, opened_on=day)

        assert measure().incidents == 2

    def test_a_school_a_priority_or_a_category_narrows_it(self):
        here, there = make_school(), make_school("Other School")
        make_incident(here, priority=1, category=make_category("No sound"))
        make_incident(here, priority=2)
        make_incident(there, priority=1)

        assert measure(school=here).incidents == 2
        assert measure(priority=1).incidents == 2
        assert measure(category="No sound").incidents == 1
        assert measure(category=NO_CATEGORY).incidents == 2

    def test_a_category_that_two_services_share_is_one_line(self):
        school = make_school()
        make_incident(school, category=make_category("Other", service="Printing"))
        make_incident(school, category=make_category("Other", service="Internet"))

        groups = measures.sla(Scope.of_everything(), SEPTEMBER, ("category",)).groups["category",]
        assert [(group.keys["category"], group.measure.incidents) for group in groups] == [("Other", 2)]

    def test_groups_come_in_order_and_those_without_a_name_last(self):
        school = make_school()
        make_incident(school)
        make_incident(school, category=make_category("Sound"))
        make_incident(school, category=make_category("Printer"))

        groups = measures.sla(Scope.of_everything(), SEPTEMBER, ("category",)).groups["category",]
        assert [group.keys["category"] for group in groups] == ["Printer", "Sound", None]

    def test_nothing_in_the_period_is_zero_and_times_are_unknown(self):
        found = measure().as_figures()

        assert found["incidents"] == 0
        assert found["mttr_hours_mean"] is None

    @pytest.mark.parametrize("way", [["colour"], ["month", "month"]])
    def test_a_split_that_makes_no_sense_is_refused(self, way):
        with pytest.raises(WrongQuestion):
            measures.sla(Scope.of_everything(), SEPTEMBER, way)

    def test_a_period_that_ends_before_it_begins_is_refused(self):
        with pytest.raises(WrongPeriod, match="swap the two dates"):
            Period(date(2026, 9, 2), date(2026, 9, 1))

    def test_it_takes_two_queries_however_it_is_split(self, django_assert_num_queries):
        make_incident(status=Status.RESOLVED)

        with django_assert_num_queries(2):
            measures.sla(Scope.of_everything(), SEPTEMBER, *([key] for key in KEYS))


@pytest.mark.django_db
class TestTimes:
    def test_mean_median_and_90th_percentile_of_the_hours_to_fix(self):
        school = make_school()
        for hours in (1, 2, 3, 10):
            make_incident(school, status=Status.RESOLVED, resolved_at=MONDAY_9AM + timedelta(hours=hours))
        make_incident(school)

        found = measure().as_figures()
        assert (found["mttr_hours_mean"], found["mttr_hours_median"], found["mttr_hours_p90"]) == (4, 2.5, 7.9)

    def test_a_record_resolved_before_it_was_opened_has_no_time(self):
        school = make_school()
        for hours in (-5, 0, 4):
            make_incident(school, status=Status.RESOLVED, resolved_at=MONDAY_9AM + timedelta(hours=hours))

        found = measure().as_figures()
        assert (found["resolved"], found["mttr_hours_mean"], found["mttr_hours_median"]) == (3, 2, 2)

    def test_the_oldest_open_record_gives_the_age_of_the_backlog(self):
        school = make_school()
        make_incident(school, opened_on=date(2026, 9, 3))
        make_incident(school, opened_on=date(2026, 9, 2), status=Status.CLOSED)

        found = measure()
        assert (found.backlog, found.backlog_oldest_on) == (1, date(2026, 9, 3))

    @given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 1))
    def test_a_quantile_lies_among_its_values_and_splits_them(self, values, share):
        ordered = sorted(values)
        found = quantile(ordered, share)

        assert ordered[0] <= found <= ordered[-1] or found == pytest.approx(ordered[0])
        assert sum(value < found - 1e-6 for value in ordered) <= share * (len(ordered) - 1) + 1

    def test_of_nothing_there_is_no_quantile(self):
        assert quantile([], 0.5) is None


def test_every_figure_has_words_and_says_how_it_is_counted():
    assert all(count.heading and count.how for count in COUNT.values())
