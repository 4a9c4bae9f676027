"""What an inventory agent reports: it refreshes what agents know, and never what people wrote."""

import pytest
from django.utils import timezone

from assets.models import Asset, AssetImport, AssetType
from assets.workflow import importing
from tests.api.conftest import as_, url
from tests.factories import make_person, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school("Harrow Beck", code="HB")


@pytest.fixture
def agent(school):
    return as_(make_person("technician", school, name="Agent"))


@pytest.fixture
def laptop(school):
    questions = [{"key": "ram", "name": "Memory", "kind": "number", "choices": []}]
    kind = AssetType.objects.create(name="Laptop", questions=questions)
    return Asset.objects.create(school=school, tag="LT-1", serial="SN-1", name="Trolley", type=kind)


def report(agent, *items, **more):
    answer = agent.post(url("assets", "report"), {"school": "HB", "items": list(items)} | more, format="json")
    assert answer.status_code == 200, answer.data
    return answer.data["results"]


def outcomes(agent, *items, **more):
    return [result["outcome"] for result in report(agent, *items, **more)]


def test_a_report_fills_what_is_empty_and_keeps_the_rest_beside_it(agent, laptop):
    seen = {"serial": "sn-1", "name": "DESKTOP-7", "make": "Fellside", "os": "Windows 11", "addresses": ["10.0.0.7"]}
    (result,) = report(agent, seen | {"specs": {"Memory": 8, "Disk": "256 GB", "SSD": True}})

    assert result == {"item": 1, "outcome": "updated", "asset": laptop.pk, "reason": ""}
    laptop.refresh_from_db()
    assert (laptop.name, laptop.make, laptop.tag, laptop.room) == ("Trolley", "Fellside", "LT-1", None)
    assert laptop.details == {
        "ram": 8,
        "Reported: Memory": "8",
        "Reported: Operating system": "Windows 11",
        "Reported: Addresses": "10.0.0.7",
        "Reported: Disk": "256 GB",
        "Reported: SSD": "yes",
    }
    assert laptop.reported_at is not None
    assert laptop.history.first().history_user.name == "Agent"


def test_the_same_report_again_changes_nothing_but_when_it_was_seen(agent, laptop):
    seen = {"tag": "lt-1", "os": "Windows 11"}
    report(agent, seen)
    first = Asset.objects.get().reported_at

    assert outcomes(agent, seen) == ["unchanged"]
    assert laptop.history.count() == 2  # made, and reported once
    assert Asset.objects.get().reported_at > first


def test_what_people_answered_is_never_overwritten(agent, laptop):
    Asset.objects.update(details={"ram": 16}, make="Ours")
    report(agent, {"tag": "LT-1", "make": "Theirs", "specs": {"Memory": 8}})

    laptop.refresh_from_db()
    assert (laptop.make, laptop.details["ram"], laptop.details["Reported: Memory"]) == ("Ours", 16, "8")


def test_what_an_agent_does_not_say_this_time_stays(agent, laptop):
    report(agent, {"tag": "LT-1", "os": "Windows 11"})
    report(agent, {"tag": "LT-1", "specs": {"Disk": "1 TB"}})

    laptop.refresh_from_db()
    assert laptop.details == {"Reported: Operating system": "Windows 11", "Reported: Disk": "1 TB"}


def test_unknown_things_are_proposed_on_one_list_that_is_looked_at_and_brought_in(agent, school, laptop):
    new = {"serial": "SN-9", "make": "Fellside", "os": "Linux", "type": "Laptop"}
    assert outcomes(agent, new) == ["proposed"]
    assert outcomes(agent, new, {"tag": "LT-7", "specs": {"Disk": "=1"}}) == ["proposed", "proposed"]
    assert Asset.objects.count() == 1

    sent = AssetImport.objects.get()
    assert importing.look_at(sent).counts == {"new": 2, "changed": 0, "same": 0, "refused": 0}
    boss = make_person("service_level_manager", school)
    importing.bring_in(sent, by=boss, at=timezone.now())
    found = Asset.objects.get(tag="SN-9")
    assert (found.serial, found.type.name, found.details) == ("SN-9", "Laptop", {"Reported: Operating system": "Linux"})
    assert Asset.objects.get(tag="LT-7").details == {"Reported: Disk": "=1"}
    assert outcomes(agent, new) == ["unchanged"]


def test_unknown_things_are_added_at_once_where_the_school_says_so(agent, laptop):
    (result,) = report(agent, {"serial": "SN-9", "make": "Fellside", "model": "F14", "type": "Tablet"}, unknown="add")

    made = Asset.objects.get(pk=result["asset"])
    assert (result["outcome"], made.tag, made.name, made.type.name) == ("added", "SN-9", "Fellside F14", "Tablet")
    assert made.reported_at is not None and made.history.count() == 1


def test_unknown_things_may_be_left_alone(agent):
    assert outcomes(agent, {"serial": "SN-9"}, unknown="leave") == ["unknown"]
    assert not Asset.objects.exists() and not AssetImport.objects.exists()


def test_each_item_has_its_own_result_and_a_bad_one_stops_no_other(agent, laptop):
    results = report(
        agent,
        {"tag": "LT-1", "os": "Linux"},
        {"serial": "To be filled by O.E.M."},
        {"tag": "LT-1"},
        {"tag": "x" * 61},
        {"colour": "red"},
        "odd",
        {"tag": "T", "specs": {"a": [1]}},
        {"tag": "T", "specs": {"a\0": 1}},
        {"tag": "T\0"},
    )

    assert [result["outcome"] for result in results] == ["updated", *["refused"] * 8]
    assert results[1]["reason"] == "It has neither a tag nor a serial number."
    assert results[2]["reason"] == "It is the same thing as item 1."
    assert results[4]["reason"] == "colour: There is no such field."
    assert all(result["reason"] for result in results[1:])


def test_a_report_with_a_key_acts_once(agent, laptop):
    body = {"school": "HB", "items": [{"tag": "LT-1", "os": "Linux"}]}
    first, second = (
        agent.post(url("assets", "report"), body, format="json", headers={"Idempotency-Key": "a"}) for _ in range(2)
    )

    assert first.data == second.data
    assert second.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "school"),
        ({"school": "HB", "items": []}, "items"),
        ({"school": "HB", "items": [{}] * 201}, "items"),
        ({"school": "HB", "items": [{}], "unknown": "burn"}, "unknown"),
        ({"school": "MILL", "items": [{}]}, "school"),
    ],
)
def test_a_report_that_can_t_be_read_is_refused_field_by_field(agent, body, field):
    make_school("Mill Lane", code="MILL")
    answer = agent.post(url("assets", "report"), body, format="json")

    assert answer.status_code == 400
    assert field in answer.json()["error"]["fields"]


def test_only_who_keeps_the_register_may_report(school):
    desk = as_(make_person("service_desk", school))
    body = {"school": "HB", "items": [{"tag": "A"}]}

    assert desk.post(url("assets", "report"), body, format="json").status_code == 403


def test_a_report_of_many_asks_no_more_than_one_of_few(agent, school, laptop, django_assert_max_num_queries):
    for number in range(20):
        Asset.objects.create(school=school, tag=f"T-{number}", name="Tablet", type=laptop.type)
    with django_assert_max_num_queries(16):
        report(agent, {"tag": "T-0", "os": "Linux"})
    with django_assert_max_num_queries(16):
        report(agent, *({"tag": f"T-{number}", "os": "Linux 2"} for number in range(20)))
