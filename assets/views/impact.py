"""What stops when a thing stops: a sentence, lists and a picture."""

from django.shortcuts import get_object_or_404, render

from assets import impact
from assets.impact_picture import graph_of
from assets.impact_words import in_words
from assets.models import Asset
from servicedesk import layers
from servicedesk.doors import only_with
from servicedesk.roles import Permission


@only_with(Permission.SEE_ASSETS)
def of_asset(request, pk):
    """What stops with a thing, and what it needs itself."""
    seen = Asset.objects.visible_to(request.user).select_related("type", "room", "school")
    asset = get_object_or_404(seen, pk=pk)
    found = impact.of([asset], reader=request.user)
    graph = graph_of(asset, found, reader=request.user)
    context = {
        "asset": asset,
        "found": found,
        "words": in_words(found),
        "needs": impact.needs([asset], reader=request.user),
        "branches": graph.branches(),
        "picture": _drawn(graph) if len(graph.nodes) > 1 else None,
        "may_edit": request.user.may(Permission.EDIT_ASSETS, asset.school_id),
    }
    return render(request, "assets/impact.html", context)


def _drawn(graph):
    """The picture, its boxes in the order in which they are read: column by column, from above."""
    drawn = layers.draw(graph.columns(), graph.links)
    boxes = sorted(drawn.boxes, key=lambda box: (box.x, box.y))
    return {
        "size": drawn,
        "boxes": [(node := graph.nodes[box.node], box, layers.fit(node.title)) for box in boxes],
        "lines": drawn.lines,
    }
