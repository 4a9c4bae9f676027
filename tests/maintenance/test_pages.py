"""The pages of maintenance: lists, the walk, moves, plans; what each costs, and what it says."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from assets.models import Asset, AssetType
from incidents.models import Channel, Incident
from maintenance import workflow
from maintenance.models import Check, Plan, Round
from maintenance.starters import STARTERS
from servicedesk.models import Room
from tests.factories import MONDAY_9AM, make_person, make_plan, make_promise, make_round, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    """Monday of the second week of term, nine o'clock."""
    with time_machine.travel(MONDAY_9AM, tick=False):
        yield


@pytest.fixture
def school():
    school = make_school()
    make_promise(school)
    return school


@pytest.fixture
def priya(school, client):
    priya = make_person("technician", school, name="Priya Shah")
    client.force_login(priya)
    return priya


@pytest.fixture
def martin(school, client):
    martin = make_person("service_level_manager", school, name="Martin Hale")
    client.force_login(martin)
    return martin


def walk(priya, school, rooms=2, checklist=("Screen clean", "Sound plays")):
    names = [f"B{n}" for n in range(1, rooms + 1)]
    rooms = [Room.objects.create(school=school, name=name) for name in names]
    plan = make_plan(school, owner=priya, rooms=rooms, checklist=checklist)
    return workflow.start(make_round(plan), by=priya, at=MONDAY_9AM)


def page(client, name, /, *args, **asks):
    return client.get(reverse(f"maintenance:{name}", args=args), asks).content.decode()


def send(client, name, /, *args, **said):
    return client.post(reverse(f"maintenance:{name}", args=args), said)


def test_the_list_says_what_is_overdue_this_week_and_later(client, priya, school):
    today = MONDAY_9AM.date()
    make_round(make_plan(school, name="Projectors"), opens=today - timedelta(7), due=today - timedelta(3))
    make_round(make_plan(school, name="Trolleys"))
    make_round(make_plan(school, name="Printers"), opens=today + timedelta(7), due=today + timedelta(7))

    found = page(client, "rounds")

    order = [
        found.index(words)
        for words in ("Overdue", "Projectors", "This week</cap", "Trolleys", "Later</cap", "Printers")
    ]
    assert order == sorted(order)
    assert "Late by 1 school day<" in found and "Mon 14 to Fri 18 Sep" in found


def test_a_round_whose_day_has_not_come_says_when_instead_of_offering_to_start(client, priya, school):
    day = MONDAY_9AM.date()
    now = page(client, "round", make_round(make_plan(school)).pk)
    later = page(client, "round", make_round(make_plan(school), opens=day + timedelta(7), due=day + timedelta(8)).pk)

    assert "/start/" in now and "may be started from" not in now
    assert "/start/" not in later and "may be started from Monday 21 September" in later


FILTERS = {
    "to_do": "ABCD",
    "overdue": "A",
    "week": "BC",
    "later": "D",
    "done": "E",
    "skipped": "F",
    "any": "ABCDEF",
}


@pytest.mark.parametrize("when", FILTERS)
def test_a_list_in_the_address_holds_what_it_says(client, priya, school, when):
    today, day = MONDAY_9AM.date(), timedelta(1)
    rows = {
        "A": {"opens": today - 7 * day, "due": today - 3 * day},
        "B": {},
        "C": {"status": "under_way"},
        "D": {"opens": today + 7 * day, "due": today + 8 * day},
        "E": {"status": "done"},
        "F": {"status": "skipped"},
    }
    for name, facts in rows.items():
        make_round(make_plan(school, name=f"Plan {name}."), **facts)

    shown = page(client, "rounds", when=when)
    by_api = client.get("/api/v1/maintenance-rounds/", {"when": when}).json()["results"]

    assert "".join(name for name in rows if f"Plan {name}." in shown) == FILTERS[when]
    assert "".join(sorted(row["plan_name"][5] for row in by_api)) == FILTERS[when]


def test_mine_are_mine(client, priya, school):
    make_round(make_plan(school, owner=priya, name="Hers"))
    make_round(make_plan(school, name="Of another"))

    shown = page(client, "rounds", owner="me")

    assert "Hers" in shown and "Of another" not in shown


LISTS = [("rounds", {"when": "any"}), ("plans", {})]


@pytest.mark.parametrize(("name", "asks"), LISTS)
def test_a_list_costs_the_same_however_long_it_is(client, priya, school, name, asks, django_assert_max_num_queries):
    costs = []
    for _ in range(2):
        for _ in range(6):
            make_round(make_plan(school, owner=priya))
        with django_assert_max_num_queries(16) as queries:
            page(client, name, **asks)
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_the_walk_and_the_round_cost_the_same_however_many_rooms(client, priya, school, django_assert_max_num_queries):
    costs = []
    for rooms in (3, 30):
        Room.objects.filter(school=school).delete()
        round = walk(priya, school, rooms=rooms)
        with django_assert_max_num_queries(22) as queries:
            page(client, "record", round.pk)
            page(client, "round", round.pk)
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_starting_leads_to_the_first_thing(client, priya, school):
    room = Room.objects.create(school=school, name="B1")
    round = make_round(make_plan(school, owner=priya, rooms=[room]))

    answer = send(client, "start", round.pk)

    assert answer.url == reverse("maintenance:record", args=[round.pk])
    assert "0 of 1 answered" in page(client, "record", round.pk)


def test_all_ok_here_is_one_press_and_leads_to_the_next_room(client, priya, school):
    round = walk(priya, school)
    first, second = round.things.all()

    answer = send(client, "record", round.pk, thing=first.pk, all="ok")

    assert answer.url.endswith(f"/record/?thing={second.pk}&sent={first.pk}")
    assert {check.result for check in first.checks.all()} == {"ok"}
    shown = client.get(answer.url).content.decode()
    assert "2 of 4 answered" in shown
    assert f'data-draft-sent="round-{round.pk}-{first.pk}"' in shown


def test_the_last_answer_leads_to_the_end(client, priya, school):
    round = walk(priya, school, rooms=1)
    thing = round.things.get()

    answer = send(client, "record", round.pk, thing=thing.pk, all="ok")

    assert answer.url == f"{reverse('maintenance:finish', args=[round.pk])}?sent={thing.pk}"
    assert send(client, "finish", round.pk, minutes=20).url == round.get_absolute_url()
    assert Round.objects.get(pk=round.pk).minutes == 20


def test_not_ok_with_the_tick_left_on_is_reported_in_one_act(client, priya, school):
    round = walk(priya, school, rooms=1)
    screen, sound = Check.objects.order_by("place")
    said = {f"result_{screen.pk}": "not_ok", f"text_{screen.pk}": "Torn.", f"report_{screen.pk}": "on", "all": "ok"}

    answer = send(client, "record", round.pk, thing=screen.thing_id, **said)

    incident = Incident.objects.get(channel=Channel.MAINTENANCE)
    assert f"Reported as {incident.reference}." in client.get(answer.url).content.decode()
    assert (incident.room.name, Check.objects.get(pk=sound.pk).result) == ("B1", "ok")
    assert f"Reported as {incident.reference}" in page(client, "round", round.pk)


def test_not_ok_without_the_tick_can_be_reported_from_the_round(client, priya, school):
    round = walk(priya, school, rooms=1, checklist=("Screen clean",))
    check = Check.objects.get()
    send(client, "record", round.pk, thing=check.thing_id, **{f"result_{check.pk}": "not_ok"})
    assert not Incident.objects.exists()

    assert "Screen clean – not OK, B1" in page(client, "raise_incident", round.pk, check=check.pk)
    send(client, "raise_incident", round.pk, check=check.pk, summary="Screen torn", urgency="week")

    assert Incident.objects.get().summary == "Screen torn"


def test_half_an_answer_comes_back_with_what_was_typed(client, priya, school):
    round = walk(priya, school, rooms=1, checklist=("Screen clean",))
    check = Check.objects.get()

    answer = send(client, "record", round.pk, thing=check.thing_id, **{f"text_{check.pk}": "Hm, smudged"})

    shown = answer.content.decode()
    assert "say whether it is OK" in shown and "Hm, smudged" in shown


def test_finishing_shows_what_has_no_answer(client, priya, school):
    round = walk(priya, school, rooms=1)

    assert "B1: Screen clean; B1: Sound plays" in page(client, "finish", round.pk)
    assert "No answer yet" in send(client, "finish", round.pk, minutes=5).content.decode()
    send(client, "finish", round.pk, minutes=5, rest_unchecked="on")
    assert Round.objects.get(pk=round.pk).status == "done"


def test_a_move_that_came_too_late_says_so_and_changes_nothing(client, priya, school):
    round = make_round(make_plan(school), status="done")

    answer = send(client, "skip", round.pk, reason="Snow")

    assert answer.status_code == 409
    assert "That can’t be done now" in answer.content.decode()


def test_the_sheet_is_laid_out_before_the_round_starts(client, priya, school):
    room = Room.objects.create(school=school, name="B1")
    plan = make_plan(school, owner=priya, rooms=[room], checklist=())
    plan.checklist.create(place=1, words="Temperature", answer="number", unit="°C", lowest=16, highest=27)

    shown = client.get("/forms/maintenance/", {"record": make_round(plan).pk}).content.decode()

    assert "B1" in shown and "16 to 27 °C" in shown


def test_the_page_of_an_asset_says_what_looks_after_it_and_what_was_found(client, priya, school):
    sort = AssetType.objects.create(name="Projector")
    asset = Asset.objects.create(school=school, tag="P1", name="Projector", type=sort)
    plan = make_plan(school, owner=priya, name="Filters", scope="sort", asset_type=sort)
    make_plan(school, owner=priya, name="In another room", scope="sort", asset_type=sort).rooms.add(
        Room.objects.create(school=school, name="B9")
    )
    round = workflow.start(make_round(plan), by=priya, at=MONDAY_9AM)
    answer = {"check": Check.objects.get().pk, "result": "not_ok"}
    workflow.record(round, by=priya, at=MONDAY_9AM, answers=[answer])

    shown = client.get(asset.get_absolute_url()).content.decode()

    assert "Filters" in shown and "Not OK: Filter clean" in shown
    assert "In another room" not in shown


def plan_form(owner, **said):
    items = {"item-TOTAL_FORMS": "2", "item-INITIAL_FORMS": "0"}
    items |= {"item-0-words": "Filter clean", "item-0-answer": "tick", "item-1-words": ""}
    rule = {"every": "week", "weekday": "4", "weeks": "1", "when_closed": "earlier", "since": "2026-09-07"}
    facts = {"name": "Trolleys", "owner": owner.pk, "scope": "work", "active_from": "2026-09-14"}
    return items | rule | facts | said


def test_a_plan_is_written_and_its_rounds_are_there(client, martin, school):
    answer = send(client, "add_plan", school.pk, **plan_form(martin))

    plan = Plan.objects.get()
    assert answer.url == plan.get_absolute_url()
    assert plan.how_often == "Every Friday"
    assert [item.words for item in plan.checklist.all()] == ["Filter clean"]
    shown = page(client, "plan", plan.pk)
    assert "Every Friday." in shown and "Mon 14 to Fri 18 Sep" in shown


def test_the_days_ahead_can_be_looked_at_before_anything_is_saved(client, martin, school):
    shown = send(client, "add_plan", school.pk, **plan_form(martin, weeks="2", look="yes")).content.decode()

    assert "Every 2 weeks, on Friday." in shown and "Mon 21 to Fri 25 Sep" in shown
    assert not Plan.objects.exists()


def test_what_the_calendar_does_not_know_yet_is_said(client, martin, school):
    shown = send(client, "add_plan", school.pk, **plan_form(martin, every="half_term", look="yes")).content.decode()

    assert "The calendar holds no such days ahead." in shown


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"every": "month", "nth": "6"}, "A month has four of each weekday for certain"),
        ({"scope": "sort"}, "Choose the sort of thing."),
        ({"active_until": "2026-09-01"}, "It ends before it begins."),
        ({"item-0-words": "x" * 201}, "200 characters"),
    ],
)
def test_a_plan_that_can_not_be_says_why(client, martin, school, said, words):
    shown = send(client, "add_plan", school.pk, **plan_form(martin, **said)).content.decode()

    assert words in shown
    assert not Plan.objects.exists()


def test_a_plan_is_changed_in_place(client, martin, school):
    plan = make_plan(school, owner=martin, checklist=("A", "B"))

    assert 'value="A"' in page(client, "change_plan", plan.pk)
    send(client, "change_plan", plan.pk, **plan_form(martin, name="Trolleys, weekly"))

    plan.refresh_from_db()
    assert (plan.name, plan.checklist.count(), plan.history.count()) == ("Trolleys, weekly", 1, 2)


def test_a_suggestion_is_taken_over_with_one_press(client, martin, school):
    assert all(starter.name in page(client, "starters") for starter in STARTERS)

    answer = send(client, "adopt", "backups", school=school.code)

    plan = Plan.objects.get(starter="backups")
    assert answer.url == plan.get_absolute_url()
    assert "Taken over" in page(client, "starters")


def test_an_empty_list_says_what_next(client, martin, school):
    assert "Start from a suggestion" in page(client, "rounds")
    assert "Start from a suggestion" in page(client, "plans")
    make_plan(school, active_from=date(2027, 1, 1))
    assert "Nothing is due" in page(client, "rounds")
    assert "No round fits this" in page(client, "rounds", when="done")
