"""Who will notice a change: those who use what it touches, and nobody else."""

from datetime import timedelta

import pytest

from assets.models import Asset, AssetType, Loan, Relation, ServiceNeed
from changes.affected import affected_by
from servicedesk.models import Service
from tests.factories import MONDAY_9AM, make_change, make_incident, make_person, make_school

pytestmark = pytest.mark.django_db
NOTICED = {"impact_during": "No picture for ten minutes."}


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def rachel(school):
    return make_person("requester", school, name="Rachel Moss")


def thing(school, tag, **facts):
    kind, _ = AssetType.objects.get_or_create(name="Switch")
    return Asset.objects.create(school=school, tag=tag, type=kind, name=f"Switch {tag}", **facts)


def reasons(change):
    return {each.person.name: each.because for each in affected_by(change, at=MONDAY_9AM).people}


def test_a_change_that_nobody_notices_hits_nobody(school, rachel):
    switch = thing(school, "SW-1", custodian=rachel)

    assert affected_by(make_change(school, assets=[switch]), at=MONDAY_9AM).in_words == "nobody"


def test_a_service_that_stops_is_noticed_by_everybody_at_the_school_and_nowhere_else(school, rachel):
    make_person("requester", make_school("Mill Lane"), name="Nina Holt")
    gone = make_person("requester", school, name="Gone")
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    wifi = Service.objects.create(name="Wi-Fi")

    change = make_change(school, service=wifi, recorded_by=rachel, **NOTICED)

    assert reasons(change) == {"Rachel Moss": "Uses Wi-Fi"}
    assert affected_by(change, at=MONDAY_9AM).in_words == f"everybody at {school.name}"


def test_a_thing_on_which_a_service_stands_hits_everybody_too(school, rachel):
    core, edge = thing(school, "SW-1"), thing(school, "SW-2")
    Relation.objects.create(asset=edge, other=core, kind="connected_to", made_at=MONDAY_9AM)
    wifi = Service.objects.create(name="Wi-Fi")
    ServiceNeed.objects.create(service=wifi, asset=edge, made_at=MONDAY_9AM)

    found = affected_by(make_change(school, assets=[core], recorded_by=rachel, **NOTICED), at=MONDAY_9AM)

    assert (found.services, found.things, found.schools) == ([wifi], 2, [school])


def test_a_room_is_noticed_by_those_who_report_from_it(school, rachel):
    b12, hall = (school.rooms.create(name=name) for name in ("B12", "Hall"))
    marcus, dan = (make_person("requester", school, name=name) for name in ("Marcus Siddiqui", "Dan Farrow"))
    make_incident(school, room=b12, requester=rachel)
    make_incident(school, room=hall, requester=marcus)
    make_incident(school, room=b12, requester=dan, at=MONDAY_9AM - timedelta(days=400))

    assert reasons(make_change(school, rooms=[b12], **NOTICED)) == {"Rachel Moss": "Reported something from B12"}


def test_a_thing_is_noticed_by_whoever_answers_for_it_or_has_it_on_loan(school, rachel):
    marcus, tom = make_person("requester", school, name="Marcus Siddiqui"), make_person("technician", school)
    laptop, trolley = thing(school, "LT-1"), thing(school, "TR-1", custodian=rachel)
    lent = {"lent_at": MONDAY_9AM, "lent_by": tom, "due_on": MONDAY_9AM.date()}
    Loan.objects.create(asset=laptop, to=marcus, **lent)

    assert reasons(make_change(school, assets=[laptop, trolley], **NOTICED)) == {
        "Marcus Siddiqui": "Has LT-1 on loan",
        "Rachel Moss": "Answers for TR-1",
    }


def test_it_asks_the_same_number_of_questions_for_few_and_for_many(school, django_assert_max_num_queries):
    rooms = [school.rooms.create(name=f"R{n}") for n in range(20)]
    for n, room in enumerate(rooms):
        for _ in range(2):
            make_incident(school, room=room, requester=make_person("requester", school, name=f"Teacher {n}"))
    change = make_change(
        school, rooms=rooms, assets=[thing(school, f"SW-{n}", room=rooms[n]) for n in range(20)], **NOTICED
    )

    with django_assert_max_num_queries(12):
        found = affected_by(change, at=MONDAY_9AM)

    assert len(found.people) == 40
