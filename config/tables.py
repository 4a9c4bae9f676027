"""Are the tables as this version wants them? Asked of the files and the database alone, without reading any model."""

import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection


def are_as_they_should_be() -> bool:
    """Is every migration made and, where a demo is wanted, one there? False too when the database can't be asked."""
    try:
        with warnings.catch_warnings(), connection.cursor() as cursor:
            warnings.filterwarnings("ignore", "Accessing the database during app initialization")  # on purpose
            cursor.execute("SELECT app, name FROM django_migrations")
            made = set(cursor.fetchall())
            return made >= set(migrations()) and (not settings.DEMO or _has_a_school(cursor))
    except DatabaseError:
        return False


def _has_a_school(cursor) -> bool:
    cursor.execute("SELECT 1 FROM servicedesk_school LIMIT 1")
    return cursor.fetchone() is not None


def migrations() -> Iterator[tuple[str, str]]:
    """The app and name of every migration among the files."""
    for app in settings.INSTALLED_APPS:
        spec = find_spec(app)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            for file in Path(folder, "migrations").glob("[0-9]*.py"):
                yield app.rpartition(".")[2], file.stem
