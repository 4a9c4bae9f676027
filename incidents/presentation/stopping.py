"""What stops with the thing that a record is about, for whoever declares or leads a major incident."""

from dataclasses import dataclass

from django.urls import reverse

from assets import impact
from assets.impact_words import in_words
from assets.models import Asset
from servicedesk.roles import Permission


@dataclass(frozen=True)
class Stopping:
    """The thing, what stops with it in a sentence or two, and where all of it stands."""

    asset: Asset
    words: str
    url: str


def stopping(incident, *, reader):
    """What stops with its thing, as far as the reader may see; None where there is none, or nothing hangs on it."""
    asset = incident.asset
    if asset is None or not reader.may(Permission.SEE_ASSETS, asset.school_id):
        return None
    found = impact.of([asset], reader=reader)
    if not found.assets and not found.services:
        return None
    return Stopping(asset, in_words(found), reverse("assets:impact", args=[asset.pk]))
