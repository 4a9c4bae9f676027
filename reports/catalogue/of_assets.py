"""Measures of what there is: recorded, looked at, where the register says, and about to lose its warranty."""

from datetime import timedelta

from django.db.models import DateField, Value
from django.db.models.functions import TruncDate

from assets.models import GONE, Asset, Audit
from reports.catalogue.measure import PERCENT, Measure, Process, Share, Standing, Total
from reports.shift.figure import ONE, SMALL, in_moments
from reports.shift.ground import moments

A_YEAR, SOON = timedelta(days=365), timedelta(days=90)
NOW = "The asset register as it stands today; of days gone by only what a closed month kept is known."
BY_AUDIT = "Audits of things, by the day on which somebody stood before them."


def _there(ground, period):
    today = Value(ground.today, output_field=DateField())
    return Asset.objects.filter(ground.here()).exclude(state__in=GONE).annotate(on=today, amount=ONE)


def _looked_at(ground, period):
    _, end = moments(period)
    return _there(ground, period).filter(audited_at__gte=min(end, ground.at) - A_YEAR)


def _warranty_ends(ground, period):
    last = min(period.last, ground.today)
    return _there(ground, period).filter(warranty_until__gt=last, warranty_until__lte=last + SOON)


def _audits(ground, period):
    found = Audit.objects.filter(ground.here("asset__school"), **in_moments(period, "at"))
    return found.annotate(on=TruncDate("at"), amount=ONE)


def _as_expected(ground, period):
    return _audits(ground, period).filter(was_as_expected=True)


there = Standing(
    "assets_recorded",
    "Assets recorded",
    Process.ASSETS,
    "Things not lost and not disposed of.",
    NOW,
    ask=_there,
    only_now=True,
)
looked_at = Standing(
    "assets_audited",
    "Assets audited within a year",
    Process.ASSETS,
    "Of the things recorded, those that somebody stood before in the 365 days up to the end.",
    NOW,
    "up",
    ask=_looked_at,
    only_now=True,
)
with_room = Standing(
    "assets_placed",
    "Assets with a room",
    Process.ASSETS,
    "Of the things recorded, those whose room is known.",
    NOW,
    "up",
    ask=lambda ground, period: _there(ground, period).filter(room__isnull=False),
    only_now=True,
)
audits = Total(
    "audits", "Audits", Process.ASSETS, "Times that somebody stood before a thing.", BY_AUDIT, "up", ask=_audits
)
as_expected = Total(
    "audits_as_expected",
    "Found where the register says",
    Process.ASSETS,
    "Audits in which the thing was where the register had it.",
    BY_AUDIT,
    "up",
    ask=_as_expected,
)
ASSETS: tuple[Measure, ...] = (
    there,
    with_room,
    Share(
        "assets_with_room_percent",
        "Assets with a room, %",
        Process.ASSETS,
        "Assets whose room is known of the assets recorded.",
        NOW,
        "up",
        PERCENT,
        SMALL,
        parts=(with_room,),
        wholes=(there,),
    ),
    looked_at,
    Share(
        "audited_percent",
        "Audited within a year, %",
        Process.ASSETS,
        "Assets audited within a year of the assets recorded.",
        NOW,
        "up",
        PERCENT,
        SMALL,
        parts=(looked_at,),
        wholes=(there,),
    ),
    audits,
    as_expected,
    Share(
        "audit_accuracy_percent",
        "Register was right, %",
        Process.ASSETS,
        "Audits in which the thing was where the register had it, of all audits.",
        BY_AUDIT,
        "up",
        PERCENT,
        SMALL,
        parts=(as_expected,),
        wholes=(audits,),
    ),
    Standing(
        "warranty_ending",
        "Warranty ends within 90 days",
        Process.ASSETS,
        "Things recorded whose warranty ends in the 90 days after the end.",
        NOW,
        ask=_warranty_ends,
        only_now=True,
    ),
)
