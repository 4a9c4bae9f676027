"""What ICT costs: each penny once, by the day where a contract runs, and told of before its notice day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError

from assets.models import Asset, AssetType, ServiceNeed
from finance import money, reminding, workflow
from finance.filters import ContractFilter
from finance.lines import contract_cost, lines, school_year
from finance.models import Contract
from finance.totals import narrowed, total
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Letter, Service
from tests.factories import MONDAY_9AM, make_contract, make_cost, make_licence, make_person, make_school

pytestmark = pytest.mark.django_db
TODAY = MONDAY_9AM.date()
THIS_YEAR = school_year(2026)


@pytest.fixture
def school():
    return make_school(pupils=100)


@pytest.fixture
def martin(school):
    return make_person("service_level_manager", school, name="Martin Hale")


@pytest.mark.parametrize(
    ("facts", "cost"),
    [
        ({}, "365.00"),
        ({"per": "term"}, "1095.00"),
        ({"per": "once"}, "0"),
        ({"per": "once", "starts_on": date(2027, 8, 31)}, "365.00"),
        ({"ends_on": date(2026, 9, 10)}, "10.00"),
        ({"ends_on": date(2026, 9, 10), "renews": True}, "365.00"),
        ({"ends_on": date(2026, 9, 10), "renews": True, "status": "given_up"}, "10.00"),
        ({"starts_on": date(2027, 8, 31)}, "1.00"),
        ({"starts_on": date(2027, 9, 1)}, "0.00"),
    ],
)
def test_a_contract_costs_by_the_day(school, facts, cost):
    assert contract_cost(make_contract(school, **facts), THIS_YEAR) == Decimal(cost)


def test_a_share_loses_no_penny():
    parts = money.share(Decimal("100.00"), 3)

    assert parts == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert (money.words(Decimal("1234.5")), money.words(None)) == ("£1,234.50", "")


def test_every_way_of_adding_up_comes_to_the_same(school, martin):
    network, printing = (Service.objects.create(name=name) for name in ("Network", "Printing"))
    kind = AssetType.objects.create(name="Switch")
    bought = {"type": kind, "cost": Decimal("500.55"), "bought_on": TODAY}
    switch = Asset.objects.create(school=school, tag="SW-1", name="Switch", **bought)
    ServiceNeed.objects.create(service=network, asset=switch, made_at=MONDAY_9AM)
    make_contract(school, services=[network, printing], cost=Decimal("100.01"))
    make_contract(False, cost=Decimal(73))
    make_cost(school, service=printing)
    make_licence(school, cost=Decimal("99.90"), bought_on=TODAY)
    make_cost(make_school("Elsewhere"), amount=Decimal(1000))

    found = lines(THIS_YEAR, reader=martin)
    sums = total(found, schools=[school])

    assert sums.whole.amount == Decimal("813.46")
    assert {way: sum(part.amount for part in parts) for way, parts in sums.by.items()} == dict.fromkeys(
        ("school", "service", "sort", "contract"), sums.whole.amount
    )
    by_service = {part.name: part.amount for part in sums.by["service"]}
    assert by_service["Network"] == Decimal("550.56")
    assert sum(line.amount for line in narrowed(found, {"service": network.pk})) == by_service["Network"]
    here = next(part for part in sums.by["school"] if part.key == school.code)
    assert (here.per_pupil, here.per_thing) == (Decimal("7.40"), Decimal("740.46"))


def test_adding_up_asks_as_much_of_many_as_of_few(school, martin, django_assert_num_queries):
    def grow(number):
        for _ in range(number):
            make_contract(school, services=[Service.objects.get_or_create(name="Network")[0]])
            make_cost(school)

    grow(2)
    with django_assert_num_queries(10):
        total(lines(THIS_YEAR, reader=martin), schools=[school])
    grow(20)
    with django_assert_num_queries(9):  # what a person may do is known by now
        total(lines(THIS_YEAR, reader=martin), schools=[school])


def test_a_renewal_follows_and_leaves_the_past_as_it_cost(school, martin):
    old = make_contract(school, ends_on=date(2026, 8, 31), notice_on=date(2026, 6, 30))

    new = workflow.renew(old, by=martin, at=MONDAY_9AM, cost=Decimal(730), ends_on=date(2027, 8, 31))

    old.refresh_from_db()
    assert (old.status, new.follows, new.starts_on, new.notice_on) == ("renewed", old, date(2026, 9, 1), None)
    assert [contract_cost(each, school_year(2025)) for each in (old, new)] == [Decimal(365), Decimal(0)]
    assert contract_cost(new, THIS_YEAR) == Decimal(730)
    with pytest.raises(Refused):
        workflow.renew(old, by=martin, at=MONDAY_9AM, cost=Decimal(1))


def test_notice_is_given_and_taken_back(school, martin):
    contract = make_contract(school, renews=True)

    workflow.give_up(contract, by=martin, at=MONDAY_9AM, ends_on=date(2026, 12, 31), reason="Too dear")
    given_up = Contract.objects.get().standing(TODAY)
    workflow.keep_on(contract, by=martin, at=MONDAY_9AM)

    assert (given_up, Contract.objects.get().status) == ("given_up", "current")
    assert [entry.move for entry in contract.entries.all()] == ["give_up", "keep_on"]


@pytest.mark.parametrize(
    ("facts", "standing", "state"),
    [
        ({}, "running", "current"),
        ({"notice_on": TODAY + timedelta(days=60)}, "notice", "due"),
        ({"ends_on": TODAY + timedelta(days=9)}, "ending", "due"),
        ({"ends_on": TODAY - timedelta(days=1), "renews": True}, "overrun", "overrun"),
        ({"ends_on": TODAY - timedelta(days=1)}, "over", "over"),
        ({"ends_on": TODAY - timedelta(days=1), "status": "given_up"}, "over", "over"),
    ],
)
def test_how_a_contract_stands_is_found_by_its_filter(school, facts, standing, state):
    contract = make_contract(school, **facts)

    assert contract.standing(TODAY) == standing
    with time_machine.travel(MONDAY_9AM, tick=False):
        assert ContractFilter({"state": state}, Contract.objects.all()).qs.get() == contract


def test_the_notice_day_is_told_of_at_two_months_and_at_two_weeks(school, martin):
    make_contract(school, owner=martin, notice_on=TODAY + timedelta(days=60), renews=True)

    told = [reminding.tell_of_contracts(at=MONDAY_9AM + timedelta(days=day)) for day in (-1, 0, 1, 45, 46, 47, 61)]

    assert told == [0, 1, 0, 0, 1, 0, 0]
    assert "give notice by 13 November" in Letter.objects.first().subject


def test_what_is_wrong_is_said_at_once_and_who_may_not_is_told(school, martin):
    facts = {"name": "", "supplier": "A", "cost": Decimal(1), "starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)}

    with pytest.raises(ValidationError) as wrong:
        workflow.add_contract(school=school, by=martin, at=MONDAY_9AM, **facts)
    with pytest.raises(NotYours):
        workflow.add_cost(school=None, by=martin, at=MONDAY_9AM, what="A", amount=1, starts_on=TODAY)

    assert set(wrong.value.message_dict) == {"name", "ends_on"}
