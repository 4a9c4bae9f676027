"""A form and what fills it in become plain data; the page and the PDF both show exactly this."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from papers.description import Form
from servicedesk.masthead import masthead
from servicedesk.models import School
from servicedesk.paper import set_on_paper

TEMPLATE = Path(__file__).with_name("form.typ")


@dataclass(frozen=True)
class Filling:
    """What a record says, by the keys of the form: a text, the words ticked, rows of a table, answers to statements."""

    school: School | None
    values: dict[str, Any] = field(default_factory=dict)
    reference: str = ""
    subtitle: str = ""
    warning: str = ""
    path: str = ""


def drawn(form: Form, filling: Filling, *, at: datetime) -> dict[str, Any]:
    """The form as plain data."""
    path = filling.path or (reverse(form.address) if form.address and not filling.values else "")
    numbered = form.record not in ("", "period", "school")  # a blank one has room for the number of its record
    name = f"{form.title} {filling.reference}".strip()
    return {
        "title": form.title,
        "subtitle": filling.subtitle,
        "intro": "" if filling.values else form.intro,
        "warning": filling.warning,
        "landscape": form.landscape,
        "head": masthead(filling.school, reference=filling.reference, path=path) | {"numbered": numbered},
        "footer": f"{name}. Printed {words_of(at)}." if filling.values else f"{name}.",
        "parts": [_part(section, filling.values) for section in form.sections],
    }


def form_pdf(form: Form, filling: Filling, *, at: datetime) -> bytes:
    """The form as a tagged PDF."""
    return set_on_paper(TEMPLATE, drawn(form, filling, at=at), at=at)


def file_name(form: Form, filling: Filling) -> str:
    """What the file is called: the form and the number of its record."""
    number = "".join(letter for letter in filling.reference if letter.isascii() and letter.isalnum())
    return f"{form.key}-{number.lower()}.pdf" if number else f"{form.key}.pdf"


def words_of(value: Any) -> str:
    """A value as a form shows it: a day, a moment, a yes or no, a person's name."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        here = localtime(value)
        return f"{here.day} {here:%B %Y, %H:%M}"
    return f"{value.day} {value:%B %Y}" if isinstance(value, date) else str(value)


def _part(section, values):
    part = {"title": section.title, "note": section.note, "kind": section.kind, "signs": list(section.signs)}
    if section.kind == "fields":
        part["fields"] = [_field(each, values.get(each.key)) for each in section.fields]
    if section.kind == "table":
        rows = [[words_of(cell) for cell in row] for row in values.get(section.key, ())]
        part["columns"] = [{"label": each.label, "width": each.width} for each in section.columns]
        blank = section.spare if rows else section.blank
        part |= {"rows": rows, "blank": blank, "empty": [""] * blank}
    if section.kind == "checks":
        part |= {"asks": section.asks, "answers": list(section.answers)}
        part["rows"] = _answered(section, values.get(section.key))
    return part


def _field(each, value):
    ticked = {value} if isinstance(value, str) else set(value or ()) if each.choices else set()
    said = [] if each.choices else _paragraphs(value)
    return {
        "label": each.label,
        "help": "" if said else each.help,
        "width": each.width,
        "lines": each.lines,
        "choices": [{"words": words, "ticked": words in ticked} for words in each.choices],
        "said": said,
    }


def _paragraphs(value):
    lines = value if isinstance(value, list | tuple) else words_of(value).split("\n")
    return [str(line).strip() for line in lines if str(line).strip()]


def _answered(section, given):
    """Statements as (words, answer, note): the record's own, or those of the form, not answered."""
    rows = given if given is not None else [(words, "", "") for words in section.checks]
    return [{"words": words, "answer": answer, "note": note} for words, answer, note in rows]
