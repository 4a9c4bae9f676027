"""A list of things is brought into the register: sent, its columns named, looked at, and then written as one act."""

from assets.imports.engine import AssetEngine
from assets.imports.fields import MAPPINGS
from assets.imports.proposals import FOUND
from assets.models import AssetImport
from servicedesk.imports.handling import Handling


def _wrong(sent, columns):
    if {"tag", "serial"} & set(columns):
        return {}
    return {"tag": "Name the column of the tag, or of the serial number: things are known by them."}


HANDLING = Handling(
    model=AssetImport,
    engine=AssetEngine,
    mappings=MAPPINGS,
    wrong=_wrong,
    choices={"match": "tag", "make_rooms": True, "keep_rest": True},
    keeps=(FOUND,),
)
send_list = HANDLING.send
name_columns = HANDLING.name_columns
bring_in = HANDLING.bring_in
start = HANDLING.start
throw_away = HANDLING.throw_away
look_at = HANDLING.look_at
going_on = HANDLING.going_on
go_on = HANDLING.go_on
forget_unused = HANDLING.forget_unused
