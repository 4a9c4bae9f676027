"""The calendar feed, read back as a calendar program reads it: local times, what is called off, and whose it is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import time_machine

from changes import workflow
from changes.models import CalendarFeed, Freeze
from changes.windows import Window
from servicedesk.errors import NotYours
from servicedesk.models import Room
from tests.changes.test_clashes import planned
from tests.factories import MONDAY_9AM, make_calendar_version, make_person, make_school

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)


@pytest.fixture
def school():
    school = make_school()
    make_calendar_version(school)
    return school


@pytest.fixture
def tom(school):
    return make_person("technician", school, name="Tom Webb")


@pytest.fixture
def feed(tom):
    return workflow.make_feed(by=tom, at=MONDAY_9AM)


def wall(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def read(client, feed, **headers):
    with time_machine.travel(MONDAY_9AM, tick=False):
        return client.get(feed.get_absolute_url(), headers=headers)


def events(client, feed):
    return icalendar.Calendar.from_ical(read(client, feed).content).walk("VEVENT")


def test_local_times_are_those_on_the_wall_before_and_across_the_clock_change(client, school, tom, feed):
    summer, over = wall("2026-10-23 16:00"), wall("2026-10-24 23:00")
    planned(school, Window(summer, summer + 2 * HOUR), title="Before")
    planned(school, Window(over, over + 3 * HOUR), title="Across")

    calendar = icalendar.Calendar.from_ical(read(client, feed).content)
    found = recurring_ical_events.of(calendar).between(date(2026, 10, 20), date(2026, 10, 30))

    told = {
        str(event["SUMMARY"]).split(" ", 1)[1]: [event[end].dt.astimezone(LONDON) for end in ("DTSTART", "DTEND")]
        for event in found
    }
    assert [f"{moment:%d %H:%M}" for moment in told["Before"]] == ["23 16:00", "23 18:00"]
    assert [f"{moment:%d %H:%M}" for moment in told["Across"]] == ["24 23:00", "25 01:00"]
    assert told["Across"][1].timestamp() - told["Across"][0].timestamp() == 3 * 3600


def test_an_event_says_what_one_wants_to_know_and_is_plain_text(client, school, tom, feed):
    room = Room.objects.create(school=school, name="B12")
    change = planned(school, title="A; b, c\\ d", implementer=tom, rooms=[room], downtime_minutes=30)
    change.impact_during = "No Wi-Fi.\nUse the cable."
    change.save()

    (event,) = events(client, feed)

    assert str(event["SUMMARY"]) == f"{change.reference} A; b, c\\ d"
    assert str(event["LOCATION"]) == f"{school.name}, B12"
    assert "Tom Webb" in event["DESCRIPTION"] and "Use the cable." in event["DESCRIPTION"]
    assert event["URL"].endswith(change.get_absolute_url())
    assert all(len(line) <= 75 for line in read(client, feed).content.split(b"\r\n"))


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"status": "raised"}, "TENTATIVE"),
        ({"status": "approved"}, "CONFIRMED"),
        ({"status": "withdrawn"}, "CANCELLED"),
        ({"status": "rejected"}, "CANCELLED"),
    ],
)
def test_what_is_called_off_is_written_as_such(client, school, feed, facts, status):
    planned(school, **facts)

    (event,) = events(client, feed)

    assert event["STATUS"] == status


def test_a_change_that_moves_is_the_same_event_written_again(client, school, tom, feed):
    change = planned(school)
    (before,) = events(client, feed)
    change.starts_at, change.ends_at = change.starts_at + HOUR, change.ends_at + HOUR
    change.save()

    (after,) = events(client, feed)

    assert after["UID"] == before["UID"] and after["SEQUENCE"] > before["SEQUENCE"]


@pytest.mark.parametrize("ended", [False, True])
def test_a_freeze_lasts_whole_days_and_one_taken_back_is_called_off(client, school, tom, feed, ended):
    first, last = date(2026, 9, 21), date(2026, 9, 22)
    facts = {"ended_at": MONDAY_9AM, "ended_by": tom} if ended else {}
    Freeze.objects.create(title="GCSE", first=first, last=last, made_by=tom, made_at=MONDAY_9AM, **facts)

    (event,) = events(client, feed)

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (first, date(2026, 9, 23))
    assert event["STATUS"] == ("CANCELLED" if ended else "CONFIRMED")


def test_it_shows_what_its_owner_may_see_now(client, school, tom, feed):
    other = make_school("Zebra")
    planned(other, title="Zebra works")
    planned(school)
    assert len(events(client, feed)) == 1
    tom.memberships.create(role="technician", school=other)
    assert len(events(client, feed)) == 2

    tom.memberships.filter(school=school).delete()

    assert [str(event["LOCATION"]) for event in events(client, feed)] == ["Zebra"]


@pytest.mark.parametrize("gone", ["left", "role", "replaced", "removed", "wrong"])
def test_for_who_left_and_for_a_wrong_key_there_is_nothing(client, tom, feed, gone):
    assert read(client, feed).status_code == 200
    if gone == "left":
        tom.is_active = False
        tom.save()
    elif gone == "role":
        tom.memberships.update(role="requester")
    elif gone == "replaced":
        assert workflow.make_feed(by=tom, at=MONDAY_9AM).key != feed.key
    elif gone == "removed":
        workflow.remove_feed(by=tom, at=MONDAY_9AM)
    else:
        feed.key = feed.key[:-1] + "x-"

    assert read(client, feed).status_code == 404


def test_it_needs_no_cookie_and_is_sent_again_only_when_something_changed(client, school, feed):
    change = planned(school)
    first = read(client, feed)
    assert not first.cookies and first["Last-Modified"] and first["Content-Type"].startswith("text/calendar")

    assert read(client, feed, if_none_match=first["ETag"]).status_code == 304
    change.title = "Another"
    change.save()

    assert read(client, feed, if_none_match=first["ETag"]).status_code == 200


def test_reading_is_noted_once_a_day(client, feed, django_assert_num_queries):
    read(client, feed)
    assert CalendarFeed.objects.get().read_at.date() == MONDAY_9AM.date()

    with django_assert_num_queries(4):  # the feed, its owner's hats, changes, freezes
        read(client, feed)


@pytest.mark.parametrize("size", [1, 6])
def test_it_costs_the_same_however_much_is_planned(client, school, feed, django_assert_max_num_queries, size):
    for _ in range(size):
        planned(school)
    read(client, feed)

    with django_assert_max_num_queries(5):
        read(client, feed)


def test_the_address_is_made_shown_replaced_and_removed_on_the_page(client, tom):
    client.force_login(tom)

    client.post("/changes/schedule/feed/")
    made = CalendarFeed.objects.get(person=tom)
    assert made.key in client.get("/changes/schedule/").content.decode() and len(made.key) > 40
    client.post("/changes/schedule/feed/")
    assert CalendarFeed.objects.get(person=tom).key != made.key
    client.post("/changes/schedule/feed/", {"do": "remove"})

    assert not CalendarFeed.objects.exists()


def test_programs_make_and_remove_the_address_too_and_who_sees_no_changes_has_none(client, tom, school):
    client.force_login(tom)
    address = "/api/v1/me/change-feed/"

    assert client.get(address).json()["address"] is None
    made = client.post(address, {}, content_type="application/json")
    assert made.status_code == 201 and made.json()["address"].endswith(".ics")
    assert client.delete(address).status_code == 204
    with pytest.raises(NotYours):
        workflow.make_feed(by=make_person("requester", school), at=MONDAY_9AM)
