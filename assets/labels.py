"""What stands on a label: the school, the tag, the name, and a code that a phone's camera follows."""

from collections.abc import Iterable
from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from assets.models import Asset
from assets.tag_addresses import path_of_room, path_of_thing
from servicedesk.letters import address
from servicedesk.models import Room

MOST = 325  # at once: five full sheets of the smallest labels, a few seconds of work


@dataclass(frozen=True)
class Label:
    """The words of a label, and the address in its code."""

    school: str
    title: str
    name: str
    address: str


def of_things(assets: Iterable[Asset]) -> list[Label]:
    """The labels of things; the school of each must be at hand."""
    return [
        Label(each.school.name, each.tag, each.name, address(path_of_thing(each.school.code, each.tag)))
        for each in assets
    ]


def of_rooms(rooms: Iterable[Room]) -> list[Label]:
    """The labels for doors; the school and building of each must be at hand."""
    return [
        Label(
            each.school.name,
            each.name,
            each.building.name if each.building else "",
            address(path_of_room(each.school.code, each.pk)),
        )
        for each in rooms
    ]


def code_of(words: str) -> tuple[int, list[list[int]]]:
    """The modules of a QR code: how many on a side, and its dark runs as [column, row, length]."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(words)
    code.make(fit=True)
    matrix = code.get_matrix()
    return len(matrix), [[x, y, length] for y, row in enumerate(matrix) for x, length in _runs(row)]


def _runs(row):
    """Where dark modules follow each other: the first and how many."""
    begun = None
    for x, dark in enumerate([*row, False]):
        if dark and begun is None:
            begun = x
        elif not dark and begun is not None:
            yield begun, x - begun
            begun = None
