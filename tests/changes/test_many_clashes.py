"""Where much speaks against a window, the gravest few of each kind are shown and all others can be reached."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode

from changes.models import Change
from changes.presentation.clashes import FEW, MANY
from servicedesk.models import Room
from tests.changes.test_clashes import WINDOW, YEAR, planned, thing
from tests.factories import MONDAY_9AM, make_calendar_version, make_person, make_school

pytestmark = pytest.mark.django_db
PAGE = "/changes/window/"


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY_9AM, tick=False):
        yield


@pytest.fixture
def school():
    school = make_school(code="HBS")
    make_calendar_version(school, document=YEAR)
    return school


@pytest.fixture
def tom(school):
    return make_person("technician", school, name="Tom Webb")


@pytest.fixture
def page(client, tom):
    client.force_login(tom)
    return client


@pytest.fixture
def switch(school):
    return thing(school, "SW-1")


@pytest.fixture
def change(school, tom, switch):
    """The one whose window is looked at."""
    return planned(school, title="Mine", assets=[switch], implementer=tom)


def crowd(school, count, **facts):
    for number in range(count):
        planned(school, title=f"Crowd {number}", **facts)


def shown(answer):
    return [clash.sentence for group in answer.context["groups"] for clash in group.clashes]


def test_of_each_kind_the_gravest_few_are_shown_with_how_many_more_there_are(school, tom, switch, change, page):
    crowd(school, FEW + 3, assets=[switch])
    crowd(school, 2, implementer=tom)
    planned(school, title="Gravest", assets=[switch], implementer=tom)

    answer = page.get(PAGE, {"change": change.pk})
    html = answer.content.decode()

    assert [(str(group.kind), len(group.clashes), group.more) for group in answer.context["groups"]] == [
        ("thing", FEW, 4),
        ("person", 2, 0),
    ]
    assert "Gravest" in shown(answer)[0]
    assert "and 4 more" in html and html.count("and 4 more") == 1


def test_the_page_of_a_window_says_who_makes_the_change_that_it_is_of(tom, switch, change, page):
    answer = page.get(PAGE, {"change": change.pk})

    assert f'<option value="{tom.pk}" selected>' in answer.content.decode()


def test_a_few_are_shown_without_a_word_about_more(school, switch, change, page):
    crowd(school, FEW, assets=[switch])

    assert "more<span" not in page.get(PAGE, {"change": change.pk}).content.decode()


@pytest.mark.parametrize("address", ["page", "window"])
def test_all_of_a_kind_are_reached_a_hundred_at_a_time(school, switch, change, page, address):
    crowd(school, MANY + 4, assets=[switch])
    first = change.get_absolute_url() if address == "page" else f"{PAGE}?change={change.pk}"
    html = page.get(first).content.decode()
    url = html.split('class="clashes-more"><a href="')[1].split('"')[0].replace("&amp;", "&")

    answers = [page.get(url)]
    answers.append(page.get(answers[0].context["group"].url))
    groups = [answer.context["group"] for answer in answers]

    assert [group.place for group in groups] == ["1 to 100 of 104", "101 to 104 of 104"]
    assert len({clash.url for group in groups for clash in group.clashes}) == MANY + 4
    assert page.get(groups[1].before).context["group"].place == groups[0].place
    assert "All that was found" in answers[0].content.decode()


def test_the_address_of_the_others_asks_the_same_as_the_form_that_is_not_saved(school, tom, switch, page):
    crowd(school, FEW + 1, assets=[switch], rooms=[Room.objects.create(school=school, name="B12")])
    asked = {"school": "HBS", "starts_at": "2026-09-15T16:00", "ends_at": "2026-09-15T18:00", "assets": [switch.pk]}
    asked |= {"implementer": tom.pk}

    [group] = page.get(f"{PAGE}?{urlencode(asked, doseq=True)}").context["groups"]

    assert page.get(group.url).context["group"].total == FEW + 1


def test_in_the_form_of_a_plan_what_is_written_there_is_asked(school, tom, change, page):
    other = make_person("technician", school, name="Uma")
    crowd(school, FEW + 1, implementer=other)
    asked = {"change": change.pk, "starts_at": "2026-09-15T16:00", "ends_at": "2026-09-15T18:00"}
    asked |= {"implementer": other.pk, "downtime_minutes": "", "impact_during": "No Wi-Fi"}

    [group] = page.get(PAGE, asked, headers={"HX-Request": "true"}).context["groups"]

    assert f"implementer={other.pk}" in group.url and "downtime_minutes=1" in group.url
    assert page.get(group.url).context["group"].total == FEW + 1


@pytest.mark.parametrize(
    "asked", [{"kind": "odd"}, {"kind": "thing", "begin": "9" * 30}, {"kind": "thing", "begin": "x"}]
)
def test_what_is_no_kind_of_clash_shows_what_was_found(change, page, asked):
    answer = page.get(PAGE, {"change": change.pk} | asked)

    assert answer.status_code == 200 and answer.context["group"] is None
    assert "What was found" in answer.content.decode()


def test_a_page_stays_light_and_costs_the_same_with_hundreds(school, switch, change, page):
    url = change.get_absolute_url()
    crowd(school, 10, assets=[switch])
    with CaptureQueriesContext(connection) as few:
        small = page.get(url).content
    crowd(school, 240, assets=[switch])
    with CaptureQueriesContext(connection) as many:
        large = page.get(url).content

    assert len(many) == len(few)
    assert len(large) - len(small) < 200  # bytes
    assert b"and 245 more" in large


def test_programs_get_the_twenty_gravest_of_each_kind_and_how_many_there_are(school, tom, switch, page):
    crowd(school, 25, assets=[switch])
    crowd(school, 3, implementer=tom)
    body = {"school": "HBS", "assets": [switch.pk], "implementer": tom.pk, "noticed": False}
    body |= {"starts_at": WINDOW.start.isoformat(), "ends_at": WINDOW.end.isoformat()}

    found = page.post("/api/v1/change-windows/", body, content_type="application/json").json()

    assert found["counts"] == {"thing": 25, "person": 3}
    assert [clash["kind"] for clash in found["clashes"]] == ["thing"] * 20 + ["person"] * 3
    assert Change.objects.count() == 28
