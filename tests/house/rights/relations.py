"""Who says what depends on what, and who sees it."""

from tests.house.rights.doors import DESK, KEEPERS, Door, listed, page, reading, sending


def _related(place):
    """The second thing stands on the first already; the first backs up the second."""
    return {"asset": place.asset.pk, "kind": "backs_up", "other": place.switch.pk}


PAGES = {
    "assets:impact": reading(DESK, "asset"),
    "assets:relate": page(KEEPERS, "asset"),
    "assets:need": page(KEEPERS, "asset"),
    "assets:unrelate": sending(KEEPERS, "relation"),
    "assets:need_no_more": sending(KEEPERS, "need"),
}
BY_PROGRAMS = {
    "asset-impact": reading(DESK, "asset", sees=set()),
    "asset-relation-list": listed() | sending(KEEPERS, "-", elsewhere=400, says=_related, makes=True),
    "asset-relation-detail": reading(DESK, "relation", sees=set()) | {"DELETE": Door(KEEPERS, "relation", sees=DESK)},
    "service-need-list": listed()
    | sending(
        KEEPERS,
        "-",
        elsewhere=400,
        says=lambda place: {"asset": place.switch.pk, "service": place.service.pk},
        makes=True,
    ),
    "service-need-detail": reading(DESK, "need", sees=set()) | {"DELETE": Door(KEEPERS, "need", sees=DESK)},
}
