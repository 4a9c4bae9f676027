"""What a change touches, and who may make it: all of its own school."""

from django.core.exceptions import ValidationError

from servicedesk.roles import Permission


def touch(change, *, assets=None, rooms=None):
    """Its things and rooms; None leaves them as they are."""
    for name, found in (("assets", assets), ("rooms", rooms)):
        if found is None:
            continue
        strange = [each for each in found if change.school_id and each.school_id != change.school_id]
        if strange:
            raise ValidationError({name: f"{strange[0].name} belongs to another school."})
        getattr(change, name).set(found)


def check_problem(change):
    """The problem whose cause it is to remove is of its school, or of the whole trust."""
    problem = change.problem
    if problem and problem.school_id and change.school_id and problem.school_id != change.school_id:
        raise ValidationError({"problem": f"{problem.reference} is a problem of another school."})


def check_implementer(change, field="implementer"):
    """Whoever makes it may change things there."""
    person = change.implementer
    if not person.is_active or not person.may(Permission.RECORD_CHANGES, change.school_id):
        where = change.school.name if change.school else "all schools together"
        raise ValidationError({field: f"{person.name} does not make changes of {where}."})
