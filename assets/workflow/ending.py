"""How a thing leaves the school, and how it comes back when that was a mistake."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from assets.models import Asset, DataOutcome, Disposal
from assets.moves import BRING_BACK, BY_MOVE, DISPOSE
from assets.workflow.register import locked

LONGEST_REASON = 100  # what the history of a change holds


@transaction.atomic
def dispose(
    asset,
    *,
    by,
    at,
    disposed_on,
    method,
    reason,
    data,
    to="",
    proceeds=None,
    data_method="",
    data_by="",
    data_on=None,
    certificate_number="",
):
    """It left the school: how, to whom and why, and what became of the data on it."""
    asset = locked(asset)
    DISPOSE.check(asset, by=by)
    words = {"to": to, "reason": reason, "data_method": data_method, "data_by": data_by}
    words = {name: " ".join(text.split()) for name, text in words.items()}
    _must_be_told(words, data, data_on, disposed_on, today=timezone.localdate(at))
    if proceeds is not None and proceeds < 0:
        raise ValidationError({"proceeds": "What it brought in can’t be below nothing."})
    held = data != DataOutcome.NONE_HELD
    told = words if held else words | {"data_method": "", "data_by": ""}
    disposal = Disposal(asset=asset, disposed_on=disposed_on, method=method, data=data, proceeds=proceeds, **told)
    disposal.data_on = data_on if held else None
    disposal.certificate_number = " ".join(certificate_number.split())
    disposal.recorded_by, disposal.recorded_at = by, at
    remember(disposal, by, at).save()
    asset.state = DISPOSE.target
    remember(asset, by, at, reason=words["reason"]).save()
    return asset


@transaction.atomic
def bring_back(asset, *, by, at, reason, state=Asset.State.IN_STOCK):
    """It was not disposed of after all: it is here again, and its certificate no longer holds."""
    asset = locked(asset)
    BRING_BACK.check(asset, by=by)
    if state in BY_MOVE:
        raise ValidationError({"state": "Choose where it is now."})
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": f"Say why, in at most {LONGEST_REASON} characters."})
    for disposal in Disposal.objects.filter(asset=asset):
        remember(disposal, by, at, reason=reason).delete()
    asset.state = state
    remember(asset, by, at, reason=reason).save()
    return Asset.objects.select_related("school", "type").get(pk=asset.pk)


def remember(row, by, at, *, reason=""):
    """Who, when and why, for the history of a row."""
    row._history_user, row._history_date = by, at
    row._change_reason = " ".join(reason.split())[:LONGEST_REASON] or None
    return row


def _must_be_told(words, data, data_on, disposed_on, *, today):
    errors = {}
    if not words["reason"]:
        errors["reason"] = "Say why it was disposed of."
    if disposed_on > today:
        errors["disposed_on"] = "It can’t have left on a day to come."
    if data != DataOutcome.NONE_HELD:
        if not words["data_by"]:
            errors["data_by"] = "Say who saw to the data."
        if data_on is None:
            errors["data_on"] = "Say when that was done."
        elif data_on > today:
            errors["data_on"] = "That can’t have been done on a day to come."
    if errors:
        raise ValidationError(errors)
