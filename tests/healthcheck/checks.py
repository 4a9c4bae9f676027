"""Checks for tests."""

from healthcheck import workflow
from tests.factories import MONDAY_9AM, make_person, make_promise, make_school


def make_keeper(school=None):
    """A manager of a school with an agreement and a calendar."""
    school = school or make_school()
    make_promise(school)
    return school, make_person("service_level_manager", school, name="Martin Hale")


def make_check(school=None, *, by=None, at=MONDAY_9AM):
    """A check that is being filled in."""
    if by is None:
        school, by = make_keeper(school)
    return workflow.start(school, by=by, at=at), by


def say(check, by, at=MONDAY_9AM, **answers):
    """Answer statements by their keys, with _ for -."""
    said = [{"statement": key.replace("_", "-"), "answer": words, "note": "Seen."} for key, words in answers.items()]
    return workflow.answer(check, by=by, at=at, answers=said)
