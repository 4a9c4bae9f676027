"""What a technician does on a phone in a corridor: find a record, and reach everything that can be done with it."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assets.models import Asset
from incidents.intake import log_incident
from servicedesk.models import School

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_record_is_found_and_its_menu_stays_on_the_screen(screen, trust):
    school, asset = School.objects.get(code="HBS"), Asset.objects.get(tag="PRJ-0212")
    rachel = trust["rachel.okafor"]
    told = {"school": school, "requester": rachel, "by": rachel, "at": timezone.now()}
    log_incident(**told, summary="Blue light on", asset=asset)
    log_incident(**told, summary="Pen is stuck")
    page = screen("priya.shah", width=320, height=640).page

    page.goto("/queue/")
    page.get_by_role("searchbox", name="Search the queue").fill("blue")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Pen is stuck")).to_have_count(0)
    page.get_by_role("link", name="Blue light on").click()

    page.locator(".ticket-actions").get_by_text("More", exact=True).click()
    sheet = page.locator(".ticket-actions details[open] .menu-sheet").bounding_box()
    assert sheet["x"] >= 0 and sheet["x"] + sheet["width"] <= 320
