"""The room in which somebody goes about looking: remembered in their session for the day."""

from datetime import timedelta

from django.utils import timezone

from assets.models import Asset, Audit, Stocktake
from assets.stocktaking import AWAY
from servicedesk.models import Room

KEY = "audit_room"


def remember(request, room):
    """They are in this room now."""
    request.session[KEY] = [room.pk, timezone.localdate().isoformat()]


def remembered(request, school_id):
    """The room they were in last today, where it is one of this school."""
    pk, day = request.session.get(KEY) or (None, "")
    if day != timezone.localdate().isoformat():
        return None
    return Room.objects.filter(pk=pk, school=school_id).select_related("school").first()


def running(school_id):
    """The stocktake that is on at a school."""
    return Stocktake.objects.running().filter(school=school_id).first()


class Contents:
    """What the register has in a room, and what of it was looked at: in the running stocktake, or else today."""

    def __init__(self, room, *, at):
        self.room, self.stocktake = room, running(room.school_id)
        looks = self._looks(at)
        in_room = Asset.objects.filter(room=room).exclude(state__in=["disposed", "lost"])
        things = list(in_room.select_related("type").order_by("tag", "pk"))
        looked = {look.asset_id for look in looks}
        self.to_see = [thing for thing in things if thing.pk not in looked and thing.state not in AWAY]
        self.lent = [thing for thing in things if thing.pk not in looked and thing.state == Asset.State.ON_LOAN]
        here = {thing.pk for thing in things}
        self.looks = [look for look in looks if look.asset_id in here or room.pk in (look.expected_id, look.found_id)]

    def _looks(self, at):
        """The latest look at each thing."""
        rows = Audit.objects.select_related("asset", "expected", "found", "asset__room").order_by("-at", "-pk")
        rows = rows.filter(asset__school=self.room.school_id)
        if self.stocktake:
            rows = rows.filter(stocktake=self.stocktake)
        else:
            start = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
            rows = rows.filter(at__gte=start, at__lt=start + timedelta(days=1))
        about = rows.filter(asset__room=self.room) | rows.filter(expected=self.room) | rows.filter(found=self.room)
        latest: dict[int, Audit] = {}
        for look in about:
            latest.setdefault(look.asset_id, look)
        return list(latest.values())

    @property
    def of(self):
        """How many things the register had here, beside those that are lent."""
        return len(self.to_see) + self.done

    @property
    def done(self):
        """How many of them somebody looked for."""
        return len([look for look in self.looks if look.expected_id == self.room.pk])
