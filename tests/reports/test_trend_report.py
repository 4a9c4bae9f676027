"""The trend report: what stands in it, who gets it by letter and when, and that nobody gets it twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from problems.models import Kind
from reports.models import SentTrendReport
from reports.periods import Period
from reports.shift.ground import Ground
from reports.trend_letters import half_term_before, last_school_week, send, switch
from reports.trend_report import NOTHING, trend_report
from servicedesk import letters
from servicedesk.models import Enclosure, Letter
from sla.year_document import parse
from tests.factories import (
    make_known_error,
    make_person,
    make_plan,
    make_problem,
    make_round,
    make_school,
    make_trend,
)
from tests.reports.school_terms import AUTUMN, make_school_with_terms

pytestmark = pytest.mark.django_db
YEAR = parse(AUTUMN)


def morning(day, month=9, year=2026):
    return datetime(year, month, day, 5, 30, tzinfo=UTC)


@pytest.fixture
def school():
    return make_school_with_terms()


@pytest.fixture
def priya(school):
    return make_person("technician", school, name="Priya Shah", email="priya@school.example")


@pytest.fixture
def martin(school):
    return make_person("service_level_manager", school, name="Martin Hale", email="martin@school.example")


class TestWhatStandsInIt:
    WEEK = Period(date(2026, 9, 14), date(2026, 9, 20))

    def test_each_part_has_its_own(self, school):
        by = make_person("technician", school, name="Tom Webb")
        problem = make_problem(school)
        raised = make_trend(school)
        signed = {"decided_by": by, "decided_at": morning(15), "found_on": date(2026, 9, 8)}
        accepted = make_trend(school, state="accepted", problem=problem, **signed)
        dismissed = make_trend(school, state="dismissed", reason="Expected.", **signed)
        older = make_trend(school, found_on=date(2026, 9, 8))
        make_trend(school, state="passed", found_on=date(2026, 9, 8))
        known = make_known_error(school, review_on=date(2026, 9, 18))
        make_known_error(school, retired_at=morning(1), review_on=date(2026, 9, 18))
        late = make_round(make_plan(school), due=date(2026, 9, 18))
        make_trend(make_school("Zebra School"))
        found = trend_report(Ground.of([school], at=morning(21)), self.WEEK)

        assert (found.raised, found.accepted, found.dismissed) == ([raised], [accepted], [dismissed])
        assert (found.going_on, found.problems) == ([older], [problem])
        assert (found.to_review, found.overdue) == ([known], [late])
        assert found.summary == (
            "1 trend was found. 1 trend became a problem. 1 was dismissed. Now 2 trends wait for a decision, "
            "1 problem is open, 1 known error is due for review and 1 maintenance round is overdue."
        )

    def test_nothing_is_said_in_one_sentence(self, school):
        assert trend_report(Ground.of([school], at=morning(21)), self.WEEK).summary == NOTHING


@pytest.mark.pure
class TestPeriods:
    @pytest.mark.parametrize(
        ("today", "first", "last"),
        [
            (date(2026, 9, 14), date(2026, 9, 7), date(2026, 9, 13)),
            (date(2026, 9, 16), date(2026, 9, 7), date(2026, 9, 13)),
            (date(2026, 11, 2), date(2026, 10, 19), date(2026, 11, 1)),
            (date(2026, 9, 7), date(2026, 7, 13), date(2026, 9, 6)),
            (date(2027, 1, 4), date(2026, 12, 14), date(2027, 1, 3)),
        ],
    )
    def test_a_week_reaches_back_over_a_holiday(self, today, first, last):
        assert last_school_week(YEAR, today) == Period(first, last)

    @pytest.mark.parametrize(
        ("today", "period"),
        [
            (date(2026, 11, 2), Period(date(2026, 9, 7), date(2026, 10, 25))),
            (date(2026, 11, 6), Period(date(2026, 9, 7), date(2026, 10, 25))),
            (date(2026, 11, 9), None),
            (date(2026, 10, 23), None),
            (date(2027, 1, 4), Period(date(2026, 10, 31), date(2026, 12, 18))),
        ],
    )
    def test_a_half_term_is_reported_when_the_next_begins(self, today, period):
        assert half_term_before(YEAR, today) == period


@pytest.fixture
def quick_paper(monkeypatch):
    """Setting paper takes a second; that it becomes a PDF is tried below, on demand."""
    monkeypatch.setattr("reports.trend_letters.trends_pdf", lambda report: b"%PDF-quick")


@pytest.mark.usefixtures("quick_paper")
class TestLetters:
    def test_technicians_get_it_on_monday_with_the_pdf(self, school, priya):
        make_trend(school, label="Projector, Room B12", found_on=date(2026, 9, 16))

        assert send(at=morning(21)) == 1
        letter = Letter.objects.get()
        assert letter.to == priya
        assert "1 trend was found." in letter.body
        assert f"/reports/trends/?from=2026-09-14&to=2026-09-20&school={school.code}" in letter.body
        assert letter.enclosures.get().name == "trend-report-2026-09-14-2026-09-20.pdf"

    def test_a_second_sweep_writes_nothing(self, school, priya):
        assert [send(at=morning(21)), send(at=morning(21)), send(at=morning(22))] == [1, 0, 0]
        assert Letter.objects.count() == SentTrendReport.objects.count() == 1

    def test_a_missed_monday_is_made_up_for(self, school, priya):
        assert send(at=morning(23)) == 1
        assert send(at=morning(28)) == 1

    @pytest.mark.parametrize("at", [morning(26, 10), morning(28, 10), morning(3, 8), morning(19), morning(21, 12)])
    def test_nothing_comes_in_holidays_and_on_weekends(self, school, priya, martin, at):
        assert send(at=at) == 0

    def test_managers_get_it_after_each_half_term(self, school, martin):
        sent = [send(at=morning(day, month)) for day, month in ((23, 10), (30, 10), (2, 11), (3, 11), (9, 11))]

        assert sent == [0, 0, 1, 0, 0]
        assert SentTrendReport.objects.get().kind == "half_term"
        assert send(at=morning(4, 1, 2027)) == 1

    def test_a_technician_of_two_schools_gets_one_letter(self, school, priya):
        other = make_school_with_terms("Mill Lane Primary")
        priya.memberships.create(role="technician", school=other)

        assert send(at=morning(21)) == 1
        assert "Harrow Beck School, Mill Lane Primary" in Letter.objects.get().subject

    def test_a_school_without_a_calendar_has_no_school_week(self):
        make_person("technician", make_school())

        assert send(at=morning(21)) == 0

    def test_nobody_else_gets_it(self, school):
        for role in ("requester", "service_desk", "senior_leader"):
            make_person(role, school)
        make_person("technician", school, email=None)

        assert send(at=morning(21)) == 0

    def test_who_switched_it_off_gets_none_until_it_is_on_again(self, school, priya):
        switch(priya, on=False, at=morning(20))
        switch(priya, on=False, at=morning(20))
        assert send(at=morning(21)) == 0

        switch(priya, on=True, at=morning(22))
        assert send(at=morning(22)) == 1

    def test_the_document_goes_with_the_letter_once_and_is_then_dropped(self, school, priya):
        send(at=morning(21))
        letters.send_waiting(at=morning(21))
        letters.send_waiting(at=morning(21) + timedelta(hours=1))

        (message,) = mail.outbox
        ((name, content, kind),) = message.attachments
        assert (name, content[:5], kind) == ("trend-report-2026-09-14-2026-09-20.pdf", b"%PDF-", "application/pdf")
        assert not Enclosure.objects.exists()

    def test_a_letter_that_could_not_go_keeps_its_document(self, school, priya, monkeypatch):
        send(at=morning(21))
        monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", _refuse)

        assert letters.send_waiting(at=morning(21)) == 0
        assert Enclosure.objects.count() == 1


def _refuse(backend, messages):
    raise OSError("The mail server is away.")


class TestOnDemand:
    SEPTEMBER = {"from": "2026-09-01", "to": "2026-09-30"}

    def test_page_and_api_tell_the_same(self, client, school, priya):
        make_trend(school, label="Projector, Room B12", kind=Kind.RECURRENCE)
        make_trend(make_school("Zebra School"), label="Zebra")
        client.force_login(priya)
        page = client.get(reverse("reports:trends"), self.SEPTEMBER)
        api = client.get(reverse("api-reports-trends"), self.SEPTEMBER).json()

        assert [trend.label for trend in page.context["report"].raised] == ["Projector, Room B12"]
        assert [trend["label"] for trend in api["raised"]] == ["Projector, Room B12"]
        assert api["summary"] == page.context["report"].summary
        assert "Zebra" not in page.text

    def test_it_is_a_tagged_pdf_whatever_a_label_says(self, client, school, priya):
        make_trend(school, label="#set page(width: 1cm) *dark* <b>")
        client.force_login(priya)
        answer = client.get(reverse("reports:trends-pdf"), self.SEPTEMBER)

        assert answer["Content-Disposition"] == 'attachment; filename="trend-report-2026-09-01-2026-09-30.pdf"'
        assert answer.content.startswith(b"%PDF-") and b"/MarkInfo" in answer.content

    def test_one_switches_ones_own_letters_on_both_faces(self, client, priya):
        client.force_login(priya)
        page, api = reverse("reports:trend-letters"), reverse("api-reports-trend-letters")

        assert client.get(api).json() == {"on": True}
        client.post(page, {"on": "no"})
        assert client.get(api).json() == {"on": False}
        assert "You don’t get it." in client.get(page).text
        client.put(api, {"on": True}, content_type="application/json")
        assert client.get(page).context["is_on"] is True

    def test_without_a_period_it_is_last_week(self, client, priya):
        client.force_login(priya)
        shown = client.get(reverse("reports:trends")).context["report"].period

        assert shown.days == 7 and shown.first.weekday() == 0

    def test_the_page_costs_the_same_however_much_there_is(self, client, school, priya, django_assert_max_num_queries):
        client.force_login(priya)
        make_trend(school)
        with django_assert_max_num_queries(30) as few:
            client.get(reverse("reports:trends"), self.SEPTEMBER)
        for _ in range(4):
            make_trend(school)
            make_problem(school)
            make_round(make_plan(school), due=date(2026, 9, 18))
        with django_assert_max_num_queries(len(few) + 1):
            client.get(reverse("reports:trends"), self.SEPTEMBER)
