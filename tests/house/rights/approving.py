"""Who gets at the answers to what is asked about a change, and at who is asked."""

from tests.house.rights.changes import TOLD
from tests.house.rights.doors import (
    EDITORS,
    KEEPERS,
    READERS,
    SIGNED_IN,
    Door,
    at_school,
    listed,
    page,
    reading,
    sending,
)

ANSWERS = {"approve_to_proceed": READERS, "peer_review": KEEPERS, "approve_to_implement": READERS, "reject": READERS}


def _rule(place):
    return at_school(place) | {"step": "proceed", "people": [place.approver.pk]}


def _deputy(place):
    return {"person": place.approver.pk, "deputy": place.approver_too.pk, "first": "2026-09-21"}


PAGES = {
    **{f"changes:{name}": page(who, "asked", sees=TOLD) for name, who in ANSWERS.items()},
    "changes:approve_afterwards": page(READERS, "emergency", sees=TOLD),
    "changes:answer": {method: Door(SIGNED_IN, public=True, also={"token": "none"}) for method in ("GET", "POST")},
    "changes:asked": reading(TOLD),
    "changes:approvers": reading(TOLD),
    "changes:add_rule": page(EDITORS, "-", says=at_school, elsewhere=404) | {"POST": Door(EDITORS)},
    "changes:change_rule": page(EDITORS, "rule"),
    "changes:remove_rule": sending(EDITORS, "rule"),
    "changes:add_deputy": page(EDITORS),
    "changes:change_deputy": page(EDITORS, "deputy"),
    "changes:remove_deputy": sending(EDITORS, "deputy"),
}
BY_PROGRAMS = {
    **{f"change-{name.replace('_', '-')}": sending(who, "asked", sees=TOLD) for name, who in ANSWERS.items()},
    "change-approve-afterwards": sending(READERS, "emergency", sees=TOLD, says=lambda place: {"agrees": "perhaps"}),
    "approval-list": listed(),
    "approval-detail": reading(TOLD, "approval", sees=set()),
    "approval-decide": sending(READERS, "approval", sees=TOLD, says=lambda place: {"yes": True}),
    "approver-rule-list": listed() | sending(EDITORS, "-", elsewhere=400, says=_rule, makes=True),
    "approver-rule-detail": reading(TOLD, "rule", sees=set())
    | {"PATCH": Door(EDITORS, "rule", sees=TOLD), "DELETE": Door(EDITORS, "rule", sees=TOLD)},
    "deputy-list": listed() | sending(EDITORS, "-", elsewhere=400, says=_deputy, makes=True),
    "deputy-detail": reading(EDITORS, "deputy", sees=set())
    | {"PATCH": Door(EDITORS, "deputy", sees=set()), "DELETE": Door(EDITORS, "deputy", sees=set())},
}
