"""Whoever will notice a change hears of it: that it comes, again shortly before, and what became of it."""

from datetime import timedelta

import pytest

from changes import workflow
from changes.models import Change, Told
from changes.planned_work import announced_changes
from changes.workflow.audience import remind
from servicedesk.models import Letter, Room, Service
from tests.factories import (
    MONDAY_9AM,
    OPEN_8_TO_4,
    make_calendar_version,
    make_change,
    make_person,
    make_promise,
    make_school,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
THURSDAY_5PM = MONDAY_9AM + timedelta(days=3, hours=7)  # on the clocks of the school; UTC is an hour behind


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def tom(school):
    return make_person("technician", school, name="Tom Webb")


@pytest.fixture
def rachel(school):
    return make_person("requester", school, name="Rachel Moss")


@pytest.fixture
def change(school, tom, rachel):
    """Wi-Fi stops on Thursday after school; everybody at the school uses it."""
    make_person("requester", make_school("Mill Lane"), name="Nina Holt")
    return make_change(
        school,
        title="New Wi-Fi controller",
        kind="normal",
        status="approved",
        made_at=None,
        made_on=None,
        service=Service.objects.create(name="Wi-Fi"),
        originator=tom,
        implementer=tom,
        recorded_by=tom,
        starts_at=THURSDAY_5PM,
        ends_at=THURSDAY_5PM + HOUR,
        impact_during="No Wi-Fi.",
        downtime_minutes=20,
    )


def letters(template):
    return Letter.objects.filter(template=f"changes/people/{template}").order_by("to__name")


def to(template):
    return [letter.to.name for letter in letters(template)]


def test_an_announcement_reaches_those_affected_and_nobody_else(change, tom):
    workflow.announce(change, by=tom, at=MONDAY_9AM, note="Save your work.")

    assert to("announced") == ["Rachel Moss"]
    letter = letters("announced").get()
    assert letter.subject == "Thursday 17 September, 17:00 to 18:00: New Wi-Fi controller"
    for words in ("No Wi-Fi.", "about 20 minutes", "Save your work."):
        assert words in letter.body
    assert change.audience.get(person__name="Rachel Moss").because == "Uses Wi-Fi"


def test_one_can_be_left_out_and_another_thought_of(change, tom, rachel, school):
    grace = make_person("senior_leader", make_school("Northgate"), name="Grace Adeyemi")

    workflow.announce(change, by=tom, at=MONDAY_9AM, also=[grace], left_out=[rachel])

    assert to("announced") == ["Grace Adeyemi"]
    assert Told.objects.get(person=grace).chosen_by == tom


def test_who_else_should_know_is_asked_only_where_there_is_anybody_else(change, tom, rachel, client):
    client.force_login(tom)
    url = f"/changes/{change.pk}/announce/"
    of_all = client.get(url).content.decode()
    client.post(url, {"people": [rachel.pk]})
    change.refresh_from_db()
    Change.objects.filter(pk=change.pk).update(impact_during="", downtime_minutes=None)  # now nobody notices

    assert "Who else should know?" not in of_all  # everybody at the school is told already
    assert change.status == "announced"
    assert "Who else should know?" in client.get(url).content.decode()


def test_they_are_reminded_once_on_the_morning_of_the_school_day_before(change, tom):
    workflow.announce(change, by=tom, at=MONDAY_9AM)

    early, late = remind(at=THURSDAY_5PM - 35 * HOUR), remind(at=THURSDAY_5PM - 34 * HOUR)

    assert (early, late, remind(at=THURSDAY_5PM - 19 * HOUR)) == (0, 2, 0)
    assert to("reminder") == ["Rachel Moss", "Tom Webb"]
    assert {letter.subject for letter in letters("reminder")} == {"Tomorrow: New Wi-Fi controller"}


def test_of_a_monday_they_are_reminded_on_the_last_school_day_of_every_school_concerned(change, tom, school):
    make_promise(school)
    document = OPEN_8_TO_4 | {"ranges": [{"type": "closure", "first": "2026-09-18", "last": "2026-09-18"}]}
    other = make_school("Northgate")
    make_calendar_version(other, document=document)
    starts_at = MONDAY_9AM + timedelta(days=7)
    Change.objects.filter(pk=change.pk).update(school=None, starts_at=starts_at, ends_at=starts_at + HOUR)
    rooms = [Room.objects.create(school=each, name="Server room") for each in (school, other)]
    change.rooms.set(rooms)
    change.refresh_from_db()
    martin = make_person("service_level_manager", everywhere=True)
    change = workflow.announce(change, by=martin, at=MONDAY_9AM, also=[tom])

    wednesday, thursday = (remind(at=MONDAY_9AM + timedelta(days=number)) for number in (2, 3))

    assert wednesday == 0 and thursday
    assert letters("reminder")[0].subject == "On Monday: New Wi-Fi controller"


def test_who_heard_after_it_was_moved_is_not_reminded_at_once(change, tom):
    workflow.announce(change, by=tom, at=MONDAY_9AM)
    moved = {"starts_at": MONDAY_9AM + 30 * HOUR, "ends_at": MONDAY_9AM + 31 * HOUR, "reason": "The parts are here."}
    workflow.reschedule(change, by=tom, at=MONDAY_9AM + 8 * HOUR, **moved)

    assert remind(at=MONDAY_9AM + 9 * HOUR) == 0


def test_who_hears_of_it_within_a_day_gets_no_second_letter(change, tom):
    workflow.announce(change, by=tom, at=THURSDAY_5PM - 5 * HOUR)

    assert remind(at=THURSDAY_5PM - 4 * HOUR) == 0
    assert to("reminder") == []


def test_they_hear_that_it_moves_and_that_it_is_done(change, tom):
    change = workflow.announce(change, by=tom, at=MONDAY_9AM)
    later = THURSDAY_5PM + timedelta(days=1)
    change = workflow.reschedule(change, by=tom, at=MONDAY_9AM, starts_at=later, ends_at=later + HOUR, reason="Ill.")
    workflow.implement(change, by=tom, at=later + HOUR)

    assert to("moved") == to("made") == ["Rachel Moss"]
    assert "Friday 18 September" in letters("moved").get().body
    assert "/report/" in letters("made").get().body


def test_they_hear_that_it_does_not_happen_or_was_undone(change, tom):
    change = workflow.announce(change, by=tom, at=MONDAY_9AM)
    made = workflow.implement(change, by=tom, at=THURSDAY_5PM)
    workflow.back_out(made, by=tom, at=THURSDAY_5PM + HOUR, note="No signal in the hall.")

    assert to("backed_out") == ["Rachel Moss"]


def test_a_withdrawal_is_told_to_those_who_heard_of_it_only(change, tom):
    unheard = workflow.withdraw(change, by=tom, at=MONDAY_9AM, reason="Not needed.")
    assert (unheard.status, to("off")) == ("withdrawn", [])


def test_the_status_page_shows_what_is_announced_at_ones_own_school(change, tom, rachel):
    stranger = make_person("requester", make_school("Northgate"), name="Sam Whitby")
    assert list(announced_changes(rachel, at=MONDAY_9AM)) == []

    workflow.announce(change, by=tom, at=MONDAY_9AM)

    shown = list(announced_changes(rachel, at=MONDAY_9AM))
    assert [(each.title, each.says, each.url) for each in shown] == [("New Wi-Fi controller", "No Wi-Fi.", "")]
    assert next(iter(announced_changes(tom, at=MONDAY_9AM))).url == change.get_absolute_url()
    assert list(announced_changes(stranger, at=MONDAY_9AM)) == []
    assert list(announced_changes(rachel, at=THURSDAY_5PM + HOUR)) == []
