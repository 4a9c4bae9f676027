"""One report, five faces: page, paper, CSV, spreadsheet and API show the same figures; actions and letters."""

import csv
import html
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO

import pypdf
import pytest
from django.urls import reverse

from reports import measures, report_letters, workflow
from reports.measures import Scope
from reports.models import ReportAction, Subscription
from reports.paper import service_report as paper
from reports.periods import Period
from reports.service_report.compared import half_term_a_year_ago, times_of
from reports.service_report.report import service_report
from reports.shift.ground import Ground
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Enclosure, Letter
from sla.models import Excuse
from sla.year_document import parse
from tests.factories import MONDAY_9AM, make_clock, make_incident, make_person, make_plan, make_problem, make_round
from tests.reports.school_terms import AUTUMN, make_school_with_terms

pytestmark = pytest.mark.django_db
SEPTEMBER = {"from": "2026-09-01", "to": "2026-09-30"}
DAYS = {"report_first": date(2026, 9, 1), "report_last": date(2026, 9, 30)}
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
DAY = timedelta(days=1)


@pytest.fixture
def school():
    return make_school_with_terms()


@pytest.fixture
def manager(school):
    return make_person("service_level_manager", school, name="Martin Hale")


@pytest.fixture
def head(school):
    return make_person("senior_leader", school, name="Grace Adeyemi")


@pytest.fixture
def reader(client, manager):
    client.force_login(manager)
    return client


def fill(school, manager):
    """A month with something of everything."""
    for n in range(9):
        facts = {"lesson_stopped": n % 3 == 0, "satisfied": n > 1, "status": "resolved", "resolution": "Mended."}
        at = MONDAY_9AM + n * DAY
        make_incident(school, at=at, first_response_at=at, resolved_at=at + timedelta(hours=n + 1), **facts)
    make_incident(school, at=MONDAY_9AM - 60 * DAY)
    make_incident(school, at=MONDAY_9AM + DAY)
    make_problem(school)
    make_round(make_plan(school), due=date(2026, 9, 18))
    add(school, manager)


def add(school, by, at=MONDAY_9AM, **facts):
    facts = {"text": "Replace the lamps", "owner": by, "due": date(2026, 10, 16)} | DAYS | facts
    return workflow.add_action(school=school, by=by, at=at, **facts)


ORDER = ("reactive", "proactive", "changes", "levels", "satisfaction", "actions")


def words_of(answer):
    return re.sub(r"\s+", " ", html.unescape(answer))


def number(cell):
    return float(cell) if cell else None


def paper_text(pdf):
    """All words of a PDF without spaces, for lines break anywhere."""
    pages = pypdf.PdfReader(BytesIO(pdf)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def sheet_numbers(book):
    """Every number in a spreadsheet."""
    with zipfile.ZipFile(BytesIO(book)) as whole:
        sheets = [whole.read(name).decode() for name in whole.namelist() if "worksheets/sheet" in name]
    return {
        float(value) for sheet in sheets for value in re.findall(r'<c r="[A-Z]+\d+"(?: s="\d+")?><v>([^<]+)', sheet)
    }


def alternatives(tag, found=None):
    """What the pictures of a PDF say to whoever doesn't see them."""
    found = set() if found is None else found
    tag = tag.get_object()
    if isinstance(tag, list):
        for each in tag:
            alternatives(each, found)
    elif isinstance(tag, dict):
        if "/Alt" in tag:
            found.add(str(tag["/Alt"]))
        if "/K" in tag:
            alternatives(tag["/K"], found)
    return found


class TestOneReport:
    def test_every_face_shows_the_same_figures(self, reader, school, manager):
        fill(school, manager)
        page = reader.get(reverse("reports:service-report"), SEPTEMBER)
        report = page.context["report"]
        numbers = {line.measure.name: list(line.numbers) for line in report.lines}

        rows = list(csv.DictReader(StringIO(reader.get(reverse("reports:service-report-csv"), SEPTEMBER).text)))
        by_api = reader.get("/api/v1/reports/service/", SEPTEMBER).json()
        figures = [figure for section in by_api["sections"] for figure in section["figures"]]
        as_file = [[number(row[key]) for key in ("Now", "Before", "Last year")] for row in rows]

        assert [row["Measure"] for row in rows] == list(numbers) == [figure["name"] for figure in figures]
        assert as_file == list(numbers.values())
        assert [[figure["now"], figure["before"], figure["year_ago"]] for figure in figures] == list(numbers.values())
        assert sheet_numbers(reader.get(reverse("reports:service-report-xlsx"), SEPTEMBER).content) >= {
            value for each in numbers.values() for value in each if value
        }
        text = paper_text(paper.report_pdf(report))
        for part in report.parts:
            assert all(sentence in words_of(page.text) for sentence in part.sentences)
            assert all(sentence.replace(" ", "") in text for sentence in part.sentences)
            assert [line["words"] for line in by_api["sections"][report.parts.index(part)]["figures"]] == [
                list(line.shown) for line in part.lines
            ]
            for line in part.lines:
                assert re.sub(r"\s", "", f"{line.measure.heading}{''.join(line.shown)}{line.turn}") in text
        assert "Replacethelamps" in text and "Replace the lamps" in page.text
        assert by_api["actions"][0]["action"]["text"] == "Replace the lamps"

    def test_where_it_shares_a_name_with_the_service_levels_it_shares_the_figure(self, school, manager):
        fill(school, manager)
        period = Period(date(2026, 9, 1), date(2026, 9, 30))
        report = service_report(Ground.of([school], at=MONDAY_9AM + 14 * DAY), period, school.name)
        others = measures.sla(Scope.of_everything(school=school), period).totals.as_figures()
        # There “still open” is what was opened in the period and is open now; here, what was open at its end.
        shared = {
            each.measure.name: each.now for each in report.lines if each.measure.name in others.keys() - {"backlog"}
        }

        assert len(shared) > 8
        assert shared == {
            name: pytest.approx(others[name], abs=0.01) if others[name] is not None else shared[name] for name in shared
        }

    def test_its_sections_have_a_fixed_order_and_every_figure_leads_to_its_records(self, reader, school, manager):
        fill(school, manager)
        page = reader.get(reverse("reports:service-report"), SEPTEMBER)
        places = [page.text.index(f'<h2 id="{key}"') for key in ORDER]

        assert places == sorted(places)
        for line in page.context["report"].lines:
            assert not line.has_rows or f"/measures/{line.measure.name}/rows/?from=2026-09-01" in page.text

    def test_it_asks_the_same_questions_however_much_there_is(
        self, reader, school, manager, django_assert_num_queries, django_assert_max_num_queries
    ):
        fill(school, manager)
        with django_assert_max_num_queries(330) as few:
            reader.get(reverse("reports:service-report"), SEPTEMBER)
        fill(school, manager)
        with django_assert_num_queries(len(few)):
            reader.get(reverse("reports:service-report"), SEPTEMBER)

    def test_without_a_period_it_is_last_month(self, reader):
        assert reader.get(reverse("reports:service-report")).context["report"].period.first.day == 1

    def test_a_wrong_period_is_said(self, reader):
        assert (
            reader.get(reverse("reports:service-report-pdf"), {"from": "2026-09-30", "to": "2026-09-01"}).status_code
            == 400
        )
        assert reader.get("/api/v1/reports/service/", {"period": "never"}).status_code == 400

    def test_the_reasons_of_what_was_late_are_shown(self, reader, school, manager):
        clock = make_clock(school, "resolution", breached_at=MONDAY_9AM)
        late = make_incident(school, resolution_clock=clock)
        Excuse.objects.create(clock=late.resolution_clock, by=manager, at=MONDAY_9AM, reason="Snow")

        assert "Snow" in reader.get(reverse("reports:service-report"), SEPTEMBER).text

    def test_the_paper_is_tagged_titled_and_in_english(self, school, manager):
        fill(school, manager)
        report = service_report(Ground.of([school], at=MONDAY_9AM + 14 * DAY), Period(*DAYS.values()), school.name)
        document = pypdf.PdfReader(BytesIO(paper.report_pdf(report)))
        root = document.trailer["/Root"]
        fonts = {font for page in document.pages for font in page["/Resources"].get("/Font", {}).values()}

        assert root["/MarkInfo"]["/Marked"] and str(root["/Lang"]).startswith("en")
        assert document.metadata.title == "Service report"
        assert b"pdfuaid:part" in root["/Metadata"].get_data()
        assert fonts and alternatives(root["/StructTreeRoot"]) == {
            p.words for part in report.parts for p in part.pictures
        }


class TestActions:
    def test_it_is_carried_until_it_is_done(self, school, manager):
        add(school, manager)
        ground = Ground.of([school], at=datetime(2026, 11, 2, 9, tzinfo=UTC))
        [line] = service_report(ground, OCTOBER, school.name).actions

        assert (line.carried, line.state) == ("September 2026", "Overdue")

        workflow.finish_action(line.action, by=manager, at=datetime(2026, 10, 20, 9, tzinfo=UTC))
        november = Period(date(2026, 11, 1), date(2026, 11, 30))

        assert service_report(ground, OCTOBER, school.name).actions_words == "1 action is done and none is open."
        assert service_report(ground, november, school.name).actions == []

    def test_a_head_reads_and_a_manager_writes(self, client, school, manager, head):
        client.force_login(manager)
        asked = reverse("reports:add_action") + "?from=2026-09-01&to=2026-09-30"
        says = {"text": " Replace  the lamps ", "owner": head.pk, "due": "2099-10-16"}
        assert client.post(asked, says).status_code == 302
        action = ReportAction.objects.get()
        assert (action.text, action.report_last, action.added_by) == ("Replace the lamps", date(2026, 9, 30), manager)
        assert Letter.objects.get().to == head

        stranger = make_person("technician", school)
        client.force_login(stranger)
        assert client.get(action.get_absolute_url()).status_code == 404
        client.force_login(head)
        assert client.post(asked, says).status_code == 403
        assert client.post(reverse("reports:change_action", args=[action.pk]), says).status_code == 403
        assert client.post(reverse("reports:finish_action", args=[action.pk])).status_code == 302  # it is the owner
        assert client.post(reverse("reports:finish_action", args=[action.pk])).status_code == 409
        action.refresh_from_db()
        assert action.done_by == head

    def test_what_is_wrong_is_said(self, school, manager):
        requester = make_person("requester", school)
        with pytest.raises(Exception) as refused:
            add(school, manager, text="  ", owner=requester, due=date(2026, 9, 1))
        assert set(refused.value.message_dict) == {"text", "owner", "due"}
        with pytest.raises(NotYours, match="whole trust"):
            add(None, manager)
        action = add(school, manager)
        with pytest.raises(Refused, match="it is open"):
            workflow.reopen_action(action, by=manager, at=MONDAY_9AM)

    def test_its_owner_is_told_once_when_due_and_once_a_week_late(self, school, manager):
        add(school, manager)
        add(school, manager, text="Order cables")
        due = datetime(2026, 10, 16, 6, tzinfo=UTC)
        days = (-1, 0, 0, 3, 7, 8)

        assert [workflow.remind(at=due + day * DAY) for day in days] == [0, 1, 0, 0, 1, 0]
        assert [letter.subject for letter in Letter.objects.order_by("pk")] == [
            "Due today: 2 actions of the service report",
            "Still to do: 2 actions of the service report",
        ]

    def test_missed_reminders_end_in_one(self, school, manager):
        add(school, manager)

        assert workflow.remind(at=datetime(2026, 11, 16, 6, tzinfo=UTC)) == 1


class TestLetters:
    @pytest.fixture(autouse=True)
    def quick_paper(self, monkeypatch):
        monkeypatch.setattr(report_letters, "report_pdf", lambda report: b"%PDF-quick")

    def ask(self, by, school=None, how_often="month"):
        return report_letters.switch(school=school, how_often=how_often, by=by, at=MONDAY_9AM)

    def test_last_month_comes_once_with_the_pdf_in_the_first_days(self, school, manager, head):
        self.ask(manager, school)
        self.ask(head)
        first = datetime(2026, 10, 1, 6, tzinfo=UTC)

        assert [report_letters.send(at=first + day * DAY) for day in (0, 0, 1)] == [2, 0, 0]
        letter = Letter.objects.filter(to=manager).get()
        assert letter.subject == "Service report: Harrow Beck School, 1 September 2026 to 30 September 2026"
        assert "from=2026-09-01&to=2026-09-30&school=" in letter.body
        assert Enclosure.objects.filter(letter=letter).get().name.endswith("2026-09-01-2026-09-30.pdf")

    def test_after_the_first_days_it_is_no_news(self, school, manager):
        self.ask(manager, school)

        assert report_letters.send(at=datetime(2026, 10, 12, 6, tzinfo=UTC)) == 0

    def test_a_half_term_comes_when_the_next_has_begun(self, school, manager):
        self.ask(manager, school, "half_term")

        assert report_letters.send(at=datetime(2026, 10, 27, 6, tzinfo=UTC)) == 0
        assert report_letters.send(at=datetime(2026, 11, 2, 6, tzinfo=UTC)) == 1

    def test_who_may_read_no_more_gets_none(self, school, manager):
        self.ask(manager, school)
        manager.memberships.all().delete()

        assert report_letters.send(at=datetime(2026, 10, 1, 6, tzinfo=UTC)) == 0
        with pytest.raises(NotYours):
            self.ask(make_person("technician", school))

    def test_it_is_switched_on_the_page_and_by_api(self, reader, school, manager):
        page = reverse("reports:report-letters")
        assert reader.post(page, {"school": "", "how_often": "month"}).status_code == 302
        assert Subscription.objects.get().how_often == "month"
        body = {"school": None, "how_often": "half_term"}
        found = reader.put("/api/v1/reports/letters/", body, content_type="application/json").json()
        assert [each["how_often"] for each in found] == ["half_term"]
        assert reader.post(page, {"school": "", "how_often": ""}).status_code == 302
        assert not Subscription.objects.exists()


class TestTimes:
    def test_a_half_term_is_compared_with_the_same_one_last_year(self):
        terms = [("2025-09-03", "2025-12-19", "2025-10-27", "2025-10-31")]
        terms.append(("2026-09-07", "2026-12-18", "2026-10-26", "2026-10-30"))
        ranges = [
            span
            for first, last, away, back in terms
            for span in (
                {"type": "term", "first": first, "last": last, "name": "Autumn"},
                {"type": "holiday", "first": away, "last": back, "name": "half-term"},
            )
        ]
        year = parse(AUTUMN | {"ranges": ranges})
        half = Period(date(2026, 9, 7), date(2026, 10, 25))

        assert half_term_a_year_ago(year, half, today=date(2026, 11, 2)) == Period(date(2025, 9, 3), date(2025, 10, 26))
        so_far = Period(date(2026, 9, 7), date(2026, 9, 11))
        assert half_term_a_year_ago(year, so_far, today=so_far.last) == Period(date(2025, 9, 3), date(2025, 9, 9))
        assert half_term_a_year_ago(year, so_far, today=date(2026, 11, 2)) is None

    def test_before_the_first_record_there_is_nothing_to_compare_with(self, school):
        make_incident(school, at=MONDAY_9AM)
        ground = Ground.of([school], at=MONDAY_9AM + 60 * DAY)

        assert times_of(ground, Period(*DAYS.values())).words == "There are no earlier records to compare with."
        november = Period(date(2026, 11, 2), date(2026, 11, 13))
        assert times_of(ground, november).against.before == "in the 10 school days before"
