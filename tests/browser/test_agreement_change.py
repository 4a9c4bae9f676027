"""A manager changes a target, reads what it would do, puts it in force, and follows one clock line by line."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from incidents.intake import log_incident
from incidents.models import Incident
from servicedesk.models import School
from sla import reevaluations, working_time
from sla.calendars import current_version, hours_of
from sla.explanation import explain

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_target_is_changed_foretold_put_in_force_and_explained(screen, trust):
    incident = report(trust["rachel.okafor"])
    was_due = incident.resolution_clock.due
    manager = screen("martin.hale", width=1280)

    change_the_target(manager.page, incident.priority)
    read_the_preview(manager.page)
    put_in_force(manager.page)
    reevaluations.work(at=timezone.now())

    incident = Incident.objects.select_related("resolution_clock__agreement_version").get()
    assert incident.resolution_clock.due > was_due
    assert incident.resolution_clock.agreement_version.number == 2
    expect_progress(manager.page)
    follow_the_clock(manager.page, incident)
    told = explain(incident.resolution_clock, at=timezone.now())
    assert sum((span.counted for span in told.spans), timedelta(0)) == told.target


def test_the_draft_fits_a_phone(screen, trust):
    manager = screen("martin.hale", width=320, height=720)
    change_the_target(manager.page, 3)

    assert manager.has_no_sideways_scrolling()
    manager.page.go_back()
    assert manager.has_no_sideways_scrolling()


def report(teacher):
    """A fault reported at the last opening of support before now."""
    school = School.objects.get(code="HBS")
    hours = hours_of(current_version(school))
    at = working_time.previous_opening(hours, timezone.now()) or timezone.now() - timedelta(days=1)
    return log_incident(school=school, requester=teacher, by=teacher, at=at, summary="No picture")


def change_the_target(page, priority):
    """Draft the next version with another time to fix."""
    page.goto("/agreements/")
    page.get_by_role("link", name="ICT support for our schools").click()
    page.get_by_role("button", name="Draft the next version").click()
    page.get_by_label(f"Fixed within, P{priority}").fill("4")
    page.get_by_label(f"P{priority}, fixed within: unit").select_option(label="school days")
    page.get_by_role("button", name="Save, and see what would change").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What would change?")


def read_the_preview(page):
    """In words and in clocks, before anything happens."""
    expect(page.get_by_role("cell", name=re.compile("4 school days"))).to_be_visible()
    expect(page.get_by_text("1 open clock moves, none would be late.")).to_be_visible()


def put_in_force(page):
    """With a reason, and for the clocks that run too."""
    page.get_by_label("Why").fill("Agreed with the heads")
    page.get_by_role("radio", name="Get the new targets").check()
    page.get_by_role("button", name="Put it in force").click()


def expect_progress(page):
    """The recorded act says what it did."""
    page.wait_for_url(re.compile(r"/calendars/changes/\d+/"))
    page.reload()
    expect(page.get_by_text("Agreed with the heads").first).to_be_visible()


def follow_the_clock(page, incident):
    """Why this time: the parts add up to what was promised."""
    page.goto(f"/incidents/{incident.pk}/why/resolution/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Agreed with the heads").first).to_be_visible()
