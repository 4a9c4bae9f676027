"""Another desk's changes are brought in: sent, their columns named, looked at, and then written as one act."""

from changes.imports.engine import ChangeEngine
from changes.imports.fields import MAPPINGS
from changes.imports.schools import settle
from changes.models import ChangeImport
from servicedesk.imports.handling import Handling


def _wrong(sent, columns):
    if sent.school is None and "school" not in columns:
        return {"school": "Name the column that says of which school a row is, or bring the file in for one school."}
    if "incident" in columns:
        if {"caused_by", "asked_for"} & set(columns):
            return {}
        return {"caused_by": "Name the column that says which change caused an incident, or which it asked for."}
    return {} if "number" in columns else {"number": "Name the column of the change’s number: it is known by it."}


HANDLING = Handling(model=ChangeImport, engine=ChangeEngine, mappings=MAPPINGS, wrong=_wrong, settle=settle)
send_list = HANDLING.send
name_columns = HANDLING.name_columns
bring_in = HANDLING.bring_in
start = HANDLING.start
throw_away = HANDLING.throw_away
look_at = HANDLING.look_at
going_on = HANDLING.going_on
go_on = HANDLING.go_on
forget_unused = HANDLING.forget_unused
