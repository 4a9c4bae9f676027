"""What is asked of things of one sort: questions as somebody writes them, and answers as things keep them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.questions import KINDS, MOST_CHOICES, MOST_QUESTIONS, Question, WrongAnswers, answers_of, ask

pytestmark = pytest.mark.pure
LAMP = Question("lamp_hours", "Lamp hours", "number")
COLOUR = Question("colour", "Colour", "choice", ("Black", "White"))


def test_a_new_question_gets_a_key_of_its_own_and_a_known_one_keeps_its():
    asked = ask([{"key": "lamp_hours", "name": "Hours of the lamp", "kind": "number"}, {"name": "Lamp hours"}])

    assert [question.key for question in asked] == ["lamp_hours", "lamp_hours_2"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ([{"name": " "}], "needs words"),
        ([{"name": "x" * 101}], "at most 100"),
        ([{"name": "Lamp"}, {"name": "lamp"}], "asked twice"),
        ([{"name": "Lamp", "kind": "guess"}], "kind of answer"),
        ([{"name": "Colour", "kind": "choice", "choices": ["Black", "Black", " "]}], "from 2 to"),
        ([{"name": "Colour", "kind": "choice", "choices": [str(n) for n in range(MOST_CHOICES + 1)]}], "from 2 to"),
        ([{"name": "Colour", "kind": "choice", "choices": "Black"}], "as a list"),
        ([{"name": str(n)} for n in range(MOST_QUESTIONS + 1)], "At most 30 questions"),
        ([{"name": "A", "key": "k"}, {"name": "B", "key": "k"}], "its own key"),
        ([{"name": "A", "key": "../x"}], "its own key"),
    ],
)
def test_a_question_that_can_not_be_asked_is_refused_with_a_sentence(wrong, says):
    with pytest.raises(ValueError, match=says):
        ask(wrong)


@pytest.mark.parametrize(
    ("kind", "said", "kept"),
    [
        ("text", "  two   words ", "two words"),
        ("number", "1,200", 1200),
        ("number", "2.5", 2.5),
        ("date", "2026-09-01", "2026-09-01"),
        ("yes_no", "Yes", True),
        ("yes_no", False, False),
        ("number", "", None),
        ("date", None, None),
    ],
)
def test_an_answer_is_kept_as_what_it_is(kind, said, kept):
    answer = Question("k", "?", kind).answer(said)

    assert answer == kept and type(answer) is type(kept)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("number", "many"),
        ("number", "1e400"),
        ("number", True),
        ("number", "9" * 40),
        ("date", "1 September"),
        ("date", 20260901),
        ("yes_no", "perhaps"),
        ("text", "x" * 301),
        ("text", ["a"]),
    ],
)
def test_an_answer_of_another_kind_is_refused(kind, said):
    with pytest.raises(ValueError):
        Question("k", "?", kind).answer(said)


def test_one_of_a_list_is_taken_however_it_is_written_and_nothing_else_is():
    assert COLOUR.answer("black") == "Black"
    with pytest.raises(ValueError, match="Black, White"):
        COLOUR.answer("red")


def test_answers_to_what_is_no_longer_asked_stay_and_new_ones_are_refused():
    kept = {"old": "Epson", "lamp_hours": 10}

    assert answers_of([LAMP], {"lamp_hours": "20", "old": "Epson"}, kept) == {"old": "Epson", "lamp_hours": 20}
    assert answers_of([LAMP], {"lamp_hours": ""}, kept) == {"old": "Epson"}
    with pytest.raises(WrongAnswers) as wrong:
        answers_of([LAMP], {"old": "Sony", "lamp_hours": "x"}, kept)
    assert set(wrong.value.sentences) == {"old", "lamp_hours"}


def test_an_answer_that_stays_is_not_refused_though_its_question_changed():
    assert answers_of([LAMP], {"lamp_hours": "about ten"}, {"lamp_hours": "about ten"}) == {"lamp_hours": "about ten"}
    assert not LAMP.fits("about ten") and LAMP.words("about ten") == "about ten"


def test_answers_read_as_people_write():
    assert Question("k", "?", "yes_no").words(True) == "Yes"
    assert Question("k", "?", "date").words("2026-09-01") == "1 September 2026"


@given(kind=st.sampled_from([*KINDS]), said=st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none()))
def test_whatever_is_answered_is_kept_as_it_would_be_again_or_refused(kind, said):
    question = Question("k", "?", kind, ("a", "b") if kind == "choice" else ())
    try:
        kept = question.answer(said)
    except ValueError:
        return
    assert question.answer(kept) == kept
