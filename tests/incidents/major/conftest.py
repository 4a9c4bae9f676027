"""A school whose internet is down."""

import pytest

from tests.incidents.major.down import DownDesk


@pytest.fixture
def down():
    return DownDesk()
