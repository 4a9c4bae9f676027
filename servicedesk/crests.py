"""The crest of a school is put on its papers, or taken off."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from servicedesk.errors import NotYours
from servicedesk.models import Crest, Person, School
from servicedesk.models.crest import TALLEST
from servicedesk.rasters import MOST, Unreadable, drawn_anew
from servicedesk.roles import Permission

__all__ = ["MOST", "put_crest", "remove_crest"]


@transaction.atomic
def put_crest(school: School, *, picture: bytes, by: Person, at: datetime) -> Crest:
    """The picture stands on the papers of the school from now on, instead of one that did."""
    _demand(school, by)
    try:
        drawn, width, height = drawn_anew(picture, longest=TALLEST)
    except Unreadable as error:
        raise ValidationError({"picture": str(error)}) from None
    facts = {"picture": drawn, "weight": len(drawn), "width": width, "height": height, "put_by": by, "put_at": at}
    return Crest.objects.update_or_create(school=school, defaults=facts)[0]


@transaction.atomic
def remove_crest(school: School, *, by: Person, at: datetime) -> None:
    """The papers of the school carry its name only."""
    _demand(school, by)
    Crest.objects.filter(school=school).delete()


def _demand(school, by):
    if not by.may(Permission.EDIT_CATALOGUE, school):
        raise NotYours(f"Who changes the services of {school.name} puts its crest on its papers.")
