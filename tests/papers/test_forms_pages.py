"""Forms blank and filled in, as a page and as a PDF that a screen reader can read, for those who may see the record."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assets.models import Asset, AssetType
from changes.risk import IMPACTS, LIKELIHOODS
from incidents.models import Incident
from incidents.priority import Impact, Urgency
from papers.description import forms
from papers.drawing import Filling, form_pdf
from papers.elsewhere import elsewhere
from papers.filling import filled
from papers.records import FILLED
from problems.models import Source, WhenTimeRunsOut
from servicedesk.models import Kind, Room, Service
from tests.factories import (
    MONDAY_9AM,
    make_change,
    make_incident,
    make_known_error,
    make_licence,
    make_person,
    make_plan,
    make_problem,
    make_round,
    make_school,
)
from tests.papers.reading import read_through

HOSTILE = 'Beamer #emph[dark] $x$ "quoted" \\ // <b>bold</b> \u202e שלום 🎓'


@pytest.fixture
def school(db):
    return make_school("Harrow Beck School", code="HBS")


@pytest.fixture
def tom(school):
    return make_person("technician", school, name="Tom Webb")


@pytest.fixture
def records(school, tom):
    room = Room.objects.create(school=school, name="B12")
    asset_type = AssetType.objects.create(name="Projector")
    asset = Asset.objects.create(school=school, tag="PRJ-1", name=HOSTILE, type=asset_type, room=room)
    incident = make_incident(school, summary=HOSTILE, asset=asset, room=room, requester=make_person(school=school))
    problem = make_problem(school, incidents=[incident], title=HOSTILE, whys=[HOSTILE], causes={"equipment": [HOSTILE]})
    known = make_known_error(school, title=HOSTILE)
    window = {"starts_at": MONDAY_9AM, "ends_at": MONDAY_9AM + timedelta(hours=1), "made_at": None, "made_on": None}
    change = make_change(school, title=HOSTILE, kind="normal", status="approved", assets=[asset], **window)
    make_licence(school, title=HOSTILE)
    Service.objects.create(name="Telephones", description=HOSTILE)
    round = make_round(make_plan(school, name=HOSTILE, assets=[asset]))
    return {
        "change-communication": change.pk,
        "asset": asset.pk,
        "maintenance": round.pk,
        "incident": incident.pk,
        "diagnosis": incident.pk,
        "survey": incident.pk,
        "problem": problem.pk,
        "known-error": known.pk,
    }


def test_what_can_be_ticked_are_the_words_of_the_records():
    ticked = {
        (form.key, each.key): each.choices
        for form in forms().values()
        for part in form.sections
        for each in part.fields
    }

    assert ticked["incident", "kind"] == tuple(Kind.labels)
    assert ticked["incident", "impact"] == tuple(Impact.labels)
    assert ticked["incident", "urgency"] == tuple(Urgency.labels)
    assert ticked["problem", "source"] == tuple(Source.labels)
    assert ticked["problem", "runs_out"] == tuple(WhenTimeRunsOut.labels)
    assert ticked["change", "impact"] == tuple(IMPACTS.values())
    assert ticked["change", "likelihood"] == tuple(LIKELIHOODS.values())


@pytest.mark.parametrize("key", forms())
def test_a_blank_form_can_be_read_by_a_screen_reader(key, school):
    form = forms()[key]

    words, tags = read_through(form_pdf(form, Filling(school), at=MONDAY_9AM))

    assert form.title in words and "Harrow Beck School" in words
    assert all(part.title in words for part in form.sections)
    assert "/H1" in tags
    assert ("/TH" in tags) == any(part.kind in ("table", "checks") for part in form.sections)


@pytest.mark.parametrize("key", FILLED)
def test_a_form_is_filled_in_with_what_the_record_says_as_it_was_written(key, records, tom, school):
    asked = {"record": str(records.get(key, school.code))}

    words, tags = read_through(
        form_pdf(forms()[key], filled(forms()[key], asked, reader=tom, home=None, at=MONDAY_9AM), at=MONDAY_9AM)
    )

    written = HOSTILE.split("\u202e")[0].replace(" ", "")
    assert written in words.replace(" ", "") or key == "logging-checklist"
    assert "/H1" in tags


@pytest.mark.parametrize("key", FILLED)
def test_what_one_may_not_see_fills_nothing_in(client, key, records, school):
    client.force_login(make_person("technician", make_school("Elsewhere")))

    answer = client.get(f"/forms/{key}/", {"record": records.get(key, school.code)})

    assert answer.status_code == 404


def test_whoever_asked_prints_their_own_sheet_without_the_notes_of_the_desk(client, records, tom):
    incident = Incident.objects.get(pk=records["incident"])
    incident.entries.create(at=MONDAY_9AM, by=tom, kind="note", text="Loose plug again.")
    client.force_login(tom)
    desk = client.get("/forms/incident/", {"record": incident.pk}).content.decode()
    client.force_login(incident.requester)
    own = client.get("/forms/incident/", {"record": incident.pk}).content.decode()

    assert "Loose plug again." in desk and "Rachel Moss" in desk
    assert "Loose plug again." not in own and "Rachel Moss" in own


def test_every_form_stands_on_the_page_with_its_paper(client, tom):
    client.force_login(tom)

    page = client.get("/forms/").content.decode()

    missing = [form.key for form in forms().values() if f'href="/forms/{form.key}/paper.pdf"' not in page]
    assert not missing


def test_a_teacher_finds_the_forms_that_are_theirs(client, school):
    client.force_login(make_person("requester", school))

    page = client.get("/forms/").content.decode()

    assert "Incident and request sheet" in page and "Problem record" not in page
    assert client.get("/forms/problem/").status_code == 403
    assert client.get("/forms/no-such/").status_code == 404


def test_days_that_are_none_are_told_on_the_page(client, tom):
    client.force_login(tom)

    answer = client.get("/forms/call-log/", {"record": "HBS", "from": "2026-09-14", "to": "2026-09-01"})

    assert answer.status_code == 400 and "This day is before the first one." in answer.content.decode()


def test_a_program_gets_the_same_paper(client, records, tom):
    client.force_login(tom)

    answer = client.get("/api/v1/papers/incident/", {"record": records["incident"]})

    assert answer["Content-Type"] == "application/pdf" and "incident-" in answer["Content-Disposition"]
    assert client.get("/api/v1/papers/incident/", {"records": 1}).status_code == 400


@pytest.mark.parametrize("key", ["call-log", "change-schedule", "licence-log", "logging-checklist", "asset"])
def test_a_paper_costs_the_same_for_one_record_and_for_many(client, key, records, school, tom):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/forms/{key}/", {"record": records.get(key, school.code)}).status_code == 200
        return len(asked)

    client.force_login(tom)
    asset, window = Asset.objects.get(), {"starts_at": timezone.now(), "ends_at": timezone.now() + timedelta(hours=1)}
    _more(school, asset, window, 2)
    few = queries()
    _more(school, asset, window, 5)

    assert queries() == few


def _more(school, asset, window, number):
    for _ in range(number):
        incident = make_incident(school, at=timezone.now(), asset=asset, requester=make_person(school=school))
        problem = make_problem(school, incidents=[incident])
        problem.assets.add(asset)
        planned = {"made_at": None, "made_on": None, "kind": "normal", "status": "approved"} | window
        change = make_change(school, assets=[asset], rooms=[asset.room], **planned)
        change.incident_links.create(incident=incident, said_at=timezone.now())
        licence = make_licence(school, title=f"Title {incident.pk}")
        licence.uses.create(asset=asset, given_at=timezone.now(), given_by=make_person())


def test_a_checklist_of_logging_says_which_records_lack_what(client, tom, school):
    room = Room.objects.create(school=school, name="B12")
    good, bad = make_incident(school, room=room), make_incident(school)
    client.force_login(tom)

    days = {"from": "2026-09-14", "to": "2026-09-14"}
    page = client.get("/forms/logging-checklist/", {"record": "HBS"} | days).content.decode()

    assert f"1 of 2 don’t: {bad.pk}" in page and f"don’t: {good.pk}" not in page


def test_every_paper_of_another_page_leads_where_its_reader_may_go(client, school):
    person = make_person("service_level_manager", school)
    client.force_login(person)

    refused = [each.title for each in elsewhere(person) if client.get(each.url).status_code != 200]

    assert not refused
