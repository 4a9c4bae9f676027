"""A manager changes a calendar: dates imported, an INSET half day, the preview read, applied, one clock explained."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from config.demo.year import school_year
from incidents.intake import log_incident
from incidents.models import Incident
from incidents.priority import Urgency
from servicedesk.models import Category, School
from sla.calendars import current_version
from sla.models import Reevaluation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_manager_changes_the_calendar_and_follows_one_clock(screen, trust, tmp_path):
    clock = report(trust["rachel.okafor"])
    day = timezone.localdate(clock.due)

    manager = screen("martin.hale", width=1280)
    page = manager.page
    import_term_dates(page, tmp_path)
    expect(page.get_by_role("heading", name="What would change?")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^Known until"))).to_be_visible()
    expect(page.get_by_text("No open clock moves.")).to_be_visible()

    page.get_by_role("link", name="Go on changing").click()
    add_inset_half_day(page, day)
    page.get_by_role("link", name="What would change?").click()
    expect(page.get_by_text("1 open clock moves, none would be late.")).to_be_visible()
    expect(page.get_by_role("cell", name="INSET half day, 09:00–12:00")).to_be_visible()

    page.get_by_label("Why").fill("Staff training")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("1 open clock moved, none already late by it.")).to_be_visible()
    act = Reevaluation.objects.get(reason="Staff training")
    assert (act.moved, act.late, act.by) == (1, 0, trust["martin.hale"])

    page.goto("/calendars/changes/")
    expect(page.get_by_role("row", name=re.compile("^Trust calendar Staff training"))).to_be_visible()
    follow(page, clock, day)


def test_snow_closes_the_school_in_two_clicks_on_a_phone(screen, trust):
    report(trust["rachel.okafor"])
    phone = screen("martin.hale", width=320, height=720)
    page = phone.page
    page.goto(reverse("sla:calendar", args=[current_version(None).calendar_id]))

    page.get_by_role("link", name="Close today").click()
    assert phone.has_no_sideways_scrolling()
    page.get_by_role("button", name="Close every school").click()

    expect(page.get_by_role("heading", name="Closed", exact=True)).to_be_visible()
    assert current_version(None).reason == "Closed: Snow"
    assert phone.has_no_sideways_scrolling()


def report(teacher):
    """A fault that is to be fixed within some school days."""
    school = School.objects.get(code="HBS")
    facts = {"category": Category.objects.first(), "summary": "Lamp flickers", "urgency": Urgency.WEEK}
    incident = log_incident(school=school, requester=teacher, by=teacher, at=timezone.now(), **facts)
    assert incident.resolution_clock.unit == "school_days"
    return incident.resolution_clock


def import_term_dates(page, folder):
    """The year after the last one known, as a file from the council."""
    last = current_version(None).known_until
    holiday = school_year(last.year)[-1]
    file = folder / "terms.csv"
    file.write_text(
        "type,first,last,name\n"
        f"term,{last.year}-09-12,{last.year}-12-17,Autumn term\n"
        f"term,{last.year + 1}-01-04,{holiday[1]:%Y-%m-%d},Spring and summer\n"
    )
    page.goto("/calendars/")
    page.get_by_role("link", name="Import term dates").click()
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Show what the file says").click()


def add_inset_half_day(page, day):
    """An INSET day, on which support is there in the morning."""
    dates = page.locator("form").filter(has=page.get_by_role("button", name="Add to the draft"))
    dates.get_by_label("What").select_option(label="INSET day")
    dates.get_by_label("First day").fill(day.isoformat())
    dates.get_by_role("button").click()
    hours = page.locator("form").filter(has=page.get_by_role("button", name="Set the hours of this day"))
    hours.get_by_label("Day", exact=True).fill(day.isoformat())
    hours.get_by_label("Support hours").fill("09:00-12:00")
    hours.get_by_label("Name").fill("INSET half day")
    hours.get_by_role("button").click()
    expect(page.get_by_text(re.compile("1 day changes"))).to_be_visible()


def follow(page, clock, day):
    """Line by line: the half day counts its three hours, and the deadline is noon."""
    clock.refresh_from_db()
    assert timezone.localtime(clock.due).strftime("%H:%M") == "12:00"
    incident = Incident.objects.get(resolution_clock=clock)
    page.goto(reverse("incidents:explain", args=[incident.pk, "resolution"]))
    line = page.get_by_role("row").filter(has_text=re.compile(f"{day.day} {day:%b}.*09:00.*12:00"))
    expect(line.get_by_role("cell", name="3 h")).to_be_visible()
