"""Each move does what it means, is refused where it makes no sense, and is for those whose role it is."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from problems import moves, workflow
from problems.models import Fix, KnownError, Problem, Status
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Letter
from tests.factories import MONDAY_9AM, make_incident, make_person, make_problem, make_school

pytestmark = pytest.mark.django_db
NOW = MONDAY_9AM + timedelta(hours=3)
FIXED = {"root_cause": "A worn cable.", "resolution": "New cables in block B."}
WORDS = {
    "assign": lambda p: {"resolver": p.tom},
    "analyse": lambda p: {"whys": ["The cable is worn."]},
    "note": lambda p: {"text": "Looked at B12."},
    "allow_time": lambda p: {"allowed_minutes": 60},
    "record_workaround": lambda p: {"workaround": "Use the other lead."},
    "declare_known_error": lambda p: {"symptoms": "No picture", "workaround": "Use the other lead."},
    "propose_fix": lambda p: {"proposed_fix": "New cables."},
    "link": lambda p: {"incidents": [p.fault]},
    "unlink": lambda p: {"incidents": [p.linked]},
    "resolve": lambda p: FIXED,
    "reopen": lambda p: {"reason": "B14 is dark."},
    "withdraw": lambda p: {"reason": "Not ours."},
    "review": lambda p: {"lessons": "Buy better cables."},
}


def said(move, people):
    return WORDS.get(move.name, lambda p: {})(people)


def keeps(move, status):
    """A known error does not undo a fix that is proposed already."""
    return move is moves.DECLARE_KNOWN_ERROR and status == Status.FIX_PROPOSED


@pytest.fixture
def problem(school, people):
    people.linked, people.fault = make_incident(school), make_incident(school)
    return make_problem(school, incidents=[people.linked], resolver=people.tom, raised_by=people.tom)


def in_state(problem, status):
    facts = {"resolved_at": NOW, "resolution": "New cables."} if status in ("resolved", "closed") else {}
    facts |= {"closed_at": NOW} if status in ("closed", "withdrawn") else {}
    Problem.objects.filter(pk=problem.pk).update(status=status, **facts)
    problem.refresh_from_db()
    return problem


each_move = pytest.mark.parametrize("move", moves.MOVES, ids=lambda move: move.name)


@each_move
def test_a_move_is_made_from_its_states_and_refused_from_every_other(problem, people, move):
    act, by = getattr(workflow, move.name), people.tom if move is moves.TAKE else people.martin
    for status in Status:
        with transaction.atomic():
            found = in_state(problem, status)
            if status in move.sources:
                made = act(found, by=by, at=NOW, **said(move, people))
                assert made.status == (status if keeps(move, status) else move.target or made.status)
                assert made.entries.filter(move=move.name, by=by, at=NOW).exists()
            else:
                with pytest.raises(Refused, match=problem.reference):
                    act(found, by=by, at=NOW, **said(move, people))
                assert not problem.entries.exists()
            transaction.set_rollback(True)


@each_move
def test_the_desk_reads_but_moves_nothing(problem, people, move):
    problem = in_state(problem, move.sources[0])

    with pytest.raises(NotYours):
        getattr(workflow, move.name)(problem, by=people.ines, at=NOW, **said(move, people))

    assert not problem.entries.exists()


@pytest.mark.parametrize("name", ["assign", "allow_time", "close", "withdraw", "review"])
def test_what_a_problem_manager_decides_is_not_for_technicians(problem, people, name):
    move = next(move for move in moves.MOVES if move.name == name)
    problem = in_state(problem, move.sources[0])

    with pytest.raises(NotYours):
        getattr(workflow, name)(problem, by=people.tom, at=NOW, **said(move, people))


@each_move
def test_a_problem_of_the_whole_trust_is_moved_by_people_of_the_whole_trust(people, move):
    people.linked = make_incident(make_school())
    people.fault = make_incident(make_school())
    trusts = in_state(make_problem(False, incidents=[people.linked]), move.sources[0])
    words = said(move, people) | ({"resolver": people.everywhere} if move is moves.ASSIGN else {})

    with pytest.raises(NotYours):
        getattr(workflow, move.name)(trusts, by=people.martin, at=NOW, **words)

    assert getattr(workflow, move.name)(trusts, by=people.everywhere, at=NOW, **words).pk == trusts.pk


def test_a_problem_takes_from_its_incidents_what_they_have_in_common(people, log):
    faults = [log(by=people.rachel, lesson_stopped=True), log("Flickers")]

    problem = workflow.raise_problem(by=people.tom, at=NOW, title="  Dark\tprojectors ", incidents=faults)

    assert (problem.title, problem.school, problem.raised_by) == ("Dark projectors", faults[0].school, people.tom)
    assert problem.category == faults[0].category and problem.service == faults[0].category.service
    assert problem.priority == min(fault.priority for fault in faults)
    assert problem.raised_on == date(2026, 9, 14)
    assert set(problem.incidents.all()) == set(faults)


def test_a_problem_can_be_raised_from_nothing(people, school):
    problem = workflow.raise_problem(by=people.tom, at=NOW, title="Old batteries", school=school)

    assert (problem.priority, problem.status, problem.incidents.count()) == (3, Status.NEW, 0)


def test_incidents_of_several_schools_make_a_problem_of_the_whole_trust(people, school):
    faults = [make_incident(school), make_incident(make_school("Mill Lane"))]

    with pytest.raises(NotYours, match="several schools"):
        workflow.raise_problem(by=people.tom, at=NOW, title="Slow internet", incidents=faults)

    problem = workflow.raise_problem(by=people.everywhere, at=NOW, title="Slow internet", incidents=faults)
    assert problem.school is None and problem.incidents.count() == 2


@pytest.mark.parametrize("who", ["rachel", "ines"])
def test_whoever_looks_for_no_causes_raises_no_problem(people, school, who):
    with pytest.raises(NotYours):
        workflow.raise_problem(by=getattr(people, who), at=NOW, title="Dark", school=school)


def test_somebody_of_one_school_names_it(people):
    with pytest.raises(ValidationError, match="Choose the school"):
        workflow.raise_problem(by=people.tom, at=NOW, title="Dark")


def test_an_incident_has_one_cause(problem, people, school):
    with pytest.raises(ValidationError, match=f"{people.linked.pk} belongs to {problem.reference} already"):
        workflow.raise_problem(by=people.tom, at=NOW, title="Dark too", incidents=[people.linked])
    with pytest.raises(ValidationError, match="one cause"):
        workflow.link(make_problem(school), by=people.tom, at=NOW, incidents=[people.fault, people.linked])

    assert Problem.objects.count() == 2


def test_an_incident_of_another_school_is_not_linked(problem, people):
    with pytest.raises(ValidationError, match="another school"):
        workflow.link(problem, by=people.everywhere, at=NOW, incidents=[make_incident()])


def test_incidents_can_be_linked_twice_and_are_linked_once(problem, people):
    problem = workflow.link(problem, by=people.tom, at=NOW, incidents=[people.fault, people.fault, people.linked])

    assert problem.links.count() == 2
    with pytest.raises(ValidationError, match="not linked to it already"):
        workflow.link(problem, by=people.tom, at=NOW, incidents=[people.fault])


def test_what_an_incident_names_is_touched_by_its_problem(problem, people, log, school):
    room = school.rooms.create(name="B12")

    problem = workflow.link(problem, by=people.tom, at=NOW, incidents=[log(room=room)])

    assert list(problem.rooms.all()) == [room]


def test_unlinked_incidents_are_free_for_another_cause(problem, people, school):
    workflow.unlink(problem, by=people.tom, at=NOW, incidents=[people.linked])

    other = workflow.link(make_problem(school), by=people.tom, at=NOW, incidents=[people.linked])
    assert other.incidents.get() == people.linked


def test_whoever_is_given_a_problem_is_told(problem, people):
    other = make_person("technician", problem.school, name="Priya Shah")

    problem = workflow.assign(problem, by=people.martin, at=NOW, resolver=other, note="Ask the supplier.")

    letter = other.letters.get()
    assert problem.resolver == other
    assert letter.subject == f"{problem.reference}: yours – {problem.title}" and "Ask the supplier." in letter.body


def test_a_problem_is_given_to_nobody_who_looks_for_no_causes(problem, people):
    with pytest.raises(ValidationError, match="Ines Duarte"):
        workflow.assign(problem, by=people.martin, at=NOW, resolver=people.ines)


def test_what_somebody_has_is_not_taken_from_them(problem, people):
    with pytest.raises(Refused, match="Tom Webb has"):
        workflow.take(problem, by=people.martin, at=NOW)


def test_whoever_starts_on_it_has_it(school, people):
    problem = workflow.investigate(make_problem(school), by=people.tom, at=NOW)

    assert (problem.status, problem.resolver) == (Status.INVESTIGATING, people.tom)


def test_the_analysis_keeps_what_was_said_and_nothing_empty(problem, people):
    problem = workflow.analyse(
        problem,
        by=people.tom,
        at=NOW,
        whys=["No signal. ", "", "The cable is worn."],
        causes={"equipment": ["Cables", " "], "people": []},
        minutes=20,
    )

    assert problem.whys == ["No signal.", "The cable is worn."]
    assert problem.causes == {"equipment": ["Cables"]}
    assert (problem.status, problem.minutes_spent) == (Status.INVESTIGATING, 20)


@pytest.mark.parametrize("wrong", [{"whys": ["Because."] * 6}, {"causes": {"weather": ["Rain"]}}])
def test_an_analysis_has_five_whys_and_six_branches(problem, people, wrong):
    with pytest.raises(ValidationError):
        workflow.analyse(problem, by=people.tom, at=NOW, **wrong)


def test_what_isnt_said_of_an_analysis_stays(problem, people):
    workflow.analyse(problem, by=people.tom, at=NOW, whys=["No signal."], analysis="Measured.")

    problem = workflow.analyse(problem, by=people.tom, at=NOW, causes={"place": ["Damp"]})

    assert (problem.whys, problem.analysis, problem.causes) == (["No signal."], "Measured.", {"place": ["Damp"]})


def test_a_known_error_begins_with_what_the_problem_knows(problem, people):
    problem = workflow.declare_known_error(
        problem, by=people.tom, at=NOW, symptoms="No picture", workaround="Use the other lead.\nSay so."
    )

    known = KnownError.objects.get()
    assert (known.problem, known.title, known.owner, known.fix) == (problem, problem.title, people.tom, Fix.NONE)
    assert known.audience == "technicians" and known.steps == ["Use the other lead.", "Say so."]
    assert known.review_on == date(2026, 10, 26)
    assert problem.workaround == known.workaround


def test_only_a_manager_publishes_a_known_error_to_everyone(problem, people):
    words = {"symptoms": "No picture", "workaround": "Use the other lead.", "audience": "everyone"}

    with pytest.raises(NotYours, match="everyone"):
        workflow.declare_known_error(problem, by=people.tom, at=NOW, **words)

    workflow.declare_known_error(problem, by=people.martin, at=NOW, **words)
    assert KnownError.objects.get().audience == "everyone"


@pytest.mark.parametrize("wrong", [{"review_on": date(2026, 9, 14)}, {"symptoms": " "}, {"workaround": ""}])
def test_a_known_error_says_what_to_do_and_is_looked_at_again(problem, people, wrong):
    words = {"symptoms": "No picture", "workaround": "Use the other lead."} | wrong

    with pytest.raises(ValidationError):
        workflow.declare_known_error(problem, by=people.tom, at=NOW, **words)


def test_a_proposed_fix_stands_in_its_known_error_whichever_came_first(problem, people, school):
    words = {"symptoms": "No picture", "workaround": "Use the other lead."}
    workflow.declare_known_error(problem, by=people.tom, at=NOW, **words)
    workflow.propose_fix(problem, by=people.tom, at=NOW, proposed_fix="New cables.")
    other = workflow.propose_fix(make_problem(school), by=people.tom, at=NOW, proposed_fix="New cables.")
    other = workflow.declare_known_error(other, by=people.tom, at=NOW, **words)

    assert {known.fix for known in KnownError.objects.all()} == {Fix.PROPOSED}
    assert other.status == Status.FIX_PROPOSED


def test_what_came_back_is_known_again(problem, people):
    workflow.declare_known_error(problem, by=people.tom, at=NOW, symptoms="Dark", workaround="Use the other lead.")
    workflow.resolve(problem, by=people.tom, at=NOW, **FIXED)
    assert (KnownError.objects.get().fix, KnownError.objects.get().retired_at) == (Fix.FIXED, NOW)

    problem = workflow.reopen(problem, by=people.martin, at=NOW + timedelta(days=1), reason="B14 is dark.")

    known = KnownError.objects.get()
    assert (problem.status, problem.reopened, problem.resolution) == (Status.KNOWN_ERROR, 1, "")
    assert (known.fix, known.retired_at) == (Fix.NONE, None)
    assert people.tom.letters.get().subject == f"{problem.reference}: it came back – {problem.title}"


def test_a_known_error_retired_before_stays_retired(problem, people):
    workflow.declare_known_error(problem, by=people.tom, at=NOW, symptoms="Dark", workaround="Use the other lead.")
    KnownError.objects.update(retired_at=MONDAY_9AM)
    workflow.resolve(problem, by=people.tom, at=NOW, **FIXED)

    problem = workflow.reopen(problem, by=people.tom, at=NOW, reason="B14 is dark.")

    assert KnownError.objects.get().retired_at == MONDAY_9AM
    assert problem.status == Status.INVESTIGATING


def test_a_withdrawn_problem_leaves_its_incidents_for_another_cause(problem, people, school):
    workflow.declare_known_error(problem, by=people.tom, at=NOW, symptoms="Dark", workaround="Use the other lead.")

    problem = workflow.withdraw(problem, by=people.martin, at=NOW, reason="Same as the cables.")

    assert (problem.status, problem.closed_at, problem.links.count()) == (Status.WITHDRAWN, NOW, 0)
    assert KnownError.objects.get().retired_at == NOW
    assert workflow.link(make_problem(school), by=people.tom, at=NOW, incidents=[people.linked])


def test_a_review_is_signed_and_the_story_keeps_the_one_before(problem, people):
    problem = in_state(problem, Status.CLOSED)
    workflow.review(problem, by=people.martin, at=NOW, went_well="Found quickly.")

    problem = workflow.review(problem, by=people.everywhere, at=NOW, lessons="Buy better cables.")

    assert (problem.reviewed_by, problem.lessons, problem.went_well) == (people.everywhere, "Buy better cables.", "")
    assert [entry.data["went_well"] for entry in problem.entries.filter(move="review")] == ["Found quickly.", ""]
    with pytest.raises(ValidationError):
        workflow.review(problem, by=people.martin, at=NOW)


@pytest.mark.parametrize("name", ["note", "record_workaround", "propose_fix", "reopen", "withdraw"])
def test_what_has_to_be_said_is_not_left_empty(problem, people, name):
    move = next(move for move in moves.MOVES if move.name == name)
    problem = in_state(problem, move.sources[0])
    empty = dict.fromkeys(said(move, people), " ")

    with pytest.raises(ValidationError):
        getattr(workflow, name)(problem, by=people.martin, at=NOW, **empty)


def test_what_it_is_can_be_said_better(problem, people, school):
    room, other = school.rooms.create(name="B12"), make_school()

    problem = workflow.describe(problem, by=people.tom, at=NOW, title="Dark screens", priority=2, rooms=[room])

    assert (problem.title, problem.priority, list(problem.rooms.all())) == ("Dark screens", 2, [room])
    assert problem.entries.get().data == {"before": 3, "after": 2}
    with pytest.raises(ValidationError, match="another school"):
        workflow.describe(problem, by=people.tom, at=NOW, rooms=[other.rooms.create(name="C1")])


def test_no_move_but_giving_and_running_out_writes_a_letter(problem, people):
    for move in (moves.INVESTIGATE, moves.ANALYSE, moves.NOTE, moves.RECORD_WORKAROUND, moves.PROPOSE_FIX, moves.LINK):
        getattr(workflow, move.name)(problem, by=people.tom, at=NOW, **said(move, people))

    assert not Letter.objects.exists()
