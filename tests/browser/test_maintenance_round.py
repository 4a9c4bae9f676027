"""A technician walks a maintenance round on a phone; one thing fails and is a record in the queue at once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assets.models import Asset
from incidents.models import Channel, Incident
from maintenance.models import Round
from servicedesk.models import School
from tests.factories import make_plan, make_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def planned(trust):
    """A round of two projectors, to be done today."""
    school = School.objects.get(code="HBS")
    assets = Asset.objects.filter(school=school, type__name="Projector").order_by("tag")[:2]
    plan = make_plan(
        school, owner=trust["priya.shah"], name="Projectors", assets=assets, checklist=("Filter clean", "Sound plays")
    )
    return make_round(plan, at=timezone.now() - timedelta(days=1))


def test_a_round_on_a_phone_and_what_fails_becomes_an_incident(screen, planned):
    phone = screen("priya.shah", width=360, height=740)
    page = phone.page
    page.goto("/maintenance/")
    page.get_by_role("link", name="Projectors").click()
    page.get_by_role("button", name="Start").click()

    expect(page.get_by_text("0 of 4 answered").first).to_be_visible()
    assert phone.has_no_sideways_scrolling()
    clean = page.get_by_role("group", name="Filter clean")
    expect(clean.get_by_label("Note")).to_be_hidden()
    clean.get_by_role("radio", name="Not OK").check()
    expect(clean.get_by_label("Report it as a fault")).to_be_checked()
    clean.get_by_label("Note").fill("Torn on the left.")
    assert clean.get_by_role("radio", name="Not OK").bounding_box()["height"] >= 44
    page.reload()  # the Wi-Fi broke: what was typed is there again
    expect(page.get_by_role("group", name="Filter clean").get_by_label("Note")).to_have_value("Torn on the left.")
    page.get_by_role("button", name="All OK here").click()

    expect(page.get_by_text("2 of 4 answered").first).to_be_visible()
    incident = Incident.objects.get(channel=Channel.MAINTENANCE)
    assert incident.asset == planned.plan.assets.order_by("tag").first()
    assert "Torn on the left." in incident.description
    page.get_by_role("button", name="All OK here").click()

    page.get_by_label("Minutes spent").fill("12")
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("link", name=f"Reported as {incident.reference}")).to_be_visible()
    assert phone.has_no_sideways_scrolling()
    assert Round.objects.get(pk=planned.pk).minutes == 12
