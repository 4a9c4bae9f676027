"""Where the real calendars are."""

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def calendar_data():
    """The folder of real calendars, beside the project or where CONFORMANCE_DATA says."""
    folder = Path(os.environ.get("CONFORMANCE_DATA", PROJECT.parent / "shared" / "data")) / "calendars"
    if not folder.is_dir():
        pytest.skip("needs the real calendars: set CONFORMANCE_DATA to the folder that has them")
    return folder
