"""Whatever goes wrong, the answer has one shape."""

import pytest
from rest_framework.test import APIClient

from servicedesk.strict import LARGEST
from tests.api.conftest import as_, url

pytestmark = pytest.mark.django_db


def raw(person, body, content_type="application/json"):
    client = APIClient()
    client.force_authenticate(person)
    return client.generic("POST", url("incidents"), body, content_type=content_type)


HOSTILE = [
    (b"{", 400, "parse_error"),
    (b"\xff\xfe", 400, "parse_error"),
    (b'{"summary": NaN}', 400, "parse_error"),
    (b'{"summary": "\\ud800"}', 400, "parse_error"),
    (b'{"\\ud800": 1}', 400, "parse_error"),
    (b"[" * 100_000, 400, "parse_error"),
    (b'{"summary": ' + b"9" * 5000 + b"}", 400, "parse_error"),
    (b'{"room": 1e400, "summary": "x"}', 400, "invalid"),
    (b'{"room": 99999999999999999999999999, "summary": "x"}', 400, "invalid"),
    (b'["summary"]', 400, "invalid"),
    (b'"summary"', 400, "invalid"),
    (b"null", 400, "invalid"),
    (b" " * (LARGEST + 1), 413, "too_large"),
]


@pytest.mark.parametrize("body, status, code", HOSTILE, ids=[str(body[:20]) for body, _, _ in HOSTILE])
def test_a_body_that_can_not_be_read(school, body, status, code):
    answer = raw(school.requester, body)

    assert (answer.status_code, answer.data["error"]["code"]) == (status, code)
    assert set(answer.data["error"]) == {"code", "message", "fields"}


@pytest.mark.parametrize(
    "answer, status, code",
    [
        (lambda client: client.put(url("incidents"), {}), 405, "method_not_allowed"),
        (lambda client: client.get(url("nowhere")), 404, "not_found"),
        (lambda client: client.post("/api/v1/incidents", {}), 404, "not_found"),
        (lambda client: client.get(url("incidents"), headers={"Accept": "text/html"}), 406, "not_acceptable"),
        (lambda client: client.post(url("incidents"), "a=b", content_type="text/plain"), 415, "unsupported_media_type"),
        (lambda client: client.get(url("incidents", "abc")), 404, "not_found"),
        (lambda client: client.get(url("incidents", "9" * 30)), 404, "not_found"),
        (lambda client: client.get(url("me") + "?a=b"), 400, "invalid"),
    ],
)
def test_every_other_mistake(school, answer, status, code):
    answer = answer(as_(school.requester))

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_when_the_desk_itself_fails_the_shape_stays(school, monkeypatch):
    monkeypatch.setattr("servicedesk.serializers.people.MeSerializer.get_roles", lambda self, person: 1 / 0)
    client = as_(school.requester)
    client.raise_request_exception = False

    answer = client.get(url("me"))

    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "server_error")
