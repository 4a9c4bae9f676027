"""Whatever stands in an address or a form, a page answers with a page: no visitor can make the desk fall over.

What a page reads of its address and its form is found by listening, so a new question of a new page is asked wrongly
too. ODD_VALUES=100 tries every odd value for every question.
"""

import base64
import json
import os
from contextlib import contextmanager, suppress
from copy import deepcopy
from itertools import cycle, islice
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import DataError, connection, transaction
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse

from tests.house.rights import DOORS, GROUPS
from tests.house.rights.doors import REQUESTER, TECHNICIAN
from tests.house.test_rights_matrix import address_of, is_api, routes
from tests.house.world import ANONYMOUS, TODAY, TRUST

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
AT_ONCE = int(os.environ.get("ODD_VALUES", 1))  # of each name; over the many names every value has its turn


def token(value):
    """What stands behind `page=` or `cursor=`, with something odd in it."""
    return base64.urlsafe_b64encode(value.encode()).decode().rstrip("=")


ODD = [
    "\0",
    "a\0b",
    "9" * 30,
    "9" * 5000,
    "-1",
    "0",
    "²",
    "٣",
    "1e9",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "ɐ\u202e\u0301😀" * 20,
    "x" * 20_000,
    "\r\nSet-Cookie: a=b",
    "//evil.example/",
    "\\\\evil.example",
    "<script>alert(1)</script>",
    "a:\0",
    "a.b:c",
    "__class__",
    "*",
    "%",
    "'",
    '"',
    "000001" + "9" * 30,
    token(json.dumps([[["v", 10**40], ["v", 10**40]], False])),
    token('[[["v", Infinity], ["v", 1]], false]'),
    token(json.dumps([[["s", "\0"], ["v", 1]], False])),
    token('[[["s", "\\ud800"], ["v", 1]], false]'),
    token(json.dumps([[["t", "0001-01-01T00:00:00+23:59"], ["v", 1]], True])),
    token(json.dumps([[["t", "9999-12-31T23:59:59-23:59"], ["v", 1]], False])),
    token("[" * 3000),
    token("null"),
    token("[[], 1]"),
    token('[[["s", {"a": 1}], ["v", 1]], false]'),
    token('[[["v", [1]], ["v", 1]], false]'),
    token('[[["t", 5], ["v", 1]], false]'),
]


@pytest.fixture
def world(two_schools, plain_refusals):
    """Two schools on a day that doesn't end; every try is undone."""
    with time_machine.travel(TODAY, tick=False), connection.execute_wrapper(no_nul):
        for client in two_schools.clients.values():
            client.raise_request_exception = False
        yield two_schools


def no_nul(execute, sql, params, many, context):
    """Nothing with NUL in it is looked up or written: PostgreSQL refuses to, so every database does here."""
    if any("\0" in said for said in params or () if isinstance(said, str)):
        raise DataError("Text fields cannot contain NUL.")
    return execute(sql, params, many, context)


@contextmanager
def listening():
    """The names that are read from an address or a form meanwhile."""
    names, plain = set(), {name: getattr(QueryDict, name) for name in ("__getitem__", "get", "getlist", "__contains__")}

    def tell(read):
        def reading(self, name, *more):
            names.add(name)
            return read(self, name, *more)

        return reading

    for name, read in plain.items():
        setattr(QueryDict, name, tell(read))
    try:
        yield names
    finally:
        for name, read in plain.items():
            setattr(QueryDict, name, read)


def knock(client, method, address, said):
    """Knock once and undo it: the status."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        if method == "GET":
            answer = client.get(f"{address}?{urlencode(said, doseq=True)}" if said else address)
        else:
            answer = client.generic(method, address, urlencode(said), content_type="application/x-www-form-urlencoded")
        if answer.streaming:
            list(answer.streaming_content)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def another(door):
    """Somebody who may do less than everything."""
    return ANONYMOUS if door.public else TECHNICIAN if TECHNICIAN in door.who else REQUESTER


def pages(group):
    """Every address of a group that is read, and every page that is sent."""
    for name, doors in GROUPS[group].items():
        for method, door in doors.items():
            if name in routes() and (method == "GET" or (method == "POST" and not is_api(name))):
                yield name, method, door, {} if is_api(name) else door.says


def asked_of(client, method, address, sample):
    """The names of what is read of an address or a form."""
    with listening() as names:
        knock(client, method, address, sample)
    return sorted(map(str, names - {"csrfmiddlewaretoken", "once"}))


@pytest.mark.parametrize("group", GROUPS)
def test_nothing_in_an_address_or_a_form_makes_a_page_fall_over(world, group):
    turn, fallen = cycle(ODD), []
    for name, method, door, says in pages(group):
        address, sample = address_of(name, door, world.own), says(world.own) if says else {}
        names = asked_of(world.clients[TRUST], method, address, sample)
        tries = [(TRUST, {asks: odd}) for asks in names for odd in islice(turn, AT_ONCE)]
        tries.append((another(door), dict(zip(names, turn, strict=False))))
        for person, odd in tries:
            answer = knock(world.clients[person], method, address, sample | odd)
            if answer.status_code >= 500:
                fallen.append(f"{person}: {method} {name} {str(odd)[:80]}: {answer.exc_info[1]!r}"[:300])

    assert not fallen, "\n".join(fallen)


@pytest.mark.parametrize("word", ["\0", "a\0b", "²", "x" * 3000, "ɐ\u202e😀"], ids=ascii)
def test_no_word_in_the_path_of_an_address_makes_a_page_fall_over(world, word):
    fallen = []
    for name, doors in DOORS.items():
        for part in routes()[name][1] - {"pk"} if name in routes() else ():
            for method, door in doors.items():
                named = {"pk": getattr(world.own, door.of, world.own.school).pk, "code": world.own.school.code}
                there = {each: (named | door.also).get(each, "x") for each in routes()[name][1]} | {part: word}
                with suppress(NoReverseMatch):  # so odd a word is no address
                    answer = knock(world.clients[TRUST], method, reverse(name, kwargs=there), door.says(world.own))
                    if answer.status_code >= 500:
                        fallen.append(f"{method} {name} {part}: {answer.exc_info[1]!r}"[:300])

    assert not fallen, "\n".join(fallen)


@pytest.mark.parametrize("number", [2**31, 2**63 - 1, 2**63, int("9" * 4000)], ids=lambda n: str(n)[:20])
def test_no_number_of_a_record_makes_a_page_fall_over(world, number):
    found = {}
    for name, doors in DOORS.items():
        for method, door in doors.items() if name in routes() and "pk" in routes()[name][1] else ():
            there = dict.fromkeys(routes()[name][1], "x") | door.also | {"pk": number}
            with suppress(NoReverseMatch):  # so long a number is no address
                found[method, name] = knock(world.clients[TRUST], method, reverse(name, kwargs=there), {}).status_code

    assert {said: status for said, status in found.items() if status not in (400, 403, 404, 405, 415)} == {}


TEXTS = ["\0", "x" * 400, "é" * 30_000, "x" * 1_000_000, "\u202eabc\u0301😀\u0000", "=1+1", "\x1b[31m", " \u2028 "]
FORMS = {
    "incidents:report": {"picked": "1", "category": 1, "lesson_stopped": "no", "description": ""},
    "incidents:log_call": {"summary": "Dark", "done": "Looked.", "room": "", "channel": "phone", "minutes": "5"},
    "incidents:reply": {"text": "Hello", "minutes": "5", "seen": "1"},
    "incidents:note": {"text": "Hello", "minutes": "5"},
    "incidents:wait": {"reason": "requester", "note": "Which?", "follow_up_on": "2026-09-20", "minutes": "1"},
    "incidents:resolve": {"resolution": "New lamp.", "workaround": "", "minutes": "1"},
    "incidents:cancel": {"reason": "Not needed"},
    "incidents:prioritise": {"impact": "person", "urgency": "today", "priority": "1", "reason": "The head said so."},
    "incidents:mark_duplicate": {"original": "1"},
    "incidents:assign": {"note": ""},
    "incidents:declare_major": {"title": "No internet", "next_update_at": "2026-09-14T12:00", "reason": "Everywhere"},
    "incidents:join": {"parent": "1"},
    "incidents:hits-me": {"lesson_stopped": "no", "description": ""},
    "servicedesk:add-room": {"name": "B99", "new_building": "Annexe"},
    "servicedesk:add-service": {"name": "Phones", "description": "", "order": "5"},
    "servicedesk:person": {"name": "Ann", "email": "ann@school.example", "phone": ""},
    "assets:add": {"tag": "T-1", "name": "Phone", "new_type": "Phone", "state": "in_use"},
}


@pytest.mark.parametrize("name", FORMS)
def test_no_text_in_a_filled_form_makes_a_page_fall_over(world, name):
    door = DOORS[name]["POST"]
    record = {"category": world.own.category.pk, "school": world.own.school.pk, "requester": world.own.person.pk}
    record |= {"assignee": world.people[TECHNICIAN].pk, "lead": world.people[TECHNICIAN].pk}
    record |= {"room": "0" if name == "incidents:report" else ""}
    fallen = []
    for field in FORMS[name]:
        for text in [*TEXTS, "-1", "9" * 12, "9999-12-31", "0001-01-01"]:
            said = record | FORMS[name] | ({"category": record["category"]} if "category" in FORMS[name] else {})
            answer = knock(world.clients[TRUST], "POST", address_of(name, door, world.own), said | {field: text})
            if answer.status_code >= 500:
                fallen.append(f"{field}={text[:20]!r}: {answer.exc_info[1]!r}"[:300])

    assert not fallen, "\n".join(fallen)
