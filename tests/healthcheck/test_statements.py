"""The file of statements: what is asked, and that it can be used."""

import pytest

from healthcheck.probes import PROBES
from healthcheck.statements import PROCESSES, WrongStatements, read

pytestmark = pytest.mark.pure


def test_ten_processes_have_six_to_ten_statements_each():
    assert len(PROCESSES) == 10
    assert {process.key for process in PROCESSES if not 6 <= len(process.statements) <= 10} == set()


def test_every_probe_answers_a_statement_and_every_statement_names_one_that_is_there():
    named = [statement.probe for process in PROCESSES for statement in process.statements if statement.probe]

    assert sorted(named) == sorted(PROBES)


def test_a_file_with_the_same_statement_twice_is_refused_with_a_sentence():
    twice = [{"key": "a", "says": "One."}, {"key": "a", "says": "Two."}]

    with pytest.raises(WrongStatements, match="statement a is there twice"):
        read({"processes": [{"key": "p", "name": "P", "statements": twice}]})


@pytest.mark.parametrize(
    "wrong", [{}, {"processes": [{"key": "p"}]}, {"processes": [{"key": "p", "name": "P", "statements": []}]}]
)
def test_a_file_that_lacks_something_is_refused(wrong):
    with pytest.raises(WrongStatements):
        read(wrong)
