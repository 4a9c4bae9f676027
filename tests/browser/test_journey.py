"""A fault from the first tap to the evidence pack, by four people at their own screens."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from incidents.models import Incident, Status

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_fault_is_reported_fixed_confirmed_counted_and_proved(screen, tmp_path):
    teacher = screen("rachel.okafor", width=320, height=720)
    report(teacher)
    incident = Incident.objects.get()
    assert incident.lesson_stopped

    technician = screen("priya.shah", width=1280)
    fix(technician, incident)
    assert Incident.objects.get().status == Status.RESOLVED

    confirm(teacher)
    assert Incident.objects.get().satisfied is True

    manager = screen("martin.hale", width=1280)
    see_it_counted(manager)
    pack = export(manager, tmp_path)
    call_command("verify_evidence", str(pack))


def report(teacher):
    """Place, picture, one line, sent: on a phone, with one hand."""
    page = teacher.page
    page.goto("/report/")
    page.get_by_label("Room").select_option(label="B12")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("radio", name="No picture").check()
    page.get_by_label("Anything that helps").fill("Blue light on, then no signal.")
    page.get_by_role("radio", name="Yes").check()
    assert teacher.has_no_sideways_scrolling()
    page.get_by_role("button", name="Send").last.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(re.compile("We aim to"))).to_be_visible()
    assert teacher.has_no_sideways_scrolling()


def fix(technician, incident):
    """Take it from the queue, say so, and resolve it."""
    page = technician.page
    page.goto("/queue/")
    page.get_by_role("button", name=re.compile(f"Take.*{incident.reference}")).click()
    page.goto("/queue/")
    page.get_by_role("link", name=re.compile("No picture")).first.click()
    page.get_by_label("Message").fill("On my way.")
    page.get_by_role("button", name="Send reply").click()
    expect(page.get_by_text("On my way.")).to_be_visible()
    page.get_by_role("link", name="Resolve").first.click()
    page.get_by_label(re.compile("fixed|did|resolution", re.IGNORECASE)).first.fill("Pushed the wall plate back in.")
    page.locator("main form button[type=submit], main form button.button-primary").first.click()


def confirm(teacher):
    """It works now, and they are happy."""
    page = teacher.page
    page.goto("/mine/")
    page.get_by_role("radio", name="Yes").check()
    page.get_by_role("button", name="It works now").click()
    expect(page.get_by_text("Nothing of yours is open.")).to_be_visible()
    assert teacher.has_no_sideways_scrolling()


def see_it_counted(manager):
    """The report counts it, and its number leads to it."""
    page = manager.page
    page.goto("/service/")
    expect(page.get_by_text(re.compile("1 fault"))).to_be_visible()
    page.get_by_role("link", name=re.compile(r"100\s*%")).first.click()
    expect(page.get_by_role("cell", name=re.compile("No picture"))).to_be_visible()


def export(manager, folder):
    """The evidence pack of one school."""
    page = manager.page
    page.goto("/evidence/?school=HBS")
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("Export|Download|pack", re.IGNORECASE)).first.click()
    pack = folder / "evidence.zip"
    download.value.save_as(pack)
    return pack
