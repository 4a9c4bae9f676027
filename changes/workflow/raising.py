"""A change is asked for, said better, and asked for again."""

from django.core.exceptions import ValidationError
from django.db import transaction

from changes import timeline
from changes.models import Change, Kind, Risk, Status, Step
from changes.moves import DESCRIBE, RAISE_AGAIN
from changes.workflow import approving
from changes.workflow.record import day_of, must_say, one_line, save
from changes.workflow.touching import check_implementer, check_problem, touch
from changes.workflow.writing import WRITTEN, write_plan
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import WORDS, Permission

NO_TITLE, NO_REASON = "Say in a few words what is to be changed.", "Say why: whoever approves it asks first."


@transaction.atomic
def raise_change(
    *,
    by,
    at,
    title="",
    school=None,
    kind=Kind.NORMAL,
    template=None,
    reason="",
    details="",
    service=None,
    assets=(),
    rooms=(),
    problem=None,
    implementer=None,
    contact="",
    starts_at=None,
    ends_at=None,
):
    """Ask for a change, before time or money is spent on it. Returns it.

    `school` None: in several schools of the trust. A standard one comes from a `template` and is approved already.
    Raises ValidationError with a sentence a field, or NotYours.
    """
    may_raise(by, school)
    kind, template = _kind(kind), _template(kind, template, school)
    title, reason = one_line(title or (template.name if template else "")), reason.strip()
    reason = reason or (template.reason if template else "")
    must_say(title=(title, NO_TITLE), **({} if template else {"reason": (reason, NO_REASON)}))
    change = Change(school=school, title=title, kind=kind, status=Status.RAISED, reason=reason)
    change.details, change.service, change.problem = details.strip(), service, problem
    change.originator, change.recorded_by, change.recorded_at, change.raised_at = by, by, at, at
    change.raised_on = day_of(change, at)
    change.implementer, change.contact = implementer or by, contact.strip()
    check_implementer(change)
    check_problem(change)
    if template:
        _begin_from(change, template)
    write_plan(change, starts_at=starts_at, ends_at=ends_at)
    save(change, by=by, at=at)
    touch(change, assets=assets, rooms=rooms)
    timeline.write(change, "raise", by=by, at=at, kind_of_change=change.kind)
    _ask_to_proceed(change, at=at)
    return change


@transaction.atomic
def describe(change, *, by, at, title=None, reason=None, details=None, assets=None, rooms=None, **said):
    """Say better what it is, why, what it touches; until it is planned, its plan as well. What isn't said stays.

    `said`: service, problem, implementer, contact, and the fields of a plan (`writing.WRITTEN`).
    """
    change = DESCRIBE.begin(change, by=by)
    if title is not None:
        must_say(title=(title, NO_TITLE))
        change.title = one_line(title)
    if reason is not None:
        must_say(reason=(reason, NO_REASON))
        change.reason = reason.strip()
    change.details = change.details if details is None else details.strip()
    for name in ("service", "problem"):
        if name in said:
            setattr(change, name, said.pop(name))
    check_problem(change)
    touch(change, assets=assets, rooms=rooms)
    _write_ahead(change, said)
    timeline.write(change, "describe", by=by, at=at)
    return save(change, by=by, at=at)


@transaction.atomic
def raise_again(change, *, by, at, reason):
    """It was rejected or withdrawn; things are different now, so it is asked for anew."""
    change = RAISE_AGAIN.begin(change, by=by)
    must_say(reason=(reason, "Say what is different now."))
    if change.kind == Kind.STANDARD and not change.template.is_offered:
        raise Refused(f"“{change.template.name}” is no standard change any more. Raise a new change that is asked for.")
    change.status, change.outcome, change.outcome_note = RAISE_AGAIN.target, "", ""
    change.closed_at = change.closed_on = change.announced_at = change.reminded_at = None
    if change.kind == Kind.STANDARD:
        change.status = Status.APPROVED
    timeline.write(change, "raise_again", by=by, at=at, text=reason.strip())
    save(change, by=by, at=at, because=reason)
    _ask_to_proceed(change, at=at)
    return change


def may_raise(by, school):
    """Raises NotYours where this person may not ask for changes."""
    if by.may(Permission.RECORD_CHANGES, school):
        return
    if not by.may_anywhere(Permission.RECORD_CHANGES):
        raise NotYours(f"None of your roles includes this: {WORDS[Permission.RECORD_CHANGES].lower()}.")
    raise NotYours(f"You can’t raise a change of {school.name if school else 'all schools together'}.")


def _kind(kind):
    if kind not in (Kind.NORMAL, Kind.STANDARD, Kind.EMERGENCY):
        raise ValidationError({"kind": "Choose normal, standard or emergency."})
    return Kind(kind)


def _template(kind, template, school):
    """The template of a standard change; the others have none."""
    if kind != Kind.STANDARD:
        if template:
            raise ValidationError({"template": "Only a standard change comes from a template."})
        return None
    if template is None:
        raise ValidationError({"template": "Choose which standard change it is."})
    if not template.is_offered:
        raise ValidationError({"template": f"“{template.name}” is not offered. Raise a normal change."})
    if template.school_id and template.school_id != (school.pk if school else None):
        raise ValidationError({"template": f"“{template.name}” is a standard change of another school."})
    return template


def _begin_from(change, template):
    """What the template says holds, until somebody says otherwise; it was approved once for all."""
    change.template, change.status, change.risk = template, Status.APPROVED, Risk.LOW
    change.details = change.details or template.details
    change.service = change.service or template.service
    for name in ("procedure", "back_out", "impact_during", "downtime_minutes"):
        setattr(change, name, getattr(template, name))


def _ask_to_proceed(change, *, at):
    if change.status == Status.RAISED:
        approving.ask(change, Step.PROCEED, at)


def _write_ahead(change, said):
    """Fields of the plan, while it is only thought about: once it is planned, planning it anew asks for a new look."""
    if set(said) & set(WRITTEN) and change.status not in (Status.RAISED, Status.PROCEED):
        raise Refused(f"{change.reference} is planned already. Plan it anew, so that somebody looks through it again.")
    write_plan(change, **said)
