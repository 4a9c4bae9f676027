"""What stands on top of every paper: the school and its crest, the record's number, and a code that leads to it."""

from typing import Any

from servicedesk.codes import code_of
from servicedesk.letters import address
from servicedesk.models import Crest, School, Trust


def masthead(school: School | None, *, reference: str = "", path: str = "") -> dict[str, Any]:
    """The head of a paper of a school, or of the whole trust, as plain data for the template.

    `path`: the page of the record. It stands there as words and as a code for a phone's camera.
    """
    link = address(path) if path else ""
    size, runs = code_of(link) if link else (0, [])
    return {
        "name": school.name if school else _trust(),
        "reference": reference,
        "link": link,
        "code": {"size": size, "runs": runs},
        "crest": _crest(school),
    }


def _crest(school):
    """The bytes of the school’s crest, as numbers that JSON can hold; none where it has none."""
    if school is None:
        return []
    return list(Crest.objects.filter(school=school).values_list("picture", flat=True).first() or b"")


def _trust():
    """The name of the trust, as far as there is one."""
    return Trust.objects.values_list("name", flat=True).first() or ""
