"""What depends on what is written down by who looks after the register, and never goes round in a circle."""

from contextlib import suppress
from itertools import pairwise
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from assets import impact, workflow
from assets.models import Asset, AssetType, Relation, RelationKind, ServiceNeed
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Service
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db
RUNS_ON, CONNECTED_TO, PART_OF, BACKS_UP = RelationKind


@pytest.fixture
def school():
    return make_school("Harrow Beck")


@pytest.fixture
def priya(school):
    return make_person("technician", school, name="Priya Shah")


def make_thing(school, name, **facts):
    type, _ = AssetType.objects.get_or_create(name="Switch")
    return Asset.objects.create(school=school, tag=name.upper(), name=name, type=type, **facts)


@pytest.fixture
def things(school):
    return [make_thing(school, name) for name in ("Line", "Wall", "Core", "Edge")]


def relate(asset, kind, other, by):
    return workflow.relate(asset, by=by, at=MONDAY_9AM, kind=kind, other=other)


def last_line(asset):
    return asset.history.order_by("-history_id").first()


def why_not(asset, kind, other, by):
    with pytest.raises(ValidationError) as refused:
        relate(asset, kind, other, by)
    [sentence] = refused.value.message_dict["other"]
    return sentence


def test_a_relation_is_kept_with_who_made_it_and_stands_in_the_history(things, priya):
    line, wall, *_ = things

    made = relate(wall, CONNECTED_TO, line, priya)

    assert (made.asset, made.kind, made.other, made.made_by, made.made_at) == (
        wall,
        "connected_to",
        line,
        priya,
        MONDAY_9AM,
    )
    written = last_line(wall)
    assert (written.history_change_reason, written.history_user) == ("Is connected to LINE", priya)


def test_a_thing_does_not_depend_on_itself(things, priya):
    assert "itself" in why_not(things[0], BACKS_UP, things[0], priya)


def test_the_same_is_not_said_twice(things, priya):
    line, wall, *_ = things
    relate(wall, RUNS_ON, line, priya)

    assert why_not(wall, RUNS_ON, line, priya) == "It is known already: Wall WALL runs on Line LINE."
    assert relate(wall, PART_OF, line, priya)


@pytest.mark.parametrize("kind", [RUNS_ON, CONNECTED_TO, PART_OF])
def test_a_circle_is_refused_with_the_chain_that_closes_it(things, priya, kind):
    line, wall, core, _ = things
    relate(core, PART_OF, wall, priya)
    relate(wall, RUNS_ON, line, priya)

    assert why_not(line, kind, core, priya) == (
        f"That would go round in a circle: Line LINE {kind.label.lower()} Core CORE, "
        "which is part of Wall WALL, which runs on Line LINE."
    )
    assert Relation.objects.count() == 2


def test_a_long_chain_is_not_told_to_its_last_link(school, priya):
    chain = [make_thing(school, f"T{number}") for number in range(13)]
    for asset, other in pairwise(chain):
        relate(asset, CONNECTED_TO, other, priya)

    said = why_not(chain[-1], CONNECTED_TO, chain[0], priya)

    assert "which leads on over 4 more" in said and said.endswith("which is connected to T12 T12.")


def test_two_things_may_back_each_other_up(things, priya):
    line, wall, *_ = things
    relate(line, BACKS_UP, wall, priya)

    assert relate(wall, BACKS_UP, line, priya)
    assert relate(wall, RUNS_ON, line, priya)


@pytest.mark.parametrize("state", ["lost", "disposed"])
def test_on_what_is_gone_nothing_depends(school, things, priya, state):
    gone = make_thing(school, "Gone", state=state)

    assert "Choose one that is here" in why_not(things[0], RUNS_ON, gone, priya)
    with pytest.raises(Refused):
        relate(gone, RUNS_ON, things[0], priya)
    with pytest.raises(Refused):
        workflow.need(gone, by=priya, at=MONDAY_9AM, service=Service.objects.create(name="Wi-Fi"))


def test_the_circle_is_found_through_what_is_gone_because_it_may_come_back(school, things, priya):
    gone, line = make_thing(school, "Gone"), things[0]
    relate(gone, RUNS_ON, line, priya)
    relate(things[1], RUNS_ON, gone, priya)
    Asset.objects.filter(pk=gone.pk).update(state="disposed")

    assert "circle" in why_not(line, RUNS_ON, things[1], priya)


def test_only_who_looks_after_both_registers_relates_their_things(things, priya, school):
    theirs = make_thing(make_school("Mill Lane"), "Theirs")

    for asset, other, by in (
        (things[0], theirs, priya),
        (theirs, things[0], priya),
        (things[0], things[1], make_person("service_desk", school)),
    ):
        with pytest.raises(NotYours):
            relate(asset, RUNS_ON, other, by)
    assert relate(things[0], RUNS_ON, theirs, make_person("technician", everywhere=True))


def test_a_relation_is_taken_away_once(things, priya, school):
    made = relate(things[0], RUNS_ON, things[1], priya)
    with pytest.raises(NotYours):
        workflow.unrelate(made, by=make_person("service_desk", school), at=MONDAY_9AM)

    workflow.unrelate(made, by=priya, at=MONDAY_9AM)

    assert last_line(things[0]).history_change_reason == "No longer: runs on WALL"
    with pytest.raises(Refused):
        workflow.unrelate(made, by=priya, at=MONDAY_9AM)


def test_a_service_needs_a_thing_until_it_does_not(things, priya, school):
    service = Service.objects.create(name="Wi-Fi")
    about = {"by": priya, "at": MONDAY_9AM}
    made = workflow.need(things[0], **about, service=service)
    with pytest.raises(ValidationError, match="known already"):
        workflow.need(things[0], **about, service=service)
    with pytest.raises(NotYours):
        workflow.need_no_more(made, by=make_person("service_desk", school), at=MONDAY_9AM)

    workflow.need_no_more(made, **about)

    assert not ServiceNeed.objects.exists()
    with pytest.raises(Refused):
        workflow.need_no_more(made, **about)


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_can_not_each_put_in_half_of_a_circle(monkeypatch):
    """Four things of four schools, half a circle there: the two that would close it are asked for at once.

    Whoever has looked waits a moment for the other to look too, who must not be able to.
    """
    things = [make_thing(make_school(name), name) for name in ("A", "B", "C", "D")]
    by = make_person("technician", everywhere=True)
    a, b, c, d = things
    relate(b, RUNS_ON, c, by)
    relate(d, RUNS_ON, a, by)
    both_looked, refused, look = Barrier(2), [], impact.chain

    def look_and_wait(asset, other):
        found = look(asset, other)
        with suppress(BrokenBarrierError):
            both_looked.wait(timeout=0.3)
        return found

    monkeypatch.setattr(impact, "chain", look_and_wait)

    def ask(asset, other):
        try:
            relate(asset, RUNS_ON, other, by)
        except ValidationError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [Thread(target=ask, args=pair) for pair in ((a, b), (c, d))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1 and Relation.objects.count() == 3
