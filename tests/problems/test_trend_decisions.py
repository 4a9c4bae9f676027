"""What is found is kept once; what somebody decided stays quiet until it is news again."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from problems import workflow
from problems.models import Problem, Source, Trend, TrendLook
from problems.trends.finding import Finding
from servicedesk.errors import NotYours, Refused
from tests.factories import MONDAY_9AM, make_incident, make_person, make_problem, make_school, make_trend
from tests.problems.findings import A_DAY, make_finding

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AT = MONDAY_9AM


def propose(*findings, after=0):
    return workflow.propose(findings, on=A_DAY + after * DAY, at=AT + after * DAY)


@pytest.fixture
def faults(school):
    asker = make_person("requester", school)
    return [make_incident(school, requester=asker, at=AT - n * DAY) for n in range(3)]


def states():
    return list(Trend.objects.order_by("pk").values_list("state", flat=True))


def test_a_finding_becomes_a_trend_with_its_records(school, faults):
    assert propose(make_finding(school=school, incidents=faults, evidence={"days": []})) == 1

    trend = Trend.objects.get()
    assert (trend.school, trend.label, trend.count, trend.state) == (school, "Projector, Room B12", 5, "proposed")
    assert (trend.found_on, trend.found_at, trend.seen_on) == (A_DAY, AT, A_DAY)
    assert set(trend.incidents.all()) == set(faults)


def test_what_waits_for_a_decision_is_brought_up_to_date(school, faults):
    propose(make_finding(school=school, incidents=faults[:2]))

    assert propose(make_finding(school=school, on=A_DAY + DAY, incidents=faults, count=6, why="6 now."), after=1) == 0

    trend = Trend.objects.get()
    assert (trend.count, trend.why, trend.found_on, trend.seen_on) == (6, "6 now.", A_DAY, A_DAY + DAY)
    assert trend.incidents.count() == 3


def test_an_earlier_day_looked_at_afterwards_changes_nothing():
    propose(make_finding(on=A_DAY + DAY, count=6), after=1)

    assert propose(make_finding(count=99)) == 0
    assert Trend.objects.get().count == 6


def test_what_is_not_so_for_weeks_passes_by_itself():
    propose(make_finding())

    assert workflow.let_pass(on=A_DAY + 27 * DAY) == 0
    assert workflow.let_pass(on=A_DAY + 28 * DAY) == 1
    assert states() == ["passed"]
    assert propose(make_finding(on=A_DAY + 29 * DAY), after=29) == 1


def test_what_was_dismissed_is_quiet_until_it_is_clearly_worse(people):
    propose(make_finding())
    workflow.dismiss_trend(Trend.objects.get(), by=people.everywhere, at=AT, reason="Exams.")

    assert propose(make_finding(on=A_DAY + DAY), after=1) == 0
    assert propose(make_finding(on=A_DAY + 2 * DAY, count=9, score=7.0), after=2) == 1
    assert states() == ["dismissed", "proposed"]


def test_what_was_dismissed_and_went_away_is_news_when_it_is_back(people):
    propose(make_finding())
    workflow.dismiss_trend(Trend.objects.get(), by=people.everywhere, at=AT, reason="Exams.")

    assert propose(make_finding(on=A_DAY + 20 * DAY), after=20) == 0
    assert propose(make_finding(on=A_DAY + 47 * DAY), after=47) == 0
    assert propose(make_finding(on=A_DAY + 75 * DAY), after=75) == 1


def test_accepting_opens_a_problem_with_the_records_that_have_no_cause_yet(school, people, faults):
    make_problem(school, incidents=faults[:1])
    trend = make_trend(school, incidents=faults)

    trend = workflow.accept_trend(trend, by=people.tom, at=AT)

    problem = trend.problem
    assert (problem.title, problem.source, problem.school) == ("Projector, Room B12", Source.TREND, school)
    assert (trend.state, trend.decided_by, trend.decided_at) == ("accepted", people.tom, AT)
    assert set(problem.incidents.all()) == set(faults[1:])
    assert problem.symptoms == faults[1].summary


def test_accepting_may_join_an_open_problem(school, people, faults):
    problem = make_problem(school)

    workflow.accept_trend(make_trend(school, incidents=faults), by=people.tom, at=AT, problem=problem)

    assert problem.incidents.count() == 3
    assert Problem.objects.count() == 1


def test_what_is_the_same_seen_from_another_side_is_decided_with_it(school, people, faults):
    trend, other = make_trend(school, incidents=faults[:2]), make_trend(school, incidents=faults)

    trend = workflow.accept_trend(trend, by=people.tom, at=AT, also=[other])

    other.refresh_from_db()
    assert (other.state, other.problem) == ("accepted", trend.problem)
    assert trend.problem.incidents.count() == 3


def test_what_happens_right_now_becomes_no_problem(school, people, faults):
    trend = workflow.accept_trend(make_trend(school, kind="now", incidents=faults), by=people.tom, at=AT)

    assert (trend.state, trend.problem) == ("accepted", None)
    assert not Problem.objects.exists()


def test_while_somebody_is_at_work_on_it_it_is_quiet(school, people, faults):
    propose(make_finding(school=school, incidents=faults))
    workflow.accept_trend(Trend.objects.get(), by=people.tom, at=AT)

    assert propose(make_finding(school=school, on=A_DAY + DAY, count=50, score=30.0), after=1) == 0


def test_after_the_fix_only_what_comes_after_it_is_news(school, people, faults):
    propose(make_finding(school=school, incidents=faults))
    problem = workflow.accept_trend(Trend.objects.get(), by=people.tom, at=AT).problem
    workflow.resolve(problem, by=people.tom, at=AT + DAY, root_cause="Lamp.", resolution="New lamp.")
    asker = make_person("requester", school)
    again = [make_incident(school, requester=asker, at=AT + n * DAY) for n in (2, 3, 4)]

    assert propose(make_finding(school=school, on=A_DAY + 2 * DAY, incidents=[*faults, *again[:2]]), after=2) == 0
    assert propose(make_finding(school=school, on=A_DAY + 4 * DAY, incidents=[*faults, *again]), after=4) == 1


@pytest.mark.parametrize("state", ["accepted", "dismissed"])
@pytest.mark.parametrize("decide", [workflow.accept_trend, workflow.dismiss_trend], ids=["accept", "dismiss"])
def test_what_was_decided_is_decided_once(school, people, state, decide):
    trend = make_trend(school, state=state, decided_by=people.tom, decided_at=AT, reason="Exams.")
    more = {"reason": "No."} if decide is workflow.dismiss_trend else {}

    with pytest.raises(Refused, match="not open to decide"):
        decide(trend, by=people.tom, at=AT, **more)


def test_the_service_desk_reads_trends_and_decides_about_none(school, people):
    with pytest.raises(NotYours):
        workflow.dismiss_trend(make_trend(school), by=people.ines, at=AT, reason="No.")


def test_a_trend_of_several_schools_is_decided_by_people_of_the_whole_trust(people):
    trend = make_trend(False)

    with pytest.raises(NotYours):
        workflow.accept_trend(trend, by=people.tom, at=AT)
    assert workflow.accept_trend(trend, by=people.everywhere, at=AT).problem.school is None


def test_dismissing_needs_a_reason(school, people):
    with pytest.raises(ValidationError, match="why it is no problem"):
        workflow.dismiss_trend(make_trend(school), by=people.tom, at=AT, reason=" ")


def test_looking_now_is_asked_once_until_it_is_done(school, people):
    first = workflow.look_for_trends(by=people.tom, at=AT, school=school)

    assert workflow.look_for_trends(by=people.martin, at=AT, school=school) == first
    assert TrendLook.objects.get().asked_by == people.tom


def test_nobody_has_other_schools_looked_at(people):
    for school in (None, make_school()):
        with pytest.raises(NotYours):
            workflow.look_for_trends(by=people.tom, at=AT, school=school)


def test_very_long_names_are_cut_and_still_the_same_pattern():
    long = {"key": "k" * 400, "label": "l" * 400}
    propose(make_finding(**long))

    assert propose(make_finding(on=A_DAY + DAY, **long), after=1) == 0
    assert len(Trend.objects.get().label) == 300


def test_a_finding_says_the_numbers_people_say():
    found = Finding("spike", "k", "l", A_DAY, A_DAY, 2, 0.51234, 3.456, A_DAY, "Why.", (7, 8))

    assert found.as_json({7: "INC7"}) == {
        **{"kind": "spike", "key": "k", "label": "l", "from": "2026-09-14", "to": "2026-09-14", "count": 2},
        **{"expected": 0.512, "score": 3.46, "found_on": "2026-09-14", "why": "Why.", "evidence": {}},
        "incidents": ["INC7", "8"],
    }
