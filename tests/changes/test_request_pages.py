"""The pages of requests for change: the list, the guided form, the page of one, its moves, and the paper."""

import pytest
from django.urls import reverse

from assets.models import Asset, AssetType
from changes import workflow
from changes.models import Change, Kind, Outcome, Status
from servicedesk.models import Room
from tests.changes.requests import make_request, make_standard
from tests.factories import (
    MONDAY_9AM,
    make_category,
    make_incident,
    make_person,
    make_problem,
    make_promise,
    make_school,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    school = make_school()
    make_promise(school)
    return school


@pytest.fixture
def tom(school):
    return make_person("technician", school, name="Tom Webb")


@pytest.fixture
def page(client, tom):
    client.force_login(tom)
    return client


def thing(school, tag="SW-1"):
    kind, _ = AssetType.objects.get_or_create(name="Switch")
    return Asset.objects.create(school=school, tag=tag, name="Switch", type=kind)


def listed(client, **asked):
    found = client.get(reverse("changes:list"), asked)
    return [row.change.title for row in found.context["rows"]]


def test_a_change_is_asked_for_step_by_step_and_each_step_saves(school, tom, page):
    asset, room = thing(school), Room.objects.create(school=school, name="IT1")
    said = {"title": "New switch", "reason": "It drops out.", "kind": "normal", "school": school.code, "once": "a"}

    touches = page.post(reverse("changes:raise"), said)["Location"]
    plan = page.post(touches, {"assets": "sw-1", "rooms": "IT1"})["Location"]
    window = page.post(plan, {"procedure": "Out.\r\n\r\nIn.", "back_out": "Back."})["Location"]
    done = page.post(
        window,
        {
            "starts_at": "2026-09-21T16:00",
            "ends_at": "2026-09-21T17:00",
            "implementer": tom.pk,
            "impact": 2,
            "likelihood": 3,
        },
    )

    change = Change.objects.get()
    assert done["Location"] == change.get_absolute_url()
    assert (list(change.assets.all()), list(change.rooms.all())) == ([asset], [room])
    assert (change.procedure, change.back_out, change.risk, change.status) == (
        ["Out.", "In."],
        ["Back."],
        "high",
        "raised",
    )


def test_what_is_wrong_on_a_step_is_said_and_nothing_is_lost(school, tom, page):
    address = f"{reverse('changes:describe', args=[make_request(school, by=tom).pk])}?step=touches"

    answer = page.post(address, {"assets": "SW-404", "rooms": ""})

    assert answer.status_code == 200 and "There is no SW-404 here" in answer.content.decode()
    assert "SW-404" in answer.context["form"]["assets"].value()


def test_a_change_for_a_problem_begins_with_what_it_proposes_and_touches_what_it_affects(school, tom, page):
    asset = thing(school)
    problem = make_problem(school, service=make_category().service, proposed_fix="Swap it.", root_cause="Old switch.")
    problem.assets.set([asset])

    form = page.get(reverse("changes:raise"), {"problem": problem.pk}).context["form"]
    said = {name: form[name].value() or "" for name in form.fields} | {"problem": problem.pk}
    page.post(f"{reverse('changes:raise')}?problem={problem.pk}", said)

    change = Change.objects.get()
    assert (change.problem, change.reason, change.details) == (problem, "Old switch.", "Swap it.")
    assert list(change.assets.all()) == [asset]


def test_a_standard_change_is_put_on_the_list_on_one_page(school, page):
    template = make_standard(school)

    made = page.post(
        f"{reverse('changes:raise')}?template={template.pk}",
        {"title": "Toner for the office", "school": school.code, "template": template.pk, "assets": "", "rooms": ""},
    )

    change = Change.objects.get()
    assert (made["Location"], change.kind, change.status) == (change.get_absolute_url(), "standard", "approved")


def test_views_of_the_list_hold_what_they_say(school, tom, page):
    martin = make_person("service_level_manager", school, name="Martin Hale")
    raised = workflow.raise_change(by=martin, at=MONDAY_9AM, school=school, title="Raised", reason="Old.")
    make_request(school, by=martin, title="Theirs", status=Status.APPROVED, starts_at=None, ends_at=None)
    make_request(school, by=tom, title="Mine", status=Status.APPROVED)
    make_request(school, by=martin, title="Failed", status=Status.CLOSED, outcome=Outcome.FAILED)

    assert listed(page) == ["Mine", "Theirs", "Raised"]
    assert listed(page, status="me") == ["Mine"]
    assert listed(page, status="waiting") == ["Raised"]
    assert listed(page, status="coming") == ["Mine"]
    assert listed(page, status="review") == listed(page, status="made") == ["Failed"]
    page.force_login(martin)
    assert "Raised" in listed(page, status="me") and raised.approvals.get().approver == martin


@pytest.mark.parametrize(
    "asked", [{"kind": "emergency"}, {"risk": "high"}, {"who": "me"}, {"q": "C1"}, {"room": "B12"}]
)
def test_the_list_is_narrowed_by_the_address(school, tom, page, asked):
    room = Room.objects.create(school=school, name="B12")
    martin = make_person("service_level_manager", school)
    wanted = make_request(school, by=tom, title="This", kind=Kind.EMERGENCY, risk="high", rooms=[room])
    make_request(school, by=martin, title="Other", rooms=[Room.objects.create(school=school, name="B13")])
    named = {"q": wanted.reference, "room": room.pk}

    assert listed(page, **{name: named.get(name, value) for name, value in asked.items()}) == ["This"]


def test_a_filter_that_makes_no_sense_is_said(page):
    assert page.get(reverse("changes:list"), {"status": "boiling"}).status_code == 400


@pytest.mark.parametrize("size", [2, 9])
def test_the_list_costs_the_same_at_any_size(school, tom, page, django_assert_max_num_queries, size):
    for number in range(size):
        change = make_request(school, by=tom, assets=[thing(school, f"SW-{number}")])
        change.approvals.create(step="proceed", approver=tom, asked_at=MONDAY_9AM)

    with django_assert_max_num_queries(15):
        assert len(listed(page)) == size


@pytest.mark.parametrize("size", [1, 8])
def test_the_page_of_a_change_costs_the_same_however_much_hangs_on_it(
    school, tom, page, django_assert_max_num_queries, size
):
    change = make_request(school, by=tom, assets=[thing(school, f"SW-{number}") for number in range(size)])
    incidents = [make_incident(school) for _ in range(size)]
    workflow.link_incident(change, by=tom, at=MONDAY_9AM, incidents=incidents)
    for number in range(size):
        workflow.note(change, by=tom, at=MONDAY_9AM, text=f"Note {number}")

    with django_assert_max_num_queries(29):
        assert page.get(change.get_absolute_url()).status_code == 200


def test_only_moves_that_would_be_accepted_have_a_button(school, tom, page):
    shown = page.get(make_request(school, by=tom, status=Status.APPROVED).get_absolute_url()).content.decode()

    assert "/implement/" in shown and "/reschedule/" in shown
    assert "/close/" not in shown and "/raise_again/" not in shown


def test_whoever_only_reads_changes_meets_no_link_to_what_is_closed_to_them(school, tom, client):
    problem = make_problem(school)
    change = make_request(school, by=tom, assets=[thing(school)], problem=problem)
    client.force_login(make_person("senior_leader", school))

    shown = client.get(change.get_absolute_url()).content.decode()

    assert "Switch SW-1" in shown
    assert change.assets.get().get_absolute_url() not in shown
    assert problem.get_absolute_url() not in shown


def test_a_move_is_asked_for_made_and_comes_back(school, tom, page):
    change = make_request(school, by=tom, status=Status.IMPLEMENTED, assets=[thing(school)])
    address = reverse("changes:record_in_assets", args=[change.pk])

    assert reverse("assets:change", args=[change.assets.get().pk]) in page.get(address).content.decode()
    assert "note" in page.post(address, {"note": ""}).context["form"].errors
    assert page.post(address, {"note": "SW-1 is a spare."})["Location"] == change.get_absolute_url()
    assert page.post(address, {"note": "SW-1 is a spare."}).status_code == 409


def test_a_window_can_be_taken_over_from_the_address(school, tom, page):
    change = make_request(school, by=tom, status=Status.APPROVED)

    form = page.get(reverse("changes:reschedule", args=[change.pk]), {"starts_at": "2026-09-22T16:00"}).context["form"]

    assert form["starts_at"].value() == "2026-09-22T16:00"


def test_a_planned_change_is_planned_anew_on_the_page_of_the_plan(school, tom, page):
    change = make_request(school, by=tom, status=Status.PLANNED)

    answer = page.get(f"{reverse('changes:describe', args=[change.pk])}?step=plan")

    assert answer["Location"] == reverse("changes:plan", args=[change.pk])


@pytest.mark.parametrize("status", [Status.RAISED, Status.CLOSED, Status.WITHDRAWN])
def test_a_change_is_set_on_paper(school, tom, page, status):
    facts = {"procedure": ["#set [out]", "*In*"], "impact": 3, "likelihood": 1, "downtime_minutes": 0}
    change = make_request(school, by=tom, status=status, title="#pagebreak() $x$", **facts)

    answer = page.get(reverse("changes:pdf", args=[change.pk]))

    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


def test_what_was_written_down_afterwards_keeps_its_page(school, tom, page):
    change = workflow.record_change(by=tom, at=MONDAY_9AM, school=school, title="Lamp", made_at=MONDAY_9AM)

    shown = page.get(change.get_absolute_url()).content.decode()

    assert reverse("changes:correct", args=[change.pk]) in shown and "Who says yes" not in shown


def taking(change, **more):
    """What the form of a plan sends when the free window is taken."""
    said = {"procedure": "Out.\r\nIn.", "starts_at": "2026-09-15T10:00", "ends_at": "2026-09-15T11:00"}
    return said | {"implementer": change.implementer_id, "take": "2026-09-15T16:00/2026-09-15T17:00", **more}


@pytest.mark.parametrize("address", ["changes:plan", "changes:describe"])
def test_the_free_window_is_taken_with_all_that_is_written_and_the_plan_is_not_ready_by_that(
    school, tom, page, address
):
    change = make_request(school, by=tom, status=Status.PROCEED)
    url = reverse(address, args=[change.pk]) + ("?step=window" if address == "changes:describe" else "")

    answer = page.post(url, taking(change, contact="Extension 12"))

    change.refresh_from_db()
    assert (answer.status_code, answer["Location"], change.status) == (302, url, Status.PROCEED)
    assert (change.contact, f"{change.starts_at:%H:%M}") == ("Extension 12", "15:00")
    assert change.procedure == (["Out.", "In."] if address == "changes:plan" else [])


@pytest.mark.parametrize(
    ("step", "taken"),
    [
        *((step, "") for step in ("what", "touches", "plan", "window")),
        *(("window", taken) for taken in ("/", "2026-09-15T16:00", "2026-09-15T16:00/", "/2026-09-15T17:00")),
    ],
)
def test_a_step_is_saved_though_the_window_that_is_taken_lacks_an_end(school, tom, page, step, taken):
    change = make_request(school, by=tom, starts_at=None, ends_at=None)
    said = {"title": "New switch", "reason": "The old one hums", "implementer": tom.pk, "take": taken}

    saved = page.post(f"/changes/{change.pk}/describe/?step={step}", said, follow=True).content.decode()

    change.refresh_from_db()
    assert f"{change.reference} is saved." in saved
    assert (change.starts_at, change.ends_at) == (None, None)


@pytest.mark.parametrize("button", ["take", "look"])
@pytest.mark.parametrize("missing", ["starts_at", "ends_at"])
def test_of_a_window_with_one_end_the_other_is_asked_and_nothing_is_lost(school, tom, page, button, missing):
    change = make_request(school, by=tom, starts_at=None, ends_at=None)
    said = {"starts_at": "2026-09-15T16:00", "ends_at": "2026-09-15T17:00", "implementer": tom.pk, button: ""}

    answer = page.post(f"/changes/{change.pk}/describe/?step=window", said | {missing: ""})

    kept = "2026-09-15T17:00" if missing == "starts_at" else "2026-09-15T16:00"
    assert answer.status_code == 200 and f'value="{kept}"' in answer.content.decode()
    change.refresh_from_db()
    assert (change.starts_at, change.ends_at) == (None, None)


def test_without_javascript_a_window_is_looked_at_and_taken_within_the_form(school, tom, page):
    change = make_request(school, by=tom, status=Status.PLANNED, starts_at=None, ends_at=None)
    url, said = reverse("changes:plan", args=[change.pk]), taking(change, procedure="", impact_during="No network.")

    taken = page.post(url, said).content.decode()
    looked = page.post(url, {name: value for name, value in said.items() if name != "take"} | {"look": "1"})

    change.refresh_from_db()
    assert change.starts_at is None
    assert 'value="2026-09-15T16:00"' in taken and "Not saved yet" in taken
    assert 'name="take"' in looked.content.decode()
