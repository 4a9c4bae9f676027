"""The recovery order is kept: lines are added, changed, moved up and down, and taken out."""

from django.core.exceptions import ValidationError
from django.db import transaction

from continuity.models import RecoveryLine
from servicedesk.errors import NotYours, Refused
from servicedesk.models import School, Trust
from servicedesk.roles import WORDS, Permission

WORDED = ("meanwhile", "backups_at", "contacts")
FACTS = (
    *("service", "back_within", "back_unit", "data_loss_hours", "steps", "owner", "deputy"),
    *("rehearse_every", "test_backups_every", *WORDED),
)
MOST_STEPS = 60


def may_keep(by, school):
    """Raises NotYours where this person may not keep the recovery order (None: that of the trust)."""
    if not by.may(Permission.KEEP_CONTINUITY, school):
        where = school.name if school else "all schools together"
        raise NotYours(f"You can’t do this for {where}: {WORDS[Permission.KEEP_CONTINUITY].lower()}.")


@transaction.atomic
def add_line(*, by, at, school=None, **facts):
    """Put a service at the end of the order of a school; without a school, of all that have none of their own.

    `facts`: service, back_within, back_unit, data_loss_hours, meanwhile, steps, owner, deputy, backups_at, contacts,
    rehearse_every, test_backups_every.
    """
    may_keep(by, school)
    there = _lock(school)
    place = max((line.place for line in there), default=0) + 1
    return _write(RecoveryLine(school=school, place=place, made_on=at.date()), by=by, at=at, **facts)


@transaction.atomic
def change_line(line, *, by, at, **facts):
    """Something else is agreed. The line keeps its place and its school."""
    may_keep(by, line.school)
    _lock(line.school)
    return _write(RecoveryLine.objects.select_related("school").get(pk=line.pk), by=by, at=at, **facts)


@transaction.atomic
def remove_line(line, *, by, at):
    """Take a service out of the order. What was tried of it stays; where it was the last, the trust’s order holds."""
    may_keep(by, line.school)
    there = [each for each in _lock(line.school) if each.pk != line.pk]
    line._history_user, line._history_date = by, at
    line.delete()
    _number(there)


@transaction.atomic
def begin_own(school, *, by, at):
    """The school gets an order of its own, which begins as a copy of the trust’s. Returns its lines."""
    may_keep(by, school)
    if _lock(school):
        raise Refused(f"{school.name} has a recovery order of its own already.")
    lines = list(RecoveryLine.objects.filter(school=None))
    if not lines:
        raise Refused("The trust has no recovery order to begin from: add the first service instead.")
    for line in lines:
        line.pk, line.id, line.school, line.made_on = None, None, school, at.date()
        line._state.adding = True
        line._history_user, line._history_date = by, at
        line.save()
    return lines


@transaction.atomic
def move_up(line, *, by, at):
    """It comes back one place earlier."""
    return _move(line, -1, by=by, at=at)


@transaction.atomic
def move_down(line, *, by, at):
    """It comes back one place later."""
    return _move(line, 1, by=by, at=at)


def _move(line, step, *, by, at):
    may_keep(by, line.school)
    there = _lock(line.school)
    here = next((n for n, each in enumerate(there) if each.pk == line.pk), None)
    if here is None:
        raise Refused("Somebody took it out of the order a moment ago.")
    if not 0 <= here + step < len(there):
        raise Refused(f"{line.service.name} is {'first' if step < 0 else 'last'} already.")
    there[here], there[here + step] = there[here + step], there[here]
    moved = there[here + step]
    _number(there, but=moved)
    moved.place = here + step + 1
    moved._history_user, moved._history_date = by, at
    moved.save()
    return moved


def _lock(school):
    """The lines of a school (None: of the trust) in order, held until the move is made; two can’t move at once."""
    (School.objects.select_for_update().get(pk=school.pk) if school else list(Trust.objects.select_for_update()))
    return list(RecoveryLine.objects.filter(school=school).select_related("school", "service"))


def _number(lines, but=None):
    """Places from 1 without a gap; the line that was moved is saved by its move, with its history."""
    for place, each in enumerate(lines, 1):
        if each.place != place and each is not but:
            RecoveryLine.objects.filter(pk=each.pk).update(place=place)


def _write(line, *, by, at, **facts):
    for name in FACTS:
        if name in facts:
            setattr(line, name, facts[name].strip() if name in WORDED else facts[name])
    line.steps = [words for step in line.steps if (words := " ".join(step.split()))]
    _check(line)
    line._history_user, line._history_date = by, at
    line.save()
    return line


def _check(line):
    """All that is wrong with a line, said at once."""
    errors = {}
    where = line.school.name if line.school else "The trust"
    same = RecoveryLine.objects.filter(school=line.school, service=line.service_id).exclude(pk=line.pk)
    if line.service_id is None:
        errors["service"] = "Choose the service."
    elif same.exists():
        errors["service"] = f"{where} has {line.service.name} in its order already."
    if not line.back_within or line.back_within < 1:
        errors["back_within"] = "Say within how many hours or school days it must be back, at least 1."
    if line.deputy_id and line.deputy_id == line.owner_id:
        errors["deputy"] = "The deputy is somebody else: whoever brings it back may be away."
    if len(line.steps) > MOST_STEPS:
        errors["steps"] = f"Write at most {MOST_STEPS} steps."
    if errors:
        raise ValidationError(errors)
