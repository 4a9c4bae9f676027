"""The internet is down: declared at the desk, seen on a phone, “it hits me too”, fixed, and everybody told once."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from incidents.intake import log_incident
from incidents.models import Incident, Status
from servicedesk.models import Category, Letter, School

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "No internet in the whole school"


def test_what_hits_everybody_is_declared_felt_fixed_and_told_once(screen, trust):
    school, internet = School.objects.get(code="HBS"), Category.objects.get(name="Internet")
    helen = trust["helen.yates"]
    incident = log_incident(school=school, requester=helen, by=helen, at=timezone.now(), category=internet)

    desk = screen("priya.shah", width=1280).page
    desk.goto(f"/incidents/{incident.pk}/")
    desk.get_by_text("More", exact=True).last.click()
    desk.get_by_role("link", name="Declare a major incident").click()
    desk.get_by_label("What is broken").fill(TITLE)
    desk.get_by_role("button", name="Declare it").click()
    desk.get_by_label("News for everyone").fill("The line to the school is cut.")
    desk.get_by_role("button", name="Publish and tell them").click()
    expect(desk.get_by_role("list", name="News so far")).to_contain_text("The line to the school is cut.")

    teacher = screen("rachel.okafor", width=320, height=720)
    phone = teacher.page
    phone.goto("/mine/")
    phone.get_by_role("link", name="What is known").click()
    expect(phone.get_by_text("The line to the school is cut.")).to_be_visible()
    assert teacher.has_no_sideways_scrolling()
    phone.get_by_role("link", name=re.compile("It hits me too")).click()
    phone.get_by_role("radio", name="Yes").check()
    assert teacher.has_no_sideways_scrolling()
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("We know about it")

    desk.goto(f"/incidents/{incident.pk}/resolve/")
    desk.get_by_label("What fixed it?").fill("New cable.")
    desk.get_by_role("button", name="Resolve and tell them").click()
    expect(desk.get_by_role("link", name="Look back on it")).to_be_visible()

    phone.goto("/status/")
    expect(phone.get_by_text("As far as we know, everything works")).to_be_visible()
    assert Incident.objects.get(pk=incident.pk).status == Status.RESOLVED
    told = Letter.objects.filter(template="incidents/resolved_together")
    assert sorted(letter.to.name for letter in told) == sorted([helen.name, trust["rachel.okafor"].name])
