"""Bringing in the log of another desk, as the command does it."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.incidents.imports.log import text_of


@pytest.fixture
def desk(tmp_path):
    """Writes rows (or bytes) to a file and imports it; says what the command said."""

    def bring_in(*rows, content=None, name="log.csv", options=(), format="servicenow"):
        path = tmp_path / name
        path.write_bytes(content if content is not None else text_of(*rows).encode())
        said = StringIO()
        call_command("import_incidents", str(path), "--format", format, *options, stdout=said)
        return said.getvalue()

    bring_in.rejects = tmp_path / "log.rejects.csv"
    bring_in.folder = tmp_path
    return bring_in
