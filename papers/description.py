"""What a form is: a title, sections, fields with room to write. Each stands in a data file of `papers/forms/`.

Blank and filled in, on a page and as a PDF, it is drawn from this one description: see `papers.drawing`.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from servicedesk.roles import Permission

FOLDER = Path(__file__).with_name("forms")
WHOLE = 6  # a row of fields is six columns wide


@dataclass(frozen=True)
class Field:
    """One thing that is asked: `lines` to write on, or `choices` to tick; `width` in sixths of the page."""

    key: str
    label: str
    help: str = ""
    lines: int = 1
    width: int = WHOLE
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column of a table; `width` beside the others."""

    key: str
    label: str
    width: float = 1


@dataclass(frozen=True)
class Section:
    """A part of a form: fields, a table, statements to answer, or places to sign.

    A table has `blank` rows to write in, and `spare` ones beneath the rows of a record.
    """

    title: str = ""
    key: str = ""
    note: str = ""
    fields: tuple[Field, ...] = ()
    columns: tuple[Column, ...] = ()
    blank: int = 0
    spare: int = 2
    asks: str = ""
    answers: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()

    @property
    def kind(self):
        """How it is drawn."""
        named = {"fields": self.fields, "table": self.columns, "checks": self.answers, "signatures": self.signs}
        return next(name for name, given in named.items() if given)


@dataclass(frozen=True)
class Form:
    """A FITS form. `permission`: who is offered it; `record`: what fills it in, in a word, if anything does.

    `is_ahead`: as a register it is of the days to come, else of those gone by. `address`: the page that does the same
    on a screen, by name; it stands on the blank form.
    """

    key: str
    title: str
    process: str
    purpose: str
    permission: Permission
    sections: tuple[Section, ...]
    intro: str = ""
    record: str = ""
    landscape: bool = False
    is_ahead: bool = False
    address: str = ""


@cache
def forms() -> dict[str, Form]:
    """Every form by its key, in the order of the processes."""
    order = tomllib.loads((FOLDER / "order.toml").read_text(encoding="utf-8"))["forms"]
    return {key: _form(key, tomllib.loads((FOLDER / f"{key}.toml").read_text(encoding="utf-8"))) for key in order}


def _form(key, said):
    sections = tuple(_section(each) for each in said.pop("sections"))
    return Form(key=key, permission=Permission(said.pop("permission")), sections=sections, **said)


def _section(said):
    lists = {name: tuple(said.pop(name, ())) for name in ("answers", "checks", "signs")}
    fields = tuple(Field(**each | {"choices": tuple(each.get("choices", ()))}) for each in said.pop("fields", ()))
    columns = tuple(Column(**each) for each in said.pop("columns", ()))
    return Section(fields=fields, columns=columns, **lists, **said)
