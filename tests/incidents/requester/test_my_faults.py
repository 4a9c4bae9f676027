"""What becomes of a fault, told to the one who reported it."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents import intake_same, workflow
from incidents.models import Status
from incidents.presentation import requester as plain
from servicedesk.models import Room
from tests.factories import MONDAY_9AM, make_category, make_promise
from tests.incidents.requester.staffroom import MINUTE, REPORT, send, text_of

pytestmark = pytest.mark.django_db


# What becomes of it.


def test_the_answer_says_who_has_it_until_when_and_the_place_in_line(rachel, room):
    make_promise(room.school)
    now = timezone.now()
    room.log(by=room.gwen, at=now - timedelta(days=7), room=room.hall)
    incident = room.log(at=now)

    page = text_of(rachel.get(f"/incidents/{incident.pk}/reported/"))

    assert f"Number <b>{incident.pk}</b>" in page
    assert "nobody has taken it yet." in page
    assert "We aim to answer by" in page
    assert "<b>2nd</b> in line" in page


def test_the_answer_is_for_the_one_who_asked(client, room):
    incident = room.log()
    client.force_login(room.gwen)

    assert client.get(f"/incidents/{incident.pk}/reported/").status_code == 404


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda room, it: it, "Nobody has taken it yet."),
        (lambda room, it: workflow.take(it, by=room.priya, at=MONDAY_9AM), "Priya Shah has it."),
        (lambda room, it: workflow.start(it, by=room.priya, at=MONDAY_9AM), "Priya Shah is on it."),
        (lambda room, it: wait(room, it, "requester", "Which laptop?"), "Which laptop?"),
        (
            lambda room, it: wait(room, it, "part", "PSU"),
            "We are waiting for a part. We look again on Wednesday 16 September.",
        ),
        (lambda room, it: resolve(room, it), "Priya Shah: New lamp."),
    ],
)
def test_each_state_is_one_plain_line(room, prepare, words):
    assert plain.line_of(prepare(room, room.log()), MONDAY_9AM).says == words


def wait(room, incident, reason, note):
    facts = {"reason": reason, "note": note, "follow_up_on": date(2026, 9, 16)}
    return workflow.wait(incident, by=room.priya, at=MONDAY_9AM, **facts)


def resolve(room, incident):
    return workflow.resolve(incident, by=room.priya, at=MONDAY_9AM, resolution="New lamp.")


def test_what_waits_for_an_answer_comes_first_and_is_answered_there(rachel, room):
    asked = wait(room, room.log(), "requester", "Which laptop?")
    room.log(at=MONDAY_9AM + MINUTE, room=room.hall)

    page = text_of(rachel.get("/mine/"))
    assert page.index("Which laptop?") < page.index("Hall")

    rachel.post(reverse("incidents:reply", args=[asked.pk]), {"text": "Number 7.", "next": "/mine/"})

    asked.refresh_from_db()
    assert asked.status != Status.WAITING
    assert asked.entries.last().text == "Number 7."


def test_it_works_now_is_one_press_with_one_for_the_rating(rachel, room):
    done = resolve(room, room.log())
    assert "It works now" in text_of(rachel.get("/mine/"))

    rachel.post(reverse("incidents:confirm", args=[done.pk]), {"satisfied": "yes", "next": "/mine/"})

    done.refresh_from_db()
    assert (done.status, done.satisfied) == (Status.CLOSED, True)


def test_still_broken_asks_what_and_opens_it_again(rachel, room):
    done = resolve(room, room.log())

    rachel.post(reverse("incidents:reopen", args=[done.pk]), {"reason": "Dark again."})

    done.refresh_from_db()
    assert done.status == Status.IN_PROGRESS


def test_my_faults_are_mine_only(rachel, room):
    room.log(by=room.gwen, description="Somebody else’s")

    page = text_of(rachel.get("/mine/"))

    assert "Somebody else’s" not in page
    assert "You have not reported anything yet" in page


def test_one_record_shows_its_story_but_never_the_notes(rachel, room):
    incident = room.log(description="Blue light on.")
    workflow.note(incident, by=room.priya, at=MONDAY_9AM, text="She kicked it again")
    workflow.reply(incident, by=room.priya, at=MONDAY_9AM, text="On my way.")
    wait(room, incident, "part", "Too dear, ask the head")

    page = text_of(rachel.get(incident.get_absolute_url()))

    assert "On my way." in page
    assert "She kicked it again" not in page
    assert "Too dear" not in page
    assert not re.search(r"\bP[1-5]\b", page)


def test_the_record_of_another_teacher_looks_as_if_it_did_not_exist(client, room):
    incident = room.log()
    client.force_login(room.gwen)

    assert client.get(incident.get_absolute_url()).status_code == 404


def test_the_list_costs_the_same_for_one_fault_and_for_many(rachel, room, django_assert_max_num_queries):
    for number in range(30):
        incident = room.log(at=MONDAY_9AM + number * MINUTE, category=make_category(f"Kind {number}"))
        if number % 2:
            resolve(room, incident)
    intake_same.log_me_too(room.log(by=room.gwen), by=room.rachel, at=MONDAY_9AM)

    with django_assert_max_num_queries(9):
        rachel.get("/mine/")


def test_the_report_page_costs_the_same_for_a_small_and_a_big_school(rachel, room, django_assert_max_num_queries):
    for number in range(60):
        Room.objects.create(school=room.school, name=f"R{number}")
        make_category(f"Kind {number}")
    room.log()

    with django_assert_max_num_queries(9):
        rachel.get(REPORT)
    with django_assert_max_num_queries(9):
        rachel.get(REPORT, {"elsewhere": "1"})


def test_older_ones_are_a_page_further(rachel, room):
    for number in range(13):
        workflow.confirm(resolve(room, room.log(description=f"Number {number:02}")), by=room.rachel, at=MONDAY_9AM)

    first = rachel.get("/mine/")
    second = rachel.get("/mine/", {"page": first.context["page"].next})

    assert "Number 12" in text_of(first)
    assert "Number 02" not in text_of(first)
    assert "Number 02" in text_of(second)


def test_what_was_sent_is_no_draft_any_more(rachel, room):
    incident = room.log()
    here = incident.get_absolute_url()
    before = re.search(r'data-draft="(answer-[^"]+)"', text_of(rachel.get(here)))[1]

    rachel.post(f"/incidents/{incident.pk}/reply/", {"text": "It is the blue one.", "next": here})
    page = text_of(rachel.get(here))

    assert f'data-draft-sent="{before}"' in page
    assert f'data-draft="{before}"' not in page


def test_who_says_that_it_is_still_broken_reads_that_they_said_so(rachel, room):
    incident = room.log()
    workflow.take(incident, by=room.priya, at=MONDAY_9AM)
    workflow.resolve(incident, by=room.priya, at=MONDAY_9AM, resolution="New lamp.")

    asked = text_of(rachel.get(f"/incidents/{incident.pk}/reopen/"))
    answer = rachel.post(f"/incidents/{incident.pk}/reopen/", {"reason": "Dark again"}, follow=True)

    assert "Send: still broken" in asked
    assert "We are on it again." in text_of(answer)
    assert "You said it is still broken" in text_of(answer)


def test_days_keep_their_capital_only_where_they_begin_a_line(rachel, room):
    room.log(by=room.gwen, at=timezone.now() - timedelta(days=1))

    assert "in B12, yesterday " in text_of(send(rachel, room))


def test_a_list_with_the_newest_first_speaks_of_newer_and_older(rachel, room):
    for _ in range(12):
        workflow.cancel(room.log(), by=room.rachel, at=MONDAY_9AM, reason="Found it")

    page = text_of(rachel.get("/mine/"))

    assert ">Older<" in page
    assert "Later in the list" not in page
