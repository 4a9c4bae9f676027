"""Who gets at the software library and the licence log; titles and masters are known to the whole trust."""

from tests.house.rights.doors import DESK, KEEPERS, Door, at_school, listed, page, reading, sending

PAGES = {
    "assets:software_list": reading(DESK),
    "assets:software": reading(DESK, "software", elsewhere=None),
    "assets:add_software": page(KEEPERS),
    "assets:change_software": page(KEEPERS, "software", elsewhere=None),
    "assets:accept_master": page(KEEPERS, "software", elsewhere=None),
    "assets:retire_master": sending(KEEPERS, "master", elsewhere=None),
    "assets:bring_back_master": sending(KEEPERS, "master", elsewhere=None),
    "assets:licences": reading(DESK),
    "assets:licences-csv": reading(DESK),
    "assets:add_licence": page(KEEPERS, "-", says=at_school),
    "assets:licence": reading(DESK, "licence"),
    "assets:change_licence": page(KEEPERS, "licence"),
    "assets:give_licence": page(KEEPERS, "licence"),
    "assets:take_back_licence": sending(KEEPERS, "licence"),
    "assets:take_back_from_gone": sending(KEEPERS),
}
BY_PROGRAMS = {
    "software-list": listed() | sending(KEEPERS, says=lambda place: {"name": f"New of {place.school.pk}"}, makes=True),
    "software-detail": reading(DESK, "software", sees=set(), elsewhere=None)
    | {"PATCH": Door(KEEPERS, "software", sees=DESK, elsewhere=None)},
    "software-accept-master": sending(
        KEEPERS,
        "software",
        sees=DESK,
        elsewhere=None,
        says=lambda place: {"version": "99", "kept_at": "Safe"},
        makes=True,
    ),
    "software-master-list": listed(),
    "software-master-detail": reading(DESK, "master", sees=set(), elsewhere=None),
    "software-master-retire": sending(KEEPERS, "master", sees=DESK, elsewhere=None),
    "software-master-bring-back": sending(KEEPERS, "retired_master", sees=DESK, elsewhere=None),
    "licence-list": listed()
    | sending(
        KEEPERS,
        "-",
        elsewhere=400,
        says=lambda place: at_school(place) | {"software": place.software.pk, "quantity": 5},
        makes=True,
    ),
    "licence-detail": reading(DESK, "licence", sees=set()) | {"PATCH": Door(KEEPERS, "licence", sees=DESK)},
    "licence-give": sending(KEEPERS, "licence", sees=DESK, says=lambda place: {"assets": [place.asset.pk]}),
    "licence-take-back": sending(KEEPERS, "licence", sees=DESK, says=lambda place: {"uses": [place.licence_use.pk]}),
    "licence-take-back-from-gone": sending(KEEPERS),
    "licence-use-list": listed(),
    "licence-use-detail": reading(DESK, "licence_use", sees=set()),
}
