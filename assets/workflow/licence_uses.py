"""Licences are given to things and people and taken back, one or many at once; never more than were bought."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assets.models import GONE, Licence, LicenceUse
from assets.workflow.licences import lock
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Person
from servicedesk.roles import WORDS, Permission

MOST_AT_ONCE = 500


@transaction.atomic
def give_licence(licence, *, by, at, assets=(), people=()):
    """Give one each to these things or people. Whoever has it keeps it; returns the new uses."""
    check_may_give(by, licence)
    licence = lock(licence)
    assets, people = list(assets), list(people)
    _check_kind(licence, assets, people)
    _check_things(licence, assets, by)
    _check_people(licence, people, by)
    have = set(licence.uses.filter(taken_back_at=None).values_list("asset", "person"))
    new = [LicenceUse(asset=thing) for thing in assets if (thing.pk, None) not in have]
    new += [LicenceUse(person=person) for person in people if (None, person.pk) not in have]
    _check_left(licence, used=len(have), new=len(new), at=at)
    for use in new:
        use.licence, use.given_at, use.given_by = licence, at, by
    return LicenceUse.objects.bulk_create(new)


@transaction.atomic
def take_back_licence(licence, *, by, at, uses):
    """Take these uses back, so that others may have them. Returns how many were taken back."""
    check_may_give(by, licence)
    licence = lock(licence)
    wanted = {use.pk for use in uses}
    if not wanted:
        raise ValidationError({"uses": "Tick what is to be taken back."})
    mine = uses_to_take_back(by).filter(licence=licence)
    found = set(mine.filter(pk__in=wanted).values_list("pk", flat=True))
    if found != wanted:
        raise Refused("Some of these are taken back already, or belong to a school that you don’t look after.")
    return LicenceUse.objects.filter(pk__in=found).update(taken_back_at=at, taken_back_by=by)


@transaction.atomic
def take_back_from_gone(*, by, at, licence=None):
    """Take back all that is on things that are lost or disposed of: of one licence, or wherever one may.

    Returns how many were taken back.
    """
    if not by.may_anywhere(Permission.EDIT_ASSETS):
        raise NotYours(f"None of your roles includes this: {WORDS[Permission.EDIT_ASSETS].lower()}.")
    mine = uses_to_take_back(by).filter(asset__state__in=GONE)
    mine = mine.filter(licence=licence) if licence else mine
    found = list(mine.values_list("pk", "licence"))
    # In the order of their numbers: two who do so at once wait for each other instead of for ever.
    list(Licence.objects.select_for_update().filter(pk__in={of for _, of in found}).order_by("pk").values_list("pk"))
    still = LicenceUse.objects.filter(pk__in=[pk for pk, _ in found], taken_back_at=None)
    return still.update(taken_back_at=at, taken_back_by=by)


def uses_to_take_back(by):
    """The uses of today that this person may take back."""
    of_school = by.within(Permission.EDIT_ASSETS, field="licence__school") & Q(licence__school__isnull=False)
    things = by.within(Permission.EDIT_ASSETS, field="asset__school") & Q(asset__isnull=False)
    people = Q(licence__school=None, person__in=Person.objects.visible_to(by).values("pk"))
    return LicenceUse.objects.filter(taken_back_at=None).filter(of_school | things | people)


def may_give(by, licence):
    """May this person give it to anything? One of the whole trust is given by every keeper, at their school."""
    if licence.school_id is None:
        return by.may_anywhere(Permission.EDIT_ASSETS)
    return by.may(Permission.EDIT_ASSETS, licence.school_id)


def check_may_give(by, licence):
    """Raises NotYours where this person may not give it or take it back."""
    if not may_give(by, licence):
        raise NotYours(f"You can’t give or take back licences: {WORDS[Permission.EDIT_ASSETS].lower()}.")


def _check_kind(licence, assets, people):
    if not assets and not people:
        raise ValidationError("Choose at least one.")
    if len(assets) + len(people) > MOST_AT_ONCE:
        raise ValidationError(f"Give at most {MOST_AT_ONCE} at once.")
    if people and licence.per == Licence.Per.DEVICE:
        raise ValidationError({"people": "This licence is counted by things, so it is given to things."})
    if assets and licence.per == Licence.Per.PERSON:
        raise ValidationError({"assets": "This licence is counted by people, so it is given to people."})


def _check_things(licence, assets, by):
    for thing in assets:
        if licence.school_id and thing.school_id != licence.school_id:
            raise ValidationError({"assets": f"{thing} is not at {licence.school.name}, which bought the licence."})
        if not by.may(Permission.EDIT_ASSETS, thing.school_id):
            raise NotYours(f"You don’t look after the assets of {thing.school.name}.")
        if not thing.is_here:
            raise ValidationError({"assets": f"{thing} is {thing.get_state_display().lower()}."})


def _check_people(licence, people, by):
    if not people:
        return
    known = Person.objects.visible_to(by).filter(pk__in=[person.pk for person in people], is_active=True)
    if licence.school_id:
        known = known.filter(Q(memberships__school=licence.school_id) | Q(memberships__school=None))
    known = set(known.values_list("pk", flat=True))
    for person in people:
        if person.pk not in known:
            where = licence.school.name if licence.school else "a school that you look after"
            raise ValidationError({"people": f"{person.name} has no account at {where}."})


def _check_left(licence, *, used, new, at):
    if licence.expires_on and licence.expires_on < timezone.localdate(at):
        day = licence.expires_on
        raise Refused(f"This licence ended on {day.day} {day:%B %Y}. Write down its renewal before you give more.")
    if licence.quantity is None or used + new <= licence.quantity:
        return
    left = max(licence.quantity - used, 0)
    said = "none is left" if left == 0 else "1 is left" if left == 1 else f"{left} are left"
    bought = f"{licence.quantity} {'was' if licence.quantity == 1 else 'were'} bought"
    in_use = f"{used} {'is' if used == 1 else 'are'} in use"
    raise Refused(f"{new} more can’t be given: {bought}, {in_use}, so {said}.")
