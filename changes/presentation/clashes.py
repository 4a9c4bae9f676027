"""Clashes as a page lists them: the gravest few of each kind, and where the others are to be read."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from changes.clash_words import Clash, ClashKind

FEW, MANY = 5, 100  # of a kind: beside other things, and on a page that lists one kind


@dataclass(frozen=True)
class Group:
    """Clashes of one kind that are shown, how many more there are, and the addresses of those after and before."""

    kind: ClashKind
    clashes: list[Clash]
    total: int
    begin: int = 0
    url: str = ""
    before: str = ""

    @property
    def more(self):
        """How many there are after those that are shown."""
        return self.total - self.begin - len(self.clashes)

    @property
    def place(self):
        """1 to 100 of 251; or 30, where that is all."""
        if len(self.clashes) == self.total:
            return f"{self.total}"
        return f"{self.begin + 1} to {self.begin + len(self.clashes)} of {self.total}"


def groups_of(found, asked):
    """The gravest few of each kind, the loudest kind first; `asked`: the query that asks for the same window."""
    kinds = dict.fromkeys(clash.kind for clash in found.clashes)
    by_kind = {kind: [clash for clash in found.clashes if clash.kind == kind] for kind in kinds}
    return [Group(kind, some[:FEW], len(some), url=_address(asked, kind)) for kind, some in by_kind.items()]


def group_of(found, asked, kind, begin):
    """Those of one kind from one of them on, a hundred at a time; None where there are none."""
    some = [clash for clash in found.clashes if clash.kind == kind]
    if not 0 <= begin < len(some):
        return None
    before = _address(asked, kind, max(begin - MANY, 0)) if begin else ""
    shown = some[begin : begin + MANY]
    return Group(kind, shown, len(some), begin, _address(asked, kind, begin + MANY), before)


def _address(asked, kind, begin=0):
    where = {"kind": kind, "begin": begin} if begin else {"kind": kind}
    return f"{reverse('changes:window')}?{asked}&{urlencode(where)}"
