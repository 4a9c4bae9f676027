"""Standard changes and the table of risk: kept by those who manage changes, on pages and by program."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from changes import workflow
from changes.models import RiskTable, StandardChange, Status
from servicedesk.errors import NotYours, Refused
from tests.changes.requests import make_request, make_standard
from tests.factories import MONDAY_9AM, make_person, make_school

pytestmark = pytest.mark.django_db
NEXT_YEAR = date(2027, 9, 1)
HIGH = [["high"] * 3] * 3


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def martin(school):
    return make_person("service_level_manager", school, name="Martin Hale")


def test_it_is_written_down_then_approved_once_for_all_and_taken_back(school, martin):
    said = {"by": martin, "at": MONDAY_9AM}

    standard = workflow.write_standard(name=" New  toner ", school=school, procedure=["Open.", ""], **said)
    assert (standard.name, standard.procedure, standard.is_offered) == ("New toner", ["Open."], False)
    standard = workflow.offer_standard(standard, review_on=NEXT_YEAR, **said)
    assert (standard.is_offered, standard.approved_by, standard.review_on) == (True, martin, NEXT_YEAR)
    assert not workflow.withdraw_standard(standard, **said).is_offered
    with pytest.raises(Refused):
        workflow.withdraw_standard(standard, **said)


@pytest.mark.parametrize(("steps", "review_on"), [([], NEXT_YEAR), (["Open."], MONDAY_9AM.date())])
def test_what_has_no_steps_or_no_day_to_look_again_is_not_offered(martin, school, steps, review_on):
    standard = make_standard(school, is_offered=False, procedure=steps)

    with pytest.raises(ValidationError):
        workflow.offer_standard(standard, by=martin, at=MONDAY_9AM, review_on=review_on)


def test_whoever_changes_one_on_offer_approves_it_anew_and_it_keeps_its_steps(school, martin):
    standard = workflow.change_standard(make_standard(school), by=martin, at=MONDAY_9AM, reason="It runs dry.")

    assert (standard.approved_by, standard.reason) == (martin, "It runs dry.")
    with pytest.raises(ValidationError):
        workflow.change_standard(standard, by=martin, at=MONDAY_9AM, procedure=[])


@pytest.mark.parametrize("fact", [{"name": " "}, {"procedure": ["Step."] * 61}, {"downtime_minutes": 10**9}])
def test_what_it_can_not_be_is_said(school, martin, fact):
    with pytest.raises(ValidationError) as wrong:
        workflow.write_standard(**{"by": martin, "at": MONDAY_9AM, "school": school, "name": "Toner"} | fact)

    assert set(wrong.value.message_dict) == set(fact)


def test_only_who_manages_changes_of_a_school_keeps_them(school):
    tom = make_person("technician", school)
    with pytest.raises(NotYours):
        workflow.write_standard(by=tom, at=MONDAY_9AM, name="Toner", school=school)
    with pytest.raises(NotYours):
        workflow.set_risks(by=tom, at=MONDAY_9AM, school=school, cells=HIGH)
    with pytest.raises(NotYours):
        manager = make_person("service_level_manager", make_school("Mill Lane"))
        workflow.offer_standard(make_standard(school), by=manager, at=MONDAY_9AM, review_on=NEXT_YEAR)


def test_a_school_reads_risk_from_its_own_table_and_gives_it_back(school, martin):
    def risk(at_school):
        change = make_request(at_school, status=Status.PROCEED)
        said = {"procedure": ["Do it."], "impact": 1, "likelihood": 1}
        return workflow.plan(change, by=change.originator, at=MONDAY_9AM, **said).risk

    other = make_school("Mill Lane")
    workflow.set_risks(by=martin, at=MONDAY_9AM, school=school, cells=HIGH)
    assert (risk(school), risk(other)) == ("high", "low")
    workflow.drop_risks(RiskTable.objects.get(), by=martin, at=MONDAY_9AM)
    assert risk(school) == "low"


def test_a_table_that_makes_no_sense_is_refused(school, martin):
    with pytest.raises(ValidationError):
        workflow.set_risks(by=martin, at=MONDAY_9AM, school=school, cells=[["high", "low", "low"]] * 3)


def test_the_pages_write_offer_and_take_back(school, martin, client):
    client.force_login(martin)
    page = client.post(
        reverse("changes:write_standard"), {"name": "Toner", "procedure": "Open.", "school": school.code}
    )
    client.post(reverse("changes:offer_standard", args=[StandardChange.objects.get().pk]), {"review_on": "2099-09-01"})

    assert "Needs no asking" in client.get(page["Location"]).content.decode()
    assert "Toner" in client.get(reverse("changes:standards")).content.decode()
    assert "?template=" in client.get(reverse("changes:raise")).content.decode()
    client.post(reverse("changes:withdraw_standard", args=[StandardChange.objects.get().pk]))
    assert not StandardChange.objects.get().is_offered


@pytest.mark.parametrize("day", ["", "never", "2001-01-01"])
def test_an_offer_without_a_day_to_come_is_refused_in_a_sentence(school, martin, client, day):
    client.force_login(martin)
    standard = make_standard(school, is_offered=False)

    page = client.post(reverse("changes:offer_standard", args=[standard.pk]), {"review_on": day}, follow=True)

    assert "Say on which day" in page.content.decode() or "Choose a later day" in page.content.decode()
    assert not StandardChange.objects.get().is_offered


@pytest.mark.parametrize("size", [1, 5])
def test_their_list_costs_the_same_at_any_size(school, martin, client, django_assert_max_num_queries, size):
    for number in range(size):
        make_standard(school, name=f"Toner {number}")
    client.force_login(martin)

    with django_assert_max_num_queries(12):
        client.get(reverse("changes:standards"))


def test_the_page_of_risk_saves_nine_cells_and_gives_them_back(school, martin, client):
    client.force_login(martin)
    address = f"{reverse('changes:risks')}?school={school.code}"
    cells = {f"cell_{impact}_{likelihood}": "high" for impact in (1, 2, 3) for likelihood in (1, 2, 3)}

    assert client.post(address, cells).status_code == 302
    assert RiskTable.objects.get().cells == HIGH
    assert client.post(address, cells | {"cell_3_3": "low"}).status_code == 200
    client.post(address, {"drop": "1"})
    assert not RiskTable.objects.exists()
