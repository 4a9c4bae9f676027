"""Every PDF the desk makes can be read by who can't see it: tags, language, title, fonts, and words for pictures."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.urls import reverse

from assets import workflow as asset_moves
from assets.labels import Label
from assets.models import Asset, AssetType
from assets.paper import labels_pdf
from assets.paper.disposal import certificate_pdf
from assets.sheets import SHEETS
from changes.paper import request_pdf
from changes.paper.committee import meeting_pdf
from changes.paper.release import release_pdf
from changes.workflow import meeting as meetings
from continuity.paper import plan_pdf
from evidence import gathering
from evidence.framework import load
from evidence.paper import evidence_pdf
from evidence.paper.summary import summary_pdf
from papers.description import forms
from papers.drawing import Filling, form_pdf
from reports.paper.service_report import report_pdf
from reports.paper.trends import trends_pdf
from reports.periods import Period
from reports.service_report.report import service_report
from reports.shift.ground import Ground
from reports.trend_report import trend_report
from sla.paper import agreement_pdf
from tests.factories import (
    MONDAY_9AM,
    make_agreement_version,
    make_change,
    make_incident,
    make_line,
    make_person,
    make_release,
    make_school,
)
from tests.papers.reading import read_through

pytestmark = pytest.mark.django_db
HOUSE = Path(__file__).resolve().parents[2]
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))
SHARED = {"servicedesk/paper.typ", "servicedesk/crest.typ", "config/demo/crest.typ"}


@pytest.fixture
def desk(client):
    """A school with some records, its manager signed in."""
    school = make_school("Harrow Beck School", code="HBS")
    manager = make_person("service_level_manager", school, name="Martin Hale")
    for _ in range(3):
        make_incident(school)
    client.force_login(manager)
    ground = Ground.of([school], at=MONDAY_9AM)
    return SimpleNamespace(school=school, manager=manager, client=client, ground=ground)


def an_asset(desk):
    sort = AssetType.objects.get_or_create(name="Projector")[0]
    return Asset.objects.create(school=desk.school, tag="PRJ-1", name="Projector in B12", type=sort)


def labels(desk):
    label = Label("Harrow Beck School", "PRJ-1", "Projector", "https://desk.school.example/t/HBS/PRJ-1/")
    return labels_pdf([label], next(iter(SHEETS.values())), start=1, at=MONDAY_9AM)


def disposal(desk):
    told = {"disposed_on": MONDAY_9AM.date(), "method": "recycled", "reason": "Dark picture", "data": "none_held"}
    by = make_person("technician", desk.school)
    return certificate_pdf(asset_moves.dispose(an_asset(desk), by=by, at=MONDAY_9AM, **told).disposal)


def committee(desk):
    change = make_change(desk.school)
    facts = {"school": desk.school, "held_at": MONDAY_9AM, "items": [(change, "")], "chair": desk.manager}
    meeting = meetings.call_meeting(by=desk.manager, at=MONDAY_9AM, **facts)
    return meeting_pdf(meeting, reader=desk.manager, at=MONDAY_9AM)


def evidence(desk):
    return gathering.gather(load("ictmark"), school=desk.school, period=SEPTEMBER, at=MONDAY_9AM)


def plan(desk):
    make_line(desk.school, service="Network", steps=["Start it."])
    return plan_pdf(desk.school, at=MONDAY_9AM)


def question(desk):
    """What *Ask your own* and the letters of saved questions print, with its charts."""
    asked = {"measure": ["incidents", "met_percent"], "by": "month", "from": "2026-08-01", "to": "2026-10-31"}
    return desk.client.get(reverse("reports:ask-pdf"), asked).content


def report(desk):
    return report_pdf(service_report(desk.ground, SEPTEMBER, desk.school.name))


# Template → (its PDF for a desk, a word on it)
PAPERS = {
    "assets/paper/labels.typ": (labels, "Projector"),
    "assets/paper/disposal.typ": (disposal, "Projector in B12"),
    "changes/paper/change.typ": (
        lambda desk: request_pdf(make_change(desk.school), at=MONDAY_9AM, reader=desk.manager),
        "New driver",
    ),
    "changes/paper/committee.typ": (committee, "New driver"),
    "changes/paper/release.typ": (
        lambda desk: release_pdf(make_release(desk.school), at=MONDAY_9AM),
        "Build procedure",
    ),
    "continuity/paper/plan.typ": (plan, "Network"),
    "evidence/paper/evidence.typ": (lambda desk: evidence_pdf(evidence(desk)), "Faults are dealt with rapidly."),
    "evidence/paper/summary.typ": (lambda desk: summary_pdf(evidence(desk)), "Where each part stands"),
    "papers/form.typ": (
        lambda desk: form_pdf(forms()["incident"], Filling(desk.school), at=MONDAY_9AM),
        "Harrow Beck School",
    ),
    "reports/paper/question.typ": (question, "How it is computed"),
    "reports/paper/service_report.typ": (report, "How each figure is counted"),
    "reports/paper/trends.typ": (lambda desk: trends_pdf(trend_report(desk.ground, SEPTEMBER)), "Trend report"),
    "sla/paper/agreement.typ": (
        lambda desk: agreement_pdf(make_agreement_version(desk.school), at=MONDAY_9AM),
        "Harrow Beck School",
    ),
}


def test_no_template_of_a_paper_is_left_out():
    folders = [path for path in HOUSE.iterdir() if path.is_dir() and not path.name.startswith(".")]
    there = {str(path.relative_to(HOUSE)) for folder in folders for path in folder.rglob("*.typ")}

    assert there - SHARED == set(PAPERS)


@pytest.mark.parametrize("template", PAPERS)
def test_it_is_read_aloud_whole(desk, template):
    make, word = PAPERS[template]

    words, tags = read_through(make(desk))

    assert word in words
    assert "/P" in tags
    assert template.startswith("assets/paper/labels") or "/H1" in tags
