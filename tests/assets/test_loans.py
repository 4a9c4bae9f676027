"""Loans: a thing goes out, comes back as what it was, and whoever has it hears of it in time."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from assets import tasks, workflow
from assets.models import Loan
from assets.workflow.loan_letters import tell_of_loans
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Letter
from tests.assets.test_asset_pages import make_asset
from tests.factories import MONDAY_9AM, OPEN_8_TO_4, make_calendar_version, make_person, make_school

pytestmark = pytest.mark.django_db
MONDAY = MONDAY_9AM.date()


@pytest.fixture
def school():
    return make_school("Harrow Beck", code="HBS")


@pytest.fixture
def technician(school):
    return make_person("technician", school, name="Priya Shah")


@pytest.fixture
def teacher(school):
    return make_person("requester", school, name="Rachel Moss")


@pytest.fixture
def asset(school):
    made = make_asset(school, "CAM-1", name="Camera", state="spare")
    made.history.update(history_date=MONDAY_9AM - timedelta(days=1))
    return made


def lend(asset, by, *, days=7, at=MONDAY_9AM, **facts):
    return workflow.lend(asset, by=by, at=at, due_on=MONDAY + timedelta(days=days), **facts)


def letters_to(person):
    return [(letter.template, letter.subject) for letter in Letter.objects.filter(to=person).order_by("pk")]


def on(days, hour=6):
    return datetime(2026, 9, 14, hour, 15, tzinfo=UTC) + timedelta(days=days)


def test_what_is_lent_is_on_loan_and_the_borrower_is_told(asset, technician, teacher):
    loan = lend(asset, technician, to=teacher, purpose="Trip", condition="One scratch")

    asset.refresh_from_db()
    letter = Letter.objects.get(to=teacher)
    assert (asset.state, asset.history.first().history_change_reason) == ("on_loan", "Lent to Rachel Moss")
    assert (loan.borrower, loan.condition_out, loan.lent_by) == ("Rachel Moss", "One scratch", technician)
    assert letter.subject == "You have Camera CAM-1 until Monday 21 September"
    assert "/t/HBS/CAM-1/" in letter.body and "Trip" in letter.body


def test_it_comes_back_as_what_it_was(asset, technician):
    loan = lend(asset, technician, to_name="Year 9")

    workflow.take_back(loan, by=technician, at=MONDAY_9AM + timedelta(days=2), condition="Fine")

    asset.refresh_from_db()
    loan.refresh_from_db()
    assert asset.state == "spare"
    assert (loan.returned_to, loan.condition_back, loan.returned_at.day) == (technician, "Fine", 16)
    with pytest.raises(Refused, match="CAM-1 came back already, on 16 September 2026"):
        workflow.take_back(loan, by=technician, at=MONDAY_9AM + timedelta(days=3))


def test_nothing_is_lent_twice(asset, technician, teacher):
    lend(asset, technician, to=teacher)

    with pytest.raises(Refused, match="CAM-1 is lent to Rachel Moss until 21 September 2026"):
        lend(asset, technician, to_name="Year 9")


@pytest.mark.parametrize(("state", "said"), [("disposed", "disposed of"), ("lost", "lost")])
def test_what_is_gone_is_not_lent(school, technician, state, said):
    with pytest.raises(Refused, match=f"CAM-1 can’t be lent: it is {said}"):
        lend(make_asset(school, "CAM-1", state=state), technician, to_name="Year 9")


@pytest.mark.parametrize(
    ("days", "who", "field", "said"),
    [
        (-1, {"to_name": "Year 9"}, "due_on", "That day is over"),
        (5000, {"to_name": "Year 9"}, "due_on", "more than three years away"),
        (1, {}, "to", "Say who borrows it"),
        (1, {"to_name": "  "}, "to", "Say who borrows it"),
    ],
)
def test_what_is_wrong_with_a_loan_is_said_field_by_field(asset, technician, days, who, field, said):
    with pytest.raises(ValidationError) as refused:
        lend(asset, technician, days=days, **who)

    assert said in refused.value.message_dict[field][0]


def test_one_borrower_and_of_this_school(asset, technician, teacher):
    stranger = make_person("requester", make_school("Mill Lane"), name="Nina Holt")

    with pytest.raises(ValidationError, match="not both"):
        lend(asset, technician, to=teacher, to_name="Year 9")
    with pytest.raises(ValidationError, match="Nina Holt is not of Harrow Beck"):
        lend(asset, technician, to=stranger)
    assert lend(asset, technician, to=make_person("service_desk", everywhere=True))


@pytest.mark.parametrize("role", ["service_desk", "requester"])
def test_only_who_keeps_the_register_lends(asset, school, role):
    with pytest.raises(NotYours):
        lend(asset, make_person(role, school), to_name="Year 9")


def test_more_time_is_told_and_reminded_anew(asset, technician, teacher):
    loan = lend(asset, technician, to=teacher, days=1)
    Loan.objects.update(told_due_at=MONDAY_9AM, told_late_at=MONDAY_9AM)

    workflow.extend(loan, by=technician, at=MONDAY_9AM, due_on=MONDAY + timedelta(days=9))

    loan.refresh_from_db()
    assert (loan.due_on.day, loan.told_due_at, loan.told_late_at) == (23, None, None)
    assert letters_to(teacher)[-1][0] == "assets/extended"
    with pytest.raises(ValidationError, match="It is due on 23 September 2026 now"):
        workflow.extend(loan, by=technician, at=MONDAY_9AM, due_on=MONDAY + timedelta(days=9))


def test_the_borrower_is_reminded_the_school_day_before_and_told_when_it_is_late_each_once(asset, technician, teacher):
    lend(asset, technician, to=teacher, days=7)  # due on a Monday

    told = {day: tell_of_loans(at=on(day)) + tell_of_loans(at=on(day, hour=9)) for day in range(12)}

    assert {day: count for day, count in told.items() if count} == {4: 1, 8: 1}  # Friday, and Tuesday
    assert [template for template, _ in letters_to(teacher)] == ["assets/lent", "assets/loan_due", "assets/loan_late"]


def test_nobody_is_told_in_the_holidays(asset, school, technician, teacher):
    week = {"type": "holiday", "first": "2026-09-16", "last": "2026-09-25", "name": "Half-term"}
    make_calendar_version(school, document=OPEN_8_TO_4 | {"ranges": [week]})
    lend(asset, technician, to=teacher, days=4)  # due within them

    told = [day for day in range(20) if tell_of_loans(at=on(day))]

    assert told == [1, 14]  # the last school day before, and the first after


def test_whoever_borrows_for_a_day_is_not_reminded_at_once(asset, technician, teacher):
    lend(asset, technician, to=teacher, days=1)

    assert tell_of_loans(at=on(0, hour=12)) == 0


def test_for_a_borrower_without_account_the_lender_is_told_that_it_is_late(asset, technician):
    lend(asset, technician, to_name="Year 9", days=1)

    assert [tell_of_loans(at=on(day)) for day in (1, 2, 3)] == [0, 1, 0]
    assert letters_to(technician) == [("assets/loan_late_to_lender", "Year 9 still has Camera CAM-1")]


def test_what_is_back_is_told_to_nobody(asset, technician, teacher):
    workflow.take_back(lend(asset, technician, to=teacher, days=1), by=technician, at=MONDAY_9AM)

    with time_machine.travel(on(9)):
        assert tasks.tell_of_loans() == 0


@pytest.fixture
def desk(client, technician):
    client.force_login(technician)
    with time_machine.travel(MONDAY_9AM, tick=False):
        yield client


def test_lending_extending_and_taking_back_on_pages(desk, asset, teacher):
    lent = desk.post(f"/assets/{asset.pk}/lend/", {"to": teacher.pk, "due_on": "2026-09-15"})
    loan = Loan.objects.get()

    assert lent.url == asset.get_absolute_url()
    assert "Rachel Moss has it until 15 Sep 2026" in desk.get(lent.url).content.decode()
    again = desk.post(f"/assets/{asset.pk}/lend/", {"to_name": "Year 9", "due_on": "2026-09-15"})
    assert again.status_code == 409 and "is lent to Rachel Moss" in again.content.decode()
    assert desk.post(f"/assets/loans/{loan.pk}/extend/", {"due_on": "2026-09-14"}).context["form"].errors["due_on"]
    assert desk.post(f"/assets/loans/{loan.pk}/extend/", {"due_on": "2026-09-18"}).status_code == 302
    assert desk.post(f"/assets/loans/{loan.pk}/take_back/", {"condition": "Fine"}).status_code == 302
    assert "Nobody has it on loan." in desk.get(lent.url).content.decode()


@pytest.mark.parametrize("due", ["", "never", "0001-01-01", "9999-12-31", "2026-02-30", "\0"])
def test_a_day_that_is_none_is_said_and_nothing_is_lost(desk, asset, due):
    page = desk.post(f"/assets/{asset.pk}/lend/", {"to_name": "Year 9", "due_on": due})

    assert page.status_code == 200 and page.context["form"].errors["due_on"] and "Year 9" in page.content.decode()


def test_people_of_another_school_are_not_offered(desk, asset, teacher):
    stranger = make_person("requester", make_school("Mill Lane"), name="Nina Holt")

    page = desk.post(f"/assets/{asset.pk}/lend/", {"to": stranger.pk, "due_on": "2026-09-18"})

    assert page.context["form"].errors["to"] and "Nina Holt" not in page.content.decode()


def test_what_is_out_is_listed_late_first_at_the_same_cost(desk, school, technician, django_assert_max_num_queries):
    for number in range(20):
        thing = make_asset(school, f"T-{number}")
        lend(thing, technician, at=MONDAY_9AM - timedelta(days=30), days=3 - number, to_name="Year 9")

    with django_assert_max_num_queries(12):
        page = desk.get("/assets/loans/")

    days = [loan.due_on for loan in page.context["page"].rows]
    assert len(days) == 20 and days == sorted(days) and days[0] == date(2026, 8, 29)
    assert len(desk.get("/assets/loans/?when=late").context["page"].rows) == 16
    assert desk.get("/assets/loans/?when=stolen").status_code == 200


def test_the_same_by_api(desk, asset, teacher):
    made = desk.post(
        "/api/v1/loans/",
        {"asset": asset.pk, "to": None, "to_name": "Year 9", "due_on": "2026-09-15"},
        "application/json",
    )
    loan = f"/api/v1/loans/{made.json()['id']}"

    assert made.status_code == 201
    assert desk.post(f"{loan}/extend/", {"due_on": "2026-09-14"}, "application/json").status_code == 400
    assert desk.post(f"{loan}/extend/", {"due_on": "2026-09-16"}, "application/json").json()["due_on"] == "2026-09-16"
    assert desk.post(f"{loan}/take_back/", {"condition": "Fine"}, "application/json").json()["condition_back"] == "Fine"
    assert desk.post(f"{loan}/take_back/", {}, "application/json").status_code == 409
    assert len(desk.get("/api/v1/loans/?when=back").json()["results"]) == 1
