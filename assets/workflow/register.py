"""Writing things into the register and changing what is written of them; history keeps what it was before."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from assets.models import Asset, AssetType
from assets.moves import BY_MOVE
from assets.questions import WrongAnswers, answers_of, questions_of
from servicedesk.errors import NotYours
from servicedesk.roles import Permission

# What is written of a thing beside its tag, name, sort, room and state: as it comes.
WORDS = ("make", "model", "serial", "supplier", "order_number", "funding", "contract")
FACTS = ("custodian", "bought_on", "cost", "warranty_until")


@transaction.atomic
def add_asset(*, school, by, at, tag, name, type=None, new_type="", room=None, state=Asset.State.IN_USE, **facts):
    """Write something into the register. `new_type` names a sort of thing that is not known yet.

    `facts`: any of WORDS and FACTS, `notes`, and `details`, the answers to the questions of its sort. A register that
    is brought in may hold what was disposed of long ago.
    """
    must_edit(by, school)
    if state == Asset.State.ON_LOAN:
        raise ValidationError({"state": "Write it down first, then lend it."})
    asset = Asset(school=school, state=state or Asset.State.IN_USE)
    return _write(asset, by=by, at=at, tag=tag, name=name, type=type, new_type=new_type, room=room, **facts)


@transaction.atomic
def change_asset(asset, *, by, at, tag, name, type=None, new_type="", room=None, state=None, **facts):
    """It got another place, state, name or tag. It never changes school: at the other one it is added anew.

    Without `state`, or with the one it has, that stays; so does each of the `facts` that is not named.
    """
    must_edit(by, asset.school)
    asset = locked(asset)
    if state and state != asset.state:
        asset.state = _next_state(asset, state)
    return _write(asset, by=by, at=at, tag=tag, name=name, type=type, new_type=new_type, room=room, **facts)


def must_edit(by, school):
    """Raises NotYours where somebody may not change the register of a school."""
    if not by.may(Permission.EDIT_ASSETS, school):
        raise NotYours(f"You can’t change the assets of {school.name}.")


def locked(asset):
    """Two changes of one thing wait for each other."""
    return Asset.objects.select_for_update(of=("self",)).select_related("school", "type").get(pk=asset.pk)


def states_to_choose(asset):
    """The states that may be chosen for it by hand now; none while only a move can change it."""
    if asset.state == Asset.State.DISPOSED or is_lent(asset):
        return []
    return [state for state in Asset.State if state not in BY_MOVE]


def is_lent(asset):
    """Has somebody got it?"""
    return asset.pk is not None and asset.loans.filter(returned_at=None).exists()


def _next_state(asset, state):
    if asset.state == Asset.State.DISPOSED:
        raise ValidationError({"state": "It was disposed of. Bring it back first."})
    if state == Asset.State.DISPOSED:
        raise ValidationError({"state": "Dispose of it instead, so that it is known how it went and what of its data."})
    if state == Asset.State.ON_LOAN:
        raise ValidationError({"state": "Lend it instead, so that it is known who has it."})
    if is_lent(asset):
        raise ValidationError({"state": "Somebody has it on loan. Take it back first."})
    return state


def _write(asset, *, by, at, tag, name, type, new_type, room, **facts):
    tag, name = " ".join(tag.split()), " ".join(name.split())
    errors = _wrong(asset, tag, type, new_type, room, facts)
    if not errors:
        type = _sort_of(new_type, type, by=by, at=at)
        errors = _put(asset, type, facts)
    if errors:
        raise ValidationError(errors)
    asset.tag, asset.name, asset.type, asset.room = tag, name, type, room
    asset._history_user, asset._history_date = by, at
    asset.save()
    return asset


def _wrong(asset, tag, type, new_type, room, facts):
    """A sentence for each field that can't be as it is wanted."""
    errors = {}
    if Asset.objects.filter(school=asset.school, tag__iexact=tag).exclude(pk=asset.pk).exists():
        errors["tag"] = f"{asset.school.name} has a {tag} already."
    if room and room.school_id != asset.school_id:
        errors["room"] = f"{room.name} is not a room of {asset.school.name}."
    if not type and not new_type.strip():
        errors["type"] = "Choose what sort of thing it is, or name a new sort."
    keeper = facts.get("custodian")
    if keeper and keeper.pk != asset.custodian_id and not _belongs(keeper, asset.school):
        errors["custodian"] = f"{keeper.name} has no role at {asset.school.name}."
    bought, warranty = (facts.get(name, getattr(asset, name)) for name in ("bought_on", "warranty_until"))
    if bought and warranty and warranty < bought:
        errors["warranty_until"] = "The warranty can’t end before it was bought."
    if (facts.get("cost") or 0) < 0:
        errors["cost"] = "A cost can’t be below nothing."
    return errors


def _belongs(person, school):
    return any(member.school_id in (None, school.pk) for member in person.memberships.all())


def _sort_of(new_type, type, *, by, at):
    """The sort that was chosen, or the one that is named; a name that is known makes no second one."""
    name = " ".join(new_type.split())
    if not name:
        return type
    known = AssetType.objects.filter(name__iexact=name).first()
    if known:
        return known
    made = AssetType(name=name)
    made._history_user, made._history_date = by, at
    made.save()
    return made


def _put(asset, type, facts):
    """Set what is told of a thing; what its answers can't be, a sentence each, under `details`."""
    for name in {*WORDS} & {*facts}:
        setattr(asset, name, " ".join((facts[name] or "").split()))
    for name in {*FACTS} & {*facts}:
        setattr(asset, name, facts[name])
    if "notes" in facts:
        asset.notes = (facts["notes"] or "").strip()
    given = facts.get("details")
    if isinstance(given, Mapping):
        try:
            asset.details = answers_of(questions_of(type.questions), given, asset.details)
        except WrongAnswers as wrong:
            names = {question.key: question.name for question in questions_of(type.questions)}
            return {"details": [f"{names.get(key, key)}: {said}" for key, said in wrong.sentences.items()]}
    return {}
