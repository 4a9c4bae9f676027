"""What is found about the records of a desk, from the database to the finding: recurrence, similar words and bursts."""

from datetime import timedelta

import pytest

from problems.trends import finder
from tests.factories import MONDAY_9AM, make_category, make_incident, make_person

pytestmark = pytest.mark.django_db
WEEK, MINUTE = timedelta(weeks=1), timedelta(minutes=1)
OTHERS = ("Tablet is cracked", "No sound", "Copier wants a code", "Slow internet", "Lost a charger", "Mouse is gone")


@pytest.fixture
def asker(school):
    return make_person("requester", school)


@pytest.fixture
def usual(school, asker):
    """A desk with two records a day about this and that, for six weeks."""
    matters = [make_category(name=name) for name in OTHERS]
    for n in range(42):
        for hour in (0, 3):
            at = MONDAY_9AM + timedelta(days=n, hours=hour)
            matter = (n + hour) % len(OTHERS)
            make_incident(school, at=at, requester=asker, summary=f"{OTHERS[matter]} again", category=matters[matter])


def night(n, job):
    """The alert of a job that failed in the night to a Monday."""
    return f"job {job} failed in job_scheduler at: 0{n + 1}/09/2026 0{n}:47:13"


def found(kind, at):
    return {finding.key: finding for finding in finder.find(at.date(), kinds=[kind])}


def test_a_job_that_fails_each_week_is_told_by_its_name(school, asker, usual):
    for n in range(6):
        for job in ("Job_1424", f"Job_{n}"):
            make_incident(school, at=MONDAY_9AM + n * WEEK, requester=asker, summary=night(n, job))

    told = found("recurrence", MONDAY_9AM + 5 * WEEK)

    assert [key for key in told if key.startswith("job=")] == [f"job=Job_1424 @ {school.code}"]


def test_requests_and_copies_of_a_report_are_no_recurrence(school, asker, usual):
    first = make_incident(school, at=MONDAY_9AM, requester=asker, summary=night(0, "Job_1424"))
    for n in range(1, 6):
        facts = {"duplicate_of": first} if n % 2 else {"kind": "request"}
        make_incident(school, at=MONDAY_9AM + n * WEEK, requester=asker, summary=night(n, "Job_1424"), **facts)

    assert found("recurrence", MONDAY_9AM + 5 * WEEK) == {}


def test_alerts_of_one_job_are_one_group_with_all_its_tickets(school, asker, usual):
    alerts = [
        make_incident(school, at=MONDAY_9AM + n * WEEK, requester=asker, summary=night(n, job))
        for n in range(5)
        for job in ("Job_1424", "Job_7")
    ]

    told = found("similar", MONDAY_9AM + 4 * WEEK)

    finding = told["Job Job_1424 failed in job_scheduler at …"]
    assert set(finding.incidents) == {alert.pk for alert in alerts[::2]}
    assert finding.count == 5
    assert set(told) == {finding.key, "Job Job_7 failed in job_scheduler at …"}


def test_a_text_that_only_repeats_its_category_is_no_finding_of_words(school, asker, usual):
    category = make_category(name="Photocopier")
    for n in range(20):
        at = MONDAY_9AM + timedelta(days=n, hours=1)
        make_incident(school, at=at, requester=asker, summary="Photocopier", category=category)

    assert found("similar", MONDAY_9AM + 3 * WEEK) == {}


def test_four_people_without_network_are_told_while_it_happens(school, usual):
    category, begin = make_category(name="No network"), MONDAY_9AM + 5 * WEEK + timedelta(days=1, hours=1)
    calls = [
        make_incident(
            school, at=begin + 5 * n * MINUTE, requester=make_person("requester", school), category=category
        ).pk
        for n in range(5)
    ]
    day = begin.date()

    so_far = finder.Run.over(day, day, kinds=["now"]).at(begin + 16 * MINUTE, day)

    (finding,) = so_far
    assert list(finding.incidents) == calls[:4]
    assert finding.key == f"category=No network @ {school.code}"
