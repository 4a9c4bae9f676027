"""What fired and why: passing on, the story, the page and the API; and excusing a miss."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from incidents import escalations, workflow
from incidents.intake import log_incident
from incidents.models import Incident
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Team
from sla import clocks
from sla.models import Clock, Excuse
from tests.factories import MONDAY_9AM, make_incident, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def school():
    school = make_school()
    make_promise(school)
    return school


class Steps:
    """The steps of the school's agreement, as if they had stood in it when the clocks began."""

    def __init__(self, version):
        self.version = version

    def create(self, **facts):
        self.version.steps.create(**facts)
        for clock in Clock.objects.filter(agreement_version=self.version):
            clocks.derive(clock, clocks.read(clock), fired=set(clock.fired.values_list("step", flat=True)))
            clock.save()


@pytest.fixture
def steps(school):
    return Steps(school.agreements.get().versions.get())


@pytest.fixture
def teacher(school):
    return make_person("requester", school)


@pytest.fixture
def priya(school):
    return make_person("technician", school, name="Priya Shah")


@pytest.fixture
def martin(school):
    return make_person("service_level_manager", school, name="Martin Hale")


@pytest.fixture
def incident(school, teacher):
    """Four hours to fix from nine o'clock London summer time is ten: opened at 10:00, due at 14:00."""
    return log_incident(
        school=school, requester=teacher, by=teacher, at=MONDAY_9AM, summary="No picture", lesson_stopped=True
    )


def entry(incident):
    return incident.entries.get(move="escalate")


def test_a_step_passes_the_record_to_its_team_and_the_story_says_why(client, school, steps, incident, priya):
    team = Team.objects.create(school=school, name="Network team")
    steps.create(kind="resolution", percent=75, tell_owner=False, pass_to=team)

    escalations.send_due(at=MONDAY_9AM + 3 * HOUR)

    assert Incident.objects.get(pk=incident.pk).team == team
    client.force_login(priya)
    page = client.get(incident.get_absolute_url()).content.decode()
    assert "Passed to Network team because 75 % of the time to fix was used" in page


def test_a_step_of_the_trust_passes_to_the_team_of_that_name_at_the_records_school(steps, school, incident):
    elsewhere = Team.objects.create(school=make_school("Mill Lane"), name="Network team")
    here = Team.objects.create(school=school, name="Network team")
    steps.create(kind="resolution", percent=75, pass_to=elsewhere)

    escalations.send_due(at=MONDAY_9AM + 3 * HOUR)

    assert Incident.objects.get(pk=incident.pk).team == here


def test_a_team_the_school_has_not_got_leaves_the_record_where_it_is(steps, incident):
    elsewhere = Team.objects.create(school=make_school("Mill Lane"), name="Network team")
    steps.create(kind="resolution", percent=75, pass_to=elsewhere)

    assert escalations.send_due(at=MONDAY_9AM + 3 * HOUR) == 1
    assert Incident.objects.get(pk=incident.pk).team is None
    assert entry(incident).data["team"] is None


def test_the_story_keeps_who_was_told_and_the_moment_it_came_due(steps, incident, priya, martin):
    steps.create(kind="resolution", minutes_before=30, tell_owner=True, tell_role="service_level_manager")
    workflow.take(incident, by=priya, at=MONDAY_9AM)

    escalations.send_due(at=MONDAY_9AM + 4 * HOUR)

    said = entry(incident).data
    assert {person["name"] for person in said["told"]} == {"Priya Shah", "Martin Hale"}
    assert said["due"] == (MONDAY_9AM + 3.5 * HOUR).isoformat()
    letter = priya.letters.get(template="incidents/escalated")
    assert "30 min of its time to fix are left" in letter.subject


def test_the_requester_is_not_shown_the_desks_escalations(client, steps, incident, teacher):
    steps.create(kind="resolution", percent=50)
    escalations.send_due(at=MONDAY_9AM + 2 * HOUR)

    client.force_login(teacher)
    assert "time to fix" not in client.get(incident.get_absolute_url()).content.decode()


def test_a_pause_calls_the_step_off_and_going_on_restores_it_at_the_right_time(steps, incident, priya):
    steps.create(kind="resolution", percent=75)
    day = (MONDAY_9AM + 2 * DAY).date()
    workflow.wait(incident, by=priya, at=MONDAY_9AM + 2 * HOUR, reason="part", follow_up_on=day)
    assert escalations.send_due(at=MONDAY_9AM + 5 * HOUR) == 0

    workflow.resume(incident, by=priya, at=MONDAY_9AM + 5 * HOUR)

    assert escalations.send_due(at=MONDAY_9AM + 6 * HOUR - timedelta(minutes=1)) == 0
    assert escalations.send_due(at=MONDAY_9AM + 6 * HOUR) == 1


def test_a_reopened_record_takes_the_steps_that_were_left_and_none_twice(steps, incident, priya):
    steps.create(kind="resolution", percent=50)
    steps.create(kind="resolution", percent=75)
    assert escalations.send_due(at=MONDAY_9AM + 2 * HOUR) == 1
    workflow.resolve(incident, by=priya, at=MONDAY_9AM + 2 * HOUR, resolution="New lamp.")
    assert escalations.send_due(at=MONDAY_9AM + 4 * HOUR) == 0

    workflow.reopen(incident, by=priya, at=MONDAY_9AM + 4 * HOUR, reason="Dark again.")

    assert escalations.send_due(at=MONDAY_9AM + 5 * HOUR) == 1
    assert incident.entries.filter(move="escalate").count() == 2


def test_another_priority_takes_the_step_of_its_own_target(steps, incident, priya):
    steps.create(kind="resolution", percent=75)
    workflow.prioritise(incident, by=priya, at=MONDAY_9AM, impact="person", urgency="week")

    assert escalations.send_due(at=MONDAY_9AM + 3 * HOUR) == 0


def test_what_is_late_goes_on_to_the_steps_after_the_breach(steps, incident, martin):
    steps.create(kind="resolution", percent=150, tell_owner=False, tell_role="service_level_manager")

    assert escalations.send_due(at=MONDAY_9AM + 5 * HOUR) == 0
    assert escalations.send_due(at=MONDAY_9AM + 6 * HOUR) == 1
    assert martin.letters.filter(template="incidents/escalated").count() == 1


def test_the_page_lists_what_fired_why_and_what_became_of_it(client, steps, incident, martin, priya):
    steps.create(kind="resolution", percent=50, tell_owner=False, tell_role="service_level_manager")
    steps.create(kind="response", minutes_before=10, tell_owner=False)
    escalations.send_due(at=MONDAY_9AM + 2 * HOUR)
    workflow.resolve(incident, by=priya, at=MONDAY_9AM + 3 * HOUR, resolution="New lamp.")

    client.force_login(martin)
    page = client.get("/escalations/").content.decode()

    assert "50 % of the time to fix" in page and "Martin Hale" in page and "Met since" in page
    assert "10 min before the end of the time to answer" in page and "Nobody" in page
    assert "Martin Hale" not in client.get("/escalations/?kind=response").content.decode().split("<tbody")[1]
    assert "No step was taken like that" in client.get("/escalations/?taken_after=2026-09-15").content.decode()
    assert client.get("/escalations/?taken_after=rubbish").status_code == 400


def test_the_page_costs_the_same_however_much_fired(
    client, steps, school, teacher, martin, django_assert_max_num_queries
):
    steps.create(kind="resolution", percent=50)
    client.force_login(martin)
    for _ in range(8):
        log_incident(school=school, requester=teacher, by=teacher, at=MONDAY_9AM, summary="No picture")
    escalations.send_due(at=MONDAY_9AM + 2 * DAY)

    with django_assert_max_num_queries(10):
        assert client.get("/escalations/").content.decode().count("50 % of the time to fix") == 8


def test_another_schools_escalations_are_not_seen(client, steps, incident):
    steps.create(kind="resolution", percent=50)
    escalations.send_due(at=MONDAY_9AM + 2 * HOUR)

    client.force_login(make_person("technician", make_school("Mill Lane")))
    assert "Nothing was escalated yet" in client.get("/escalations/").content.decode()
    assert client.get("/api/v1/escalations/").json()["results"] == []


def test_programs_get_the_same_rows(client, steps, incident, martin):
    steps.create(kind="resolution", percent=50, tell_owner=False, tell_role="service_level_manager")
    escalations.send_due(at=MONDAY_9AM + 3 * HOUR)

    client.force_login(martin)
    (row,) = client.get("/api/v1/escalations/?ordering=-id").json()["results"]

    assert row["incident"] == incident.pk and row["step"] == "50 % of the time to fix"
    assert row["told"] == [{"id": martin.pk, "name": "Martin Hale"}]
    assert row["is_met"] is None and row["due"] != row["at"]
    assert client.get(f"/api/v1/escalations/{row['id']}/").status_code == 404


# Excusing a miss.


@pytest.fixture
def missed(incident, priya):
    incident = workflow.resolve(incident, by=priya, at=MONDAY_9AM + 6 * HOUR, resolution="New lamp.")
    assert incident.resolution_clock.breached_at
    return incident


def excuse_url(incident):
    return reverse("incidents:excuse", args=[incident.pk])


SNOW = {"which": "resolution", "reason": "Snow."}


def test_a_manager_excuses_a_miss_on_the_record_and_signs_it(client, missed, martin):
    client.force_login(martin)
    assert "Excuse it" in client.get(missed.get_absolute_url()).content.decode()
    assert "The fix, late since" in client.get(f"{excuse_url(missed)}?which=resolution").content.decode()

    with time_machine.travel(MONDAY_9AM + DAY, tick=False):
        answer = client.post(excuse_url(missed), SNOW, follow=True)

    assert "excused by Martin Hale" in answer.content.decode()
    excuse = Excuse.objects.get()
    assert (excuse.clock, excuse.by, excuse.reason, excuse.at) == (
        missed.resolution_clock,
        martin,
        "Snow.",
        MONDAY_9AM + DAY,
    )
    assert Clock.objects.get(pk=missed.resolution_clock_id).breached_at
    assert missed.entries.get(move="excuse").text == "Snow."


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_excuse_needs_a_reason_on_every_face(client, missed, martin, reason):
    client.force_login(martin)

    assert "Say why" in client.post(excuse_url(missed), SNOW | {"reason": reason}).content.decode()
    path = f"/api/v1/incidents/{missed.pk}/excuse/"
    assert client.post(path, SNOW | {"reason": reason}, content_type="application/json").status_code == 400
    with pytest.raises(ValidationError, match="Say why"):
        workflow.excuse(missed, by=martin, at=MONDAY_9AM + DAY, **SNOW | {"reason": reason})
    assert not Excuse.objects.exists()


def test_the_program_signs_in_the_same_story(client, missed, martin):
    client.force_login(martin)
    path = f"/api/v1/incidents/{missed.pk}/excuse/"

    answer = client.post(path, SNOW, content_type="application/json")

    assert answer.status_code == 200
    assert answer.json()["desk"]["resolution_clock"]["excuse"]["reason"] == "Snow."
    assert missed.entries.get(move="excuse").by == martin


def test_a_technician_is_told_why_they_may_not(client, missed, priya):
    client.force_login(priya)
    assert "Excuse it" not in client.get(missed.get_absolute_url()).content.decode()
    assert client.get(excuse_url(missed)).status_code == 403
    with pytest.raises(NotYours):
        workflow.excuse(missed, by=priya, at=MONDAY_9AM + DAY, **SNOW)
    assert not Excuse.objects.exists()


def test_what_is_not_missed_or_excused_already_is_not_excused(client, missed, martin):
    client.force_login(martin)
    client.post(excuse_url(missed), SNOW)

    assert client.post(excuse_url(missed), SNOW).status_code == 409
    nothing = client.post(excuse_url(missed), SNOW | {"which": "nothing"})
    assert "Select a valid choice" in nothing.content.decode()
    assert Excuse.objects.count() == 1


def test_where_no_time_was_promised_there_is_nothing_to_excuse(client, martin):
    record = make_incident(martin.memberships.get().school)
    client.force_login(martin)

    assert "Nothing was late here" in client.get(excuse_url(record)).content.decode()
    with pytest.raises(Refused, match="No time was promised"):
        workflow.excuse(record, by=martin, at=MONDAY_9AM, **SNOW)
