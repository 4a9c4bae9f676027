"""Facts of another desk: fields that have no place here, by the name they had there."""

from django.db.models import F, Func, TextField, Value


class Fact(Func):
    """The text of one fact, for filters and groups; nothing where a record hasn't got it. Any name will do."""

    output_field = TextField()

    def __init__(self, name, **extra):
        super().__init__(F("facts"), Value(name, output_field=TextField()), **extra)

    def as_postgresql(self, compiler, connection, **context):
        """The name is a text even where it looks like a number, which would be a place in a list."""
        return self.as_sql(compiler, connection, template="(%(expressions)s::text)", arg_joiner=" ->> ", **context)

    def as_sqlite(self, compiler, connection, **context):
        """A path can't name what has quotes in its name; walking over the names can."""
        facts, name = self.get_source_expressions()
        facts_sql, facts_params = compiler.compile(facts)
        name_sql, name_params = compiler.compile(name)
        return f"(SELECT value FROM json_each({facts_sql}) WHERE key = {name_sql})", (*facts_params, *name_params)
