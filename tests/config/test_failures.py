"""The database or the disk is away: a sentence, and work goes on when it is back."""

import errno

import pytest
from django.db import InterfaceError, InternalError, OperationalError, ProgrammingError
from django.test import Client

from config.failures import is_away
from tests.factories import make_person

pytestmark = pytest.mark.django_db
GONE = OperationalError("the server closed the connection unexpectedly")


class ReadOnly(Exception):
    sqlstate = "25006"


def read_only():
    error = InternalError("cannot execute INSERT in a read-only transaction")
    error.__cause__ = ReadOnly()
    return error


PASSES = [GONE, InterfaceError("connection already closed"), OSError(errno.ENOSPC, "No space left"), read_only()]
STAYS = [
    ProgrammingError("no such column"),
    InternalError("no partition"),
    OSError(errno.ENOENT, "No file"),
    ValueError(),
]


@pytest.mark.parametrize("error", PASSES, ids=repr)
def test_what_passes_by_itself_is_called_so(error):
    assert is_away(error)


@pytest.mark.parametrize("error", STAYS, ids=repr)
def test_what_somebody_must_mend_is_not(error):
    assert not is_away(error)


@pytest.fixture
def client():
    client = Client(raise_request_exception=False)
    client.force_login(make_person("technician"))
    return client


def fail(error):
    def raising(*_, **__):
        raise error

    return raising


def test_a_page_says_so_in_a_sentence_and_when_to_try_again(client, monkeypatch):
    monkeypatch.setattr("servicedesk.homes.home_of", fail(GONE))

    answer = client.get("/queue/")

    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "can’t reach its records" in answer.content.decode()
    assert "Traceback" not in answer.content.decode()

    monkeypatch.undo()
    assert client.get("/queue/").status_code == 200


def test_a_program_is_told_in_the_one_shape(client, monkeypatch):
    monkeypatch.setattr("servicedesk.querysets.SchoolQuerySet.visible_to", fail(GONE))

    answer = client.get("/api/v1/schools/")

    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")


def test_anything_else_is_our_fault(client, monkeypatch):
    monkeypatch.setattr("servicedesk.homes.home_of", fail(ZeroDivisionError()))

    assert client.get("/queue/").status_code == 500
