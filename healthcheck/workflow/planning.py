"""The plan to close the gaps: an action is given to somebody with a day, changed, done or dropped."""

from django.core.exceptions import ValidationError
from django.db import transaction

from healthcheck import timeline
from healthcheck.models import Action
from healthcheck.moves import ADD_ACTION, CHANGE_ACTION, COMPLETE_ACTION, DROP_ACTION, REOPEN_ACTION
from healthcheck.owners import may_own
from servicedesk import letters

CHANGED = ("what", "owner", "due_on")


@transaction.atomic
def add_action(check, *, by, at, what, owner, due_on, statement=""):
    """Something is to be done about a gap: by somebody, who is told, until a day. Returns the action."""
    check = ADD_ACTION.begin(check, by=by)
    gap = check.answers.filter(statement=statement).first() if statement else None
    if statement and gap is None:
        raise ValidationError({"statement": f"There is no statement {statement} in this check."})
    action = Action(health_check=check, school=check.school, what=" ".join(what.split()), owner=owner, due_on=due_on)
    action.made_at, action.made_by = at, by
    if gap:
        action.process, action.statement, action.says = gap.process, gap.statement, gap.says
    _look_at(action)
    action.save()
    _tell_of(action, "add_action", by=by, at=at)
    _write_to(action, by=by, at=at)
    return action


@transaction.atomic
def change_action(action, *, by, at, what=None, owner=None, due_on=None):
    """It is something else, somebody else's, or for another day; a new owner is told."""
    action = CHANGE_ACTION.begin(action, by=by)
    was = {name: getattr(action, name) for name in CHANGED}
    said = {"what": " ".join(what.split()) if what is not None else None, "owner": owner, "due_on": due_on}
    for name, value in said.items():
        if value is not None:
            setattr(action, name, value)
    _look_at(action)
    if action.due_on != was["due_on"] or action.owner != was["owner"]:
        action.told_due_at = action.told_late_at = None
    action.save()
    before = {name: str(was[name]) for name in CHANGED if was[name] != getattr(action, name)}
    _tell_of(action, "change_action", by=by, at=at, before=before)
    if action.owner != was["owner"]:
        _write_to(action, by=by, at=at)
    return action


@transaction.atomic
def complete_action(action, *, by, at, outcome=""):
    """It is done; whether the gap is closed is what the next check asks."""
    return _end(COMPLETE_ACTION, action, by=by, at=at, outcome=outcome)


@transaction.atomic
def drop_action(action, *, by, at, outcome):
    """It will not be done, and why."""
    if not outcome.strip():
        raise ValidationError({"outcome": "Say why it is dropped: whoever reads the next check will ask."})
    return _end(DROP_ACTION, action, by=by, at=at, outcome=outcome)


@transaction.atomic
def reopen_action(action, *, by, at, outcome=""):
    """It is to be done after all."""
    action = REOPEN_ACTION.begin(action, by=by)
    action.status, action.ended_at, action.ended_by = REOPEN_ACTION.target, None, None
    action.outcome, action.told_due_at, action.told_late_at = "", None, None
    action.save()
    _tell_of(action, "reopen_action", by=by, at=at, text=outcome.strip())
    return action


def _end(move, action, *, by, at, outcome):
    action = move.begin(action, by=by)
    action.status, action.ended_at, action.ended_by, action.outcome = move.target, at, by, outcome.strip()
    action.save()
    _tell_of(action, move.name, by=by, at=at, text=action.outcome)
    return action


def _look_at(action):
    errors = {}
    if not action.what:
        errors["what"] = "Say what is to be done, such as “Walk round block B with the register”."
    if not may_own(action.owner, action.school):
        errors["owner"] = f"{action.owner.name} has no part in ICT at {action.school.name}."
    if errors:
        raise ValidationError(errors)


def _tell_of(action, move, *, by, at, text="", **data):
    facts = {"action": action.pk, "what": action.what, "owner": action.owner.name, "due_on": str(action.due_on)}
    timeline.write(action.health_check, move, by=by, at=at, text=text, **facts, **data)


def _write_to(action, *, by, at):
    if action.owner == by:
        return
    about = {"action": action, "by": by, "reference": action.reference}
    letters.write(action.owner, "healthcheck/given", at=at, path=action.get_absolute_url(), **about)
