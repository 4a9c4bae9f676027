"""What becomes of it, for the person who asked: their faults, and one of them with its story."""

from django.db.models import Q
from django.shortcuts import render
from django.utils import timezone

from incidents import timeline
from incidents.models import Incident, Status
from incidents.presentation import requester as plain
from incidents.status_board import known_broken
from incidents.views.report import BESIDE, frame_of
from incidents.views.ways import drafts_of
from servicedesk.doors import only_with
from servicedesk.paging import page
from servicedesk.roles import Permission

MOST_OPEN, DONE_SHOWN = 50, 10
STILL = ["new", "assigned", "in_progress", "waiting", "resolved"]


@only_with(Permission.LOG)
def mine(request):
    """The reader's own faults: what waits for them, what is in hand, what is done."""
    now = timezone.now()
    own = Incident.objects.visible_to(request.user).filter(requester=request.user).select_related(*BESIDE)
    still = Q(status__in=STILL) | Q(status=Status.CANCELLED, duplicate_of__status__in=STILL)
    open_ones = [plain.line_of(incident, now) for incident in own.filter(still).order_by("-opened_at")[:MOST_OPEN]]
    done = page(own.exclude(still), order=("pk",), token=request.GET.get("page", ""), size=DONE_SHOWN, descending=True)
    context = {
        "lines": sorted(open_ones, key=lambda line: URGENT.get(line.asks, 2)),
        "done": [plain.line_of(incident, now) for incident in done.rows],
        "page": done,
        "known_broken": known_broken(request.user),
    }
    return render(request, "incidents/requester/mine.html", context)


URGENT = {"answer": 0, "works": 1}  # what asks something of the reader comes first


def record(request, incident):
    """A record for the person who asked: what was said and what happened, never the technicians' notes."""
    now = timezone.now()
    incident = Incident.objects.select_related(*BESIDE, "asset").get(pk=incident.pk)
    entries = list(timeline.for_requester(incident))
    context = {
        "incident": incident,
        "line": plain.line_of(incident, now),
        "story": plain.story_of(entries, request.user, now),
        "seen": entries[-1].pk if entries else 0,
        "may": plain.may(incident, request.user),
        "aim": plain.aim(incident, now),
        **drafts_of(incident, entries, by=request.user),
        **frame_of(incident.school),
    }
    return render(request, "incidents/requester/record.html", context)
