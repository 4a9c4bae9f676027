"""The licence log: what was bought, for whom, and until when. The key itself is never kept here."""

from django.core.exceptions import ValidationError
from django.db import transaction

from assets.models import Licence, Software
from assets.workflow.software import add_software
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import Permission

WORDED = ("supplier", "order_number", "key_kept_at", "notes")
PLAIN = ("software", "per", "quantity", "bought_on", "starts_on", "expires_on", "cost", *WORDED)


@transaction.atomic
def add_licence(*, by, at, school=None, **facts):
    """Write down what was bought by a school; without one it serves every school of the trust.

    `facts`: software, or new_software (a title that is not known yet), per, quantity, bought_on, starts_on, expires_on,
    cost, supplier, order_number, key_kept_at, notes.
    """
    may_keep_of(by, school)
    return _write(Licence(school=school), by=by, at=at, **facts)


@transaction.atomic
def change_licence(licence, *, by, at, **facts):
    """More or fewer were bought, it was renewed, or it was written down wrongly. It never changes school."""
    may_keep_of(by, licence.school)
    licence = lock(licence)
    if "per" in facts and facts["per"] != licence.per and licence.uses.filter(taken_back_at=None).exists():
        raise Refused("It is in use: take it back everywhere before you say that it is counted otherwise.")
    return _write(licence, by=by, at=at, **facts)


def lock(licence):
    """The licence as it is now, held until the move is made: two who give at once must not give one twice."""
    return Licence.objects.select_for_update(of=("self",)).select_related("software", "school").get(pk=licence.pk)


def may_keep_of(by, school):
    """Raises NotYours where this person may not keep the licence log."""
    if not by.may(Permission.EDIT_ASSETS, school):
        where = school.name if school else "all schools together"
        raise NotYours(f"You can’t keep the licences of {where}.")


def _write(licence, *, by, at, new_software="", **facts):
    if new_software.strip():
        facts["software"] = _title(" ".join(new_software.split()), by=by, at=at)
    for name in PLAIN:
        if name in facts and (name != "software" or facts[name]):
            setattr(licence, name, facts[name].strip() if name in WORDED else facts[name])
    _check(licence)
    licence._history_user, licence._history_date = by, at
    licence.save()
    return licence


def _title(name, *, by, at):
    """The title of this name, as it is known or from now on."""
    return Software.objects.filter(name__iexact=name).first() or add_software(by=by, at=at, name=name)


def _check(licence):
    errors = {}
    if licence.software_id is None:
        errors["software"] = "Choose the title, or name a new one."
    if licence.per != Licence.Per.SITE and not licence.quantity:
        errors["quantity"] = "Say how many were bought. Only a licence for the whole site may leave it open."
    if licence.starts_on and licence.expires_on and licence.expires_on < licence.starts_on:
        errors["expires_on"] = "It ends before it starts."
    if licence.cost is not None and licence.cost < 0:
        errors["cost"] = "A cost is not less than nothing."
    if errors:
        raise ValidationError(errors)
