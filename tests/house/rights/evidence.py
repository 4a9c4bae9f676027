"""Who may do what with evidence."""

from evidence.framework import document_of
from evidence.moves import MOVES, SIGN, WITHDRAW
from tests.house.rights.doors import (
    ADMINISTRATOR,
    EDITORS,
    LEADER,
    READERS,
    Door,
    at_school,
    listed,
    page,
    reading,
    sending,
)

SIGNERS = {LEADER, ADMINISTRATOR}
WHO = {move.name: SIGNERS if move in (SIGN, WITHDRAW) else EDITORS for move in MOVES}


def _september(place):
    """The evidence of one school and a month."""
    return at_school(place) | {"from": "2026-09-01", "to": "2026-09-30"}


def _no_pack(place):
    """Days that are none: the door is tried without drawing up a pack for every role."""
    return at_school(place) | {"from": "never"}


def _a_statement(place):
    return at_school(place) | {"year": 2026}


def _first_words(place):
    return at_school(place) | {"framework": "ictmark", "statement": "6b.2", "year": 2026, "commentary": "Soon."}


def _own(place):
    return at_school(place) | {"document": document_of("dfe")}


ABOUT = {"framework": "ictmark", "statement": "6b.1"}
MARK = {"framework": "ictmark"}
PAGES = {
    "evidence:checklist": reading(READERS, "-", says=_september),
    "evidence:export": sending(READERS, "-", says=_no_pack),
    "evidence:paper": reading(READERS, "-", says=_no_pack),
    "evidence:summary": reading(READERS, "-", says=_no_pack),
    "evidence:statement": reading(READERS, "-", says=_a_statement, also=ABOUT)
    | {"POST": Door(EDITORS, "-", sees=None, says=_a_statement, also=ABOUT | {"statement": "6b.3"})},
    "evidence:claim": reading(READERS, "claim"),
    **{f"evidence:{name}": page(who, "claim") for name, who in WHO.items()},
    "evidence:withdraw": page(SIGNERS, "signed_claim"),
    "evidence:document": reading(READERS, "claim_document"),
    "evidence:frameworks": reading(READERS, "-", says=at_school),
    "evidence:framework_text": reading(READERS, "-", says=at_school, also=MARK),
    "evidence:add_framework": page(EDITORS, "-", says=at_school),
    "evidence:edit_framework": page(EDITORS, "-", says=at_school, also=MARK),
    "evidence:words": page(EDITORS, "-", says=at_school, also=ABOUT),
}
BY_PROGRAMS = {
    "api-evidence": reading(READERS, "-", says=_september, also=MARK),
    "api-evidence-frameworks": reading(READERS, "-", says=at_school)
    | sending(EDITORS, "-", elsewhere=400, says=_own, makes=True),
    "api-evidence-document": reading(READERS, "claim_document"),
    "claim-list": listed() | sending(EDITORS, "-", elsewhere=400, says=_first_words, makes=True),
    "claim-detail": reading(READERS, "claim", sees=set()),
    **{f"claim-{name.replace('_', '-')}": sending(who, "claim", sees=READERS) for name, who in WHO.items()},
    "claim-withdraw": sending(SIGNERS, "signed_claim", sees=READERS),
}
