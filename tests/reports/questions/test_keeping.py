"""Saved questions: kept for oneself, shared in the school, sent by letter to those who may read the answer."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from reports.models import SavedQuestion
from reports.questions import keeping, letters
from reports.questions.letters import turn_of
from reports.questions.query import AskQuery
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Letter
from tests.factories import MONDAY_9AM, make_incident, make_person, make_school

pytestmark = pytest.mark.django_db
AT = MONDAY_9AM + timedelta(days=1)


@pytest.fixture(autouse=True)
def some_day():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def desk():
    """Two schools with a record each."""
    school, other = make_school(), make_school("Fell End")
    for each in (school, other):
        make_incident(each, at=MONDAY_9AM)
    return school, other


def asked(person, **more):
    query = AskQuery({"measure": ["incidents"], "period": "month"} | more, person=person, today=AT.date())
    assert query.is_valid(), query.errors
    return query


def saved(person, name="Logged", **more):
    return keeping.save_question(name=name, query=asked(person, **more), by=person, at=AT)


def manager(school=None, **facts):
    return make_person("service_level_manager", school, everywhere=school is None, **facts)


def test_a_period_by_its_name_moves_with_time_and_two_days_stay(desk):
    person = manager(desk[0])

    assert saved(person).asked == {"measure": ["incidents"], "period": "month"}
    fixed = saved(person, "Fixed", **{"period": "", "from": "2026-09-01", "to": "2026-09-30"})
    assert (fixed.asked["from"], fixed.asked["to"], fixed.school) == ("2026-09-01", "2026-09-30", desk[0])
    with pytest.raises(ValidationError, match="You have a question"):
        saved(person)


def test_it_is_found_by_nobody_else_until_it_is_shared(desk):
    owner, colleague, stranger = manager(desk[0]), manager(desk[0], name="Ann"), manager(desk[1], name="Bea")
    question = saved(owner)

    assert not SavedQuestion.objects.visible_to(colleague).exists()
    keeping.share_question(question, by=owner, at=AT)
    assert SavedQuestion.objects.visible_to(colleague).get() == question
    assert not SavedQuestion.objects.visible_to(stranger).exists()
    assert not SavedQuestion.objects.visible_to(make_person("technician", desk[0])).exists()
    with pytest.raises(NotYours):
        keeping.delete_question(question, by=colleague, at=AT)
    with pytest.raises(Refused):
        keeping.share_question(question, by=owner, at=AT)
    keeping.unshare_question(question, by=owner, at=AT)
    assert not SavedQuestion.objects.visible_to(colleague).exists()


def test_each_reader_gets_what_they_may_read_once_a_turn(desk):
    owner, leader = manager(), make_person("senior_leader", desk[1], name="Grace Adeyemi")
    question = saved(owner)
    keeping.schedule_question(question, rhythm="weekly", readers=[owner, leader], by=owner, at=AT)

    assert letters.send(at=AT) == 2
    assert letters.send(at=AT + timedelta(days=1)) == 0
    assert letters.send(at=AT + timedelta(weeks=1)) == 2
    bodies = {letter.to: letter.body for letter in Letter.objects.filter(template="reports/question")}
    assert "Logged: 2" in bodies[owner] and "Logged: 1" in bodies[leader]
    assert Letter.objects.filter(template="reports/question").first().enclosures.get().content_type == "application/pdf"


def test_who_lost_the_role_gets_nothing_and_the_owner_is_told(desk):
    owner, leader = manager(desk[0]), make_person("senior_leader", desk[0], name="Grace Adeyemi")
    question = saved(owner)
    keeping.schedule_question(question, rhythm="monthly", readers=[leader], by=owner, at=AT)
    leader.memberships.all().delete()

    assert letters.send(at=AT) == letters.send(at=AT) == 0
    assert not leader.letters.exists()
    assert "Grace Adeyemi" in owner.letters.get().subject

    owner.memberships.update(role="technician")
    assert letters.send(at=AT) == 0
    question.refresh_from_db()
    assert (question.rhythm, owner.letters.last().template) == ("", "reports/question_stopped")


def test_it_is_sent_to_nobody_without_readers_and_never_about_two_fixed_days(desk):
    owner = manager(desk[0])
    fixed = saved(owner, **{"period": "", "from": "2026-09-01", "to": "2026-09-30"})

    with pytest.raises(ValidationError, match="at least one person"):
        keeping.schedule_question(saved(owner, "Other"), rhythm="weekly", readers=[], by=owner, at=AT)
    with pytest.raises(ValidationError, match="two fixed days"):
        keeping.schedule_question(fixed, rhythm="weekly", readers=[owner], by=owner, at=AT)


@pytest.mark.parametrize(
    ("rhythm", "day", "turn"),
    [
        ("weekly", date(2026, 9, 16), date(2026, 9, 14)),
        ("monthly", date(2026, 9, 16), date(2026, 9, 1)),
        ("half_term", date(2026, 9, 16), None),
    ],
)
def test_a_turn_is_a_week_a_month_or_what_follows_a_half_term(rhythm, day, turn):
    assert turn_of(rhythm, None, day) == turn
