"""The tables of a new desk, made at once as the models of this version say, not step by step as they came to be.

Migrations of a desk that nothing stands in yet end at the same tables (`tests/config/test_first_tables.py`), and take
several times as long: each of their steps renders half of all models again. They are noted as made.
"""

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def is_new(connection: BaseDatabaseWrapper) -> bool:
    """Is there no table yet but, after a start that was cut off, the list of migrations with nothing on it?"""
    tables = set(connection.introspection.table_names())
    recorder = MigrationRecorder(connection)
    return tables <= {recorder.Migration._meta.db_table} and not recorder.applied_migrations()


def make(connection: BaseDatabaseWrapper) -> None:
    """Every table, all of them or, where something fails, none. Raises DatabaseError."""
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    migrations = MigrationLoader(connection).graph.nodes
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for app, name in sorted(migrations):
            recorder.record_applied(app, name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
