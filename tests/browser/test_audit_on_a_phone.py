"""A technician scans a label during a stocktake: the thing is in another room than the register says, and put right."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assets import workflow
from assets.models import Asset, Audit
from assets.tag_addresses import path_of_thing
from servicedesk.models import Room, School

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_scanned_thing_is_found_in_another_room_and_put_right(screen, trust):
    school = School.objects.get(code="HBS")
    here = Room.objects.get(school=school, name="B12")
    thing = Asset.objects.filter(school=school, room__isnull=False).exclude(room=here).order_by("tag").first()
    elsewhere = thing.room
    workflow.begin_stocktake(school=school, by=trust["priya.shah"], at=timezone.now(), name="Autumn")
    Asset.history.update(history_date=timezone.now() - timedelta(days=1))
    phone = screen("priya.shah", width=360, height=740)
    page = phone.page
    page.goto(f"/assets/rooms/{here.pk}/")
    assert phone.has_no_sideways_scrolling()
    assert page.get_by_role("button", name="Not here").first.bounding_box()["height"] >= 44

    page.goto(path_of_thing(school.code, thing.tag))  # as the camera does

    expect(page.get_by_role("heading", name="Is it here in B12?")).to_be_visible()
    expect(page.get_by_text(f"The register has it in {elsewhere.name}.")).to_be_visible()
    page.get_by_text("Condition and note").click()
    page.get_by_role("radio", name="Worn").check(force=True)
    assert phone.has_no_sideways_scrolling()
    page.get_by_role("button", name="It is here: put it right").click()

    expect(page.get_by_role("heading", name="What is in B12")).to_be_visible()
    expect(page.get_by_text("Found here", exact=True)).to_be_visible()
    thing.refresh_from_db()
    audit = Audit.objects.get()
    assert (thing.room, audit.expected, audit.found, audit.condition) == (here, elsewhere, here, "worn")
    assert phone.has_no_sideways_scrolling()
