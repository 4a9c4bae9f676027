"""The moves of places and of what is on offer: one function each, by somebody and at a moment.

`by` needs EDIT_CATALOGUE: at the school, also for its rooms; anywhere for services and categories, which all share.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from servicedesk.errors import NotYours
from servicedesk.models import Building, Category, Room, School, Service
from servicedesk.roles import Permission


@transaction.atomic
def save_school(school, *, by, at, pupils=None):
    """How many pupils a school has (None: nobody said), so that what is counted can be compared with other schools."""
    _must_edit(by, school)
    if pupils is not None and pupils < 1:
        raise ValidationError({"pupils": "Count at least one pupil, or leave it empty."})
    school = School.objects.select_for_update().get(pk=school.pk)
    school.pupils = pupils
    return _remembered(school, by, at)


@transaction.atomic
def save_room(room, *, by, at, name, building=None, new_building=""):
    """A new room of a school, or another name or building for one; `new_building` names a building not yet known."""
    _must_edit(by, room.school)
    name = " ".join(name.split())
    if Room.objects.filter(school=room.school, name__iexact=name).exclude(pk=room.pk).exists():
        raise ValidationError({"name": f"{room.school.name} has a room {name} already."})
    if building and building.school_id != room.school_id:
        raise ValidationError({"building": f"{building.name} belongs to another school."})
    if new_building:
        building, _ = Building.objects.get_or_create(school=room.school, name=" ".join(new_building.split()))
    room.name, room.building = name, building
    return _remembered(room, by, at)


@transaction.atomic
def save_service(service, *, by, at, name, description="", order=100, is_offered=True):
    """A new service, or other words for one. One that is not offered any more stays on the records that named it."""
    _must_edit(by)
    name = " ".join(name.split())
    if Service.objects.filter(name__iexact=name).exclude(pk=service.pk).exists():
        raise ValidationError({"name": f"There is a service {name} already."})
    service.name, service.description, service.order, service.is_offered = name, description, order, is_offered
    return _remembered(service, by, at)


@transaction.atomic
def save_category(category, *, by, at, service, name, kind, picture, order=100, is_offered=True):
    """A new button of the report page, or another word, picture or place for one."""
    _must_edit(by)
    name = " ".join(name.split())
    if Category.objects.filter(service=service, name__iexact=name).exclude(pk=category.pk).exists():
        raise ValidationError({"name": f"{service.name} has “{name}” already."})
    category.service, category.name, category.kind = service, name, kind
    category.picture, category.order, category.is_offered = picture, order, is_offered
    return _remembered(category, by, at)


def _must_edit(by, school=None):
    allowed = by.may(Permission.EDIT_CATALOGUE, school) if school else by.may_anywhere(Permission.EDIT_CATALOGUE)
    if not allowed:
        raise NotYours(
            f"You can’t change {school.name} and its rooms." if school else "You can’t change what is on offer."
        )


def _remembered(row, by, at):
    """Save it, with who and when for its history."""
    row._history_user, row._history_date = by, at
    row.save()
    return row
