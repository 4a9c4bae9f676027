"""Who gets at the committee that looks at changes."""

from tests.house.rights.changes import TOLD
from tests.house.rights.doors import EDITORS, Door, at_school, listed, page, reading, sending


def _meeting(place):
    return at_school(place) | {"held_at": "2026-09-21T15:00:00Z"}


PAGES = {
    "changes:meetings": reading(TOLD),
    "changes:add_meeting": page(EDITORS),
    "changes:meeting": reading(TOLD, "meeting") | sending(EDITORS, "meeting"),
    "changes:change_meeting": page(EDITORS, "meeting"),
    "changes:add_items": sending(EDITORS, "meeting"),
    "changes:send_agenda": sending(EDITORS, "meeting"),
    "changes:close_meeting": sending(EDITORS, "meeting"),
    "changes:meeting_paper": reading(TOLD, "meeting"),
    "changes:meeting_item": sending(EDITORS, "item"),
    "changes:move_item": sending(EDITORS, "item"),
    "changes:remove_item": sending(EDITORS, "item"),
}
BY_PROGRAMS = {
    "change-meeting-list": listed() | sending(EDITORS, "-", elsewhere=400, says=_meeting, makes=True),
    "change-meeting-detail": reading(TOLD, "meeting", sees=set()) | {"PATCH": Door(EDITORS, "meeting", sees=TOLD)},
    "change-meeting-add-to-agenda": sending(EDITORS, "meeting", sees=TOLD),
    "change-meeting-minute": sending(EDITORS, "meeting", sees=TOLD),
    "change-meeting-send-agenda": sending(EDITORS, "meeting", sees=TOLD),
    "change-meeting-close": sending(EDITORS, "meeting", sees=TOLD),
    "change-meeting-item-list": listed(),
    "change-meeting-item-detail": reading(TOLD, "item", sees=set())
    | {"PATCH": Door(EDITORS, "item", sees=TOLD), "DELETE": Door(EDITORS, "item", sees=TOLD)},
    "change-meeting-item-decide": sending(EDITORS, "item", sees=TOLD),
    "change-meeting-item-move": sending(EDITORS, "item", sees=TOLD),
}
