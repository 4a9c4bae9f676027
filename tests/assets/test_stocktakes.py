"""A stocktake: everything is looked at once, it is counted room by room, and what is missing is written off or not."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from assets import workflow
from assets.models import Asset, Stocktake
from assets.stocktaking import outcome_of, unseen
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Building, Room
from tests.assets.test_asset_pages import make_asset
from tests.assets.test_audits import make_old
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db
LATER = MONDAY_9AM + timedelta(hours=1)


@pytest.fixture
def school():
    return make_school("Harrow Beck", code="HBS")


@pytest.fixture
def technician(school):
    return make_person("technician", school, name="Priya Shah")


@pytest.fixture
def rooms(school):
    block = Building.objects.create(school=school, name="Block B")
    return [Room.objects.create(school=school, name=name, building=block) for name in ("B11", "B12")]


@pytest.fixture
def walked(school, technician, rooms):
    """One thing each: seen, somewhere else, not found, to see, lent, and one that is new."""
    b11, b12 = rooms
    seen, stray, gone = (make_old(school, tag, room=b11) for tag in ("A-1", "A-2", "A-3"))
    make_old(school, "A-4", room=b11)
    make_old(school, "A-5", room=b11, state="on_loan")
    by = {"by": technician, "at": MONDAY_9AM}
    stocktake = workflow.begin_stocktake(school=school, name=" Autumn  term ", **by)
    new = make_asset(school, "A-6", room=b12)
    Asset.history.filter(id=new.pk).update(history_date=LATER)
    for asset, facts in ((seen, {"found": b11}), (stray, {"found": b12}), (gone, {"condition": "missing"})):
        workflow.audit_asset(asset, **by, **facts)
    workflow.audit_asset(new, by=technician, at=LATER, found=b12)
    return stocktake


def end(stocktake, by, **facts):
    return workflow.end_stocktake(stocktake, by=by, at=LATER, **facts)


def test_it_is_counted_room_by_room(walked, rooms):
    found = outcome_of(walked)
    lines = {line.room.name: (line.seen, line.elsewhere, line.missing, line.to_see, line.extra) for line in found.lines}

    assert walked.name == "Autumn term"
    assert lines == {"B11": (1, 1, 1, 1, 0), "B12": (0, 0, 0, 0, 2)}
    assert (found.seen, found.elsewhere, found.missing, found.to_see, found.extra) == (1, 1, 1, 1, 1)


def test_one_at_a_time(walked, school, technician):
    with pytest.raises(Refused, match="“Autumn term” is still going on at Harrow Beck"):
        workflow.begin_stocktake(school=school, by=technician, at=LATER, name="Another")
    end(walked, technician)
    assert workflow.begin_stocktake(school=school, by=technician, at=LATER, name="Another").pk != walked.pk


def test_it_has_a_name_and_is_begun_by_who_keeps_the_register(school, technician):
    with pytest.raises(ValidationError, match="Give it a name"):
        workflow.begin_stocktake(school=school, by=technician, at=LATER, name="  ")
    with pytest.raises(NotYours):
        workflow.begin_stocktake(school=school, by=make_person("service_desk", school), at=LATER, name="Mine")


def test_how_right_the_register_was_stays_what_it_was_when_the_stocktake_ended(walked, school, technician, rooms):
    end(walked, technician)
    before = outcome_of(Stocktake.objects.get(pk=walked.pk))
    added = make_asset(school, "A-7", room=rooms[0])
    Asset.history.filter(id=added.pk).update(history_date=LATER + timedelta(days=1))
    workflow.audit_asset(Asset.objects.get(tag="A-4"), by=technician, at=LATER + timedelta(days=1), found=rooms[1])

    after = outcome_of(Stocktake.objects.get(pk=walked.pk))

    assert (after.accuracy, after.looked, after.to_see) == (before.accuracy, before.looked, before.to_see) == (25, 4, 1)


def test_what_nobody_looked_at_can_be_noted_as_not_found(walked, technician, rooms):
    ended = end(walked, technician, rest_missing=True)

    audit = walked.audits.get(asset__tag="A-4")
    assert (audit.condition, audit.expected, audit.by, audit.at) == ("missing", rooms[0], technician, LATER)
    assert unseen(ended) == [] and not walked.audits.filter(asset__tag="A-5").exists()
    with pytest.raises(Refused, match="has ended already"):
        end(walked, technician)


def test_what_was_not_found_is_set_to_lost_and_that_is_undone(walked, technician):
    Asset.objects.filter(tag="A-3").update(state="spare")
    Asset.history.filter(tag="A-3").update(state="spare")
    with pytest.raises(Refused, match="still going on"):
        workflow.set_lost(walked, by=technician, at=LATER)
    end(walked, technician)

    assert workflow.set_lost(walked, by=technician, at=LATER) == 1
    assert Asset.objects.get(state="lost").tag == "A-3"
    assert workflow.set_lost(walked, by=technician, at=LATER) == 0
    assert workflow.undo_lost(walked, by=technician, at=LATER + timedelta(minutes=1)) == 1
    assert Asset.objects.get(tag="A-3").state == "spare"
    assert workflow.undo_lost(walked, by=technician, at=LATER + timedelta(minutes=2)) == 0


def test_what_turned_up_since_is_not_set_to_lost(walked, technician, rooms):
    end(walked, technician)
    workflow.audit_asset(Asset.objects.get(tag="A-3"), by=technician, at=LATER + timedelta(hours=1), found=rooms[1])

    assert workflow.set_lost(walked, by=technician, at=LATER + timedelta(hours=2)) == 0


def test_the_whole_of_it_on_pages(client, school, technician):
    client.force_login(technician)
    asset = make_old(school, "A-1", name="=1+1")
    begun = client.post("/assets/stocktakes/begin/", {"school": school.pk, "name": "Summer"})
    pk = Stocktake.objects.get().pk

    assert begun.url == f"/assets/stocktakes/{pk}/"
    assert "Going on" in client.get("/assets/stocktakes/").content.decode()
    again = client.post("/assets/stocktakes/begin/", {"school": school.pk, "name": "Summer"})
    assert again.status_code == 409 and "still going on" in again.content.decode()
    assert "Nobody has looked at 1 thing." in client.get(f"/assets/stocktakes/{pk}/end/").content.decode()
    client.post(f"/assets/stocktakes/{pk}/end/", {"rest_missing": "on"})
    report = client.get(f"/assets/stocktakes/{pk}/").content.decode()
    assert "0.0% of the register was right" in report and "Set 1 to lost" in report
    assert "A-1" in client.get(f"/assets/stocktakes/{pk}/set_lost/").content.decode()
    client.post(f"/assets/stocktakes/{pk}/set_lost/")
    assert Asset.objects.get(pk=asset.pk).state == "lost"
    assert "Undo: 1 not lost" in client.get(f"/assets/stocktakes/{pk}/").content.decode()
    client.post(f"/assets/stocktakes/{pk}/undo_lost/")
    assert Asset.objects.get(pk=asset.pk).state == "in_use"
    lines = client.get(f"/assets/stocktakes/{pk}/csv/").getvalue().decode().splitlines()
    assert lines[1].startswith("A-1,'=1+1,") and "Not found" in lines[1]


def test_the_same_by_api(client, walked, school, technician):
    client.force_login(technician)
    address = f"/api/v1/stocktakes/{walked.pk}"

    assert client.get(f"{address}/outcome/").json()["to_see"] == 1

    def post(move, said=None):
        return client.post(f"{address}/{move}/", said or {}, "application/json")

    assert post("set_lost").status_code == 409
    assert post("end", {"rest_missing": True}).json()["ended_by"] == technician.pk
    assert post("set_lost").json() == {"changed": 2}
    assert post("undo_lost").json() == {"changed": 2}
    begun = client.post("/api/v1/stocktakes/", {"school": school.code, "name": "Next"}, "application/json")
    assert begun.status_code == 201
    assert [row["name"] for row in client.get("/api/v1/stocktakes/?running=true").json()["results"]] == ["Next"]


def test_a_requester_sees_no_stocktake(client, walked, school):
    client.force_login(make_person("requester", school))

    assert client.get("/api/v1/stocktakes/").json()["results"] == []
    assert client.get(f"/assets/stocktakes/{walked.pk}/").status_code == 403


def test_a_large_school_costs_as_many_questions_as_a_small_one(
    client, walked, school, technician, rooms, django_assert_max_num_queries
):
    client.force_login(technician)
    for number in range(15):
        workflow.audit_asset(
            make_old(school, f"B-{number}", room=rooms[number % 2]), by=technician, at=LATER, found=rooms[0]
        )
        Room.objects.create(school=school, name=f"C{number}")
        make_old(school, f"C-{number}", room=Room.objects.get(name=f"C{number}"))
    end(walked, technician)

    with django_assert_max_num_queries(20):
        page = client.get(f"/assets/stocktakes/{walked.pk}/")

    assert len(page.context["outcome"].lines) == 17
