"""Single keys and what is being written: one stays where one was, and what was sent is gone from the box."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from incidents.intake import log_incident
from incidents.models import Incident
from servicedesk.models import School

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def faults(trust):
    """Three records without an owner at one school."""
    rachel = trust["rachel.okafor"]
    facts = {"school": School.objects.get(code="HBS"), "requester": rachel, "by": rachel, "at": timezone.now()}
    return [log_incident(summary=summary, **facts) for summary in ("No picture", "No sound", "No light")]


@pytest.fixture
def priya(screen, faults):
    return screen("priya.shah", width=1280).page


def standing_at(page):
    return page.locator(".queue tr[data-here] .tick").get_attribute("value")


def test_who_takes_a_row_by_key_stands_at_it_afterwards(priya):
    priya.goto("/queue/")
    priya.keyboard.press("j")
    priya.keyboard.press("j")
    taken = standing_at(priya)

    priya.keyboard.press("t")
    expect(priya.get_by_text(f"{taken} is yours.")).to_be_visible()

    assert standing_at(priya) == taken
    expect(priya.locator(".queue tr[data-here] .sum a")).to_be_focused()


def test_a_row_that_leaves_the_list_makes_room_for_the_next(priya):
    priya.goto("/queue/?assignee=none")
    numbers = [box.get_attribute("value") for box in priya.locator(".queue tbody .tick").all()]
    priya.keyboard.press("j")

    priya.keyboard.press("t")
    expect(priya.get_by_text(f"{numbers[0]} is yours.")).to_be_visible()

    assert standing_at(priya) == numbers[1]


def test_a_key_takes_no_row_that_one_does_not_stand_on(priya):
    priya.goto("/queue/")
    priya.keyboard.press("t")
    priya.keyboard.press("j")

    assert standing_at(priya)
    assert not Incident.objects.exclude(assignee=None).exists()


def test_a_question_that_was_sent_is_not_in_the_box_again(priya, faults):
    priya.goto(faults[0].get_absolute_url())
    priya.get_by_label("Message").fill("Which lamp is it?")
    priya.get_by_role("button", name=re.compile("Send and wait")).click()
    expect(priya.get_by_text("asked, and waits for an answer")).to_be_visible()
    expect(priya.get_by_label("Message")).to_have_value("")

    priya.reload()

    expect(priya.get_by_label("Message")).to_have_value("")


def test_only_who_serves_the_school_of_the_ticked_rows_is_offered(priya):
    priya.goto("/queue/")
    priya.locator(".queue tbody .tick").first.check()

    expect(priya.locator("#bulk-owner option", has_text="Tom Webb")).to_be_enabled()
    expect(priya.locator("#bulk-owner option", has_text="Carys Lloyd")).to_be_disabled()


def test_an_answer_that_was_sent_is_not_in_the_box_again(screen, faults):
    rachel = screen("rachel.okafor", width=320).page
    rachel.goto(faults[0].get_absolute_url())
    rachel.get_by_label("Add something").fill("The left one.")
    rachel.get_by_role("button", name="Send").click()
    expect(rachel.locator(".message", has_text="The left one.")).to_be_visible()

    expect(rachel.get_by_label("Add something")).to_have_value("")


def test_the_list_beside_a_record_shows_its_row_and_the_head_of_the_record_stays(screen, trust):
    rachel, school = trust["rachel.okafor"], School.objects.get(code="HBS")
    facts = {"school": school, "requester": rachel, "by": rachel, "at": timezone.now()}
    last = [log_incident(summary=f"Mouse {number}", **facts) for number in range(12)][-1]
    page = screen("priya.shah", width=1280, height=500).page

    page.goto(f"/incidents/{last.pk}/")
    row = page.locator('#list [aria-selected="true"]')
    expect(row).to_be_in_viewport()

    assert page.evaluate("scrollY") == 0
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
