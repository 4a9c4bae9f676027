"""What the logs keep, and what they must never keep."""

import json
import logging

import pytest

from config.logs import logging_config, without_query


def test_a_search_for_a_name_is_not_kept():
    event = without_query(None, "info", {"event": "request_finished", "request": "GET /incidents/?q=Ada+Pupil"})

    assert event["request"] == "GET /incidents/"


@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_is_kept_without_what_people_wrote(as_json):
    words = "my secret worry"
    line = _line_of_a_crash(words, as_json)

    assert "ValueError" in line
    assert words not in line


def test_machines_get_one_object_per_line():
    entry = json.loads(_line_of_a_crash("x", as_json=True))

    assert entry["level"] == "error"
    assert {"event", "logger", "timestamp", "exception"} <= set(entry)


def _line_of_a_crash(words, as_json):
    formatter = logging_config(as_json=as_json, level="INFO")["formatters"]["line"]
    build = formatter.pop("()")
    try:
        _crash(words)
    except ValueError as error:
        trace = (ValueError, error, error.__traceback__)
        record = logging.LogRecord("desk", logging.ERROR, __file__, 1, "it broke", None, trace)
    return build(**formatter).format(record)


def _crash(words):
    said_by_a_person = words
    raise ValueError(len(said_by_a_person))
