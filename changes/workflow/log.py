"""The moves of the change log: a change is recorded, and put right; its history keeps who said what."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime

from changes.models import Change, Kind
from incidents.intake import local_date
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import Permission


@transaction.atomic
def record_change(*, by, at, title, made_at, school=None, **facts):
    """Write down a change that was made. Returns it.

    `facts`: reason, details, service, assets, rooms, problem, made_by. Raises ValidationError with a sentence a field,
    or NotYours.
    """
    may_record(by, school)
    change = Change(school=school, recorded_by=by, recorded_at=at)
    return _write(change, by=by, at=at, title=title, made_at=made_at, **facts)


@transaction.atomic
def correct_change(change, *, by, at, title, made_at, **facts):
    """It was written down wrongly: say it right. It never changes school."""
    may_record(by, change.school)
    change = Change.objects.select_for_update(of=("self",)).select_related("school").get(pk=change.pk)
    if change.kind != Kind.RECORDED:
        raise Refused(f"{change.reference} was asked for: its own steps change what it says.")
    return _write(change, by=by, at=at, title=title, made_at=made_at, **facts)


def may_record(by, school):
    """Raises NotYours where this person may not record changes."""
    if not by.may(Permission.RECORD_CHANGES, school):
        where = school.name if school else "all schools together"
        raise NotYours(f"You can’t record changes of {where}.")


def _write(
    change,
    *,
    by,
    at,
    title,
    made_at,
    reason="",
    details="",
    service=None,
    assets=(),
    rooms=(),
    problem=None,
    made_by=None,
):
    title = " ".join(title.split())
    _check(change, at, title, made_at, [*assets, *rooms], problem)
    change.title, change.reason, change.details = title, reason.strip(), details.strip()
    change.service, change.problem, change.made_by = service, problem, made_by
    change.made_at = made_at
    change.made_on = local_date(change.school, made_at) if change.school else localtime(made_at).date()
    change._history_user, change._history_date = by, at
    change.save()
    change.assets.set(assets)
    change.rooms.set(rooms)
    return change


def _check(change, at, title, made_at, things, problem):
    errors = {}
    if not title:
        errors["title"] = "Say in a few words what was changed."
    if made_at > at:
        errors["made_at"] = "This lies in the future. Record the change once it is made."
    strange = [thing for thing in things if change.school_id and thing.school_id != change.school_id]
    if strange:
        errors["assets"] = f"{strange[0].name} belongs to another school."
    if problem and problem.school_id and change.school_id and problem.school_id != change.school_id:
        errors["problem"] = f"{problem.reference} is a problem of another school."
    if errors:
        raise ValidationError(errors)
