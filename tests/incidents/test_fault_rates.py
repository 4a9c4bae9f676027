"""How often things of each make and model break: only while they were here, and said only where there are enough."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets.models import Asset, AssetType
from incidents.asset_models import rates_of_models
from incidents.fault_rates import FEW, YEAR, Thing, rates, times_here
from incidents.models import Status
from tests.factories import MONDAY_9AM, make_incident, make_person, make_school

START = MONDAY_9AM - YEAR
TODAY = MONDAY_9AM.date()
DAY = timedelta(days=1)


def thing(pk, *, model="EB-12", make="Epson", is_here=True, **facts):
    known = {"sort": "Projector", "lifetime_years": 5, "bought_on": None, "cost": None, "warranty_until": None} | facts
    return Thing(pk=pk, make=make, model=model, is_here=is_here, **known)


def rate(things, faults=(), turns=()):
    spans = times_here(turns, things, first=START, last=MONDAY_9AM)
    return rates(things, spans, faults, today=TODAY)


@pytest.mark.pure
def test_a_rate_is_faults_of_a_hundred_things_in_a_year():
    (found,) = rate([thing(n) for n in range(10)], [(n % 3, START + n * DAY) for n in range(8)])

    assert (found.here, found.faults, found.per_100) == (10, 8, 80)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("turns", "days"),
    [
        ([], 365),
        ([(1, START - DAY, True)], 365),
        ([(1, MONDAY_9AM - 100 * DAY, True)], 100),
        ([(1, START - DAY, True), (1, START + 65 * DAY, False)], 65),
        ([(1, START - 9 * DAY, True), (1, START - DAY, False)], 0),
        ([(1, START - DAY, True), (1, START + 10 * DAY, False), (1, START + 20 * DAY, True)], 355),
    ],
)
def test_a_thing_counts_only_for_the_days_on_which_it_was_here(turns, days):
    spans = times_here(turns, [thing(1)], first=START, last=MONDAY_9AM)

    assert sum((end - start for start, end in spans[1]), timedelta()) == days * DAY


@pytest.mark.pure
def test_a_fault_counts_only_while_its_thing_was_here():
    came = [(n, MONDAY_9AM - 300 * DAY, True) for n in range(FEW)]
    faults = [(0, MONDAY_9AM - 301 * DAY), (0, MONDAY_9AM - 10 * DAY), (99, MONDAY_9AM)]

    (found,) = rate([thing(n) for n in range(FEW)], faults, came)

    assert found.faults == 1
    assert found.per_100 == pytest.approx(100 / (FEW * 300 / 365))


@pytest.mark.pure
@pytest.mark.parametrize(("things", "days"), [(FEW - 1, 365), (FEW, 72)])
def test_of_too_few_or_for_too_short_no_rate_is_said(things, days):
    came = [(n, MONDAY_9AM - days * DAY, True) for n in range(things)]

    (found,) = rate([thing(n) for n in range(things)], [(0, MONDAY_9AM)], came)

    assert (found.faults, found.per_100) == (1, None)


@pytest.mark.pure
def test_what_is_gone_is_not_here_but_counts_for_its_time():
    things = [thing(n, is_here=n > 0) for n in range(FEW)]

    (found,) = rate(things, [(0, START + DAY)], [(0, START - DAY, True), (0, START + 100 * DAY, False)])

    assert (found.here, found.counted, found.faults) == (FEW - 1, FEW, 1)


@pytest.mark.pure
def test_the_worst_come_first_and_those_of_which_nothing_is_said_last():
    things = [thing(n, model=model) for n, model in enumerate(["good"] * FEW + ["bad"] * FEW + ["few"])]

    found = rate(things, [(FEW, MONDAY_9AM), (2 * FEW, MONDAY_9AM), (2 * FEW, MONDAY_9AM)])

    assert [each.model for each in found] == ["bad", "good", "few"]


@pytest.mark.pure
def test_age_cost_warranty_and_planned_life_are_of_those_that_are_known():
    old = thing(1, bought_on=date(2020, 9, 14), cost=Decimal(400), warranty_until=date(2023, 9, 1))
    new = thing(2, make="EPSON", bought_on=date(2026, 9, 14), warranty_until=date(2029, 9, 1))

    (found,) = rate([old, new, thing(3)])

    assert found.age == pytest.approx(3, abs=0.01) and found.cost == 400
    assert (found.out_of_warranty.percent, found.out_of_warranty.of) == (50, 2)
    assert (found.past_life.some, found.past_life.of) == (1, 2)


def put(school, model, number, *, came=START - DAY, gone=None):
    """A thing with its history: since when it is in the register, and since when it is gone."""
    sort, _ = AssetType.objects.get_or_create(name="Projector")
    asset = Asset(school=school, tag=f"{model}-{number}", type=sort, name="Projector", make="Epson", model=model)
    asset._history_date = came
    asset.save()
    asset._history_date = came + DAY  # a change that is none of coming and going
    asset.save()
    if gone:
        asset.state, asset._history_date = "lost", gone
        asset.save()
    return asset


@pytest.fixture
def school(db):
    return make_school("Harrow Beck")


@pytest.fixture
def priya(school):
    return make_person("technician", school, name="Priya Shah")


def test_the_register_and_the_queue_say_how_often_a_model_breaks(school, priya):
    things = [put(school, "EB-12", n) for n in range(FEW)]
    things.append(put(school, "EB-12", 9, came=MONDAY_9AM - 100 * DAY, gone=MONDAY_9AM - 50 * DAY))
    put(make_school("Mill Lane"), "EB-12", 1)
    Asset.objects.create(school=school, tag="X", type=things[0].type, name="Of no known model")
    at = MONDAY_9AM - 60 * DAY
    for asset, facts in (
        (things[0], {}),
        (things[-1], {}),
        (things[0], {"kind": "request"}),
        (things[0], {"status": Status.CANCELLED}),
        (things[0], {"duplicate_of": make_incident(school, at=at)}),
    ):
        make_incident(school, at=at, asset=asset, **facts)
    make_incident(school, at=MONDAY_9AM - 20 * DAY, asset=things[-1])

    (found,), unnamed = rates_of_models(priya, at=MONDAY_9AM)

    assert (found.here, found.counted, found.faults, unnamed) == (FEW, FEW + 1, 2, 1)
    assert found.time == FEW * YEAR + 50 * DAY


def test_the_rates_cost_the_same_whatever_there_is(client, school, priya):
    client.force_login(priya)
    put(school, "EB-1", 1)
    client.get("/assets/models/")
    with CaptureQueriesContext(connection) as few:
        client.get("/assets/models/")
    for n in range(9):
        make_incident(school, asset=put(school, f"EB-{n % 3}", n + 10))

    with CaptureQueriesContext(connection) as many:
        page = client.get("/assets/models/")

    assert len(page.context["unsaid"]) == 3
    assert len(few) == len(many) <= 12


def test_page_file_and_program_say_the_same_and_how_it_was_counted(client, school, priya):
    client.force_login(priya)
    for n in range(FEW):
        put(school, "EB-12", n)

    page = client.get("/assets/models/", {"school": school.code}).content.decode()
    answer = client.get("/api/v1/asset-models/", {"school": school.code}).json()
    lines = client.get("/assets/models.csv").content.decode().splitlines()

    assert "How this is counted" in page and "Epson EB-12" in page
    assert answer["how"] in page and answer["models"][0]["here"] == FEW
    assert lines[1].startswith("Epson,EB-12,Projector,5,5,0,")
    assert client.get("/api/v1/asset-models/", {"colour": "red"}).status_code == 400
    assert client.get("/api/v1/asset-models/", {"school": "NO"}).status_code == 400
