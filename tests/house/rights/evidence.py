"""Who may do what with evidence."""

from tests.house.rights.doors import READERS, at_school, reading, sending


def _september(place):
    """The evidence of one school and a month."""
    return at_school(place) | {"from": "2026-09-01", "to": "2026-09-30"}


def _no_pack(place):
    """Days that are none: the door is tried without drawing up a pack for every role."""
    return at_school(place) | {"from": "never"}


PAGES = {
    "evidence:checklist": reading(READERS, "-", says=_september),
    "evidence:export": sending(READERS, "-", says=_no_pack),
}
BY_PROGRAMS = {
    "api-evidence": reading(READERS, "-", says=_september, also={"framework": "ictmark"}),
}
