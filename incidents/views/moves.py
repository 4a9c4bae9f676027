"""A page for every move: GET asks, POST makes it; the rules are the move's own."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from incidents import forms, forms_major, moves, workflow
from incidents.forms_excuses import ExcuseForm
from incidents.models import Incident
from incidents.presentation.stopping import stopping
from incidents.presentation.story import wrote_since
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.move_pages import MovePage, by_name
from servicedesk.roles import Permission
from servicedesk.ways import back_to

PAGES = by_name(
    MovePage(moves.ASSIGN, forms.AssignForm, "Give it to somebody", "Assign", "{reference} is with {owner}."),
    MovePage(
        moves.TAKE,
        forms.MoveForm,
        "Take it",
        "Take",
        "{reference} is yours.",
        hint="You are its owner then, and whoever reported it reads your name.",
        undo="release",
    ),
    MovePage(
        moves.RELEASE,
        forms.MoveForm,
        "Give it back",
        "Give back",
        "{reference} has no owner now.",
        hint="It goes back to the queue, so that somebody else can take it.",
        undo="take",
    ),
    MovePage(
        moves.START,
        forms.MoveForm,
        "Start on it",
        "Start",
        "{reference} is in hand.",
        hint="Everyone sees that somebody works on it now.",
    ),
    MovePage(
        moves.WAIT,
        forms.WaitForm,
        "Let it wait",
        "Let it wait",
        "{reference} waits, and its clock has stopped.",
        hint="The clock for the fix stops while it waits for one of these.",
        undo="resume",
    ),
    MovePage(
        moves.RESUME,
        forms.MoveForm,
        "Go on with it",
        "Go on",
        "{reference} is in hand, and its clock counts again.",
        hint="It waits no longer, and its clock counts again.",
    ),
    MovePage(
        moves.RESOLVE,
        forms.ResolveForm,
        "It is fixed",
        "Resolve and tell them",
        "{reference} is fixed, and they are told.",
    ),
    MovePage(moves.CONFIRM, forms.ConfirmForm, "It works now", "It works now", "Thank you. {reference} is closed."),
    MovePage(
        moves.CLOSE,
        forms.MoveForm,
        "Close it",
        "Close",
        "{reference} is closed.",
        hint="It is fixed and they said so.",
    ),
    MovePage(moves.REOPEN, forms.ReopenForm, "It is not fixed", "Reopen", "{reference} is open."),
    MovePage(
        moves.CANCEL,
        forms.CancelForm,
        "It is not needed any more",
        "Cancel the record",
        "{reference} is cancelled.",
        hint="Its clocks end here. It stays on record, and can’t be opened again.",
    ),
    MovePage(
        moves.MARK_DUPLICATE,
        forms.DuplicateForm,
        "It was reported before",
        "Mark as a duplicate",
        "{reference} ends as a duplicate.",
    ),
    MovePage(
        moves.PRIORITISE,
        forms.PrioritiseForm,
        "Judge its priority",
        "Set the priority",
        "{reference} is P{priority} now.",
        hint="A new target counts from when it was opened.",
    ),
    MovePage(
        moves.MARK_OUTAGE,
        forms.OutageForm,
        "Is it an outage?",
        "Save",
        "{reference}: saved.",
        hint="An outage is when a service could not be used at all. It counts against the availability of the "
        "service, in support hours, from when it began until it was fixed.",
    ),
    MovePage(moves.REPLY, forms.ReplyForm, "Write to the requester", "Send", "Sent."),
    MovePage(
        moves.NOTE,
        forms.NoteForm,
        "Write a note",
        "Save note",
        "Note kept.",
        hint="Technicians only: the requester never sees it.",
    ),
    MovePage(
        moves.RECORD_CALL,
        forms.RecordCallForm,
        "Log a call",
        "Save call",
        "Call kept.",
        hint="It counts as an answer, like a written one.",
    ),
    MovePage(
        moves.EXCUSE,
        ExcuseForm,
        "Excuse what was late",
        "Excuse it and sign",
        "Excused. {reference} stays on record as late.",
        hint="It stays on record as late. Reports show both figures: with it, and with what is excused left out.",
    ),
    MovePage(
        moves.DECLARE_MAJOR,
        forms_major.DeclareForm,
        "Declare a major incident",
        "Declare it",
        "{reference} is a major incident now, and the status page says so.",
        hint="One cause, and many are hit. Everyone at the school sees it on the status page, somebody leads it, "
        "and all who report it are told together when it is fixed.",
    ),
    MovePage(
        moves.HAND_LEAD,
        forms_major.HandLeadForm,
        "Hand over the lead",
        "Hand it over",
        "{reference} is led by {lead}.",
    ),
    MovePage(
        moves.PUBLISH_UPDATE,
        forms_major.NewsForm,
        "Tell everyone",
        "Publish and tell them",
        "Published, and everyone who reported it is told.",
    ),
    MovePage(
        moves.REVIEW_MAJOR,
        forms_major.ReviewForm,
        "Look back on it",
        "Save and sign",
        "Your review of {reference} is kept, with your name.",
    ),
    MovePage(
        moves.JOIN,
        forms_major.JoinForm,
        "Part of a major incident",
        "Put it there",
        "{reference} is part of {parent}.",
    ),
    MovePage(
        moves.LEAVE,
        forms.MoveForm,
        "Not part of it after all",
        "Take it out",
        "{reference} goes on by itself.",
        hint="It stays open when the major incident is fixed.",
    ),
)

# What the same page says to whoever asked, and does not work on records.
THEIRS = PAGES | {
    "reopen": replace(PAGES["reopen"], button="Send: still broken", done="We are on it again."),
    "reply": replace(PAGES["reply"], form=forms.AnswerForm, title="Write to the ICT team"),
    "cancel": replace(
        PAGES["cancel"],
        button="I don’t need it any more",
        done="Thank you. We have stopped work on {reference}.",
        hint="Nobody works on it from then on. It stays in your list, and can’t be opened again.",
    ),
}


def _page_of(name, incident, reader):
    return (PAGES if reader.may(Permission.WORK, incident.school_id) else THEIRS)[name]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def move(request, pk, name):
    """Ask for one move, or make it."""
    shown = Incident.objects.select_related("school", "requester", "assignee", "room", "asset", "category")
    incident = get_object_or_404(shown.visible_to(request.user), pk=pk)
    page, at = _page_of(name, incident, request.user), timezone.now()
    data = request.POST if request.method == "POST" else None
    about = {"incident": incident, "by": request.user, "at": at}
    form = page.form(data, initial=request.GET.dict(), **about)
    if data is None or not page.move.allowed(incident, request.user):
        page.move.check(incident, by=request.user)
    elif form.is_valid():
        try:
            made = getattr(workflow, name)(incident, by=request.user, at=at, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except Refused as refusal:
            return _refused(request, page, form, refusal)
        else:
            say_done(request, page, made)
            return redirect(back_to(request, made))
    return _ask(request, page, form)


def say_done(request, page, incident):
    """Say what was done, and offer to undo it where that is one press."""
    owner = incident.assignee.name if incident.assignee else ""
    about = {"reference": incident.reference, "owner": owner, "priority": incident.priority}
    lead = incident.major.lead.name if incident.is_major else ""
    words = page.done.format(**about, lead=lead, parent=incident.parent_id)
    undo = reverse(f"incidents:{page.undo}", args=[incident.pk]) if page.undo else ""
    messages.success(request, words, extra_tags=undo)


def _refused(request, page, form, refusal):
    """Nothing was changed: say why, show what was written meanwhile, and keep the text."""
    context = {"refusal": str(refusal)}
    if form.cleaned_data.get("seen"):
        context["meanwhile"] = wrote_since(form.incident, form.cleaned_data["seen"], by=request.user)
        form.data = form.data.copy()
        form.data["seen"] = newest_entry(form.incident)
    return _ask(request, page, form, status=409, **context)


def newest_entry(incident):
    """The number of the newest line of a story."""
    return incident.entries.order_by("-pk").values_list("pk", flat=True).first()


def _ask(request, page, form, *, status=200, **context):
    context |= {
        "page": page,
        "form": form,
        "incident": form.incident,
        "next": request.GET.get("next") or request.POST.get("next"),
        "stopping": stopping(form.incident, reader=request.user) if page.move is moves.DECLARE_MAJOR else None,
    }
    return render(request, "incidents/move.html", context, status=status)
