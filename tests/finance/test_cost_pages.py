"""Costs on their pages, as files and by programs."""

import io

import openpyxl
import pytest
import time_machine

from finance.models import Contract, Cost
from tests.factories import MONDAY_9AM, make_contract, make_cost, make_person, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    """Monday, nine o'clock."""
    with time_machine.travel(MONDAY_9AM, tick=False):
        yield


@pytest.fixture
def school():
    return make_school(pupils=100)


@pytest.fixture
def martin(client, school):
    person = make_person("service_level_manager", school, name="Martin Hale")
    client.force_login(person)
    return person


def test_each_sum_leads_to_its_lines_and_files(client, school, martin):
    make_contract(school)
    make_cost(school, what="=1+1")

    page = client.get("/costs/").content.decode()
    rows = client.get("/costs/rows/?year=2026&sort=other").content.decode()
    lines = b"".join(client.get("/costs/rows.csv?year=2026")).decode()
    book = openpyxl.load_workbook(io.BytesIO(client.get("/costs/costs.xlsx").content))

    assert "£405.00" in page and "£4.05, of 100" in page and "sort=other" in page
    assert "£40.00" in rows and "Fibre line" not in rows
    assert "Fibre line" in lines and "\n=1+1" not in lines
    assert book["Summary"]["B4"].value == 405


def test_a_contract_from_written_down_to_renewed(client, school, martin):
    said = {"name": "Copiers", "supplier": "Inkstead", "cost": "900.50", "per": "year", "sort": "printing"}
    said |= {"starts_on": "2025-09-01", "ends_on": "2026-10-31", "notice_on": "2026-10-01"}

    client.post(f"/costs/contracts/add/?school={school.code}", said)
    made = Contract.objects.get()
    listed = client.get("/costs/contracts/").content.decode()
    client.post(f"/costs/contracts/{made.pk}/renew/", {"cost": "950", "ends_on": "2027-10-31"})
    twice = client.post(f"/costs/contracts/{made.pk}/renew/", {"cost": "950"})
    page = client.get(f"/costs/contracts/{made.pk}/").content.decode()

    assert "To be decided" in listed and "Notice day comes" in listed
    assert twice.status_code == 409
    assert "Goes on as" in page and Contract.objects.get(follows=made).notice_on is None


def test_a_cost_is_written_down_put_right_and_taken_out(client, school, martin):
    said = {"what": "Lamp", "amount": "12.30", "often": "once", "starts_on": "2026-09-02", "sort": "hardware"}

    client.post(f"/costs/other/add/?school={school.code}", said)
    made = Cost.objects.get()
    client.post(f"/costs/other/{made.pk}/", said | {"amount": "13.20"})
    amounts = [row.amount for row in made.history.all()]
    client.post(f"/costs/other/{made.pk}/remove/")

    assert [str(amount) for amount in amounts] == ["13.20", "12.30"]
    assert not Cost.objects.exists()


def test_programs_write_costs_down_and_read_the_same_sums(client, school, martin):
    wanted = {"school": school.code, "what": "Lamp", "amount": "12.30", "starts_on": "2026-09-02"}

    made = client.post("/api/v1/costs/", wanted, content_type="application/json")
    float_made = client.post("/api/v1/costs/", wanted | {"amount": "1.234"}, content_type="application/json")
    sums = client.get("/api/v1/cost-totals/?year=2026").json()
    contract = make_contract(school)
    changed = client.post(
        f"/api/v1/contracts/{contract.pk}/describe/", {"supplier": "Northway"}, content_type="application/json"
    ).json()

    assert (made.status_code, float_made.status_code) == (201, 400)
    assert (sums["whole"]["amount"], sums["by_school"][0]["per_pupil"]) == ("12.30", "0.12")
    assert (changed["supplier"], changed["name"]) == ("Northway", "Fibre line")


def test_a_head_reads_costs_and_keeps_none(client, school):
    client.force_login(make_person("senior_leader", school))

    assert client.get("/costs/").status_code == 200
    assert client.get("/costs/contracts/add/").status_code == 403
