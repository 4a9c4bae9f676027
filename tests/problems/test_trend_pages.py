"""Trends as cards: what each says, what is one thing seen twice, the decision about it, and looking now."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from problems.models import Problem, Trend, TrendLook
from problems.presentation.trends import chance, points_from, span, usual
from tests.factories import MONDAY_9AM, make_incident, make_person, make_school, make_trend

pytestmark = pytest.mark.django_db
ADDRESS = "/problems/trends/"
DAY = timedelta(days=1)


@pytest.fixture
def browse(client):
    """`browse(tom)`: the browser of somebody."""

    def as_(person):
        client.force_login(person)
        return client

    return as_


@pytest.fixture
def faults(school):
    asker = make_person("requester", school)
    return [make_incident(school, requester=asker, at=MONDAY_9AM - n * DAY) for n in range(3)]


def text(answer):
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (date(2026, 9, 14), date(2026, 9, 14), "on 14 Sep 2026"),
        (date(2026, 9, 14), date(2026, 9, 18), "in 5 days"),
        (date(2026, 8, 25), date(2026, 9, 14), "in 3 weeks"),
        (date(2025, 9, 14), date(2026, 9, 14), "in 12 months"),
    ],
)
def test_a_time_is_said_as_people_say_it(first, last, says):
    assert span(first, last) == says


@pytest.mark.parametrize(("expected", "says"), [(0.01, "almost none"), (0.6, "0.6"), (9.96, "10.0"), (1234.4, "1,234")])
def test_what_is_usual_is_said_in_a_number(expected, says):
    assert usual(expected) == says


@pytest.mark.parametrize(
    ("score", "says"), [(0.4, "more than 1 in 10"), (4.2, "less than 1 in 10,000"), (80, "less than 1 in a million")]
)
def test_luck_is_said_in_a_number(score, says):
    assert chance(score) == says


def test_where_a_detector_gives_no_counts_they_come_from_the_records():
    trend = Trend(first=date(2026, 9, 14), last=date(2026, 9, 16))
    days = [date(2026, 9, 14), date(2026, 9, 16), date(2026, 9, 16), date(2026, 9, 30)]

    assert [(point.label, point.first) for point in points_from(days, trend)] == [
        ("14 Sep", 1),
        ("15 Sep", 0),
        ("16 Sep", 2),
    ]


def test_a_card_says_how_many_of_what_and_what_is_usual(school, people, faults, browse):
    make_trend(school, incidents=faults)

    said = text(browse(people.tom).get(ADDRESS))

    assert "Projector, Room B12" in said
    assert "5 records in 2 weeks, 0.6 expected." in said
    assert "Open a problem" in said and "Not a problem because" in said


def test_the_service_desk_reads_without_being_asked_to_decide(school, people, browse):
    make_trend(school)

    said = text(browse(people.ines).get(ADDRESS))

    assert "Projector, Room B12" in said
    assert "Open a problem" not in said and "Look now" not in said


def test_the_same_records_seen_from_two_sides_are_one_card(school, people, faults, browse):
    make_trend(school, incidents=faults, score=9.0, label="Projector PRJ-1")
    make_trend(school, incidents=faults, score=5.0, label="Room B12")

    said = text(browse(people.tom).get(ADDRESS))

    assert said.count("Open a problem") == 1
    assert "Seen also as" in said


def test_the_surest_come_first_and_decided_ones_are_behind_a_filter(school, people, browse):
    make_trend(school, label="Less sure", score=3.0)
    make_trend(school, label="Surer", score=9.0)
    facts = {"decided_by": people.tom, "decided_at": MONDAY_9AM}
    make_trend(school, label="Settled", state="dismissed", reason="Exams.", **facts)
    browser = browse(people.tom)

    first, every = text(browser.get(ADDRESS)), text(browser.get(ADDRESS, {"state": "any"}))

    assert first.index("Surer") < first.index("Less sure")
    assert "Settled" not in first and "Not a problem because: Exams." in every


def test_one_kind_can_be_looked_at_alone(school, people, browse):
    make_trend(school, label="Again")
    make_trend(school, label="A lot", kind="spike")

    said = text(browse(people.tom).get(ADDRESS, {"kind": "spike"}))

    assert "A lot" in said and ">Again<" not in said


def test_a_filter_that_is_none_is_refused(people, browse):
    assert browse(people.tom).get(ADDRESS, {"kind": "mood"}).status_code == 400


def test_an_empty_list_says_why_and_what_next(people, browse):
    assert "Nothing waits for a decision" in text(browse(people.tom).get(ADDRESS))


def test_many_trends_are_pages_in_one_order(school, people, browse):
    for n in range(30):
        make_trend(school, label=f"Trend {n:02d}.", score=float(n % 7))
    browser = browse(people.tom)

    first = browser.get(ADDRESS)
    second = browser.get(ADDRESS, {"page": first.context["page"].next})

    shown = [card.trend for answer in (first, second) for card in answer.context["cards"]]
    assert shown == sorted(Trend.objects.all(), key=lambda trend: (-trend.score, -trend.pk))


def test_the_list_costs_the_same_with_few_and_with_many(school, people, faults, browse):
    browser = browse(people.tom)

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(ADDRESS)
        return len(asked)

    make_trend(school, incidents=faults)
    few = cost()
    for _ in range(20):
        make_trend(school, incidents=faults)

    assert cost() == few


def test_a_trend_shows_its_figures_and_links_the_records_behind_it(school, people, faults, browse):
    trend = make_trend(school, incidents=faults, evidence={"usual_a_week": 0.3, "days": ["x"], "counts": [1, 2]})

    said = text(browse(people.tom).get(trend.get_absolute_url()))

    assert "Usual a week" in said and "0.3" in said
    assert all(f'href="{fault.get_absolute_url()}"' in said for fault in faults)
    assert "less than 1 in 10,000" in said


def test_the_days_under_a_chart_are_written_as_people_write_them(school, people, faults, browse):
    trend = make_trend(school, incidents=faults, evidence={"days": ["2026-09-14", "2026-09-15"], "counts": [1, 2]})

    page = browse(people.tom).get(trend.get_absolute_url()).content.decode()

    assert ">14 Sep<" in page and "2026-09-14<" not in page


def test_a_trend_that_counts_its_days_is_shown_in_words(school, people, faults, browse):
    found = {"recent": 2, "days": 15, "names": [], "told_at": "2026-09-14T08:56:00+00:00"}
    trend = make_trend(school, incidents=faults, evidence=found)
    browser = browse(people.tom)

    said = text(browser.get(trend.get_absolute_url()))

    assert "Different days" in said and "Told at" not in said
    assert trend.label in text(browser.get("/problems/trends/"))


def test_opening_a_problem_leads_to_it(school, people, faults, browse):
    trend = make_trend(school, incidents=faults)
    browser = browse(people.tom)

    assert "Projector, Room B12" in text(browser.get(f"{trend.get_absolute_url()}accept_trend/"))
    answer = browser.post(f"{trend.get_absolute_url()}accept_trend/", {"title": "Projector of B12"})

    problem = Problem.objects.get()
    assert answer["Location"] == problem.get_absolute_url()
    assert (problem.title, problem.incidents.count()) == ("Projector of B12", 3)


def test_what_hit_many_and_is_over_already_is_noted_and_nothing_is_declared(school, people, browse):
    trend = make_trend(school, kind="now", incidents=[make_incident(school, status="resolved")])
    address, browser = f"{trend.get_absolute_url()}accept_trend/", browse(people.tom)

    assert "It hits many people now" in text(browser.get(address))
    said = text(browser.post(address, {}, follow=True))

    assert "nothing is left to declare" in said and "Noted. It stays quiet" not in said


def test_no_problem_without_a_reason(school, people, browse):
    trend = make_trend(school)
    address, browser = f"{trend.get_absolute_url()}dismiss_trend/", browse(people.tom)

    assert browser.post(address, {"reason": ""}).status_code == 200
    assert browser.post(address, {"reason": "Exams."})["Location"] == ADDRESS
    trend.refresh_from_db()
    assert (trend.state, trend.reason) == ("dismissed", "Exams.")


def test_several_reports_of_one_thing_lead_to_declaring_a_major_incident(school, people, faults, browse):
    trend = make_trend(school, kind="now", incidents=faults)

    answer = browse(people.tom).post(f"{trend.get_absolute_url()}accept_trend/", {})

    assert answer["Location"].startswith(f"/incidents/{faults[2].pk}/declare_major/")


def test_deciding_twice_says_so(school, people, browse):
    trend = make_trend(school, state="accepted", decided_by=people.tom, decided_at=MONDAY_9AM)

    assert browse(people.tom).get(f"{trend.get_absolute_url()}accept_trend/").status_code == 409


def test_looking_now_is_asked_on_the_page_and_its_progress_shown(school, people, browse):
    browser = browse(people.tom)

    answer = browser.post(f"{ADDRESS}look/", {"school": school.code}, follow=True)

    look = TrendLook.objects.get()
    assert (look.school, look.asked_by, look.finished_at) == (school, people.tom, None)
    assert "It begins within a minute" in text(answer) and "every 5s" in text(answer)
    look.finished_at, look.found = MONDAY_9AM, 2
    look.save()
    assert "2 new trends found" in text(browser.get(ADDRESS))


def test_a_look_at_another_school_can_t_be_asked(people, browse):
    assert browse(people.tom).post(f"{ADDRESS}look/", {"school": make_school().code}).status_code == 404
    assert not TrendLook.objects.exists()
