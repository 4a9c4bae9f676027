"""Are there licences enough for the things of a release’s rooms? Asked before it goes out; it warns, never blocks."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from assets.models import Asset, Licence, LicenceUse
from changes.models import RolloutState


@dataclass(frozen=True)
class LicenceCheck:
    """One title: how many things of the rooms have none, how many are left (None: as many as needed), and in words.

    Not `is_sure`: no thing has the title yet, so nothing says which sorts of things need it; `needed` is the most.
    """

    software: Any
    needed: int
    left: int | None
    says: str
    is_short: bool
    is_sure: bool = True


def licence_checks(release) -> list[LicenceCheck]:
    """A line for each title that the release installs, by name; the same few queries for any number of rooms."""
    titles = {master.software_id: master.software for master in release.software.select_related("software")}
    if not titles:
        return []
    things, today = _things_of(release), timezone.localdate()
    licences = _licences(titles, things, release, today)
    used = LicenceUse.objects.in_use().filter(licence__software__in=titles, asset__isnull=False)
    used = list(used.values_list("licence__software", "asset", "asset__type"))
    return sorted((_check(*each, things, licences, used) for each in titles.items()), key=lambda c: c.software.name)


def _things_of(release):
    """The things in the rooms that still get it: thing → (sort, school)."""
    rows = release.rooms.exclude(state=RolloutState.ROLLED_BACK).values_list("room", "asset")
    whole = [room for room, asset in rows if asset is None]
    alone = [asset for _, asset in rows if asset]
    found = Asset.objects.in_service().filter(Q(room__in=whole) | Q(pk__in=alone))
    return {pk: (sort, school) for pk, sort, school in found.values_list("pk", "type", "school")}


def _licences(titles, things, release, today):
    schools = {school for _, school in things.values()} | ({release.school_id} if release.school_id else set())
    held = Licence.objects.with_uses().filter(Q(expires_on=None) | Q(expires_on__gte=today), software__in=titles)
    return list(held.filter(Q(school=None) | Q(school__in=schools)))


def _check(title, software, things, licences, used):
    sorts = {sort for of, _, sort in used if of == title}
    have = {asset for of, asset, _ in used if of == title}
    # Sorts of things that have it already say which need it; where none has it yet, every thing in the rooms might.
    wanted = {thing for thing, (sort, _) in things.items() if not sorts or sort in sorts}
    needed, mine = len(wanted - have), [each for each in licences if each.software_id == title]
    if not mine:
        return LicenceCheck(software, needed, 0, "No licence is written down, or it ended.", True)
    if any(each.quantity is None for each in mine):
        return LicenceCheck(software, needed, None, "Bought for the whole site.", False)
    by_thing = [each for each in mine if each.per != Licence.Per.PERSON]
    left = sum(max(each.left, 0) for each in by_thing or mine)
    if not by_thing:
        return LicenceCheck(software, 0, left, f"Counted by people: {left} left.", left == 0)
    says = f"{_things(needed)} in these rooms without it, {left} left."
    if not sorts:
        says = f"At most {says} Nothing has it yet, so which sorts of things need it can’t be told."
    return LicenceCheck(software, needed, left, says, needed > left, is_sure=bool(sorts))


def _things(number):
    return "1 thing" if number == 1 else f"{number} things"
