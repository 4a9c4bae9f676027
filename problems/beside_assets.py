"""What the page of a thing shows of problems: those that name it, or caused what broke with it."""

from django.db.models import Q

from assets.panels import Line, Section, panel
from problems.models import Problem

SHOWN = 5


@panel
def problems_of(asset, *, reader, at):
    """The newest problems of a thing that the reader may see."""
    about_it = Q(assets=asset) | Q(pk__in=Problem.objects.filter(links__incident__asset=asset).values("pk"))
    found = Problem.objects.visible_to(reader).filter(about_it).distinct().order_by("-raised_at", "-pk")[:SHOWN]
    lines = [Line(p.reference, p.title, p.get_absolute_url(), p.get_status_display()) for p in found]
    if lines:
        yield Section("Problems", lines=tuple(lines), order=20)
