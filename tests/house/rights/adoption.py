"""Who may do what with adoption."""

from adoption.moves import CERTIFICATE_MOVES
from tests.house.rights.doors import (
    BOSSES,
    EDITORS,
    READERS,
    SIGNED_IN,
    Door,
    at_school,
    listed,
    page,
    reading,
    sending,
)


def _due(place):
    """Somebody of a place is due a certificate."""
    return at_school(place) | {"person": place.plan.owner.pk, "unit_code": "another"}


PAGES: dict[str, dict[str, Door]] = {
    "adoption:programme": reading(READERS),
    "adoption:add_phase": page(BOSSES),
    "adoption:change_phase": page(BOSSES, "phase"),
    "adoption:remove_phase": page(BOSSES, "phase"),
    "adoption:roadmap": reading(READERS, "school"),
    "adoption:place_school": page(BOSSES, "school"),
    "adoption:plan_process": page(BOSSES, "school"),
    "adoption:certificates": reading(SIGNED_IN),
    "adoption:certificates-csv": reading(SIGNED_IN),
    "adoption:add_certificate": page(EDITORS, "school"),
    "adoption:certificate": reading(EDITORS, "certificate", sees=set()),
    **{f"adoption:{move.name}": page(EDITORS, "certificate", sees=set()) for move in CERTIFICATE_MOVES},
}
BY_PROGRAMS: dict[str, dict[str, Door]] = {
    "adoption-phase-list": listed() | sending(BOSSES, says=lambda place: {"name": "Second", "year": 2027}, makes=True),
    "adoption-phase-detail": reading(READERS, "phase", sees=set()) | {"PATCH": Door(BOSSES, "phase", sees=READERS)},
    "adoption-phase-remove": sending(BOSSES, "phase", sees=READERS),
    "adoption-list": listed(),
    "adoption-detail": reading(READERS, "school", sees=set()),
    "adoption-place": sending(BOSSES, "school", sees=READERS),
    "adoption-plan": sending(BOSSES, "school", sees=READERS),
    "certificate-list": listed() | sending(EDITORS, "-", elsewhere=400, says=_due, makes=True),
    "certificate-share": listed(),
    "certificate-detail": reading(EDITORS, "certificate", sees=set()),
    **{
        f"certificate-{move.name.removesuffix('_certificate')}": sending(EDITORS, "certificate", sees=set())
        for move in CERTIFICATE_MOVES
    },
}
