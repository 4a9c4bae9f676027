"""The pages of problems, as those who use them meet them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from problems import workflow
from problems.models import Problem
from tests.factories import MONDAY_9AM, make_incident, make_problem, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def tom(client, people):
    client.force_login(people.tom)
    return client


def shown(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def listed(client, **asked):
    page = shown(client.get("/problems/", asked))
    return [problem.title for problem in Problem.objects.order_by("pk") if problem.title in page]


@pytest.fixture
def several(school, people):
    make_problem(school, title="Dark screens", resolver=people.tom, priority=2)
    make_problem(school, title="Slow printers", ran_out_at=MONDAY_9AM)
    make_problem(school, title="Old batteries", status="resolved")
    make_problem(make_school(), title="Elsewhere")
    make_problem(False, title="Slow internet", resolver=people.everywhere)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Dark screens", "Slow printers", "Slow internet"]),
        ({"resolver": "me"}, ["Dark screens"]),
        ({"resolver": "none"}, ["Slow printers"]),
        ({"time": "out"}, ["Slow printers"]),
        ({"priority": "2"}, ["Dark screens"]),
        ({"status": "resolved"}, ["Old batteries"]),
        ({"status": "any"}, ["Dark screens", "Slow printers", "Old batteries", "Slow internet"]),
        ({"q": "batter"}, ["Old batteries"]),
        ({"service": "999"}, None),
        ({"school": "NONE"}, None),
    ],
    ids=str,
)
def test_the_list_is_narrowed_by_its_address(tom, several, asked, found):
    if found is None:
        assert "is not one of the available choices" in shown(tom.get("/problems/", asked), 400)
    else:
        assert listed(tom, **asked) == found


def test_the_views_say_how_many_they_hold(tom, several):
    page = " ".join(shown(tom.get("/problems/")).split())

    counted = ("All open", 3), ("Mine", 1), ("No resolver", 1), ("Time is up", 1), ("To review", 1)
    assert all(f'{words} <span class="count">{count}</span>' in page for words, count in counted)


def test_an_empty_list_says_what_a_problem_is_for(tom):
    assert "Raise one when the same thing breaks again and again" in shown(tom.get("/problems/"))


def test_a_problem_is_raised_from_ticked_rows_of_the_queue(tom, people, log):
    faults = [log("No picture in B12", by=people.rachel), log("Dark in B14")]
    assert 'formaction="/problems/ticked/raise/"' in shown(tom.get("/queue/"))

    asked = tom.post("/problems/ticked/raise/", {"row": [fault.pk for fault in faults]}, follow=True)
    assert f"{faults[0].pk}, {faults[1].pk}" in shown(asked) and 'value="No picture in B12"' in shown(asked)
    tom.post("/problems/raise/", {"title": "Dark projectors", "incidents": f"{faults[0].pk} und #{faults[1].pk}"})

    problem = Problem.objects.get()
    assert (problem.title, problem.incidents.count(), problem.raised_by) == ("Dark projectors", 2, people.tom)


def test_without_a_tick_nothing_leads_on(tom):
    assert "Tick at least one row first." in shown(tom.post("/problems/ticked/raise/", follow=True))


def test_ticked_rows_are_linked_to_a_problem_that_is_there(tom, school, log):
    problem, fault = make_problem(school), log()

    asked = shown(tom.post("/problems/ticked/choose/", {"row": [fault.pk]}, follow=True))
    assert f'href="/problems/{problem.pk}/link/?incidents={fault.pk}"' in asked
    tom.post(f"/problems/{problem.pk}/link/", {"incidents": str(fault.pk)})

    assert problem.incidents.get() == fault


def test_problems_of_the_whole_trust_are_not_offered_to_somebody_of_one_school(tom, log):
    make_problem(False, title="Slow internet")

    assert "No problem is open that they could belong to" in shown(
        tom.get("/problems/choose/", {"incidents": log().pk})
    )


def test_a_number_that_is_not_there_is_said(tom, school):
    strange = make_incident()

    page = shown(
        tom.post("/problems/raise/", {"title": "Dark", "school": school.code, "incidents": f"{strange.pk}, 9999"})
    )

    assert f"There is no record {strange.pk}, 9999, or you may not see it." in page


def test_a_record_shows_its_problem_and_what_helps_meanwhile(tom, people, school, log):
    fault = log(by=people.rachel)
    assert f'href="/problems/raise/?incidents={fault.pk}"' in shown(tom.get(fault.get_absolute_url()))
    problem = make_problem(school, incidents=[fault])

    workflow.record_workaround(problem, by=people.tom, at=MONDAY_9AM, workaround="Use the other lead.")

    page = shown(tom.get(fault.get_absolute_url()))
    assert f'href="{problem.get_absolute_url()}">{problem.reference}</a>' in page and "Use the other lead." in page
    tom.force_login(people.rachel)
    assert "Use the other lead." not in shown(tom.get(fault.get_absolute_url()))


def test_the_button_says_how_many_people_it_tells(tom, people, school, log):
    problem = make_problem(school, incidents=[log(by=people.rachel), log(by=people.rachel), log(by=people.ines)])

    assert "Resolve and tell all 2 people" in shown(tom.get(problem.get_absolute_url()))
    asked = shown(tom.get(f"/problems/{problem.pk}/resolve/"))
    assert "3 open incidents will be resolved with it, and 2 people get one letter each." in asked


def test_the_desk_reads_a_problem_and_finds_no_button(client, people, school):
    problem = make_problem(school, incidents=[make_incident(school)])
    client.force_login(people.ines)

    page = shown(client.get(problem.get_absolute_url()))

    assert "problems/1/resolve/".replace("1", str(problem.pk)) not in page and "note-text" not in page


def test_the_page_says_that_the_time_is_up_and_what_was_agreed(client, people, school):
    facts = {"allowed_minutes": 60, "minutes_spent": 75, "ran_out_at": MONDAY_9AM, "when_time_runs_out": "live_with_it"}
    problem = make_problem(school, **facts)
    client.force_login(people.martin)

    page = shown(client.get(problem.get_absolute_url()))

    assert "The time allowed is used up" in page and "75 of 60 min" in page
    assert "Live with the workaround" in page and "Allow more time" in page


def test_the_page_warns_where_one_person_repairs_and_asks_why(tom, people, school):
    fixed = make_incident(school, status="resolved", resolved_by=people.tom)

    page = shown(tom.get(make_problem(school, incidents=[fixed], resolver=people.tom).get_absolute_url()))

    assert "Tom Webb also fixed 1 incident" in page


def test_of_a_trusts_problem_one_reads_the_records_of_ones_own_schools(tom, school):
    own, other = make_incident(school, summary="Slow here"), make_incident(make_school("Zebra"), summary="Slow there")

    page = shown(tom.get(make_problem(False, incidents=[own, other]).get_absolute_url()))

    assert "Slow here" in page and "Slow there" not in page and "And 1 at schools you don’t serve." in page


def test_the_analysis_is_five_lines_and_six_branches(tom, school):
    problem = make_problem(school)
    assert shown(tom.get(f"/problems/{problem.pk}/analyse/")).count('name="why_') == 5

    said = {"why_1": "No signal.", "why_2": "The cable is worn.", "equipment": "Cables\nPlugs", "minutes": "20"}
    page = shown(tom.post(f"/problems/{problem.pk}/analyse/", said, follow=True))

    assert all(words in page for words in ("No signal.", "The cable is worn.", "Cables<br>Plugs", "20 min"))
    again = shown(tom.get(f"/problems/{problem.pk}/analyse/"))
    assert 'value="The cable is worn."' in again and "Cables\nPlugs" in again


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("take", {}),
        ("investigate", {}),
        ("note", {"text": "Measured."}),
        ("record_workaround", {"workaround": "Use the other lead."}),
        (
            "declare_known_error",
            {
                "title": "Dark",
                "symptoms": "No picture",
                "workaround": "Wait.",
                "audience": "technicians",
                "review_on": "2050-01-01",
            },
        ),
        ("propose_fix", {"proposed_fix": "New cables."}),
        ("describe", {"title": "Dark screens", "assets": "", "rooms": "B12"}),
        ("resolve", {"root_cause": "Worn.", "resolution": "New cables."}),
        ("unlink", {"incidents": "linked"}),
    ],
)
def test_a_move_is_made_on_its_page(tom, school, name, said):
    school.rooms.create(name="B12")
    fault = make_incident(school)
    problem = make_problem(school, incidents=[fault])
    if "incidents" in said:
        said = {"incidents": [fault.pk]}

    answer = tom.post(f"/problems/{problem.pk}/{name}/", said)

    assert (answer.status_code, answer["Location"]) == (302, problem.get_absolute_url())
    assert problem.entries.filter(move=name).exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("assign", {"note": "Ask the supplier."}),
        ("allow_time", {"allowed_minutes": "90", "when_time_runs_out": "ask"}),
        ("withdraw", {"reason": "Not ours."}),
    ],
)
def test_a_manager_decides_on_the_page(client, people, school, name, said):
    client.force_login(people.martin)
    problem = make_problem(school)
    said = said | ({"resolver": people.tom.pk} if name == "assign" else {})

    assert client.post(f"/problems/{problem.pk}/{name}/", said).status_code == 302
    assert problem.entries.get(move=name).by == people.martin


def test_what_was_written_is_kept_when_it_can_not_be_done(tom, school):
    problem = make_problem(school, minutes_spent=10)

    page = shown(tom.post(f"/problems/{problem.pk}/describe/", {"title": "Dark", "rooms": "Z99"}))

    assert "There is no Z99 here." in page and 'value="Dark"' in page
    assert not problem.entries.exists()


def queries_of(client, path):
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_list_and_page_cost_the_same_at_any_size(tom, people, school, log):
    problem = make_problem(school, incidents=[log(), log()], resolver=people.tom)
    paths = ("/problems/", problem.get_absolute_url())
    few = [queries_of(tom, path) for path in paths]
    for number in range(8):
        make_problem(school, title=f"Problem {number}", resolver=people.tom, incidents=[log(minutes=number)])
        problem.links.create(incident=log(minutes=number), linked_at=MONDAY_9AM)
        workflow.note(problem, by=people.tom, at=MONDAY_9AM + timedelta(minutes=number), text="Measured.")

    assert [queries_of(tom, path) for path in paths] == few
    assert max(few) <= 20


def test_the_list_goes_on_behind_fifty(tom, school):
    Problem.objects.bulk_create(
        Problem(school=school, title=f"Number {n:03}", raised_at=MONDAY_9AM, raised_on=MONDAY_9AM.date())
        for n in range(60)
    )

    first = tom.get("/problems/")
    second = shown(tom.get("/problems/", {"page": first.context["page"].next}))

    assert "Number 000" in shown(first) and "Number 059" not in shown(first) and "Number 059" in second
