"""Every address × every method × every role × own school and another: who gets in, and what they must never read.

The table is in `rights.py`. Beside the outcome each try is watched: reading writes nothing, a refusal writes nothing,
and nothing of the other school is in any answer.
"""

import io
import json
import re
import zipfile
from copy import deepcopy
from functools import cache
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import transaction
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern

from tests.house.rights import DOORS, GROUPS
from tests.house.rights.doors import ADMINISTRATOR
from tests.house.world import ANONYMOUS, CLOSED, PERSONAS, SECRET, TODAY, TRUST, log, written

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
IN, SIGN_IN = "in", "sign in"
each_group = pytest.mark.parametrize("group", GROUPS)


@pytest.fixture
def world(two_schools, plain_refusals):
    """Two schools on a day that doesn't end; every try is undone."""
    with time_machine.travel(TODAY, tick=False):
        yield two_schools


@cache
def routes():
    """Every address of the desk: its name → its view and the names of what stands in it."""
    found = {}

    def walk(patterns, space):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                found[f"{space}{pattern.name}"] = pattern.callback, set(pattern.pattern.regex.groupindex)
            else:
                walk(pattern.url_patterns, space + (f"{pattern.namespace}:" if pattern.namespace else ""))

    walk(get_resolver().url_patterns, "")
    return found


def is_api(name):
    return hasattr(routes()[name][0], "cls")


def test_every_address_is_classified():
    missing = sorted(set(routes()) - set(DOORS))
    gone = sorted(set(DOORS) - set(routes()))

    assert not missing, f"Say in DOORS of tests/house/rights.py who gets in at: {', '.join(missing)}."
    assert not gone, f"There is no such address any more; take it out of tests/house/rights.py: {', '.join(gone)}."


def test_no_address_is_classified_twice():
    names = [name for group in GROUPS.values() for name in group]
    twice = sorted({name for name in names if names.count(name) > 1})

    assert not twice, f"Two groups say who gets in at: {', '.join(twice)}. Whichever comes last would decide for both."


def test_every_method_of_the_api_is_classified():
    wrong = []
    for name, (view, _) in routes().items():
        if is_api(name):
            methods = set(getattr(view, "actions", None) or [m for m in METHODS if hasattr(view.cls, m.lower())])
            methods = {method.upper() for method in methods} & set(METHODS)
            if methods != set(DOORS[name]):
                wrong.append(f"{name} answers {sorted(methods)}")

    assert not wrong, f"Say in DOORS of tests/house/rights.py who gets in: {'; '.join(wrong)}."


@each_group
def test_who_gets_in(world, group):
    tries = [(name, method, door) for name, doors in GROUPS[group].items() for method, door in doors.items()]
    wrong = [
        f"{method} {name}: {problem}"
        for name, method, door in tries
        for place in ((world.own, world.other) if door.of else (world.own,))
        for persona in PERSONAS
        for problem in problems(world, name, method, door, place, persona)
    ]

    assert not wrong, "\n".join(wrong)


def problems(world, name, method, door, place, persona):
    """What is wrong with the answer to one person, as sentences."""
    outcome, answer, writes = try_door(world.clients[persona], name, method, door, place)
    expected = expect(door, persona, is_own=place is world.own, is_api=is_api(name))
    who = f"{persona}, {'own' if place is world.own else 'other'} school"
    if outcome not in expected:
        yield f"{who}: {outcome} instead of {' or '.join(map(str, expected))}"
    if writes and (method == "GET" or outcome not in (IN, 201)):
        yield f"{who}: {outcome}, yet something was written: {writes[0][:90]}"
    if persona != TRUST and SECRET.encode() in content_of(answer):
        yield f"{who}: reads something of the other school"


def test_no_other_method_of_the_api_gets_in(world):
    wrong = []
    for name, doors in DOORS.items():
        for method in set(METHODS) - set(doors) if doors and is_api(name) else ():
            door = next(iter(doors.values()))
            outcome, _, writes = try_door(world.clients[ADMINISTRATOR], name, method, door, world.own)
            if outcome != 405 or writes:
                wrong.append(f"{method} {name}: {outcome}")

    assert not wrong, "\n".join(wrong)


def expect(door, persona, *, is_own, is_api):
    """The outcomes that are right."""
    if door.public:
        return {IN}
    if persona in (ANONYMOUS, CLOSED):
        return {401 if is_api else SIGN_IN}
    role = ADMINISTRATOR if persona == TRUST else persona
    inside = {201} if door.makes else {IN}
    at_home = is_own or persona == TRUST
    if role in door.who and (at_home or not door.of or door.elsewhere is None):
        return inside
    if role in door.who:
        return {door.elsewhere}
    if door.of and not at_home:
        return {403, 404} | ({400} if door.elsewhere == 400 else set())
    if door.elsewhere == 400:  # what one may not see can't be named
        return {400, 403, 404}
    if door.sees is None or role in door.sees:
        return {403}
    return {404}


def try_door(client, name, method, door, place):
    """Knock once: the outcome, the answer, and what was written; then undo it all."""
    address, cookies = address_of(name, door, place), deepcopy(client.cookies)
    said = door.says(place)
    with transaction.atomic(), written() as writes:
        if method == "GET":
            answer = client.get(address, said)
        elif is_api(name):
            answer = client.generic(method, address, json.dumps(said), content_type="application/json")
        else:
            answer = client.generic(method, address, urlencode(said), content_type="application/x-www-form-urlencoded")
        answer.read = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found = list(writes)
        transaction.set_rollback(True)
    client.cookies = cookies
    return outcome_of(answer, door), answer, found


def address_of(name, door, place):
    """The address that names the record of a place."""
    named = {"code": place.school.code, "key": "1-x", "uidb36": "1"} | door.also
    if hasattr(place, door.of):
        named["pk"] = getattr(place, door.of).pk
    return reverse(name, kwargs={part: named[part] for part in routes()[name][1]})


def outcome_of(answer, door):
    """The status, in the words of the table."""
    status = answer.status_code
    assert status < 500
    if status == 302 and answer["Location"].startswith("/accounts/login/"):
        return SIGN_IN
    plain = {401, 403, 404, 405} | ({201, 400} if door.makes or door.elsewhere == 400 else set())
    return status if status in plain else IN


def content_of(answer):
    """What the answer says, also inside a spreadsheet or a pack."""
    if answer.read[:2] != b"PK":
        return answer.read
    with zipfile.ZipFile(io.BytesIO(answer.read)) as pack:
        return b"".join(pack.read(name) for name in pack.namelist())


@pytest.mark.parametrize("group", [name for name in GROUPS if name != "sign-in"])  # its pages know no school
def test_what_happens_at_another_school_changes_no_page_and_no_count(world, group):
    def read(name, door):
        _, answer, _ = try_door(world.clients[ADMINISTRATOR], name, "GET", door, world.own)
        return re.sub(rb'((csrfmiddlewaretoken|once)" value|X-CSRFToken\W+)[^>]*', b"", content_of(answer))

    doors = {name: d["GET"] for name, d in GROUPS[group].items() if "GET" in d and not d["GET"].public}
    before = {name: read(name, door) for name, door in doors.items()}
    for minutes in range(3):
        log(world.other, world.other.person, minutes=minutes)

    changed = [name for name, door in doors.items() if read(name, door) != before[name]]

    assert not changed, f"These show or count what is none of their reader's business: {', '.join(changed)}."
