"""From a trend to its cause: found by the desk, a known error meanwhile, a change, and everybody is told once."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from changes.models import Change
from incidents.intake import log_incident
from incidents.models import Incident, Status
from problems.models import KnownErrorUse, Problem
from problems.models import Status as ProblemStatus
from problems.trends.finding import Finding
from problems.workflow import propose
from servicedesk.models import Category, Letter, Room, School
from sla.models import ClockState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STEPS = ["Turn it off at the wall.", "Count to thirty.", "Turn it on."]


@pytest.fixture
def reports(trust):
    """Three teachers reported the projector of B12; the desk noticed at night that this is more than usual."""
    now = timezone.now()
    school, category = School.objects.get(code="HBS"), Category.objects.get(name="No picture")
    facts = {"school": school, "category": category, "room": Room.objects.get(school=school, name="B12")}
    people = [trust[login] for login in ("helen.yates", "lowri.bevan", "helen.yates")]
    reports = [log_incident(requester=each, by=each, at=now - timedelta(minutes=30), **facts) for each in people]
    day = timezone.localdate(now)
    found = Finding(
        kind="recurrence",
        key="asset=B12",
        label="Projector in B12",
        first=day - timedelta(days=20),
        last=day,
        count=len(reports),
        expected=0.4,
        score=4.2,
        found_on=day,
        why="In 3 of the last 3 weeks; 0.4 would be usual.",
        incidents=tuple(report.pk for report in reports),
        school=school.pk,
    )
    propose([found], on=day, at=now)
    return reports


def test_what_keeps_going_wrong_becomes_a_known_error_and_is_removed_for_everyone_at_once(screen, reports, trust):
    desk = screen("priya.shah", width=1280).page
    problem = open_a_problem(desk)
    assert set(problem.incidents.all()) == set(reports)

    declare_known_error(desk, problem)
    publish(screen("martin.hale", width=1280).page, problem)

    phone = screen("rachel.okafor", width=320, height=640)
    helped(phone)
    assert KnownErrorUse.objects.get().helped and Incident.objects.count() == len(reports)
    another = Incident.objects.get(pk=report_anyway(phone))

    link(desk, problem, another)
    propose_fix(desk, problem)
    record_change(desk, problem)
    before = set(Letter.objects.values_list("pk", flat=True))
    resolve(desk, problem)

    everyone_was_told_once(before, [trust["helen.yates"], trust["lowri.bevan"], trust["rachel.okafor"]])
    every_clock_stopped([*reports, another])
    nothing_is_offered_any_more(phone)


def open_a_problem(desk):
    """From the list of what keeps going wrong: look at why it is believed, and take it on."""
    desk.goto("/problems/trends/")
    desk.get_by_role("link", name="Projector in B12", exact=True).click()
    expect(desk.get_by_text("0.4 would be usual")).to_be_visible()
    desk.get_by_role("link", name="Open a problem").click()
    desk.get_by_label("What keeps going wrong?").fill("The projector of B12 loses its signal")
    desk.get_by_role("button", name="Open a problem").click()
    expect(desk.get_by_role("heading", name="3 incidents")).to_be_visible()
    return Problem.objects.get()


def declare_known_error(desk, problem):
    """The cause is not gone, but one knows what to do; for everyone is not for a technician to say."""
    desk.get_by_text("More", exact=True).last.click()
    desk.get_by_role("link", name="Declare a known error").click()
    desk.get_by_label("What do people notice?").fill("Blue light flashes, then no signal")
    desk.get_by_label("What to do about it").fill("\n".join(STEPS))
    expect(desk.get_by_role("radio", name=re.compile("Everyone", re.IGNORECASE))).to_have_count(0)
    desk.get_by_role("button", name="Write it into the register").click()
    expect(desk.get_by_text(f"{problem.reference} is a known error now")).to_be_visible()


def publish(manager, problem):
    """The manager finds it in the register and answers for what everybody reads."""
    manager.goto("/problems/known-errors/")
    manager.get_by_role("link", name=problem.title).click()
    manager.get_by_role("link", name="Publish to everyone").click()
    manager.get_by_role("button", name="Publish").click()
    expect(manager.get_by_text("is offered to everyone now")).to_be_visible()


def begin_report(phone):
    """The room, and the picture that fits."""
    page = phone.page
    page.goto("/report/?elsewhere=1")
    page.get_by_label("Room").select_option(label="A07")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("radio", name="No picture").check()
    return page


def helped(phone):
    """The next teacher is told what to do before anything is sent."""
    page = begin_report(phone)
    expect(page.get_by_text(STEPS[1])).to_be_visible()
    assert phone.has_no_sideways_scrolling()
    page.get_by_role("button", name="It works now").click()
    expect(page.get_by_text("Nothing was reported")).to_be_visible()


def report_anyway(phone):
    """Another day it does not help: what was offered is in nobody's way. Returns the number."""
    page = begin_report(phone)
    expect(page.get_by_text(STEPS[1])).to_be_visible()
    page.get_by_role("radio", name="Yes").check()
    page.get_by_role("button", name="Send").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have it")
    return int(re.search(r"/incidents/(\d+)/", page.url).group(1))


def link(desk, problem, incident):
    """It comes from the same cause."""
    desk.goto(f"{problem.get_absolute_url()}link/")
    desk.get_by_label("Numbers of the records").fill(incident.reference)
    desk.get_by_role("button", name="Link").click()
    expect(desk.get_by_role("heading", name="4 incidents")).to_be_visible()


def propose_fix(desk, problem):
    """What would remove it for good."""
    desk.get_by_role("link", name="Propose a fix").click()
    desk.get_by_label("What would remove the cause?").fill("A new cable in the wall")
    desk.get_by_label("What is the cause?").fill("The cable in the wall is kinked")
    desk.get_by_role("button", name="Propose it").click()
    expect(desk.get_by_text(f"{problem.reference}: a fix is proposed")).to_be_visible()


def record_change(desk, problem):
    """The change that carries it out."""
    desk.get_by_role("link", name="Record one that was made").click()
    desk.get_by_label("What was changed?").fill("New cable in B12")
    desk.get_by_role("button", name=re.compile("Record|Save")).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("New cable in B12")
    assert Change.objects.get().problem == problem
    desk.goto(problem.get_absolute_url())
    expect(desk.get_by_role("link", name="New cable in B12")).to_be_visible()


def resolve(desk, problem):
    """The button says what it does, and does it."""
    desk.locator(".ticket-actions").get_by_role("link", name=re.compile("Resolve")).click()
    desk.get_by_label("What removed it?").fill("New cable in the wall")
    desk.get_by_role("button", name=re.compile("Resolve")).click()
    expect(desk.get_by_text("everyone who waited for it is told")).to_be_visible()
    assert Problem.objects.get().status == ProblemStatus.RESOLVED


def everyone_was_told_once(before, people):
    """One letter each, also to her who reported two of them."""
    letters = Letter.objects.exclude(pk__in=before)
    told = letters.filter(template="incidents/resolved_together")
    assert sorted(letter.to.name for letter in told) == sorted(person.name for person in people)
    assert letters.filter(to__in=people).count() == len(people)


def every_clock_stopped(reports):
    """At one moment, and in time: half an hour is less than was promised."""
    done = Incident.objects.filter(pk__in=[report.pk for report in reports]).select_related("resolution_clock")
    clocks = [incident.resolution_clock for incident in done]
    assert {incident.status for incident in done} == {Status.RESOLVED}
    assert {clock.state for clock in clocks} == {ClockState.STOPPED}
    assert {clock.stopped_at for clock in clocks} == {Problem.objects.get().resolved_at}
    assert not any(clock.breached_at for clock in clocks)


def nothing_is_offered_any_more(phone):
    """A workaround for what is mended helps nobody."""
    with phone.page.expect_response(re.compile("/report/advice/")):
        page = begin_report(phone)
    expect(page.get_by_text(STEPS[1])).to_have_count(0)
