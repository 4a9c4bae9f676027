"""A change goes from raised to reviewed through four people, clear of an exam; those affected hear of it, nobody else.

Priya asks for it and makes it, Grace, the head, says yes twice, Martin looks through the plan, Ruth looks back.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from changes.models import Change
from incidents.intake import log_incident
from incidents.models import DatedEvent
from servicedesk.models import Category, Letter, Room, School
from sla.calendars import current_version, school_year_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def exam_day(trust):
    """The next school day but a few, with an exam on it; Rachel teaches in B12, Lowri elsewhere."""
    school = School.objects.get(code="HBS")
    year, day = school_year_of(current_version(school)), timezone.localdate() + timedelta(days=3)
    while not year.school_days(day, day):
        day += timedelta(days=1)
    DatedEvent.objects.create(school=school, name="GCSE Physics", first=day, last=day)
    fault(trust["rachel.okafor"], "B12", timezone.now() - timedelta(days=10))
    fault(trust["lowri.bevan"], "C04", timezone.now() - timedelta(days=10))
    return day


def fault(person, room, at):
    school = School.objects.get(code="HBS")
    facts = {"category": Category.objects.get(name="No picture"), "room": Room.objects.get(school=school, name=room)}
    return log_incident(school=school, requester=person, by=person, at=at, description="Dark.", **facts)


def typed(day: date, hour: int):
    return f"{datetime.combine(day, time(hour)):%Y-%m-%dT%H:%M}"


def test_a_change_from_raised_to_reviewed(screen, trust, exam_day):
    priya, grace, martin, ruth = (
        screen(name, width=1280).page for name in ("priya.shah", "grace.adeyemi", "martin.hale", "ruth.penrose")
    )
    change = raise_it(priya)
    choose_a_free_window(priya, exam_day)
    change.refresh_from_db()
    assert change.starts_at.astimezone(LONDON).date() >= exam_day

    say_yes(grace, "Yes, plan it")
    move(priya, change, "The plan is ready")
    say_yes(martin, "The plan holds")
    say_yes(grace, "Yes, make it")

    move(priya, change, "Announce")
    told = Letter.objects.filter(template="changes/people/announced")
    assert [letter.to.name for letter in told] == ["Rachel Okafor"]
    move(priya, change, "It is made")
    priya.get_by_role("link", name="Look after the register").click()
    priya.get_by_label("What was put down").fill("New cable in B12.")
    priya.get_by_role("button", name="The register is right").click()
    priya.get_by_role("link", name="Close", exact=True).click()
    priya.get_by_label("Successful").check()
    priya.get_by_role("button", name="Close").click()

    followed = fault(trust["rachel.okafor"], "B12", timezone.now())
    ruth.goto(change.get_absolute_url())
    ruth.get_by_role("link", name="Look back").click()
    expect(ruth.get_by_role("heading", name="What followed")).to_be_visible()
    expect(ruth.get_by_role("link", name=followed.reference)).to_be_visible()
    ruth.get_by_role("group", name="Did it do what it was made for?").get_by_label("Yes").check()
    ruth.get_by_role("group", name="Was it made in its window?").get_by_label("No").check()
    ruth.get_by_role("button", name="Save and sign").click()

    change.refresh_from_db()
    assert (change.status, change.outcome, change.reviewed_by.name) == ("closed", "successful", "Ruth Penrose")


def raise_it(priya):
    """The guided form: what and why, what it touches, the plan."""
    priya.goto("/changes/raise/")
    priya.get_by_label("What is to be changed?").fill("New cable to the projector")
    priya.get_by_label("Why?").fill("The old one is loose.")
    priya.get_by_label("School").select_option("HBS")
    priya.get_by_role("button", name="Ask for it and go on").click()
    priya.get_by_label("Rooms").fill("B12")
    priya.get_by_role("button", name="Save and go on").click()
    priya.get_by_label("How is it made?").fill("Take the old cable out.\nPut the new one in.")
    priya.get_by_label("How is it undone").fill("Put the old cable back.")
    priya.get_by_label("What do people notice").fill("No picture in B12.")
    priya.get_by_role("button", name="Save and go on").click()
    return Change.objects.get()


def choose_a_free_window(priya, exam_day):
    """An exam lies in the first window; the next free one is taken."""
    priya.get_by_label("From").fill(typed(exam_day, 10))
    priya.get_by_label("Until").fill(typed(exam_day, 11))
    priya.get_by_label("Until").press("Tab")
    expect(priya.get_by_text("GCSE Physics")).to_be_visible()
    priya.get_by_role("button", name=re.compile("Take the next free one")).click()
    expect(priya.get_by_text("Nothing speaks against")).to_be_visible()
    priya.get_by_role("button", name="Save").click()
    expect(priya.get_by_role("link", name="Withdraw")).to_be_attached()


def say_yes(page, button):
    """Find what is asked, read it, and answer."""
    page.goto("/changes/asked/")
    page.get_by_role("link", name="Answer").click()
    page.get_by_role("button", name=button).click()


def move(page, change, name):
    """A way on the page of the change, and its button."""
    page.goto(change.get_absolute_url())
    page.get_by_role("link", name=name, exact=True).click()
    page.locator("form.form button.button-primary").first.click()
    page.wait_for_url(f"**{change.get_absolute_url()}")
