"""The schedule and its freezes: what stands on a day, whose it is, and what it costs to look."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import resolve, reverse

from changes import workflow
from changes.grounds import grounds_of
from changes.models import Freeze
from changes.windows import Window
from incidents.models import DatedEvent
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Room
from tests.changes.test_clashes import EVENING, YEAR, planned, thing
from tests.factories import MONDAY_9AM, make_calendar_version, make_incident, make_person, make_school

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAGE, WINDOW = "/changes/schedule/", "/changes/window/"
FRIDAY = date(2026, 9, 18)


@pytest.fixture
def school():
    school = make_school(code="HBS")
    make_calendar_version(school, document=YEAR)
    return school


@pytest.fixture
def tom(school):
    return make_person("technician", school, name="Tom Webb")


@pytest.fixture
def boss(school):
    return make_person("service_level_manager", school, name="Martin Hale")


@pytest.fixture
def see(client, tom):
    """Read a page on that Monday in September, as Tom."""
    client.force_login(tom)

    def read(address, status=200):
        with time_machine.travel(MONDAY_9AM, tick=False):
            answer = client.get(address)
        assert answer.status_code == status
        return answer.content.decode()

    return read


def freeze(by, **facts):
    facts = {"title": "GCSE", "first": FRIDAY, "last": FRIDAY} | facts
    return Freeze.objects.create(made_by=by, made_at=MONDAY_9AM, **facts)


@pytest.mark.parametrize(("view", "few"), [("month", 4), ("week", 12)])
def test_of_a_full_day_the_first_few_are_shown_and_a_link_leads_to_the_list_of_that_day(school, see, view, few):
    for number in range(few + 6):
        planned(school, title=f"Work {number:02}")

    page = see(f"{PAGE}?view={view}&school=HBS")
    link = page.split('class="schedule-change"><a href="?view=day')[1].split('"')[0].replace("&amp;", "&")
    of_day = see(f"{PAGE}?view=day{link}")

    assert page.count(">16:00–18:00<") == few and "6 more" in page
    assert "Tuesday 15 September 2026" in of_day and of_day.count("<time ") == few + 6


def test_where_it_would_be_one_more_that_is_shown_too(school, see):
    for number in range(5):
        planned(school, title=f"Work {number}")

    page = see(f"{PAGE}?view=month")

    assert page.count(">16:00–18:00<") == 5 and "view=day" not in page


def test_from_the_list_of_a_day_one_goes_on_a_day_and_back_to_its_month(school, see):
    page = see(f"{PAGE}?view=day&day=2026-09-18&school=HBS")

    for where in ("view=day&amp;school=HBS&amp;day=2026-09-17", "view=day&amp;school=HBS&amp;day=2026-09-19"):
        assert where in page
    assert "view=month&amp;day=2026-09-18" in page and "The day </span>After" in page


def test_the_busiest_month_is_a_light_page(school, see):
    for day in range(25):
        for _ in range(20):
            planned(school, Window(MONDAY_9AM + day * DAY, MONDAY_9AM + day * DAY + HOUR), title="A new switch for B12")

    assert len(see(f"{PAGE}?view=month").encode()) < 100_000


@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_each_view_shows_the_change_its_state_and_what_is_on(school, tom, see, view):
    room = Room.objects.create(school=school, name="B12")
    change = planned(school, implementer=tom, rooms=[room], downtime_minutes=30)
    freeze(tom, school=school)
    DatedEvent.objects.create(school=school, name="Census", first=FRIDAY, last=FRIDAY)

    page = see(f"{PAGE}?view={view}&school=HBS")

    for words in (change.get_absolute_url(), "New firmware", "Approved to do", "16:00–18:00", "GCSE", "Census"):
        assert words in page
    assert ("30 min" in page) is (view == "list") and ("B12" in page) is (view != "month")
    assert ("Closed: boiler" in page and "Exams: Mocks" in page) is (view != "week")
    assert ('aria-current="date"' in page) is (view != "list")


def test_a_change_over_night_stands_on_both_days_and_one_called_off_on_none(school, tom, see):
    over_night = planned(school, title="Night work")
    over_night.starts_at, over_night.ends_at = EVENING, EVENING + DAY
    over_night.save()
    planned(school, title="Called off", status="withdrawn")

    page = see(f"{PAGE}?view=week")

    assert page.count("Night work") == 2 and "from 16:00" in page and "until 16:00" in page
    assert "Called off" not in page


def test_a_window_of_centuries_harms_no_page(school, see):
    change = planned(school)
    change.ends_at = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    change.save()

    for view in ("month", "week", "list"):
        assert "New firmware" in see(f"{PAGE}?view={view}")


def test_of_another_school_nothing_stands_there(school, tom, see):
    other = make_school("Zebra", code="ZEB")
    planned(other, title="Zebra works")
    freeze(tom, school=other, title="Zebra exams")

    assert "Zebra" not in see(f"{PAGE}?view=list") + see("/changes/freezes/")
    see(f"{PAGE}?school=ZEB", status=404)


def test_of_several_schools_each_is_named_where_they_differ(school, client):
    make_calendar_version(make_school("Northgate", code="NGA"))
    client.force_login(make_person("technician", everywhere=True))

    page = client.get(f"{PAGE}?school=all&day=2026-09-21").content.decode()

    assert "Harrow Beck School: Closed: boiler" in page and "All schools" in page


@pytest.mark.parametrize("asked", ["day=9999-12-31", "day=rubbish", "view=x&day=0001-01-01", "school=%00", "day=%00"])
def test_nonsense_in_the_address_shows_today_or_nothing_but_breaks_nothing(school, client, tom, asked):
    client.force_login(tom)

    assert client.get(f"{PAGE}?{asked}").status_code in (200, 404)


@pytest.mark.parametrize("view", ["month", "week", "list"])
@pytest.mark.parametrize("size", [1, 8])
def test_the_schedule_costs_the_same_at_any_size(school, tom, see, django_assert_max_num_queries, view, size):
    for number in range(size):
        planned(school, implementer=tom, assets=[thing(school, f"SW-{number}")], recorded_by=tom)
        freeze(tom, school=school)

    with django_assert_max_num_queries(18):
        see(f"{PAGE}?view={view}&school=HBS")


def test_the_window_page_says_what_speaks_against_it_and_offers_the_next(school, tom, see, client):
    planned(school, implementer=tom)
    asked = f"{WINDOW}?school=HBS&implementer={tom.pk}&starts_at=2026-09-15T15:00&ends_at=2026-09-15T17:00&noticed=on"

    page = see(asked)

    assert "1 hour of it is lesson time" in page and "Tom Webb makes it too" in page
    assert "starts_at=2026-09-15T18%3A00&amp;ends_at=2026-09-15T20%3A00" in page
    with time_machine.travel(MONDAY_9AM, tick=False):
        part = client.get(asked, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<div") and "lesson time" in part


def test_the_window_of_a_change_is_looked_at_with_what_its_form_says_already(school, tom, see):
    change, other = planned(school), planned(school, implementer=tom)
    own = f"{WINDOW}?change={change.pk}"

    assert "Nothing speaks against Tue 15 Sep 2026, 16:00–18:00" in see(own)
    told = "&starts_at=2026-09-15T15:00&ends_at=2026-09-15T17:00&downtime_minutes="
    assert other.reference in see(f"{own}{told}30&implementer={tom.pk}")
    assert "lesson time" in see(f"{own}{told}30") and "lesson time" not in see(f"{own}{told}0")


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        ("2026-09-15T15:00", "2026-09-15T15:00", "It ends before it begins."),
        ("2026-09-15T15:00", "2026-12-15T15:00", "two months at most"),
        ("9999-12-31T23:00", "9999-12-31T23:59", "within five years"),
        ("0001-01-01T00:00", "2026-12-15T15:00", "within five years"),
        ("2027-03-28T01:30", "2027-03-28T05:30", "could"),  # the clock never reads it
        ("yesterday", "\0", "Enter a valid date"),
    ],
)
def test_a_window_that_can_not_be_is_said_in_a_sentence(school, see, start, end, says):
    assert says in see(f"{WINDOW}?school=HBS&starts_at={start}&ends_at={end}", status=400)


@pytest.mark.parametrize("name", ["add_freeze", "end_freeze", "put_back_freeze"])
def test_what_is_done_about_freezes_has_both_faces(name):
    address = {"add_freeze": "/", "end_freeze": "/1/end/", "put_back_freeze": "/1/put-back/"}[name]
    page = "/changes/freezes" + {"add_freeze": "/add/"}.get(name, address)
    actions = resolve(f"/api/v1/change-freezes{address}").func.actions

    assert resolve(page).url_name == name
    assert actions["post"] == {"add_freeze": "create"}.get(name, name.removesuffix("_freeze"))


def test_a_freeze_is_added_ended_and_put_back(school, boss, client):
    client.force_login(boss)
    sent = {"title": " GCSE  exams", "place": "HBS", "first": "2026-09-18", "last": "2026-09-18", "once": "x"}

    for _ in range(2):  # a double tap
        client.post("/changes/freezes/add/", sent)

    made = Freeze.objects.get()
    assert (made.title, made.school) == ("GCSE exams", school)
    ended = client.post(reverse("changes:end_freeze", args=[made.pk]), follow=True).content.decode()
    assert "Undo" in ended and not Freeze.objects.in_force().exists()
    client.post(reverse("changes:put_back_freeze", args=[made.pk]))
    assert Freeze.objects.in_force().get().ended_by is None


@pytest.mark.parametrize("address", [PAGE, "/changes/freezes/", "/changes/freezes/add/"])
def test_every_form_of_these_pages_may_be_sent(school, boss, client, address):
    freeze(boss, school=school, first=date(2026, 1, 1), last=date(2099, 1, 1))
    client.force_login(boss)

    page = client.get(address).content.decode()

    main = page[page.index("<main") : page.index("</main")]
    assert main.count('method="post"') == main.count('name="csrfmiddlewaretoken"') > 0


def test_a_freeze_that_was_ended_early_stands_on_the_days_on_which_it_held(school, tom):
    held = freeze(tom, school=school, first=date(2026, 9, 7), last=date(2026, 9, 18))
    freeze(tom, school=school, title="By mistake", ended_at=MONDAY_9AM, ended_by=tom, first=MONDAY_9AM.date())
    Freeze.objects.filter(pk=held.pk).update(ended_at=MONDAY_9AM, ended_by=tom)

    days = {"first": date(2026, 9, 1), "last": date(2026, 9, 30)}
    held, now = (grounds_of([school], **days, as_it_was=past)[0].freezes for past in (True, False))

    assert [(each.name, each.first.day, each.last.day) for each in held] == [("GCSE (ended early)", 7, 13)]
    assert now == ()


def test_freezes_may_overlap_but_not_end_before_they_begin(school, boss, client):
    client.force_login(boss)
    freeze(boss, school=school)
    sent = {"title": "Inspection", "place": "HBS", "first": "2026-09-18", "last": "2026-09-17", "reason": "Kept"}

    page = client.post("/changes/freezes/add/", sent).content.decode()
    client.post("/changes/freezes/add/", sent | {"last": "2026-09-30"})

    assert "It ends before it begins." in page and "Kept" in page
    assert Freeze.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "field"), [({"title": " "}, "title"), ({"last": date(2026, 9, 1)}, "last"), ({"last": date.max}, "last")]
)
def test_what_can_not_be_frozen_is_said_and_nothing_is_kept(school, boss, facts, field):
    with pytest.raises(ValidationError) as wrong:
        workflow.add_freeze(
            by=boss, at=MONDAY_9AM, school=school, **{"title": "X", "first": FRIDAY, "last": FRIDAY} | facts
        )

    assert field in wrong.value.message_dict and not Freeze.objects.exists()


def test_who_manages_no_changes_freezes_nothing_and_a_manager_of_one_school_not_the_trust(school, tom, boss):
    said = {"at": MONDAY_9AM, "title": "X", "first": FRIDAY, "last": FRIDAY}
    for by, where in ((tom, school), (boss, None), (boss, make_school("Zebra"))):
        with pytest.raises(NotYours):
            workflow.add_freeze(by=by, school=where, **said)
    of_trust = freeze(tom)
    with pytest.raises(NotYours):
        workflow.end_freeze(of_trust, by=boss, at=MONDAY_9AM)


def test_what_is_over_is_not_ended_again_and_what_holds_not_put_back(school, boss):
    made = freeze(boss, school=school)

    with pytest.raises(Refused):
        workflow.put_back_freeze(made, by=boss, at=MONDAY_9AM)
    workflow.end_freeze(made, by=boss, at=MONDAY_9AM)
    with pytest.raises(Refused):
        workflow.end_freeze(made, by=boss, at=MONDAY_9AM)


def test_programs_ask_whether_a_window_is_free(school, tom, client):
    planned(school, implementer=tom)
    client.force_login(tom)
    body = {"school": "HBS", "implementer": tom.pk, "starts_at": "2026-09-15T15:00:00Z", "noticed": False}

    def ask(**more):
        with time_machine.travel(MONDAY_9AM, tick=False):
            return client.post("/api/v1/change-windows/", body | more, content_type="application/json")

    found = ask(ends_at="2026-09-15T17:00:00Z").json()

    assert not found["is_free"] and [clash["kind"] for clash in found["clashes"]] == ["person"]
    assert found["next_free"]["starts_at"] == "2026-09-15T18:00:00+01:00"
    assert ask(ends_at="2026-09-15T14:00:00Z").status_code == ask(ends_at="x").status_code == 400
    assert ask(ends_at="2026-09-15T17:00:00Z", implementer=10**30).status_code == 400
    assert ask(ends_at="9999-12-31T23:59:59Z", starts_at="9999-12-31T23:00:00Z").status_code == 400


def test_whoever_looks_at_the_service_sees_what_is_changed_this_week(school, client, tom):
    make_incident(school, at=MONDAY_9AM)
    planned(school)
    planned(school, Window(EVENING + 9 * DAY, EVENING + 10 * DAY), title="Next week")
    client.force_login(make_person("senior_leader", school))

    with time_machine.travel(MONDAY_9AM, tick=False):
        page = client.get("/service/?from=2026-09-01&to=2026-09-30").content.decode()

    assert "New firmware" in page and "Next week" not in page


def test_programs_read_add_and_end_freezes_and_choose_those_that_hold(school, boss, client):
    client.force_login(boss)
    address, body = "/api/v1/change-freezes/", {"school": "HBS", "title": "GCSE", "first": "2026-09-18"}
    refused = client.post(address, body | {"last": "2026-09-01"}, content_type="application/json")
    made = client.post(address, body | {"last": "2026-09-18"}, content_type="application/json").json()

    assert refused.status_code == 400 and refused.json()["error"]["fields"]["last"] == ["It ends before it begins."]
    assert client.post(f"{address}{made['id']}/end/", {}, content_type="application/json").json()["ended_by"] == boss.pk
    assert [len(client.get(f"{address}?in_force={word}").json()["results"]) for word in ("true", "false")] == [0, 1]
    assert client.get(f"{address}?since=2026-09-19").json()["results"] == []
