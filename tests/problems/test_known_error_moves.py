"""The life of an entry of the register: who writes, publishes, reviews and retires it, and who may not."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from problems import workflow
from problems.known_error_moves import KNOWN_ERROR_MOVES
from problems.models import Fix, KnownError, Offer
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Letter
from tests.factories import MONDAY_9AM, make_category, make_known_error, make_person, make_problem, make_school

pytestmark = pytest.mark.django_db
NOW = MONDAY_9AM + timedelta(hours=1)
TODAY = NOW.date()
WORDS = {"title": "Picture goes", "symptoms": "no picture", "workaround": "Turn it off.\n\n Turn it on. "}
# What each move is told, beside by whom and when.
SAYS = {
    "change_known_error": {"title": "Picture turns pink"},
    "retire_known_error": {"reason": "New projectors."},
    "use_known_error": {"helped": True},
}


def moved(name, known, by, **more):
    says = SAYS.get(name, {}) | more
    if name == "use_known_error":
        says |= {"school": known.school}
    return getattr(workflow, name)(known, by=by, at=NOW, **says)


def latest(known):
    return known.history.order_by("history_id").last()


def test_one_is_written_without_a_problem_and_looked_at_again_a_half_term_later(people, school):
    category = make_category()

    known = workflow.write_known_error(by=people.tom, at=NOW, school=school, categories=[category], **WORDS)

    assert known.status == Offer.TECHNICIANS and known.owner == people.tom and known.problem is None
    assert known.steps == ["Turn it off.", "Turn it on."]
    assert known.review_on == TODAY + timedelta(days=42)
    assert list(known.categories.all()) == [category]
    assert known.history.get().history_change_reason == "Written"


@pytest.mark.parametrize("wrong", [{"title": " "}, {"symptoms": ""}, {"workaround": "\n"}, {"review_on": TODAY}])
def test_it_says_what_goes_wrong_what_to_do_and_when_to_look_again(people, school, wrong):
    with pytest.raises(ValidationError) as refused:
        workflow.write_known_error(by=people.tom, at=NOW, school=school, **WORDS | wrong)

    assert list(refused.value.message_dict) == list(wrong)


def test_what_it_concerns_is_at_its_school_and_so_is_who_keeps_it(people, school):
    from_elsewhere = make_person("technician", make_school())

    with pytest.raises(ValidationError, match="does not work on problems here"):
        workflow.write_known_error(by=people.tom, at=NOW, school=school, owner=from_elsewhere, **WORDS)
    with pytest.raises(ValidationError, match="does not work on problems here"):
        workflow.change_known_error(make_known_error(school), by=people.tom, at=NOW, owner=people.rachel)


def test_one_of_the_whole_trust_is_written_by_its_people_only(people, school):
    with pytest.raises(NotYours):
        workflow.write_known_error(by=people.martin, at=NOW, school=None, **WORDS)

    assert workflow.write_known_error(by=people.everywhere, at=NOW, school=None, **WORDS).school is None


@pytest.mark.parametrize(
    ("name", "at_first", "then"),
    [
        ("publish_known_error", {}, Offer.EVERYONE),
        ("narrow_known_error", {"audience": "everyone"}, Offer.TECHNICIANS),
        ("retire_known_error", {}, Offer.RETIRED),
        ("bring_back_known_error", {"retired_at": MONDAY_9AM}, Offer.TECHNICIANS),
        ("bring_back_known_error", {"retired_at": MONDAY_9AM, "audience": "everyone"}, Offer.EVERYONE),
        ("change_known_error", {}, Offer.TECHNICIANS),
        ("review_known_error", {}, Offer.TECHNICIANS),
        ("use_known_error", {}, Offer.TECHNICIANS),
    ],
)
def test_a_move_leads_where_the_table_says_and_is_kept(people, school, name, at_first, then):
    known = make_known_error(school, **at_first)

    moved(name, known, people.martin)

    known.refresh_from_db()
    assert known.status == then
    if name != "use_known_error":
        assert latest(known).history_user == people.martin


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("publish_known_error", {"audience": "everyone"}),
        ("publish_known_error", {"retired_at": MONDAY_9AM}),
        ("narrow_known_error", {}),
        ("review_known_error", {"retired_at": MONDAY_9AM}),
        ("retire_known_error", {"retired_at": MONDAY_9AM}),
        ("bring_back_known_error", {}),
        ("use_known_error", {"retired_at": MONDAY_9AM}),
    ],
)
def test_a_move_from_elsewhere_is_refused_and_changes_nothing(people, school, name, wrong):
    known = make_known_error(school, **wrong)

    with pytest.raises(Refused, match="Nothing was changed"):
        moved(name, known, people.martin)

    assert not known.history.filter(history_user=people.martin).exists() and not known.uses.exists()


@pytest.mark.parametrize("move", KNOWN_ERROR_MOVES, ids=lambda move: move.name)
def test_nobody_of_another_school_makes_a_move(move):
    stranger = make_person("service_level_manager", make_school())
    states = {Offer.RETIRED: {"retired_at": MONDAY_9AM}, Offer.EVERYONE: {"audience": "everyone"}}
    known = make_known_error(make_school(), **states.get(move.sources[-1], {}))

    with pytest.raises((NotYours, Refused)) as refused:
        moved(move.name, known, stranger)

    assert refused.type is NotYours or move.name == "use_known_error"


@pytest.mark.parametrize(
    ("name", "at_first"),
    [
        ("publish_known_error", {}),
        ("narrow_known_error", {"audience": "everyone"}),
        ("change_known_error", {"audience": "everyone"}),
        ("bring_back_known_error", {"audience": "everyone", "retired_at": MONDAY_9AM}),
    ],
)
def test_what_everyone_reads_is_for_a_problem_manager_to_say(people, school, name, at_first):
    with pytest.raises(NotYours):
        moved(name, make_known_error(school, **at_first), people.tom)


def test_a_technician_may_take_a_wrong_step_away_from_everyone_at_once(people, school):
    known = moved("retire_known_error", make_known_error(school, audience="everyone"), people.tom)

    assert known.status == Offer.RETIRED
    assert latest(known).history_change_reason == "New projectors."


def test_what_was_fixed_comes_back_with_its_problem(people, school):
    problem = make_problem(school, status="resolved")
    known = make_known_error(school, problem=problem, retired_at=MONDAY_9AM, fix=Fix.FIXED)

    with pytest.raises(Refused, match=f"removed by {problem.reference}"):
        workflow.bring_back_known_error(known, by=people.martin, at=NOW)


def test_what_was_fixed_without_a_problem_is_open_again_when_it_comes_back(people, school):
    known = make_known_error(school, retired_at=MONDAY_9AM, fix=Fix.FIXED, review_on=TODAY - timedelta(days=9))

    known = workflow.bring_back_known_error(known, by=people.tom, at=NOW)

    assert known.fix == Fix.NONE and known.review_on > TODAY


def test_resolving_its_problem_retires_it_and_reopening_offers_it_again(people, school):
    problem = make_problem(school, resolver=people.tom)
    workflow.declare_known_error(problem, by=people.tom, at=NOW, symptoms="Dark", workaround="Turn it on.")

    workflow.resolve(problem, by=people.martin, at=NOW, root_cause="A worn cable.", resolution="New cables.")
    known = KnownError.objects.get()
    assert known.status == Offer.RETIRED and known.fix == Fix.FIXED

    workflow.reopen(problem, by=people.martin, at=NOW, reason="Dark again.")
    known.refresh_from_db()
    assert known.status == Offer.TECHNICIANS and known.fix == Fix.NONE


def told():
    return [letter.to.name for letter in Letter.objects.filter(template="problems/review_known_error")]


def test_whoever_keeps_it_is_told_once_that_its_day_has_come(people, school):
    known = make_known_error(school, owner=people.tom, review_on=TODAY)
    make_known_error(school, owner=people.martin, review_on=TODAY + timedelta(days=1))
    make_known_error(school, owner=people.martin, review_on=TODAY, retired_at=MONDAY_9AM)

    assert [workflow.tell_of_reviews(at=NOW + timedelta(days=7 * week)) for week in range(2)] == [1, 1]
    assert told() == ["Tom Webb", "Martin Hale"]

    workflow.review_known_error(known, by=people.tom, at=NOW, review_on=TODAY + timedelta(days=10))
    assert [workflow.tell_of_reviews(at=NOW + timedelta(days=days)) for days in (9, 14, 21)] == [0, 1, 0]
    assert told() == ["Tom Webb", "Martin Hale", "Tom Webb"]


def test_where_its_keeper_has_left_the_managers_are_told(people, school):
    make_known_error(school, owner=people.tom, review_on=TODAY)
    people.tom.is_active = False
    people.tom.save()

    workflow.tell_of_reviews(at=NOW)

    assert told() == ["Ruth Penrose", "Martin Hale"] or told() == ["Martin Hale", "Ruth Penrose"]
