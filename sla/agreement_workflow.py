"""The life of an agreement: drafted, signed, put in force, superseded. What was promised once never changes."""

import hashlib
import json

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime

from servicedesk.errors import NotYours, Refused
from servicedesk.roles import Permission
from sla import reevaluations
from sla.agreement_rules import (
    StepFacts,
    TargetFacts,
    not_ready,
    wrong_with_pauses,
    wrong_with_steps,
    wrong_with_targets,
)
from sla.calendars import current_version
from sla.models import Agreement, AgreementKind, AgreementVersion
from sla.signals import agreement_put_in_force

WORDS = (
    *("parties", "exclusions", "duties", "reopen_days", "close_after_days", "pause_reasons", "review_on"),
    "in_force_until",
)
State = AgreementVersion.State
YEARS = range(2000, 2200)  # a slip of the finger, not a date, lies outside
FOREVER = 365  # school days in which a record may stay open to second thoughts, at most


def may_edit(person, agreement):
    """A school's agreement is edited by who may at that school, the trust's by who may at every school."""
    return person.may(Permission.EDIT_AGREEMENTS, agreement.school_id)


@transaction.atomic
def make_agreement(*, by, at, kind, name, school=None, team=None, supplier=""):
    """A new agreement with an empty draft: with a school (or the trust), with a team, or with a supplier."""
    agreement = Agreement(kind=kind, school=school, name=name.strip(), team=team, supplier=supplier.strip())
    _check_may(by, agreement)
    _check_sides(agreement)
    agreement.save(force_insert=True)
    agreement.versions.create(number=1, made_by=by, made_at=at)
    return agreement


@transaction.atomic
def draft(agreement, *, by, at):
    """A draft to work on: the one there is, else a copy of the wording in force."""
    agreement = _held(agreement, by=by)
    found = agreement.versions.filter(state=State.DRAFT).first()
    if found:
        return found
    newest = agreement.versions.first()
    source = agreement.versions.in_force().first() or newest
    made = agreement.versions.create(number=newest.number + 1 if newest else 1, made_by=by, made_at=at)
    return _copy(source, made) if source else made


@transaction.atomic
def change_draft(version, *, by, at, targets=None, steps=None, services=None, seen=None, **words):
    """Write what a draft says; what isn't named stays.

    `targets`, `steps`: all of them, as facts. `seen`: the mark (`mark_of`) of what the writer had before them.
    """
    version = _held_draft(version, by=by, seen=seen)
    _check_words(version, targets, steps, words)
    for name, value in words.items():
        setattr(version, name, value)
    version.made_by, version.made_at = by, at
    version.save()
    if services is not None:
        version.services.set(services)
    if targets is not None:
        _write(version.targets, targets)
    if steps is not None:
        _write(version.steps, steps)
    return AgreementVersion.objects.get(pk=version.pk)


@transaction.atomic
def sign(version, *, by, at, name, position="", signed_on):
    """Somebody put their name to a wording: a draft, or the one in force."""
    agreement = _held(version.agreement, by=by)
    version = agreement.versions.get(pk=version.pk)
    if version.state == State.SUPERSEDED:
        raise Refused(f"Version {version.number} is no longer in force. Nobody can sign it any more.")
    if not name.strip():
        raise ValidationError({"name": "Whose name is it?"})
    if signed_on > localtime(at).date():
        raise ValidationError({"signed_on": "This day is yet to come. Put down a signature when it is there."})
    return version.signatures.create(name=name.strip(), position=position.strip(), signed_on=signed_on)


@transaction.atomic
def put_in_force(version, *, by, at, reason, also_open=False, seen=None):
    """From now on this is what is promised; the wording before is superseded.

    Open clocks keep what they were promised, unless `also_open`: then the recorded act that counts them anew is
    returned, else None.
    """
    version = _held_draft(version, by=by, seen=seen)
    if not reason.strip():
        raise ValidationError({"reason": "Say why: those who look at a deadline later will ask."})
    missing = not_ready(version, calendar=current_version(version.agreement.school), at=at)
    if missing:
        raise ValidationError(missing)
    before = version.agreement.versions.in_force().first()
    if before:
        before.state, before.in_force_until = State.SUPERSEDED, max(at, before.in_force_from)
        before.save(update_fields=["state", "in_force_until"])
    version.state, version.in_force_from, version.reason = State.IN_FORCE, at, reason.strip()
    version.put_in_force_by = by
    version.save()
    agreement_put_in_force.send(AgreementVersion, version=version, before=before, by=by, at=at)
    if not also_open:
        return None
    return reevaluations.ask(reevaluations.AgreementChange(version), by=by, at=at, reason=version.reason)


def put_in_force_now(version, *, by, at, **said):
    """Put in force, and count open clocks anew at once where they are few; the sweep does it where they are many."""
    act = put_in_force(version, by=by, at=at, **said)
    return act and reevaluations.settle(act, at=at)


@transaction.atomic
def throw_away(version, *, by, at):
    """Forget a draft; an agreement that never had another wording goes with it."""
    version = _held_draft(version, by=by)
    agreement = version.agreement
    version.delete()
    if not agreement.versions.exists():
        agreement.delete()
        return None
    return agreement


def mark_of(version):
    """A short mark of all a draft says: it differs when anybody changed anything."""
    said = [[name, getattr(version, name)] for name in WORDS]
    said += [sorted(service.pk for service in version.services.all())]
    said += [sorted([t.kind, t.priority, t.amount, t.unit, t.goal] for t in version.targets.all())]
    said += [
        sorted(
            str([s.kind, s.percent, s.minutes_before, s.tell_owner, s.tell_role, s.pass_to_id])
            for s in version.steps.all()
        )
    ]
    return hashlib.sha256(json.dumps([version.state, said], default=str).encode()).hexdigest()[:24]


def target_facts(version):
    """The targets of a wording as facts."""
    return [TargetFacts(t.kind, t.priority, t.amount, t.unit, t.goal) for t in version.targets.all()]


def step_facts(version):
    """The steps of a wording as facts."""
    found = version.steps.select_related("pass_to")
    return [StepFacts(s.kind, s.percent, s.minutes_before, s.tell_owner, s.tell_role, s.pass_to) for s in found]


def _held(agreement, *, by):
    """The agreement, locked: two people at once go one after the other."""
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    _check_may(by, agreement)
    return agreement


def _held_draft(version, *, by, seen=None):
    agreement = _held(version.agreement, by=by)
    found = agreement.versions.filter(pk=version.pk).first()
    if found is None:
        raise Refused("Somebody threw this draft away a moment ago.")
    if found.state != State.DRAFT:
        raise Refused(
            f"Version {found.number} is {found.get_state_display().lower()} and stays as it is. "
            "Make a draft of the next version to change what is promised."
        )
    if seen and seen != mark_of(found):
        raise Refused("Somebody changed this draft since you opened it. Look at what it says now, then decide again.")
    return found


def _check_may(by, agreement):
    if not may_edit(by, agreement):
        whose = agreement.school.name if agreement.school else "every school"
        raise NotYours(f"You can read this agreement. Who edits the agreements of {whose} can change it.")


def _check_sides(agreement):
    """One other side, of the right kind; one service level agreement a school."""
    kind, errors = AgreementKind(agreement.kind), {}
    if not agreement.name:
        errors["name"] = "Give it a name, such as “Network team to the service desk”."
    if kind == AgreementKind.OPERATIONAL and agreement.team is None:
        errors["team"] = "Choose the team that promises it."
    if kind == AgreementKind.CONTRACT and not agreement.supplier:
        errors["supplier"] = "Name the supplier."
    if agreement.team and kind != AgreementKind.OPERATIONAL:
        errors["team"] = "Only an agreement between teams names a team."
    if agreement.supplier and kind != AgreementKind.CONTRACT:
        errors["supplier"] = "Only a contract names a supplier."
    if agreement.team and agreement.school_id and agreement.team.school_id != agreement.school_id:
        errors.setdefault("team", f"{agreement.team} is a team of another school.")
    if kind == AgreementKind.SERVICE_LEVEL and _has_one(agreement.school):
        whose = agreement.school.name if agreement.school else "The trust"
        errors["kind"] = f"{whose} has a service level agreement already. Change that one."
    if errors:
        raise ValidationError(errors)


def _has_one(school):
    return Agreement.objects.filter(kind=AgreementKind.SERVICE_LEVEL, school=school).exists()


def _check_words(version, targets, steps, words):
    unknown = set(words) - set(WORDS)
    if unknown:
        raise TypeError(f"an agreement has no {', '.join(sorted(unknown))}")
    errors = {
        "targets": wrong_with_targets(targets or []),
        "steps": wrong_with_steps(steps or []) + _foreign_teams(version, steps or []),
        "pause_reasons": wrong_with_pauses(words.get("pause_reasons") or []),
    }
    for name in ("reopen_days", "close_after_days"):
        if not 0 <= words.get(name, 0) <= FOREVER:
            errors[name] = [f"Give a number of school days up to {FOREVER}."]
    if words.get("in_force_until"):
        errors["in_force_until"] = _wrong_end(version, words["in_force_until"])
    if any(errors.values()):
        raise ValidationError({name: said for name, said in errors.items() if said})


def _wrong_end(version, end):
    if version.agreement.kind == AgreementKind.SERVICE_LEVEL:
        return ["It runs until another version replaces it. Give it a day on which it is reviewed."]
    return [] if end.year in YEARS else [f"Give a day between {YEARS[0]} and {YEARS[-1]}."]


def _foreign_teams(version, steps):
    here = version.agreement.school_id
    teams = [step.pass_to for step in steps if step.pass_to and here and step.pass_to.school_id != here]
    return [f"{team} is a team of another school." for team in teams]


def _copy(source, made):
    """The words, targets, steps and services of one wording, for another."""
    for name in WORDS:
        setattr(made, name, getattr(source, name))
    if source.state == State.SUPERSEDED:
        made.in_force_until = None
    made.save()
    made.services.set(source.services.all())
    _write(made.targets, target_facts(source))
    _write(made.steps, step_facts(source))
    return made


def _write(rows, facts):
    """All of them anew: a draft has no clocks, so nothing hangs on its rows."""
    rows.all().delete()
    for each in facts:
        rows.create(**vars(each))
