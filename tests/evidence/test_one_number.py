"""A measure is one number wherever it is read: page, PDF, CSV, spreadsheet, API, *Ask your own*, evidence, its pack.

Once over a part of the demo's term, played through the desk's own moves, and once over real history that was brought
in; both with a closed month whose records have changed since.
"""

import csv
import gzip
import html
import os
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from random import Random

import pypdf
import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from config.demo import people, places, promises, term, year
from config.demo.proactive import Proactive
from config.demo.stage import Stage
from incidents.models import Incident
from reports import closing
from reports.catalogue import MEASURES
from reports.catalogue.asking import ask
from reports.models import KeptFigure
from reports.periods import Period
from reports.questions.query import MOST_MEASURES
from reports.shift.ground import Ground
from servicedesk.models import School
from sla.calendars import current_version, hours_of
from tests.factories import make_person

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("CONFORMANCE_DATA", ROOT.parent / "shared" / "data")) / "tickets"
EXPORT = DATA / "servicenow_incident_events_5000.csv.gz"
DAY = timedelta(days=1)
PLACES = 2
FRAMEWORKS = ("ictmark", "dfe")
SECTIONS = ("Reactive", "Proactive", "Changes", "Levels", "Satisfaction")

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("one number")]


def a_part_of_the_term(folder):
    """Some days of the demo's large school, with what its team does beside the queue; September is closed."""
    now, first = datetime(2026, 10, 16, 15, tzinfo=UTC), date(2026, 9, 21)
    schools, categories = places.make_schools(), places.make_catalogue()
    places.make_assets(schools, at=now - 40 * DAY)
    staff = people.make_people(schools)
    told = {"today": now.date(), "at": now - 40 * DAY, "by": staff["martin.hale"]}
    year.make_calendar(schools, **told)
    promises.make_promises(schools, **told)
    hours = hours_of(current_version(schools["HBS"]))
    stage = Stage(now=now, hours=hours, rng=Random(2026), desk=staff["ines.duarte"])
    cast = term.Cast(stage, schools, staff, categories)
    for number in range(4):
        cast.day("HBS", schools["HBS"], first + number * DAY)
    beside = Proactive(cast, first)
    beside.labels()
    beside.maintenance()
    stage.play(lambda share: None)
    return schools["HBS"], Period(date(2026, 9, 1), date(2026, 9, 30)), now


def real_history(folder):
    """Every tenth of five thousand real incidents, with all that was done on it; two closed months of theirs."""
    some = folder / "some.csv"
    with gzip.open(EXPORT, "rt", newline="") as whole, some.open("w", newline="") as part:
        rows = csv.DictReader(whole)
        out = csv.DictWriter(part, rows.fieldnames)
        out.writeheader()
        out.writerows(row for row in rows if row["number"].endswith("7"))
    call_command("import_incidents", str(some), "--format", "servicenow", stdout=StringIO())
    return School.objects.get(), Period(date(2016, 3, 1), date(2016, 4, 30)), datetime(2016, 6, 20, 12, tzinfo=UTC)


needs_history = pytest.mark.skipif(not EXPORT.exists(), reason=f"real tickets are not here: {EXPORT}")


@pytest.fixture(
    scope="module",
    params=[a_part_of_the_term, pytest.param(real_history, marks=needs_history)],
    ids=["the demo", "real history"],
)
def asked(request, tmp_path_factory, django_db_setup, django_db_blocker):
    """A school, days whose months are closed, and its manager; a record that was counted is gone since."""
    with django_db_blocker.unblock(), transaction.atomic():
        school, period, at = request.param(tmp_path_factory.mktemp("history"))
        closing.keep(at=at + 20 * DAY)
        assert KeptFigure.objects.filter(school=school, month=period.first).exists()
        Incident.objects.filter(school=school, opened_on__range=(period.first, period.last)).order_by("-pk")[0].delete()
        yield school, period, make_person("service_level_manager", school, name="Quincy Marlowe")
        transaction.set_rollback(True)


@pytest.fixture
def reader(asked):
    client = Client()
    client.force_login(asked[2])
    return client


@pytest.fixture
def query(asked):
    school, period, _ = asked
    return {"school": school.code, "from": period.first.isoformat(), "to": period.last.isoformat()}


@pytest.fixture
def right(asked):
    """Measure → what the catalogue says, to two decimals; None is not known."""
    school, period, _ = asked
    found = ask(MEASURES, Ground.of([school], at=datetime.now(UTC)), period)
    return {each.measure.name: plain(each.value) for each in found}


def plain(value):
    return None if value in (None, "") else round(float(value), PLACES)


def table(text):
    return list(csv.DictReader(StringIO(text)))


def packed(reader, framework, query):
    """The tables and papers of an evidence pack, by name."""
    answer = reader.post(reverse("evidence:export"), query | {"framework": framework})
    with zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def words_on(pdf):
    """All that a PDF says, without spaces, for lines break anywhere."""
    return squeezed("".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages))


def squeezed(text):
    return re.sub(r"\s", "", html.unescape(text))


def test_the_catalogue_has_something_to_say_and_a_closed_month_did_not_move(asked, right):
    school, period, _ = asked
    there = Incident.objects.filter(school=school, opened_on__range=(period.first, period.last))

    assert right["incidents"] == there.count() + 1
    assert sum(value is not None and value > 0 for value in right.values()) > 20


def test_the_service_report_says_it_on_page_paper_file_and_by_api(reader, query, right):
    page = reader.get(reverse("reports:service-report"), query)
    report = page.context["report"]
    names = [line.measure.name for line in report.lines]
    wanted = {name: right[name] for name in names}

    by_api = reader.get("/api/v1/reports/service/", query).json()
    rows = table(reader.get(reverse("reports:service-report-csv"), query).text)
    book = BytesIO(reader.get(reverse("reports:service-report-xlsx"), query).content)
    sheets = [row for section in SECTIONS for row in sheet(book, section)]
    text, paper = squeezed(page.text), words_on(reader.get(reverse("reports:service-report-pdf"), query).content)

    assert {line.measure.name: plain(line.now) for line in report.lines} == wanted
    assert {each["name"]: plain(each["now"]) for part in by_api["sections"] for each in part["figures"]} == wanted
    assert {row["Measure"]: plain(row["Now"]) for row in rows} == wanted
    assert {row["Measure"]: plain(row["Now"]) for row in sheets} == wanted
    for line in report.lines:
        assert squeezed(line.shown[0]) in text, line.measure
        assert squeezed(f"{line.measure.heading}{''.join(line.shown)}") in paper, line.measure


def sheet(book, name):
    """The rows of one sheet, each by its headings."""
    head, *rows = load_workbook(book, read_only=True)[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=False)) for row in rows]


def test_every_measure_says_it_by_itself_and_where_it_is_asked_for(reader, query, right):
    alone = {name: reader.get(f"/api/v1/measures/{name}/", query).json()["value"] for name in MEASURES}
    assert {name: plain(value) for name, value in alone.items()} == right

    names = list(MEASURES)
    for some in (names[at : at + MOST_MEASURES] for at in range(0, len(names), MOST_MEASURES)):
        asked = query | {"measure": some}
        [head, row] = csv.reader(StringIO(reader.get(reverse("reports:ask-csv"), asked).text))
        assert head[1:] == [MEASURES[name].heading for name in some]
        assert [plain(value) for value in row[1:]] == [right[name] for name in some]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_evidence_says_it_on_its_page_by_api_and_in_its_pack(reader, query, right, framework):
    page = reader.get(reverse("evidence:checklist"), query | {"framework": framework}).context["found"]
    by_api = reader.get(reverse("api-evidence", args=[framework]), query).json()
    pack = packed(reader, framework, query)
    on_page = {p.figure.name: p for answer in page.answers for p in answer.proofs if p.figure.name in MEASURES}
    wanted = {name: right[name] for name, proof in on_page.items() if not stands_now(proof)}
    answers = [each for statement in by_api["statements"] for each in statement["figures"]]
    rows, paper = table(pack["measures.csv"].decode()), words_on(pack["evidence.pdf"])

    assert len(wanted) > 15
    assert {name: plain(on_page[name].found.value) for name in wanted} == wanted
    assert {each["name"]: plain(each["value"]) for each in answers if each["name"] in wanted} == wanted
    assert {row["figure"]: plain(row["value"]) for row in rows if row["figure"] in wanted} == wanted
    for name in wanted:
        assert squeezed(f"{on_page[name].figure.heading}{on_page[name].words}") in paper, name


def stands_now(proof):
    """Is it known only as it stands, and said as of today?"""
    return "as of" in proof.found.note


def test_the_tables_of_the_pack_add_up_to_it(reader, query, right, asked):
    pack = packed(reader, "ictmark", query)
    months = table(pack["by_month.csv"].decode())
    added = [name for name in months[0] if name in MEASURES and MEASURES[name].adds_up and "hours" not in name]

    assert len(added) > 10
    for name in added:
        assert sum(float(row[name]) for row in months) == right[name], name
    assert float(months[-1]["backlog"]) == right["backlog"]
    by_priority = table(pack["by_priority.csv"].decode())
    assert sum(int(row["incidents"]) for row in by_priority) == len(table(pack["records.csv"].decode()))
