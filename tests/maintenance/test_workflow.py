"""A maintenance round from planned to done, and what it finds."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assets.models import Asset, AssetType
from incidents.models import FOUND_BY_US, Incident
from maintenance import workflow
from maintenance.models import Check, Result, Status
from maintenance.moves import MOVES
from problems.models import Problem, Source
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Building, Letter, Room
from tests.factories import MONDAY_9AM, make_person, make_plan, make_promise, make_round, make_school

pytestmark = pytest.mark.django_db
NOON = MONDAY_9AM + timedelta(hours=3)


@pytest.fixture
def school():
    school = make_school()
    make_promise(school)
    return school


@pytest.fixture
def priya(school):
    return make_person("technician", school, name="Priya Shah")


def projector(school, tag, room=None, **fields):
    sort, _ = AssetType.objects.get_or_create(name="Projector")
    return Asset.objects.create(school=school, tag=tag, name="Projector", type=sort, room=room, **fields)


def started(school, by, **plan):
    return workflow.start(make_round(make_plan(school, owner=by, **plan)), by=by, at=MONDAY_9AM)


def checks(round):
    return list(Check.objects.filter(thing__round=round).order_by("thing__place", "place"))


def answer(round, by, check, result="not_ok", **said):
    return workflow.record(round, by=by, at=NOON, answers=[{"check": check.pk, "result": result, **said}])


def test_starting_looks_up_the_things_of_today_room_by_room(school, priya):
    block = Building.objects.create(school=school, name="Main")
    b2, b12 = (Room.objects.create(school=school, name=name, building=block) for name in ("B2", "B12"))
    shed = Room.objects.create(school=school, name="A1")
    for tag, room, state in [
        ("P1", b12, "in_use"),
        ("P2", shed, "in_use"),
        ("P3", b2, "in_use"),
        ("P4", b2, "disposed"),
    ]:
        sort = projector(school, tag, room, state=state).type
    plan = make_plan(school, owner=priya, scope="sort", asset_type=sort, checklist=("Filter clean", "Picture sharp"))

    round = workflow.start(make_round(plan), by=priya, at=MONDAY_9AM)

    assert [(t.label, t.where) for t in round.things.all()] == [
        ("Projector P3", "B2, Main"),
        ("Projector P1", "B12, Main"),
        ("Projector P2", "A1"),
    ]
    assert len(checks(round)) == 6
    assert (round.status, round.started_at) == (Status.UNDER_WAY, MONDAY_9AM)


def test_rooms_of_a_building_and_a_piece_of_work_are_stops_too(school, priya):
    block = Building.objects.create(school=school, name="Main")
    rooms = [Room.objects.create(school=school, name=name, building=block) for name in ("B12", "B2")]

    by_building = started(school, priya, scope="rooms", building=block)
    by_name = started(school, priya, rooms=rooms[:1])
    work = started(school, priya, name="Read a back-up", checklist=())

    assert [thing.label for thing in by_building.things.all()] == ["B2", "B12"]
    assert [thing.label for thing in by_name.things.all()] == ["B12"]
    assert [(thing.label, check.words) for thing in work.things.all() for check in thing.checks.all()] == [
        ("Read a back-up", "Is all in order?")
    ]


def test_a_round_is_not_begun_before_its_day_nor_with_nothing_to_look_at(school, priya):
    early = make_round(make_plan(school, owner=priya), opens=MONDAY_9AM.date() + timedelta(days=1))
    empty = make_round(make_plan(school, owner=priya, scope="sort", asset_type=AssetType.objects.create(name="Kiln")))

    with pytest.raises(Refused, match="from Tuesday 15 September on"):
        workflow.start(early, by=priya, at=MONDAY_9AM)
    with pytest.raises(Refused, match="nothing in the register fits this plan"):
        workflow.start(empty, by=priya, at=MONDAY_9AM)


def test_a_later_checklist_leaves_a_round_under_way_as_it_is(school, priya):
    round = started(school, priya)

    round.plan.checklist.update(words="Something else")

    assert checks(round)[0].words == "Filter clean"


def test_what_is_not_ok_becomes_one_incident_for_its_thing_found_by_us(school, priya):
    room = Room.objects.create(school=school, name="B12")
    asset = projector(school, "PRJ-1", room)
    round = started(school, priya, assets=[asset], checklist=("Filter clean", "Picture sharp", "Sound plays"))
    clean, sharp, sound = checks(round)
    failed = [{"check": each.pk, "result": "not_ok", "text": "Torn.", "report": True} for each in (clean, sharp)]

    workflow.record(round, by=priya, at=NOON, answers=[*failed, {"check": sound.pk, "result": "ok"}])

    incident = Incident.objects.get()
    assert (incident.asset, incident.room, incident.requester) == (asset, room, priya)
    assert incident.summary == "Filter clean – not OK; Picture sharp – not OK, Projector PRJ-1"
    assert "Torn." in incident.description and round.reference in incident.description
    assert incident.channel in FOUND_BY_US
    assert [check.incident for check in checks(round)] == [incident, incident, None]
    assert not Letter.objects.exists()
    assert round.entries.get(move="record").data == {"answered": 3, "not_ok": 2, "incidents": [incident.pk]}


def test_what_was_reported_is_not_reported_again(school, priya):
    round = started(school, priya)
    check = checks(round)[0]
    for _ in range(2):
        answer(round, priya, check, report=True)

    with pytest.raises(Refused, match="reported already"):
        workflow.raise_incident(round, by=priya, at=NOON, check=check)
    assert Incident.objects.count() == 1


def test_a_fault_may_be_reported_later_in_other_words_even_when_the_round_is_done(school, priya):
    round = started(school, priya)
    check = checks(round)[0]
    answer(round, priya, check)
    workflow.finish(round, by=priya, at=NOON, minutes=5)

    workflow.raise_incident(round, by=priya, at=NOON, check=check, summary="Filter torn")

    check.refresh_from_db()
    assert check.incident.summary == "Filter torn"
    assert round.entries.filter(move="raise_incident").count() == 1


def test_what_keeps_failing_becomes_a_problem_with_its_incident_once(school, priya):
    asset = projector(school, "PRJ-1")
    round = started(school, priya, assets=[asset])
    check = checks(round)[0]
    answer(round, priya, check, report=True)

    workflow.raise_problem(round, by=priya, at=NOON, check=check, title="Filters tear")

    problem = Problem.objects.get()
    assert (problem.title, problem.source, problem.school) == ("Filters tear", Source.MAINTENANCE, school)
    assert [*problem.assets.all()] == [asset]
    assert [*problem.incidents.all()] == [Incident.objects.get()]
    with pytest.raises(Refused, match="a problem for this already"):
        workflow.raise_problem(round, by=priya, at=NOON, check=check)


def test_only_what_is_not_ok_and_of_this_round_is_reported(school, priya):
    round, other = started(school, priya), started(school, priya)
    answer(round, priya, checks(round)[0], "ok")

    for move in (workflow.raise_incident, workflow.raise_problem):
        with pytest.raises(Refused, match="Only what is not OK"):
            move(round, by=priya, at=NOON, check=checks(round)[0])
        with pytest.raises(ValidationError, match="another round"):
            move(round, by=priya, at=NOON, check=checks(other)[0])


ANSWERS = [
    ("tick", {"result": "ok"}, "ok"),
    ("tick", {"result": "unchecked", "text": "Room locked"}, "unchecked"),
    ("number", {"number": Decimal(20)}, "ok"),
    ("number", {"number": Decimal(16)}, "ok"),
    ("number", {"number": Decimal("27.001")}, "not_ok"),
    ("number", {"number": Decimal(15), "result": "ok"}, "not_ok"),
    ("number", {"number": Decimal(20), "result": "not_ok"}, "not_ok"),
    ("number", {"result": "not_ok"}, "not_ok"),
    ("number", {"result": "unchecked"}, "unchecked"),
    ("text", {"text": "Photos of last week"}, "ok"),
    ("text", {"text": "Came back empty", "result": "not_ok"}, "not_ok"),
    ("tick", {"result": ""}, ""),
]


@pytest.mark.parametrize(("kind", "said", "result"), ANSWERS)
def test_an_answer_is_judged_by_its_kind_and_its_range(school, priya, kind, said, result):
    plan = make_plan(school, owner=priya, checklist=())
    range_ = {"unit": "°C", "lowest": 16, "highest": 27} if kind == "number" else {}
    plan.checklist.create(place=1, words="Temperature", answer=kind, **range_)
    round = workflow.start(make_round(plan), by=priya, at=MONDAY_9AM)
    [check] = checks(round)

    workflow.record(round, by=priya, at=NOON, answers=[{"check": check.pk, **said}])

    check.refresh_from_db()
    assert check.result == result
    assert (check.answered_by == priya) is bool(result)


MISSING = [
    ("number", {"result": "ok"}, "give the number"),
    ("text", {"result": "ok"}, "write down what you found"),
    ("tick", {"text": "Hm."}, "say whether it is OK"),
]


@pytest.mark.parametrize(("kind", "said", "words"), MISSING)
def test_half_an_answer_is_refused_and_nothing_is_kept(school, priya, kind, said, words):
    plan = make_plan(school, owner=priya, checklist=("First",))
    plan.checklist.create(place=2, words="Second", answer=kind)
    round = workflow.start(make_round(plan), by=priya, at=MONDAY_9AM)
    first, second = checks(round)

    with pytest.raises(ValidationError, match=words):
        workflow.record(
            round, by=priya, at=NOON, answers=[{"check": first.pk, "result": "ok"}, {"check": second.pk, **said}]
        )

    assert [check.result for check in checks(round)] == ["", ""]


def test_a_check_of_another_round_is_refused(school, priya):
    with pytest.raises(ValidationError, match="no check"):
        answer(started(school, priya), priya, checks(started(school, priya))[0])


def test_finishing_names_what_has_no_answer_or_notes_that_it_could_not_be_checked(school, priya):
    rooms = [Room.objects.create(school=school, name=f"B{n}") for n in range(8)]
    round = started(school, priya, rooms=rooms)
    answer(round, priya, checks(round)[0], "ok")

    with pytest.raises(ValidationError, match=r"B1: Filter clean; .* and 2 more"):
        workflow.finish(round, by=priya, at=NOON, minutes=30)
    round = workflow.finish(round, by=priya, at=NOON, minutes=30, rest_unchecked=True)

    assert [check.result for check in checks(round)] == [Result.OK, *[Result.UNCHECKED] * 7]
    assert (round.status, round.minutes, round.done_on, round.finished_by) == ("done", 30, NOON.date(), priya)


def test_the_day_it_was_done_is_that_of_the_school(school, priya):
    school.zone = "Pacific/Auckland"
    school.save()
    round = make_round(make_plan(school, owner=priya), status="under_way")

    assert workflow.finish(round, by=priya, at=MONDAY_9AM + timedelta(hours=5), minutes=1).done_on == (
        MONDAY_9AM.date() + timedelta(days=1)
    )


def test_leaving_out_needs_a_reason_and_can_be_undone(school, priya):
    round = make_round(make_plan(school, owner=priya))
    with pytest.raises(ValidationError):
        workflow.skip(round, by=priya, at=NOON, reason=" ")

    assert workflow.skip(round, by=priya, at=NOON, reason="The hall is a polling station").status == Status.SKIPPED
    assert workflow.reopen(round, by=priya, at=NOON).status == Status.PLANNED


def test_a_round_finished_by_mistake_goes_on_with_its_results_and_minutes(school, priya):
    round = started(school, priya)
    answer(round, priya, checks(round)[0], "ok")
    workflow.finish(round, by=priya, at=NOON, minutes=30)

    round = workflow.reopen(round, by=priya, at=NOON, reason="Forgot the hall")

    assert (round.status, round.minutes, round.done_on) == (Status.UNDER_WAY, 30, None)
    assert checks(round)[0].result == "ok"


def test_handing_over_tells_the_other_and_leaves_the_plan(school, priya):
    tom = make_person("technician", school, name="Tom Ellis")
    round = make_round(make_plan(school, owner=priya))

    round = workflow.hand_over(round, by=priya, at=NOON, to=tom, note="I am away on Friday.")

    assert (round.owner, round.plan.owner, round.is_handed_over) == (tom, priya, True)
    assert "I am away on Friday." in tom.letters.get().body
    with pytest.raises(ValidationError, match="does no maintenance"):
        workflow.hand_over(round, by=priya, at=NOON, to=make_person("requester", school, name="Rachel Moss"))


ASKS = {
    "record": lambda round: {"answers": []},
    "raise_incident": lambda round: {"check": Check(pk=1)},
    "raise_problem": lambda round: {"check": Check(pk=1)},
    "finish": lambda round: {"minutes": 1},
    "skip": lambda round: {"reason": "Snow"},
    "hand_over": lambda round: {"to": round.owner},
}
CLOSED_TO = [(move.name, status) for move in MOVES for status in Status if status not in move.sources]


@pytest.mark.parametrize(("name", "status"), CLOSED_TO)
def test_a_round_in_another_state_refuses_the_move(school, name, status):
    round = make_round(make_plan(school), status=status)

    with pytest.raises(Refused, match=round.reference):
        getattr(workflow, name)(round, by=round.owner, at=NOON, **ASKS.get(name, lambda _: {})(round))
    assert not round.entries.exists()


@pytest.mark.parametrize("name", [move.name for move in MOVES])
def test_the_service_desk_sees_rounds_but_does_not_do_them(school, name):
    status = next(move.sources[0] for move in MOVES if move.name == name)
    round = make_round(make_plan(school), status=status)
    desk = make_person("service_desk", school)

    with pytest.raises(NotYours):
        getattr(workflow, name)(round, by=desk, at=NOON, **ASKS.get(name, lambda _: {})(round))
