"""A release from its design to the last room, and back again."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from assets.models import Asset, AssetType, SoftwareMaster
from changes import workflow
from changes.licence_check import licence_checks
from changes.models import ReleaseStatus
from changes.presentation.releases import progress_of
from changes.release_moves import RELEASE_MOVES
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Letter, Room
from tests.factories import MONDAY_9AM, make_change, make_licence, make_person, make_release, make_school

pytestmark = pytest.mark.django_db
S = ReleaseStatus
FRIDAY = MONDAY_9AM.date() + timedelta(days=4)


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def tom(school):
    return make_person("technician", school, name="Tom Webb")


def rooms_of(school, *names):
    return [Room.objects.create(school=school, name=name) for name in names]


def do(name, release, by, **said):
    return getattr(workflow, f"{name}_release")(release, by=by, at=MONDAY_9AM, **said)


def sign(release, by, which, passed=True):
    return do("sign_test", release, by, which=which, passed=passed, result="Seen it work.")


def mark(release, by, number, state="done", note=""):
    return do("mark_room", release, by, room=release.rooms.get(place=number), state=state, note=note)


def master(title, by, version="1"):
    kept = {"version": version, "kept_at": "Safe", "accepted_at": MONDAY_9AM, "accepted_by": by}
    return SoftwareMaster.objects.create(software=title, **kept)


def test_a_release_from_its_design_to_the_last_room(school, tom):
    kay = make_person("requester", school, name="Kay")
    b1, b2 = rooms_of(school, "B1", "B2")
    release = workflow.design_release(
        by=tom,
        at=MONDAY_9AM,
        school=school,
        name=" New  build ",
        installation=["Start it.", " "],
        roll_back=["Put it back."],
        stability_test="Printing",
        acceptance_test="Sign in",
    )
    do("choose_pilot", release, tom, people=[kay], until=FRIDAY)
    do("plan_rooms", release, tom, rooms=[{"room": b1, "is_pilot": True}, {"room": b2, "planned_on": FRIDAY}])
    do("begin_tests", release, tom)
    sign(release, tom, "stability")
    do("begin_pilot", release, tom)
    mark(release, tom, 1)
    sign(release, tom, "acceptance")
    do("roll_out", release, tom, pilot_result="Kay could do all of it.")
    mark(release, tom, 2)
    release = do("finish", release, tom)

    assert (release.name, release.installation, release.status) == ("New build", ["Start it."], S.DONE)
    assert progress_of(release.rooms.all())["words"] == "2 of 2 rooms"
    assert release.entries.count() == 11
    assert [(letter.to, letter.template) for letter in Letter.objects.all()] == [(kay, "changes/pilot_begins")]
    assert "/changes/releases/" not in Letter.objects.get().body


def test_it_is_tested_once_its_build_is_written_down(school, tom):
    release = make_release(school, owner=tom, roll_back=[], acceptance_test="")

    with pytest.raises(Refused, match="write down how it is rolled back and what its users must be able to do"):
        do("begin_tests", release, tom)


def test_nobody_tries_what_is_not_stable(school, tom):
    release = make_release(school, owner=tom, status=S.TESTING)
    sign(release, tom, "stability", passed=False)

    with pytest.raises(Refused, match="stability test has not passed"):
        do("begin_pilot", release, tom)
    sign(release, tom, "stability")
    with pytest.raises(Refused, match="Nobody is in its pilot group"):
        do("begin_pilot", release, tom)


def test_it_goes_out_only_once_both_tests_passed(school, tom):
    release = make_release(school, owner=tom, status=S.TESTING, rooms=rooms_of(school, "B1"))
    with pytest.raises(Refused, match="the stability test and the acceptance test must be passed"):
        do("roll_out", release, tom)
    sign(release, tom, "stability")
    sign(release, tom, "acceptance", passed=False)
    with pytest.raises(Refused, match="the acceptance test must be passed"):
        do("roll_out", release, tom)
    sign(release, tom, "acceptance")

    assert do("roll_out", release, tom).status == S.ROLLING_OUT


def test_a_pilot_is_not_left_out_and_says_how_it_went(school, tom):
    release = make_release(school, owner=tom, status=S.TESTING, rooms=rooms_of(school, "B1"))
    sign(release, tom, "stability")
    sign(release, tom, "acceptance")
    do("choose_pilot", release, tom, people=[tom])
    with pytest.raises(Refused, match="It has a pilot group"):
        do("roll_out", release, tom)
    do("begin_pilot", release, tom)
    with pytest.raises(ValidationError, match="how it went"):
        do("roll_out", release, tom)


def test_what_was_signed_counts_no_more_once_the_build_is_another(school, tom):
    release = make_release(school, owner=tom, status=S.PILOT)
    assert do("describe", release, tom, design="Said better").acceptance_passed
    assert do("describe", release, tom, acceptance_test="Print").acceptance_passed is None

    release = do("describe", release, tom, installation=["Another way."])

    assert release.stability_passed is release.stability_by is None
    assert release.entries.last().data["voided"] == ["stability"]


def test_in_the_pilot_only_pilot_rooms_are_ticked(school, tom):
    release = make_release(school, owner=tom, status=S.PILOT, rooms=rooms_of(school, "B1"))

    with pytest.raises(Refused, match="B1 is not one of the pilot rooms"):
        mark(release, tom, 1)


def test_a_room_that_failed_says_why_and_a_wrong_tick_is_taken_back(school, tom):
    release = make_release(school, owner=tom, status=S.ROLLING_OUT, rooms=rooms_of(school, "B1", "B2"))
    with pytest.raises(ValidationError, match="what went wrong"):
        mark(release, tom, 1, "failed")
    mark(release, tom, 1, "failed", "No space left.")
    mark(release, tom, 2)

    assert progress_of(release.rooms.all())["words"] == "1 of 2 rooms, 1 failed"
    mark(release, tom, 2, "to_do")
    with pytest.raises(Refused, match="1 room is still to do"):
        do("finish", release, tom)


def test_one_room_goes_back_while_the_others_go_on(school, tom):
    release = make_release(school, owner=tom, status=S.ROLLING_OUT, rooms=rooms_of(school, "B1", "B2"))
    mark(release, tom, 1)
    do("roll_back_room", release, tom, room=release.rooms.get(place=1), note="Too slow there.")

    assert [row.state for row in release.rooms.all()] == ["rolled_back", "to_do"]
    with pytest.raises(Refused, match="nothing to roll back in B2"):
        do("roll_back_room", release, tom, room=release.rooms.get(place=2), note="As well.")


def test_all_goes_back_and_the_pilot_people_and_the_owner_are_told(school, tom):
    kay, ann = make_person("requester", school), make_person("technician", school)
    release = make_release(school, owner=ann, status=S.ROLLING_OUT, rooms=rooms_of(school, "B1", "B2"))
    release.pilot_people.set([kay])
    mark(release, tom, 1)

    release = do("roll_back", release, tom, reason="Printing " + "stopped " * 60)

    assert (release.status, [row.state for row in release.rooms.all()]) == (S.ROLLED_BACK, ["rolled_back", "to_do"])
    assert {letter.to for letter in Letter.objects.all()} == {kay, ann}

    release = do("reopen", release, tom, reason="Mended.")
    assert (release.status, release.stability_passed, release.ended_at) == (S.DESIGN, None, None)
    assert {row.state for row in release.rooms.all()} == {"to_do"}


def test_a_finished_roll_out_is_taken_up_again_with_its_rooms(school, tom):
    release = make_release(school, owner=tom, status=S.DONE, rooms=rooms_of(school, "B1"))

    assert do("reopen", release, tom, reason="A room was forgotten.").status == S.ROLLING_OUT


def test_rooms_change_their_order_and_those_done_stay_on_the_plan(school, tom):
    b1, b2, b3 = rooms_of(school, "B1", "B2", "B3")
    release = make_release(school, owner=tom, status=S.ROLLING_OUT, rooms=[b1, b2])
    mark(release, tom, 1)
    do("plan_rooms", release, tom, rooms=[{"room": b3}, {"room": b1}])

    assert [(row.place, row.room, row.state) for row in release.rooms.all()] == [(1, b3, "to_do"), (2, b1, "done")]
    with pytest.raises(Refused, match="B1 can’t be left out: it is done"):
        do("plan_rooms", release, tom, rooms=[{"room": b3}])
    with pytest.raises(ValidationError, match="named twice"):
        do("plan_rooms", release, tom, rooms=[{"room": b1}, {"room": b1}])
    with pytest.raises(ValidationError, match="is not a room of"):
        do("plan_rooms", release, tom, rooms=[{"room": rooms_of(make_school(), "Z1")[0]}])


def test_changes_belong_to_one_release_and_stay_as_they_are(school, tom):
    change, other = make_change(school), make_release(school, owner=tom)
    release = make_release(school, owner=tom)
    do("add_changes", release, tom, changes=[change])
    with pytest.raises(Refused, match=f"goes out with {release.reference} already"):
        do("add_changes", other, tom, changes=[change])
    with pytest.raises(ValidationError, match="is not a change of"):
        do("add_changes", release, tom, changes=[make_change()])
    do("remove_changes", release, tom, changes=[change])
    change.refresh_from_db()

    assert (change.release, change.status) == (None, "closed")
    assert f"Taken from {release.reference}" in change.history.values_list("history_change_reason", flat=True)


def test_a_retired_master_is_not_installed(school, tom):
    licence = make_licence(school)
    kept = master(licence.software, tom)
    kept.retired_at = MONDAY_9AM
    kept.save()

    with pytest.raises(ValidationError, match="is retired"):
        do("describe", make_release(school, owner=tom), tom, software=[kept])


def test_the_rooms_things_are_counted_against_the_licences_that_are_left(school, tom):
    [room] = rooms_of(school, "B1")
    sorts = [AssetType.objects.create(name=name) for name in ("Laptop", "Projector")]
    laptops = [Asset.objects.create(school=school, tag=f"L{n}", name="L", type=sorts[0], room=room) for n in range(3)]
    Asset.objects.create(school=school, tag="P1", name="P", type=sorts[1], room=room)
    licence = make_licence(school, quantity=2)
    release = make_release(school, owner=tom, rooms=[room])
    release.software.add(master(licence.software, tom))

    [before] = licence_checks(release)
    licence.uses.create(asset=laptops[0], given_at=MONDAY_9AM, given_by=tom)
    [after] = licence_checks(release)

    assert (before.needed, before.left, before.is_short) == (4, 2, True)
    assert (after.needed, after.left, after.is_short) == (2, 1, True)
    assert (before.is_sure, after.is_sure) == (False, True)
    assert before.says.startswith("At most 4 things in these rooms without it, 2 left.")
    licence.quantity = 3
    licence.save()
    assert not licence_checks(release)[0].is_short


@pytest.mark.parametrize(
    ("facts", "left", "is_short"),
    [
        ({"per": "site", "quantity": None}, None, False),
        ({"per": "person", "quantity": 5}, 5, False),
        ({"expires_on": "2020-01-01"}, 0, True),
    ],
)
def test_licences_of_other_kinds_are_judged_as_they_are(school, tom, facts, left, is_short):
    licence, release = make_licence(school, **facts), make_release(school, owner=tom, rooms=rooms_of(school, "B1"))
    release.software.add(master(licence.software, tom))

    [check] = licence_checks(release)

    assert (check.left, check.is_short) == (left, is_short)


SAID = {
    "choose_pilot": {"people": []},
    "plan_rooms": {"rooms": []},
    "add_changes": {"changes": []},
    "remove_changes": {"changes": []},
    "sign_test": {"which": "stability", "passed": True, "result": "Well."},
    "mark_room": {"room": None, "state": "done"},
    "roll_back_room": {"room": None, "note": "Why"},
    **{name: {"reason": "Because"} for name in ("roll_back", "withdraw", "reopen")},
    "note": {"text": "Words"},
}
SHORT = {move.name.removesuffix("_release"): move for move in RELEASE_MOVES}


@pytest.mark.parametrize("name", SHORT)
def test_a_move_is_refused_where_it_does_not_fit_and_to_whom_it_is_not_given(school, tom, name):
    wrong = next((status for status in S if status not in SHORT[name].sources), None)
    release = make_release(school, owner=tom, status=SHORT[name].sources[0])
    with pytest.raises(NotYours):
        do(name, release, make_person("senior_leader", school), **SAID.get(name, {}))
    if wrong:
        release = make_release(school, owner=tom, status=wrong)
        with pytest.raises(Refused, match="Nothing was changed"):
            do(name, release, tom, **SAID.get(name, {}))
