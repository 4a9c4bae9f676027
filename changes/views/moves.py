"""A page for every move of a change: GET asks, POST makes it; the rules are the move's own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from changes import moves, workflow
from changes.followed import followed
from changes.forms import moves as forms
from changes.forms.raising import PlanForm
from changes.models import Change
from changes.views import taking
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.move_pages import MovePage, by_name
from servicedesk.ways import back_to

PAGES = by_name(
    MovePage(
        moves.PLAN,
        PlanForm,
        "The plan",
        "The plan is ready",
        "{reference} is planned. Somebody looks through it next.",
        hint="Write it so that somebody else could make the change. When it is ready, a colleague looks through it.",
        template="changes/plan.html",
    ),
    MovePage(
        moves.RESCHEDULE,
        forms.RescheduleForm,
        "Another time",
        "Move it",
        "{reference} has another window.",
        template="changes/plan.html",
    ),
    MovePage(
        moves.ANNOUNCE,
        forms.AnnounceForm,
        "Tell people beforehand",
        "Announce it",
        "{reference} is announced.",
        hint="What happens, why, when, and what people will notice is said in their letter already.",
        template="changes/announce.html",
    ),
    MovePage(
        moves.IMPLEMENT,
        forms.ImplementForm,
        "It is made",
        "It is made",
        "{reference} is made. Now the register should say what is there.",
    ),
    MovePage(
        moves.BACK_OUT,
        forms.BackOutForm,
        "It was backed out",
        "It was backed out",
        "{reference} was backed out.",
        hint="Things are as they were before. It is looked back at afterwards, so that the next try goes better.",
    ),
    MovePage(
        moves.RECORD_IN_ASSETS,
        forms.RecordInAssetsForm,
        "Look after the register",
        "The register is right",
        "The register is right about {reference}.",
        hint="Change what is different now, thing by thing; then say here what was put down.",
        template="changes/register.html",
    ),
    MovePage(moves.CLOSE, forms.CloseForm, "Close it", "Close", "{reference} is closed."),
    MovePage(
        moves.REVIEW,
        forms.ReviewForm,
        "Look back",
        "Save and sign",
        "The review of {reference} is signed.",
        hint="What we learnt, with no blame. Your name stands under it.",
        template="changes/review.html",
    ),
    MovePage(
        moves.WITHDRAW,
        forms.ReasonForm,
        "It is not made after all",
        "Withdraw it",
        "{reference} is withdrawn.",
        hint="It stays on record, and can be asked for again.",
    ),
    MovePage(
        moves.RAISE_AGAIN,
        forms.RaiseAgainForm,
        "Ask for it again",
        "Ask again",
        "{reference} is asked for again.",
    ),
    MovePage(moves.NOTE, forms.NoteForm, "Write a note", "Save note", "Note kept."),
    MovePage(
        moves.LINK_INCIDENT, forms.LinkIncidentForm, "Link incidents", "Link", "Incidents of {reference} are linked."
    ),
    MovePage(
        moves.UNLINK_INCIDENT,
        forms.UnlinkIncidentForm,
        "Take incidents away",
        "Take them away",
        "The incidents are taken away from {reference}.",
        hint="They stay as they are; they only have nothing to do with it.",
    ),
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def move(request, pk, name):
    """Ask for one move, or make it."""
    shown = Change.objects.select_related("school", "originator", "implementer", "template")
    change = get_object_or_404(shown.visible_to(request.user), pk=pk)
    page, at = PAGES[name], timezone.now()
    page.move.check(change, by=request.user)
    data = taking.written(request) if request.method == "POST" else None
    form = page.form(data, initial=request.GET.dict(), change=change, by=request.user, at=at)
    if taking.is_about_window(request) and page.template == "changes/plan.html":
        return _about_window(request, page, taking.as_it_is(form))
    if form.is_valid():
        try:
            made = getattr(workflow, name)(change, by=request.user, at=at, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        except Refused as refusal:
            return _ask(request, page, form, status=409, refusal=str(refusal))
        else:
            messages.success(request, page.done.format(reference=made.reference))
            return redirect(back_to(request, made))
    return _ask(request, page, form)


def _about_window(request, page, form):
    """A window is looked at or taken; a plan that is still written freely is saved with it."""
    change, takes = form.change, taking.TAKE in request.POST
    if takes and page.move is moves.PLAN and change.status in taking.FREELY_WRITTEN and not form.errors:
        try:
            change = workflow.describe(change, by=request.user, at=form.at, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, taking.said_of(change))
            return redirect(request.get_full_path())
    return _ask(request, page, form, unsaved=True, **taking.shown_beside(form, change))


def add_errors(form, error):
    """Put what a move refused beside the fields it is about."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
    for name, sentences in by_field.items():
        form.add_error(name if name in form.fields else None, ValidationError(sentences))


def _ask(request, page, form, *, status=200, **context):
    context |= {"page": page, "form": form, "change": form.change, "next": request.GET.get("next")}
    if page.move is moves.REVIEW:
        context["followed"] = followed(form.change, reader=request.user, at=form.at)
    context["assets"] = form.change.assets.visible_to(request.user).select_related("room")
    return render(request, page.template or "changes/move.html", context, status=status)
