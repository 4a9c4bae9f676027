"""What the page of a thing shows of changes: those that touch it, what is to come before what was made."""

from django.utils.timezone import localtime

from assets.panels import Line, Section, panel
from changes.models import Change

SHOWN = 5


@panel
def changes_of(asset, *, reader, at):
    """The newest changes of a thing that the reader may see."""
    seen = Change.objects.visible_to(reader).filter(assets=asset)
    ahead = list(seen.ahead().order_by("starts_at", "pk")[:SHOWN])
    made = list(seen.made().order_by("-made_at", "-pk")[:SHOWN])
    lines = [_line(change, change.get_status_display()) for change in ahead]
    lines += [_line(change, f"{localtime(change.made_at):%-d %b %Y}") for change in made]
    if lines:
        yield Section("Changes", lines=tuple(lines), order=30)


def _line(change, aside):
    return Line(change.reference, change.title, change.get_absolute_url(), aside)
