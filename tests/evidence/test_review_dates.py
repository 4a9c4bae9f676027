"""A claim is called to mind on the day on which the school wanted to look at it again."""

from datetime import timedelta

import pytest

from evidence import reminders, workflow
from evidence.models import Claim
from servicedesk import workflow as accounts
from servicedesk.models import Letter
from tests.factories import MONDAY_9AM, make_person

DAY = timedelta(days=1)
TODAY = MONDAY_9AM.date()


@pytest.fixture
def due(desk, claim):
    return workflow.write(claim, review_on=TODAY + DAY, by=desk.martin, at=MONDAY_9AM)


def test_who_wrote_it_is_told_once_on_the_day_or_after_a_weekend(desk, due):
    assert [reminders.remind(at=MONDAY_9AM + n * DAY) for n in (0, 1, 1, 2)] == [0, 1, 0, 0]
    letter = Letter.objects.get()
    assert letter.to == desk.martin
    assert letter.subject == "To look at again: 6b.2 of 2026/27, Harrow Beck School"
    assert due.get_absolute_url() in letter.body

    workflow.write(due, review_on=TODAY + 5 * DAY, by=desk.martin, at=MONDAY_9AM + 2 * DAY)
    assert [reminders.remind(at=MONDAY_9AM + n * DAY) for n in (5, 7, 8)] == [0, 1, 0]


def test_what_was_missed_is_told_later_and_several_in_one_letter(desk, due):
    about = {"school": desk.school, "framework": "ictmark", "statement": "6b.3", "year": 2026}
    workflow.begin(**about, answer="no", review_on=TODAY, by=desk.martin, at=MONDAY_9AM)

    assert reminders.remind(at=MONDAY_9AM + 10 * DAY) == 1
    assert Letter.objects.get().subject == "To look at again: 2 statements of the evidence"


def test_where_the_writer_has_left_those_who_keep_evidence_are_told(desk, due):
    boss = make_person("trust_administrator", everywhere=True, name="Ruth Penrose")
    other = make_person("service_level_manager", desk.school, name="Olu Adeleke")
    accounts.close_account(desk.martin, by=boss, at=MONDAY_9AM)
    Letter.objects.all().delete()

    reminders.remind(at=MONDAY_9AM + DAY)

    letters = Letter.objects.filter(template="evidence/look_again")
    assert other in {letter.to for letter in letters} and desk.martin not in {letter.to for letter in letters}
    assert all("Martin Hale, who has left" in letter.body for letter in letters)


def test_what_a_later_year_speaks_of_is_looked_at_there(desk, due):
    about = {"school": desk.school, "framework": "ictmark", "statement": "6b.2", "year": 2027}
    workflow.begin(**about, answer="yes", by=desk.martin, at=MONDAY_9AM)

    assert reminders.remind(at=MONDAY_9AM + 10 * DAY) == 0
    assert Claim.objects.get(year=2026).told_review_at is None
