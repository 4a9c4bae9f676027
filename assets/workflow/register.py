"""The moves of the asset register: one function each, by somebody and at a moment. Its history keeps the rest."""

from django.core.exceptions import ValidationError
from django.db import transaction

from assets.models import Asset, AssetType
from servicedesk.errors import NotYours
from servicedesk.roles import Permission


@transaction.atomic
def add_asset(*, school, by, at, tag, name, type=None, new_type="", room=None, state=Asset.State.IN_USE):
    """Write something into the register. `new_type` names a sort of thing that is not known yet."""
    _must_edit(by, school)
    return _write(
        Asset(school=school), by=by, at=at, tag=tag, name=name, type=type, new_type=new_type, room=room, state=state
    )


@transaction.atomic
def change_asset(asset, *, by, at, tag, name, type=None, new_type="", room=None, state=Asset.State.IN_USE):
    """It got another place, state, name or tag. It never changes school: at the other one it is added anew."""
    _must_edit(by, asset.school)
    asset = Asset.objects.select_for_update(of=("self",)).select_related("school").get(pk=asset.pk)
    return _write(asset, by=by, at=at, tag=tag, name=name, type=type, new_type=new_type, room=room, state=state)


def _must_edit(by, school):
    if not by.may(Permission.EDIT_ASSETS, school):
        raise NotYours(f"You can’t change the assets of {school.name}.")


def _write(asset, *, by, at, tag, name, type, new_type, room, state):
    tag, name = " ".join(tag.split()), " ".join(name.split())
    errors = {}
    if Asset.objects.filter(school=asset.school, tag__iexact=tag).exclude(pk=asset.pk).exists():
        errors["tag"] = f"{asset.school.name} has a {tag} already."
    if room and room.school_id != asset.school_id:
        errors["room"] = f"{room.name} is not a room of {asset.school.name}."
    if not type and not new_type.strip():
        errors["type"] = "Choose what sort of thing it is, or name a new sort."
    if errors:
        raise ValidationError(errors)
    if new_type.strip():
        type = AssetType.objects.filter(name__iexact=new_type.strip()).first() or AssetType(name=new_type.strip())
        type.save()
    asset.tag, asset.name, asset.type, asset.room, asset.state = tag, name, type, room, state
    asset._history_user, asset._history_date = by, at
    asset.save()
    return asset
