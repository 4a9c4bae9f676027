"""A school's own words: copied on the first change, every version kept, and what was written keeps its words."""

import tomllib
from copy import deepcopy

import pytest
from django.core.exceptions import ValidationError

from evidence import editions, framework, toml, workflow
from servicedesk.errors import NotYours
from tests.factories import MONDAY_9AM, make_school

WORDS = {"says": "Faults go first to whoever can mend them.", "bring": ["The rota"], "figures": ["resolved"]}


def reword(desk, **other):
    facts = {"school": desk.school, "framework": "ictmark", "statement": "6b.2", "by": desk.martin, "at": MONDAY_9AM}
    return workflow.change_statement(**facts | WORDS | other)


@pytest.mark.parametrize("key", framework.keys())
@pytest.mark.pure
def test_a_frameworks_text_read_again_is_the_same_framework(key):
    document = framework.document_of(key)

    assert tomllib.loads(toml.written(document)) == document


@pytest.mark.pure
def test_every_strand_of_the_mark_goes_from_level_4_to_level_1():
    for strand in framework.load("ictmark").strands:
        assert {statement.level for statement in strand.statements} == {1, 2, 3, 4}


def test_the_first_change_makes_a_copy_of_this_school_only(desk):
    assert reword(desk).number == 1
    assert editions.framework_called("ictmark", desk.school).statement("6b.2").says == WORDS["says"]
    assert (
        editions.framework_called("ictmark", make_school("Other")).statement("6b.2").says
        == "Faults are dealt with rapidly."
    )


def test_what_was_written_before_keeps_its_words_until_it_is_written_again(claim, desk):
    version = reword(desk)
    claim.refresh_from_db()
    assert (claim.says, claim.version) == ("Faults are dealt with rapidly.", 0)

    claim = workflow.write(claim, answer="partly", by=desk.martin, at=MONDAY_9AM)
    assert (claim.says, claim.version) == (WORDS["says"], version.number)


def test_earlier_versions_stay_and_the_same_words_make_none(desk):
    first, again, second = reword(desk), reword(desk), reword(desk, says="Something else.")

    assert (first.pk, second.number) == (again.pk, 2)
    assert "Something else." not in str(desk.school.frameworks.get().versions.get(number=1).document)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda d: d.update(key="A key"), "can’t be a key"),
        (lambda d: d.update(elements=[]), "no statement yet"),
        (lambda d: d["elements"][0]["strands"][0]["statements"][0].update(says=7), "must be a text"),
        (lambda d: d["elements"][0]["strands"][0]["statements"][0].update(figures="logged"), "square brackets"),
        (lambda d: d["elements"][0]["strands"][0]["statements"][0].update(key="../x"), "can’t be a key"),
        (lambda d: d["elements"][0]["strands"][0]["statements"][0].update(figures=["luck"]), "no figure of ours"),
        (lambda d: d["elements"][0]["strands"][0]["statements"][0].update(level=[]), "whole number"),
    ],
)
def test_a_framework_that_can_not_be_used_is_refused_in_a_sentence(desk, change, sentence):
    document = deepcopy(framework.document_of("dfe"))
    change(document)

    with pytest.raises(ValidationError, match=sentence):
        workflow.save_framework(school=desk.school, document=document, by=desk.martin, at=MONDAY_9AM)


def test_who_only_signs_changes_no_words(desk):
    with pytest.raises(NotYours):
        reword(desk, by=desk.grace)
