"""One record as a technician sees it: its clocks, its conversation and what stands around it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from incidents import moves, timeline, workflow
from incidents.forms import ComposerForm
from incidents.forms_major import news_by
from incidents.models import Incident
from incidents.panels import sections_of
from incidents.presentation.major import major_panel
from incidents.presentation.story import raised_by, story_of, wrote_since
from incidents.presentation.ticket import about, explained, follow_up_day, panel
from incidents.this_term import term_by
from incidents.views import requester
from incidents.views.moves import newest_entry
from incidents.views.ways import drafts_of, this_minute
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.models import Letter
from servicedesk.roles import Permission
from sla.calendars import current_version, hours_of
from sla.explanation import explain as explain_clock
from sla.models import CalendarVersion, PauseReason

# Joined are the four that every record has; the others are read one by one, because PostgreSQL spends longer on the
# order of a dozen joins than on all of these queries together.
JOINED = ("requester", "assignee", "response_clock", "resolution_clock")
SHOWN = (
    "school",
    "room__building",
    "asset",
    "category__service",
    "logged_by",
    "team",
    "duplicate_of",
    "follows",
    "major",
)
SENT = {"reply": "Reply sent to {who}.", "note": "Note kept. {who} can’t see it.", "call": "Call kept in the record."}
MOST_SIMILAR = 5


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def detail(request, pk):
    """The record; a POST says something from the composer. Who does not work on it sees it as its requester does."""
    incident = _find(request, pk)
    if not request.user.may(Permission.WORK, incident.school_id):
        return requester.record(request, incident)
    if request.method == "POST":
        return _say(request, incident)
    return _show(request, incident)


def _find(request, pk):
    seen = Incident.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related(*JOINED).prefetch_related(*SHOWN), pk=pk)


def _say(request, incident):
    form = ComposerForm(request.POST)
    if not form.is_valid():
        return _show(request, incident, composer=form, status=200)
    try:
        _speak(incident, form.cleaned_data, by=request.user, at=timezone.now())
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return _show(request, incident, composer=form)
    except Refused as refusal:
        meanwhile = wrote_since(incident, form.cleaned_data["seen"] or 0, by=request.user)
        return _show(request, incident, composer=form, refusal=str(refusal), meanwhile=meanwhile, status=409)
    who = incident.requester.first_name if incident.requester else "The requester"
    messages.success(request, SENT[form.cleaned_data["mode"]].format(who=who))
    return redirect(request.get_full_path())


def _speak(incident, said, *, by, at):
    """One text, three ways, and a fourth that also stops the clock."""
    words = {"by": by, "at": at, "minutes": said["minutes"]}
    if said["mode"] == "note":
        return workflow.note(incident, text=said["text"], **words)
    if said["mode"] == "call":
        return workflow.record_call(incident, text=said["text"], **words)
    if said["then"] == "wait":
        wait = {"reason": PauseReason.REQUESTER, "note": said["text"].strip(), "follow_up_on": said["follow_up_on"]}
        return workflow.wait(incident, seen=said["seen"], **wait, **words)
    return workflow.reply(incident, text=said["text"], seen=said["seen"], **words)


def _show(request, incident, *, composer=None, status=200, **context):
    at = this_minute()
    entries = list(timeline.for_desk(incident))
    hours = _hours_of(incident)
    version = current_version(incident.school)
    context |= {
        "incident": incident,
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
        "about": about(incident, hours, by=request.user, at=at, **_told_by(entries)),
        "story": story_of(incident, entries, at=at),
        "panel": panel(incident, at=at, **_around(request.user, incident, version, at)),
        "major": major_panel(incident, reader=request.user, at=at),
        "next_news": news_by(at),
        "sections": sections_of(incident, reader=request.user, at=at),
        "composer": composer or ComposerForm(initial={"mode": "reply"}),
        "follow_up_on": follow_up_day(hours_of(version) if version else None, at),
        "newest": newest_entry(incident) if composer else max((entry.pk for entry in entries), default=""),
        "wrong": _wrong(composer),
        **drafts_of(incident, entries, by=request.user),
        **_other_side(incident),
    }
    template = (
        "incidents/_ticket.html"
        if request.htmx and not request.htmx.history_restore_request
        else "incidents/detail.html"
    )
    return render(request, template, context, status=status)


def _told_by(entries):
    """What the head of a record takes from its story."""
    since = next((entry.at for entry in reversed(entries) if entry.move == "wait"), None)
    return {"on_hold_since": since, "raised": raised_by(entries)}


def _wrong(composer):
    """What is wrong with the text in the composer, in one line."""
    return " ".join(error for errors in composer.errors.values() for error in errors) if composer else ""


def _other_side(incident):
    """Whom the composer writes to, and how it reaches them."""
    person = incident.requester
    return {
        "other": person.name if person else "the requester",
        "other_first": person.first_name if person else "the requester",
        "by_way": "by e-mail" if person and person.email else "who has no e-mail address and reads it here",
        "no_wait": incident.status not in moves.WAIT.sources,
    }


def _hours_of(incident):
    wanted = {clock.calendar_version_id for clock in (incident.response_clock, incident.resolution_clock) if clock}
    return {version.pk: hours_of(version) for version in CalendarVersion.objects.filter(pk__in=wanted)}


def _around(person, incident, version, at):
    """What stands around a record: earlier faults of the same thing, open records beside it, letters that went out."""
    seen = Incident.objects.visible_to(person)
    since, term = term_by(version, timezone.localdate(at))
    return {
        "faults": seen.faults_of(incident.asset_id, since=since).count() if incident.asset_id else 0,
        "since": term,
        "similar": list(seen.beside(incident).order_by("-opened_at")[:MOST_SIMILAR]),
        "duplicates": list(seen.filter(duplicate_of=incident).order_by("pk")),
        "letters": Letter.objects.filter(reference=incident.reference).aggregate(
            written=Count("pk"), given_up=Count("failed_at")
        ),
    }


@login_required
@require_safe
def explain(request, pk, which):
    """Why this time: a clock told span by span."""
    incident = _find(request, pk)
    clock = {"response": incident.response_clock, "resolution": incident.resolution_clock}.get(which)
    if clock is None:
        raise Http404
    at = this_minute()
    context = {
        "incident": incident,
        "clock": clock,
        "which": which,
        "told": explained(explain_clock(clock, at=at), clock, at=at),
    }
    return render(request, "incidents/explain.html", context)
