"""The link in a letter: it answers once, for whom it was sent to, and looking at it changes nothing."""

import re
from datetime import timedelta

import pytest
import time_machine

from changes.models import ByWay, Status
from changes.workflow import approving
from servicedesk.models import Letter
from tests.changes.asked import make_deputy, make_leaders, make_waiting
from tests.factories import MONDAY_9AM, make_school

pytestmark = pytest.mark.django_db
LATER = MONDAY_9AM + timedelta(hours=2)


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def leaders(school):
    return make_leaders(school, "Grace Adeyemi", "Helen Moss")


@pytest.fixture
def change(school, leaders):
    return make_waiting(school, people=[leaders.grace], title="New switch")


def link_to(person):
    letter = Letter.objects.filter(to=person, template="changes/asked").latest("pk")
    return re.search(r"https?://[^/]+(/changes/answer/\S+)", letter.body)[1]


def visit(client, link, *, at=LATER, **said):
    with time_machine.travel(at, tick=False):
        return client.post(link, said, follow=True) if said else client.get(link)


def test_looking_at_the_link_changes_nothing(client, change, leaders):
    page = visit(client, link_to(leaders.grace))

    change.refresh_from_db()
    assert page.status_code == 200 and "New switch" in page.content.decode()
    assert change.status == Status.RAISED and change.approvals.get().decision == ""


def test_whoever_has_the_link_answers_without_signing_in(client, change, leaders):
    page = visit(client, link_to(leaders.grace), answer="yes", note="Go on.")

    change.refresh_from_db()
    said = change.approvals.get()
    assert (change.status, said.decided_by, said.way) == (Status.PROCEED, leaders.grace, ByWay.LETTER)
    assert "Grace Adeyemi said yes" in page.content.decode()


def test_it_answers_once(client, change, leaders):
    link = link_to(leaders.grace)
    visit(client, link, answer="yes")

    page = visit(client, link, answer="no", note="No, after all.")

    change.refresh_from_db()
    assert change.status == Status.PROCEED
    assert "Nothing more is asked of you" in page.content.decode()


def test_no_without_a_reason_is_asked_for_one(client, change, leaders):
    page = visit(client, link_to(leaders.grace), answer="no", note=" ")
    assert "Say why not" in page.content.decode()

    visit(client, link_to(leaders.grace), answer="no", note="Exams are on.")

    change.refresh_from_db()
    assert change.status == Status.REJECTED


def test_a_form_without_an_answer_decides_nothing(client, change, leaders):
    visit(client, link_to(leaders.grace), note="Hm.")

    change.refresh_from_db()
    assert change.status == Status.RAISED


def test_whoever_stands_in_answers_by_their_own_link(client, school, leaders):
    make_deputy(leaders.grace, leaders.helen)
    change = make_waiting(school, people=[leaders.grace])

    visit(client, link_to(leaders.helen), answer="yes")

    assert change.approvals.get().decided_by == leaders.helen


def test_a_link_of_an_earlier_round_says_that_its_answer_is_not_needed(client, change, leaders):
    link = link_to(leaders.grace)
    approving.ask(change, "proceed", LATER)

    page = visit(client, link, answer="yes")

    change.refresh_from_db()
    assert change.status == Status.RAISED and "no longer needed" in page.content.decode()


@pytest.mark.parametrize("wrong", ["old", "changed", "left", "lost", "nonsense", "nul"])
def test_a_link_that_does_not_hold_says_the_same_whatever_is_wrong(client, change, leaders, wrong):
    link, at = link_to(leaders.grace), LATER
    if wrong == "old":
        at = MONDAY_9AM + timedelta(days=15)
    elif wrong == "changed":
        link = link.replace("/answer/e", "/answer/f")
    elif wrong == "left":
        leaders.grace.is_active = False
        leaders.grace.save()
    elif wrong == "lost":
        leaders.grace.memberships.all().delete()
    else:
        link = "/changes/answer/%00x/" if wrong == "nul" else "/changes/answer/x.y/"

    page = visit(client, link, at=at, answer="yes")

    change.refresh_from_db()
    assert page.status_code == 410 and "This link holds no longer" in page.content.decode()
    assert change.status == Status.RAISED
