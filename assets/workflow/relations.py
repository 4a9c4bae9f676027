"""What depends on what: relations between things, and what a service needs.

Nothing may stop with itself. So that two people can't each put in half of a circle, whoever relates things waits for
whoever does so already: the row of the trust is the lock for all relations, as a circle may lead through any school.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from assets import impact
from assets.models import STOPS_WITH, Asset, Relation, RelationKind, ServiceNeed
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Trust
from servicedesk.roles import Permission

MOST_SAID = 8  # relations of a chain that are told one by one


@transaction.atomic
def relate(asset, *, by, at, kind, other):
    """It runs on, is connected to, is part of or backs up another thing."""
    _must_edit(by, asset.school)
    _must_edit(by, other.school)
    _hold_relations()
    asset, other = _locked(asset), Asset.objects.get(pk=other.pk)
    kind = RelationKind(kind)
    _check(asset, kind, other)
    made = Relation.objects.create(asset=asset, kind=kind, other=other, made_by=by, made_at=at)
    _write_down(asset, f"{kind.label} {other.tag}", by=by, at=at)
    return made


@transaction.atomic
def unrelate(relation, *, by, at):
    """It does so no longer."""
    asset, other = _locked(relation.asset), relation.other
    _must_edit(by, asset.school)
    gone, _ = Relation.objects.filter(pk=relation.pk).delete()
    if not gone:
        raise Refused("Somebody took this away a moment ago.")
    _write_down(asset, f"No longer: {relation.get_kind_display().lower()} {other.tag}", by=by, at=at)
    return asset


@transaction.atomic
def need(asset, *, by, at, service):
    """A service needs it: it stops, at the school of the thing, when this does."""
    _must_edit(by, asset.school)
    asset = _locked(asset)
    _must_be_here(asset)
    if ServiceNeed.objects.filter(service=service, asset=asset).exists():
        raise ValidationError({"service": f"It is known already that {service.name} needs {asset}."})
    made = ServiceNeed.objects.create(service=service, asset=asset, made_by=by, made_at=at)
    _write_down(asset, f"Needed by the service {service.name}", by=by, at=at)
    return made


@transaction.atomic
def need_no_more(needed, *, by, at):
    """The service does without it."""
    asset = _locked(needed.asset)
    _must_edit(by, asset.school)
    gone, _ = ServiceNeed.objects.filter(pk=needed.pk).delete()
    if not gone:
        raise Refused("Somebody took this away a moment ago.")
    _write_down(asset, f"No longer needed by the service {needed.service.name}", by=by, at=at)
    return asset


def _must_edit(by, school):
    if not by.may(Permission.EDIT_ASSETS, school):
        raise NotYours(f"You can’t change the assets of {school.name}.")


def _hold_relations():
    """One at a time; things and people of the trust may be written meanwhile. SQLite lets only one write anyway."""
    list(Trust.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _locked(asset):
    return Asset.objects.select_for_update(of=("self",)).select_related("school").get(pk=asset.pk)


def _must_be_here(asset):
    if not asset.is_here:
        raise Refused(f"{asset} is {asset.get_state_display().lower()}: nothing depends on it any more.")


def _check(asset, kind, other):
    """What can depend on what; the sentence says why not."""
    _must_be_here(asset)
    words = f"{asset} {kind.label.lower()} {other}"
    if asset == other:
        raise ValidationError({"other": f"{asset} can’t depend on itself. Choose another thing."})
    if not other.is_here:
        raise ValidationError({"other": f"{other} is {other.get_state_display().lower()}. Choose one that is here."})
    if Relation.objects.filter(asset=asset, kind=kind, other=other).exists():
        raise ValidationError({"other": f"It is known already: {words}."})
    if kind in STOPS_WITH and (chain := impact.chain(other, asset)):
        raise ValidationError({"other": f"That would go round in a circle: {words}, {_told(chain)}."})


def _told(chain):
    """Which is part of B, which runs on A."""
    said = [f"which {relation.get_kind_display().lower()} {relation.other}" for relation in chain]
    if len(said) > MOST_SAID:
        left = len(said) - MOST_SAID
        said[MOST_SAID // 2 : -MOST_SAID // 2] = [f"which leads on over {left} more"]
    return ", ".join(said)


def _write_down(asset, words, *, by, at):
    """A line in the history of the thing (locked)."""
    asset._history_user, asset._history_date, asset._change_reason = by, at, words[:100]
    asset.save()
