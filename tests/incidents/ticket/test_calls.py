"""A call that is logged for somebody else."""

import pytest

from incidents.models import Incident, Status
from servicedesk.models import Letter
from tests.factories import make_person, make_school
from tests.incidents.ticket.reading import newest, page_of

pytestmark = pytest.mark.django_db


# A call for somebody else.
def call(client, **facts):
    return client.post("/incidents/log/", {"summary": "No sound", "channel": "phone"} | facts)


def test_a_call_is_logged_for_the_caller(desk, rachel, priya):
    call(desk, requester=rachel.pk, done="Told her to try the other cable.")

    incident = Incident.objects.get()
    assert (incident.requester, incident.logged_by, incident.channel) == (rachel, priya, "phone")
    assert newest(incident).text == "Told her to try the other cable."
    assert incident.status == Status.NEW


def test_a_call_that_fixed_it_is_done(desk, rachel):
    call(desk, requester=rachel.pk, done="The cable was loose.", fixed="on", minutes="3")

    incident = Incident.objects.get()
    assert (incident.status, incident.resolution, incident.minutes_spent) == (
        Status.RESOLVED,
        "The cable was loose.",
        3,
    )


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_caller_is_found_by_a_part_of_the_name(desk, rachel, headers):
    page = desk.get("/incidents/log/?who=oka+rach", headers=headers).content.decode()

    assert "Rachel Okafor" in page
    assert ("<html" in page) is not bool(headers)


def test_finding_the_caller_keeps_what_was_typed_and_logs_nothing(desk, rachel):
    page = desk.post("/incidents/log/", {"find": "yes", "who": "rachel", "summary": "No sound"}).content.decode()

    assert 'value="No sound"' in page
    assert "Rachel Okafor" in page
    assert not Incident.objects.exists()


def test_people_of_other_schools_are_not_found(desk):
    make_person("requester", make_school("Northgate"), name="Zoe Elsewhere")

    assert "Zoe Elsewhere" not in desk.get("/incidents/log/?who=zoe").content.decode()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, "Find the caller and choose them."),
        ({"summary": ""}, "Please fill this in."),
        ({"fixed": "on"}, "Say what fixed it"),
        ({"room": "Z99"}, "has no room called “Z99”"),
    ],
)
def test_a_call_says_what_is_missing(desk, rachel, facts, sentence):
    facts = facts if not facts else {"requester": rachel.pk} | facts

    assert sentence in call(desk, **facts).content.decode()
    assert not Incident.objects.exists()


def test_only_the_desk_logs_calls(client, rachel):
    client.force_login(rachel)

    page_of(client, "/incidents/log/", status=403)
    assert not Letter.objects.exists()
