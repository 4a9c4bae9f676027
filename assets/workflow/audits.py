"""Somebody stood before a thing and looked, or looked for it in vain."""

from django.core.exceptions import ValidationError
from django.db import transaction

from assets.models import Asset, Audit, Condition, Stocktake
from assets.states import state_before, write
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import Permission


@transaction.atomic
def audit_asset(asset, *, by, at, found=None, condition=Condition.GOOD, note="", put_right=True):
    """Note where a thing was found and how it looks. `put_right` writes its room into the register.

    While a stocktake is on, the look belongs to it, and a second look replaces the first: what counts is where the
    register had the thing before anybody put it right.
    """
    if not by.may(Permission.EDIT_ASSETS, asset.school_id):
        raise NotYours(f"You can’t check the assets of {asset.school.name}.")
    stocktake = Stocktake.objects.select_for_update().filter(school=asset.school_id, ended_at=None).first()
    asset = Asset.objects.select_for_update(of=("self",)).select_related("school", "room").get(pk=asset.pk)
    found = None if condition == Condition.MISSING else found
    _check(asset, found)
    audit = Audit.objects.filter(stocktake=stocktake, asset=asset).first() if stocktake else None
    audit = audit or Audit(asset=asset, stocktake=stocktake, expected=_expected(asset, stocktake))
    audit.at, audit.by, audit.found, audit.condition, audit.note = at, by, found, condition, note.strip()
    audit.was_as_expected = condition != Condition.MISSING and audit.found == audit.expected
    audit.save()
    if condition != Condition.MISSING:
        _seen(asset, found, by=by, at=at, put_right=put_right)
    return audit


def _check(asset, found):
    if asset.state == Asset.State.DISPOSED:
        raise Refused(f"{asset.tag} is written off as disposed of. If you stand before it, bring it back first.")
    if found and found.school_id != asset.school_id:
        raise ValidationError({"found": f"{found.name} is not a room of {asset.school.name}."})


def _expected(asset, stocktake):
    """Where the register had it; what was added while the stocktake was on, it had nowhere."""
    added = stocktake and asset.history.filter(history_type="+", history_date__gte=stocktake.begun_at).exists()
    return None if added else asset.room


def _seen(asset, found, *, by, at, put_right):
    """It is there: the register says so, and where, and a lost thing is found again."""
    facts = {}
    if put_right and found and found != asset.room:
        facts["room"] = found
    if asset.state == Asset.State.LOST:
        facts["state"] = state_before(asset)
    if facts:
        write(asset, by=by, at=at, why=f"Found in {found.name} when checked" if found else "Found", **facts)
    Asset.objects.filter(pk=asset.pk).update(audited_at=at)
