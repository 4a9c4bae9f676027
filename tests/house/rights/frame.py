"""The frame of the desk, and its people and places."""

from tests.house.rights.doors import BOSSES, DESK, EDITORS, HATTED, SIGNED_IN, Door, open_to_all, page, reading, sending

FRAME = {
    "healthz": open_to_all("GET"),
    "home": reading(SIGNED_IN),
    "servicedesk:roles": reading(SIGNED_IN),
    "servicedesk:components": reading(SIGNED_IN),
    "servicedesk:theme": open_to_all("POST"),
    "servicedesk:revoke-token": sending(SIGNED_IN),
    "servicedesk:choose-school": {
        "GET": Door(SIGNED_IN),
        "POST": Door(HATTED, of="-", sees=set(), says=lambda place: {"school": place.school.pk}),
    },
}
PEOPLE_AND_PLACES = {
    "servicedesk:people": reading(DESK),
    "servicedesk:add-person": page(BOSSES),
    "servicedesk:person": page(DESK, "person"),
    "servicedesk:account": sending(BOSSES, "person", also={"move": "close"}),
    "servicedesk:places": reading(SIGNED_IN, of="-", elsewhere=None, says=lambda place: {"school": place.school.pk}),
    "servicedesk:school": page(EDITORS, "school", sees=set()),
    "servicedesk:add-room": page(EDITORS, "school", sees=set()),
    "servicedesk:room": page(EDITORS, "room", sees=set()),
    "servicedesk:catalogue": reading(SIGNED_IN),
    "servicedesk:add-service": page(EDITORS),
    "servicedesk:service": page(EDITORS, "service", elsewhere=None),
    "servicedesk:add-category": page(EDITORS),
    "servicedesk:category": page(EDITORS, "category", elsewhere=None),
}
