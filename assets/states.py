"""What state a thing comes back to, when it was lent or lost."""

from assets.models import Asset

AT_HAND = (Asset.State.IN_USE, Asset.State.IN_STOCK, Asset.State.SPARE, Asset.State.IN_REPAIR)


def state_before(asset: Asset) -> str:
    """The last state in which its history had it at hand; in use where that was never written."""
    kept = asset.history.filter(state__in=AT_HAND).order_by("-history_date", "-history_id")
    return kept.values_list("state", flat=True).first() or Asset.State.IN_USE


def write(asset, *, by, at, why="", **facts):
    """Save what changed about a thing; its history keeps who, when and why."""
    for name, value in facts.items():
        setattr(asset, name, value)
    asset._history_user, asset._history_date, asset._change_reason = by, at, why[:100] or None
    asset.save(update_fields=[*facts])
