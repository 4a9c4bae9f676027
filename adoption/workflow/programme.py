"""The trust plans: phases, the schools of each, and from when a school has a process switched on."""

from django.core.exceptions import ValidationError
from django.db import transaction

from adoption.models import Phase, Place, Start
from adoption.moves import PLAN
from healthcheck.statements import NAMES
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import WORDS


@transaction.atomic
def add_phase(*, by, at, name, year, by_invitation=False, note=""):
    """A new part of the roll-out, without schools yet."""
    if not by.may_anywhere(PLAN):
        raise NotYours(f"None of your roles includes this: {WORDS[PLAN].lower()}.")
    return _write(Phase(), by=by, at=at, name=name, year=year, by_invitation=by_invitation, note=note)


@transaction.atomic
def change_phase(phase, *, by, at, **facts):
    """It has another name, year, way of joining or note. `facts`: the words of `add_phase` that change."""
    phase = _mine(phase, by=by)
    now = {name: getattr(phase, name) for name in ("name", "year", "by_invitation", "note")}
    return _write(phase, by=by, at=at, **now | facts)


@transaction.atomic
def remove_phase(phase, *, by, at):
    """It is not wanted after all; only while no school is in it."""
    phase = _mine(phase, by=by)
    if number := phase.places.count():
        raise Refused(
            f"{number} school{'s are' if number > 1 else ' is'} in {phase.name}. Put them into another first."
        )
    phase._history_user, phase._history_date = by, at
    phase.delete()


@transaction.atomic
def place_school(school, *, by, at, phase):
    """A school takes part in a phase (None: in none). Returns the place, or None."""
    _must_plan(by, school)
    place = Place.objects.select_for_update().filter(school=school).first()
    if phase is None:
        if place:
            place._history_user, place._history_date = by, at
            place.delete()
        return None
    place = place or Place(school=school)
    place.phase = phase
    place._history_user, place._history_date = by, at
    place.save()
    return place


@transaction.atomic
def plan_process(school, *, by, at, process, on, note=""):
    """From when a process is switched on at a school; a day ahead is a plan, none takes it back. Returns the start."""
    _must_plan(by, school)
    if process not in NAMES:
        raise ValidationError({"process": f"There is no process {process}: use {', '.join(NAMES)}."})
    start = Start.objects.select_for_update().filter(school=school, process=process).first()
    if on is None:
        if start:
            start._history_user, start._history_date = by, at
            start.delete()
        return None
    start = start or Start(school=school, process=process)
    start.on, start.note = on, note.strip()
    start._history_user, start._history_date = by, at
    start.save()
    return start


def _must_plan(by, school):
    if not by.may(PLAN, school):
        raise NotYours(f"You can’t do this at {school.name}: {WORDS[PLAN].lower()}.")


def _mine(phase, *, by):
    """The phase, locked; who changes it must be allowed to plan at every school in it."""
    phase = Phase.objects.select_for_update().get(pk=phase.pk)
    if not by.may_anywhere(PLAN):
        raise NotYours(f"None of your roles includes this: {WORDS[PLAN].lower()}.")
    if any(not by.may(PLAN, school) for school in phase.places.values_list("school", flat=True)):
        raise NotYours(f"{phase.name} has schools for which you don’t plan. Ask the trust.")
    return phase


def _write(phase, *, by, at, name, year, by_invitation, note):
    phase.name = " ".join(name.split())
    if not phase.name:
        raise ValidationError({"name": "Give it a name, such as “First schools”."})
    if Phase.objects.filter(name__iexact=phase.name).exclude(pk=phase.pk).exists():
        raise ValidationError({"name": "There is a phase of this name already."})
    phase.year, phase.by_invitation, phase.note = year, by_invitation, note.strip()
    phase._history_user, phase._history_date = by, at
    phase.save()
    return phase
