"""A known error helps the next teacher: on a phone, before anything is reported."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from incidents.models import Incident
from problems import workflow
from problems.models import KnownErrorUse
from servicedesk.models import Category, School

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_is_published_helps_the_next_teacher_and_nothing_is_reported(screen, trust):
    known = workflow.write_known_error(
        by=trust["martin.hale"],
        at=timezone.now(),
        school=School.objects.get(code="HBS"),
        title="The projector loses its signal",
        symptoms="Blue light flashes, then no signal",
        workaround="Turn it off at the wall.\nCount to thirty.\nTurn it on.",
        categories=[Category.objects.get(name="No picture")],
    )
    manager = screen("martin.hale", width=1280).page
    manager.goto(known.get_absolute_url())
    manager.get_by_role("link", name="Publish to everyone").click()
    manager.get_by_role("button", name="Publish").click()
    expect(manager.get_by_text("is offered to everyone now")).to_be_visible()

    teacher = screen("rachel.okafor", width=320, height=640)
    page = teacher.page
    page.goto("/report/")
    page.get_by_label("Room").select_option(label="B12")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("radio", name="No picture").check()
    expect(page.get_by_text("Count to thirty.")).to_be_visible()
    page.get_by_role("radio", name="Yes").check()
    assert teacher.has_no_sideways_scrolling()
    page.get_by_role("button", name="It works now").click()

    expect(page.get_by_text("Nothing was reported")).to_be_visible()
    assert teacher.has_no_sideways_scrolling()
    use = KnownErrorUse.objects.get()
    assert use.helped and use.lesson_saved and not Incident.objects.exists()
