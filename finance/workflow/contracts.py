"""Contracts are written down, put right, renewed and given up."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from finance.models import Contract, ContractEntry, Status
from finance.moves import DESCRIBE, GIVE_UP, KEEP_ON, RENEW
from servicedesk.errors import NotYours
from servicedesk.roles import WORDS, Permission
from servicedesk.timeline import EntryKind

WORDED = ("name", "supplier", "reference", "notes")
PLAIN = ("sort", "cost", "per", "starts_on", "ends_on", "notice_on", "renews", "owner", *WORDED)
MANY = ("services", "assets", "licences")
COPIED = ("school", "sort", "per", "renews", "owner", *WORDED)


def may_keep(by, school):
    """Raises NotYours where this person may not keep the costs of a school (None: of the whole trust)."""
    if not by.may(Permission.KEEP_COSTS, school):
        where = school.name if school else "all schools together"
        raise NotYours(f"You can’t do this for {where}: {WORDS[Permission.KEEP_COSTS].lower()}.")


@transaction.atomic
def add_contract(*, by, at, school=None, **facts):
    """Write down a contract of a school; without a school, of the whole trust.

    `facts`: name, supplier, reference, sort, cost, per, starts_on, ends_on, notice_on, renews, owner, notes, services,
    assets, licences.
    """
    may_keep(by, school)
    contract = _write(Contract(school=school, made_at=at), by=by, at=at, **facts)
    _tell(contract, "add_contract", by=by, at=at)
    return contract


@transaction.atomic
def describe(contract, *, by, at, **facts):
    """It was written down wrongly, or covers something else: what isn’t said stays."""
    contract = DESCRIBE.begin(contract, by=by)
    contract = _write(contract, by=by, at=at, **facts)
    _tell(contract, "describe", by=by, at=at)
    return contract


@transaction.atomic
def renew(contract, *, by, at, cost, ends_on=None, notice_on=None, starts_on=None, reference=None):
    """It goes on by new terms: a new contract that follows it, from the day after its end. Returns the new one.

    What it cost until now stays as it was.
    """
    contract = RENEW.begin(contract, by=by)
    if starts_on is None and contract.ends_on is None:
        raise ValidationError({"starts_on": "Say from when the new terms hold: the old ones had no end."})
    starts_on = starts_on or contract.ends_on + timedelta(days=1)
    if starts_on <= contract.starts_on:
        raise ValidationError({"starts_on": "The new terms begin after the old ones began."})
    facts = {name: getattr(contract, name) for name in COPIED}
    facts |= {"cost": cost, "starts_on": starts_on, "ends_on": ends_on, "notice_on": notice_on}
    if reference:
        facts["reference"] = reference
    many = {name: list(getattr(contract, name).all()) for name in MANY}
    school = facts.pop("school")
    contract.ends_on = starts_on - timedelta(days=1)
    _to(contract, RENEW, by=by, at=at)
    renewed = _write(Contract(school=school, made_at=at, follows=contract), by=by, at=at, **facts, **many)
    _tell(renewed, "add_contract", by=by, at=at, text=f"Follows {contract.reference_number}")
    return renewed


@transaction.atomic
def give_up(contract, *, by, at, ends_on, reason=""):
    """Notice was given: it ends on this day and does not go on by itself."""
    contract = GIVE_UP.begin(contract, by=by)
    if ends_on < contract.starts_on:
        raise ValidationError({"ends_on": "It ends before it starts."})
    contract.ends_on = ends_on
    _to(contract, GIVE_UP, by=by, at=at, text=" ".join(reason.split()))
    return contract


@transaction.atomic
def keep_on(contract, *, by, at, reason=""):
    """Notice was taken back: it goes on as before."""
    contract = KEEP_ON.begin(contract, by=by)
    _to(contract, KEEP_ON, by=by, at=at, text=" ".join(reason.split()))
    return contract


def _write(contract, *, by, at, **facts):
    many = {name: facts.pop(name) for name in MANY if name in facts}
    before = contract.notice_on, contract.ends_on
    for name in PLAIN:
        if name in facts:
            setattr(contract, name, facts[name].strip() if name in WORDED else facts[name])
    _check(contract, many)
    if (contract.notice_on, contract.ends_on) != before:
        contract.told_notice_at = contract.told_end_at = None
    _save(contract, by=by, at=at)
    for name, rows in many.items():
        getattr(contract, name).set(rows)
    return contract


def _check(contract, many):
    """All that is wrong with a contract, said at once."""
    errors = {}
    if not contract.name:
        errors["name"] = "Say what it is for, such as “Copiers, lease and service”."
    if not contract.supplier:
        errors["supplier"] = "Say with whom it is."
    if contract.cost is None or contract.cost < 0:
        errors["cost"] = "Say what it costs; 0 where it is free."
    if contract.starts_on is None:
        errors["starts_on"] = "Say from when it holds."
    elif contract.ends_on and contract.ends_on < contract.starts_on:
        errors["ends_on"] = "It ends before it starts."
    if contract.notice_on and contract.ends_on and contract.notice_on > contract.ends_on:
        errors["notice_on"] = "Notice can’t be given after its end."
    if contract.status != Status.CURRENT and contract.ends_on is None:
        errors["ends_on"] = "It is over, so it has a last day."
    for name in ("assets", "licences"):
        rows = many.get(name, ())
        if contract.school_id and any(row.school_id not in (contract.school_id, None) for row in rows):
            errors[name] = "One of them belongs to another school."
    if errors:
        raise ValidationError(errors)


def _to(contract, move, *, by, at, text=""):
    contract.status = move.target
    _save(contract, by=by, at=at)
    _tell(contract, move.name, by=by, at=at, text=text)


def _save(contract, *, by, at):
    contract._history_user, contract._history_date = by, at
    contract.save()


def _tell(contract, move, *, by, at, text=""):
    facts = {"move": move, "by": by, "at": at, "kind": EntryKind.EVENT, "text": text}
    ContractEntry.objects.create(contract=contract, **facts)
