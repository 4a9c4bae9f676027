"""Working-time cases from the test suites of other libraries and products: all must come out as they say."""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sla.working_time import Hours, add, between, is_open

pytestmark = pytest.mark.pure

DATA = Path(os.environ.get("CONFORMANCE_DATA") or Path(__file__).parents[3] / "shared" / "data")
VECTORS = DATA / "business-hours" / "vectors.json"


def _vectors():
    if not VECTORS.exists():
        reason = f"no {VECTORS.name} in {VECTORS.parent.name}: set CONFORMANCE_DATA to the folder of the real data"
        return [pytest.param(None, marks=pytest.mark.skip(reason=reason), id="absent")]
    return [pytest.param(vector, id=vector["id"]) for vector in json.loads(VECTORS.read_text(encoding="utf-8"))]


def _at(text):
    return datetime.fromisoformat(text)


def _paused(hours, vector):
    """The open time within the pauses."""
    spans = [(_at(since), _at(until)) for since, until in vector.get("pauses", [])]
    return sum((between(hours, since, until) for since, until in spans), timedelta(0))


@pytest.mark.parametrize("vector", _vectors())
def test_a_case_of_another_product(vector):
    hours, start = Hours.from_spec(vector["cal"]), _at(vector["start"])

    match vector["op"]:
        case "is_open":
            assert is_open(hours, start) is vector["expected"]
        case "add" | "add_with_pauses":
            target = timedelta(seconds=vector["seconds"]) + _paused(hours, vector)
            assert add(hours, start, target) == _at(vector["expected"])
        case "elapsed" | "elapsed_with_pauses":
            counted = between(hours, start, _at(vector["end"])) - _paused(hours, vector)
            assert counted.total_seconds() == vector["expected"]
        case unknown:
            pytest.fail(f"no such question: {unknown}")
