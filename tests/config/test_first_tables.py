"""A new desk's tables, made from the models at once, are those that the migrations end at: name by name, row by row."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from config import first_tables

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = (
    "-c",
    "import config.first_tables as f, django; django.setup(); from django.db import connection as c; f.make(c)",
)
STEP_BY_STEP = ("manage.py", "migrate", "-v0")
IS_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")

# Django's own migrations leave this one number smaller than its own model would have it; both are numbers.
DJANGOS_OWN = {("auth_group_permissions", "id", kind, True, "d", None) for kind in ("integer", "bigint")}

SQLITE = {
    "columns": "SELECT m.name, c.name, c.type, c.[notnull], c.dflt_value, c.pk FROM sqlite_master m "
    "JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table'",
    "foreign keys": "SELECT m.name, k.[table], k.[from], k.[to], k.on_delete FROM sqlite_master m "
    "JOIN pragma_foreign_key_list(m.name) k WHERE m.type = 'table'",
    "indexes": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
}
POSTGRESQL = {
    "columns": "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, "
    "pg_get_expr(d.adbin, d.adrelid) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
    "LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum "
    "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}


@contextmanager
def two_databases(folder):
    """The addresses of two databases with nothing in them."""
    names = [f"first_{uuid4().hex}" for _ in range(2)]
    if not IS_POSTGRESQL:
        yield [f"sqlite:///{folder / name}" for name in names]
        return
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    with closing(psycopg.connect(f"{server}/postgres", autocommit=True)) as admin:
        for name in names:
            admin.execute(f"CREATE DATABASE {name}")
        try:
            yield [f"{server}/{name}" for name in names]
        finally:
            for name in names:
                admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def everything_in(address):
    """What the tables are and how many rows each has, so that two of them can be compared."""
    connect = psycopg.connect if IS_POSTGRESQL else lambda where: sqlite3.connect(where.removeprefix("sqlite:///"))
    with closing(connect(address)) as database:
        asked = POSTGRESQL if IS_POSTGRESQL else SQLITE
        found = {what: set(database.execute(question).fetchall()) for what, question in asked.items()}
        if not IS_POSTGRESQL:
            found["checks"] = set(checks_of(database))
        for table in {row[0] for row in found["columns"]} - {"sqlite_sequence"}:
            found[f"rows of {table}"] = set(database.execute(f'SELECT count(*) FROM "{table}"').fetchall())
    return found


def checks_of(database):
    """SQLite tells of a named constraint only in the words by which the table was made."""
    for table, words in database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall():
        for constraint in words.rstrip(")").split(', CONSTRAINT "')[1:]:
            yield table, constraint.strip(" )")


def test_the_short_way_and_the_long_way_end_at_the_same_tables(tmp_path):
    with two_databases(tmp_path) as (short, long):
        makers = [
            subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"},
            )
            for command, address in ((AT_ONCE, short), (STEP_BY_STEP, long))
        ]
        assert [maker.wait() for maker in makers] == [0, 0]
        made, grown = everything_in(short), everything_in(long)

    assert made.keys() == grown.keys()
    assert {what: gap for what in made if (gap := (made[what] ^ grown[what]) - DJANGOS_OWN)} == {}
    assert len(made["columns"]) > 1000


@pytest.mark.django_db
def test_a_desk_with_tables_is_not_new():
    assert not first_tables.is_new(connection)
