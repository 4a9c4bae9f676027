"""Places, catalogue, assets, people, clocks and tables through the API: the same moves as on the pages."""

import pytest

from incidents.priority import Impact, Urgency
from servicedesk.models import Membership
from sla.models import Clock
from tests.api.conftest import as_, url
from tests.factories import MONDAY_9AM, make_agreement_version, make_clock, make_incident, make_person, make_school

pytestmark = pytest.mark.django_db

LISTS = [
    "schools",
    "buildings",
    "rooms",
    "teams",
    "people",
    "memberships",
    "services",
    "categories",
    "calendars",
    "agreements",
    "priority-tables",
    "clocks",
    "asset-types",
    "assets",
    "incidents",
]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_pages_and_refuses_what_it_does_not_know(school, name):
    boss = as_(school.trust_administrator)

    assert set(boss.get(url(name)).data) == {"next", "previous", "results"}
    answer = boss.get(url(name), {"name__icontains": "x"})
    assert (answer.status_code, list(answer.data["error"]["fields"])) == (400, ["name__icontains"])


@pytest.mark.parametrize(
    "name", ["schools", "buildings", "rooms", "assets", "people", "incidents", "clocks", "calendars"]
)
def test_what_belongs_to_another_school_is_not_there(school, fault, name):
    stranger = make_person("trust_administrator", make_school(code="EL"))
    theirs = as_(school.trust_administrator).get(url(name)).data["results"]

    assert theirs
    seen = {str(row) for row in as_(stranger).get(url(name)).data["results"]}
    assert seen.isdisjoint(map(str, theirs))
    for row in theirs:
        assert as_(stranger).get(url(name, row.get("code") or row["id"])).status_code == 404


def test_a_room_is_added_and_renamed_by_whoever_edits_the_catalogue(school):
    manager = as_(school.service_level_manager)
    made = manager.post(url("rooms"), {"school": "HB", "name": "B13"})
    assert made.status_code == 201

    changed = manager.patch(url("rooms", made.data["id"]), {"name": "B14"})

    assert changed.data == {"id": made.data["id"], "school": "HB", "building": None, "name": "B14"}
    assert as_(school.technician).patch(url("rooms", made.data["id"]), {"name": "X"}).status_code == 403
    assert manager.patch(url("rooms", made.data["id"]), {"school": "HB"}).data["error"]["fields"] == {
        "school": ["This can’t be set here."]
    }


def test_a_room_keeps_its_building_when_only_its_name_changes(school):
    changed = as_(school.service_level_manager).patch(url("rooms", school.room.pk), {"name": "B14"})

    assert changed.data["building"] == school.room.building_id


def test_the_catalogue_is_changed_by_its_editors(school):
    manager = as_(school.service_level_manager)
    service = manager.post(url("services"), {"name": "Telephones"}).data
    category = manager.post(url("categories"), {"service": service["id"], "name": "No tone"}).data
    assert (category["kind"], category["picture"], category["is_offered"]) == ("fault", "other", True)

    gone = manager.patch(url("categories", category["id"]), {"is_offered": False}).data

    assert gone["is_offered"] is False and gone["name"] == "No tone"
    assert as_(school.technician).post(url("services"), {"name": "x"}).status_code == 403
    assert manager.post(url("services"), {"name": "telephones"}).status_code == 400


def test_a_technician_keeps_the_register(school):
    technician = as_(school.technician)
    made = technician.post(url("assets"), {"school": "HB", "tag": "LAP-1", "name": "Laptop", "new_type": "Laptop"})
    assert made.status_code == 201, made.data

    moved = technician.patch(url("assets", made.data["id"]), {"room": school.room.pk, "state": "in_repair"}).data

    assert (moved["room"], moved["state"], moved["tag"]) == (school.room.pk, "in_repair", "LAP-1")
    assert as_(school.service_desk).patch(url("assets", made.data["id"]), {"name": "x"}).status_code == 403
    assert as_(school.requester).get(url("assets")).data["results"] == []
    twice = technician.post(url("assets"), {"school": "HB", "tag": "lap-1", "name": "x", "new_type": "Laptop"})
    assert list(twice.data["error"]["fields"]) == ["tag"]


def test_people_are_added_changed_and_sent_away_by_who_manages_them(school):
    boss = as_(school.trust_administrator)
    hats = [{"school": "HB", "role": "technician"}]
    ada = boss.post(url("people"), {"name": "Ada", "email": "ada@school.example", "roles": hats})
    assert ada.status_code == 201, ada.data

    path = url("people", ada.data["id"])
    assert boss.patch(path, {"phone": "123"}).data["phone"] == "123"
    assert boss.post(path + "close/").data["is_active"] is False
    assert boss.post(path + "open/").data["is_active"] is True
    assert boss.post(path + "password/").status_code == 200
    assert as_(school.technician).patch(path, {"name": "x"}).status_code == 403
    assert boss.patch(path, {"is_superuser": True}).status_code == 400


def test_an_address_is_given_once(school):
    hats = [{"school": "HB", "role": "technician"}]
    taken = {"name": "Ada", "email": school.requester.email.upper(), "roles": hats}

    assert list(as_(school.trust_administrator).post(url("people"), taken).data["error"]["fields"]) == ["email"]


def test_roles_are_given_and_taken(school):
    boss, teacher = as_(school.trust_administrator), school.requester
    hat = {"person": teacher.pk, "school": "HB", "role": "technician"}
    given = boss.post(url("memberships"), hat)
    assert given.status_code == 201, given.data
    assert set(teacher.memberships.values_list("role", flat=True)) == {"requester", "technician"}
    assert boss.post(url("memberships"), hat).status_code == 400

    assert boss.delete(url("memberships", given.data["id"])).status_code == 204
    assert set(teacher.memberships.values_list("role", flat=True)) == {"requester"}


def test_nobody_gives_a_role_where_they_manage_nobody(school):
    boss, desk = as_(school.trust_administrator), as_(school.technician)
    everywhere = {"person": school.requester.pk, "school": None, "role": "trust_administrator"}

    assert boss.post(url("memberships"), everywhere).status_code == 403
    own = {"person": school.technician.pk, "school": "HB", "role": "senior_leader"}
    assert desk.post(url("memberships"), own).status_code == 403
    assert desk.get(url("memberships")).data["results"] == []
    assert Membership.objects.filter(school=None).count() == 0


def test_a_teacher_looks_up_nobody_but_themselves(school):
    listed = as_(school.requester).get(url("people")).data["results"]

    assert [row["id"] for row in listed] == [school.requester.pk]


def test_a_clock_explains_itself(school, fault):
    answer = as_(school.technician).get(url("clocks", fault.resolution_clock_id, "explain"))

    assert answer.data["total_seconds"] == pytest.approx(sum(span["counted_seconds"] for span in answer.data["spans"]))
    assert answer.data["total_seconds"] == answer.data["target_seconds"] == 480 * 60
    late = as_(school.technician).get(url("clocks", fault.resolution_clock_id, "explain"), {"at": "9999-01-01T00:00Z"})
    assert (late.status_code, list(late.data["error"]["fields"])) == (400, ["at"])
    assert as_(school.requester).get(url("clocks", fault.resolution_clock_id)).status_code == 404


def test_a_miss_is_excused_once_by_a_manager_with_a_reason(school):
    clock = make_clock(school.school, breached_at=MONDAY_9AM)
    record = make_incident(school.school, resolution_clock=clock)
    manager, path = as_(school.service_level_manager), url("incidents", record.pk, "excuse")
    snow = {"which": "resolution", "reason": "The school was snowed in."}

    assert as_(school.technician).post(path, snow).status_code == 403
    assert manager.post(path, snow | {"reason": ""}).status_code == 400
    assert manager.post(path, snow).status_code == 200
    excused = manager.get(url("clocks", clock.pk))
    assert excused.data["excuse"]["by"] == school.service_level_manager.name
    assert excused.data["breached_at"]
    assert manager.post(path, snow).status_code == 409


def test_only_a_missed_target_is_excused(school, fault):
    path = url("incidents", fault.pk, "excuse")

    assert as_(school.service_level_manager).post(path, {"which": "resolution", "reason": "Snow."}).status_code == 409
    assert not Clock.objects.filter(excuse__isnull=False).exists()


def test_the_priority_table_is_written_whole_by_who_edits_the_agreement(school):
    version = school.school.agreements.get().versions.get()
    rules = [{"impact": i.value, "urgency": u.value, "priority": 5} for i in Impact for u in Urgency]
    path = url("priority-tables", version.pk)

    assert as_(school.technician).put(path, {"rules": rules}).status_code == 403
    assert as_(school.service_level_manager).put(path, {"rules": rules[1:]}).status_code == 400
    written = as_(school.service_level_manager).put(path, {"rules": rules})
    assert {rule["priority"] for rule in written.data["rules"]} == {5}
    assert as_(school.requester).post(url("incidents"), {"summary": "x"}).data["priority"] == 5


def test_the_trusts_table_is_read_but_not_written_by_a_schools_manager(school):
    version = make_agreement_version(None)
    rules = [{"impact": i.value, "urgency": u.value, "priority": 5} for i in Impact for u in Urgency]
    manager = as_(school.service_level_manager)

    assert manager.get(url("priority-tables", version.pk)).status_code == 200
    assert manager.put(url("priority-tables", version.pk), {"rules": rules}).status_code == 403


def test_a_record_without_clocks_is_shown_too(school):
    incident = make_incident(school.school)

    shown = as_(school.technician).get(url("incidents", incident.pk)).data

    assert (shown["fix_due"], shown["desk"]["resolution_clock"], shown["desk"]["next_due"]) == (None, None, None)
