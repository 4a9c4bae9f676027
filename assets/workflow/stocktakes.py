"""A time in which everything is looked at: it begins, it ends, and what was not found is written off as lost."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from assets.models import Asset, Audit, Condition, Stocktake
from assets.states import state_before, write
from assets.stocktaking import unseen
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import Permission


@transaction.atomic
def begin_stocktake(*, school, by, at, name):
    """Look at all that a school has. One at a time."""
    _must_check(by, school)
    if running := Stocktake.objects.running().filter(school=school).first():
        raise Refused(f"“{running.name}” is still going on at {school.name}. End it first.")
    if not name.strip():
        raise ValidationError({"name": "Give it a name, such as Summer 2027."})
    return Stocktake.objects.create(school=school, name=" ".join(name.split()), begun_at=at, begun_by=by)


@transaction.atomic
def end_stocktake(stocktake, *, by, at, rest_missing=False):
    """It is done; `rest_missing` notes what nobody looked at as not found."""
    stocktake = _locked(stocktake, by)
    if stocktake.ended_at:
        raise Refused(f"“{stocktake.name}” has ended already.")
    if rest_missing:
        facts = {"stocktake": stocktake, "at": at, "by": by, "condition": Condition.MISSING, "was_as_expected": False}
        left = unseen(stocktake)
        Audit.objects.bulk_create([Audit(asset_id=pk, expected_id=room, **facts) for pk, room in left])
    stocktake.ended_at, stocktake.ended_by = max(at, stocktake.begun_at), by
    stocktake.save(update_fields=["ended_at", "ended_by"])
    return stocktake


@transaction.atomic
def set_lost(stocktake, *, by, at):
    """Write what was not found into the register as lost. Gives how many; it can be undone."""
    stocktake = _locked(stocktake, by)
    if not stocktake.ended_at:
        raise Refused(f"“{stocktake.name}” is still going on: what is missing may yet be found. End it first.")
    gone = list(still_missing(stocktake).select_for_update(of=("self",)))
    for asset in gone:
        write(asset, by=by, at=at, why=_reason(stocktake), state=Asset.State.LOST)
    return len(gone)


@transaction.atomic
def undo_lost(stocktake, *, by, at):
    """What was written off as lost after a stocktake gets back the state it had. Gives how many."""
    stocktake = _locked(stocktake, by)
    back = list(Asset.objects.filter(pk__in=set_lost_by(stocktake).values("pk")).select_for_update())
    for asset in back:
        write(asset, by=by, at=at, why="Not lost after all", state=state_before(asset))
    return len(back)


def still_missing(stocktake):
    """What was not found and is neither gone, lent nor seen since."""
    missing = Audit.objects.filter(stocktake=stocktake, condition=Condition.MISSING)
    since = missing.filter(asset__audited_at__gt=F("at")).values("asset")
    found = Asset.objects.in_service().exclude(state=Asset.State.ON_LOAN).filter(pk__in=missing.values("asset"))
    return found.exclude(pk__in=since).order_by("tag", "pk")


def set_lost_by(stocktake):
    """What is lost because this stocktake did not find it, and nobody wrote anything about it since."""
    latest = Asset.history.model.objects.filter(id=OuterRef("pk")).order_by("-history_date", "-history_id")
    lost = Asset.objects.filter(audits__stocktake=stocktake, state=Asset.State.LOST)
    why = Subquery(latest.values("history_change_reason")[:1])
    return lost.annotate(why=why).filter(why=_reason(stocktake))


def _reason(stocktake):
    return f"Not found at stocktake {stocktake.pk}"


def _must_check(by, school):
    if not by.may(Permission.EDIT_ASSETS, school):
        raise NotYours(f"You can’t take stock at {school.name}.")


def _locked(stocktake, by):
    _must_check(by, stocktake.school)
    return Stocktake.objects.select_for_update(of=("self",)).select_related("school").get(pk=stocktake.pk)
