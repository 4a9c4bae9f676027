"""A page for every move of a release: GET asks, POST makes it; rooms are ticked off on a phone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from changes import release_moves as moves
from changes import workflow
from changes.forms import releases as forms
from changes.licence_check import licence_checks
from changes.models import RolloutState
from changes.presentation import releases as words
from changes.views.moves import add_errors
from changes.views.releases import find_release
from servicedesk.doors import only_with
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.move_pages import MovePage, by_name
from servicedesk.roles import Permission

PAGES = by_name(
    MovePage(
        moves.DESCRIBE,
        forms.DesignForm,
        "Change the build",
        "Save",
        "{reference} is saved.",
        hint="If what is installed or what a test must show changes, what was signed before no longer counts.",
    ),
    MovePage(moves.CHOOSE_PILOT, forms.PilotForm, "Choose the pilot people", "Save", "The pilot group is chosen."),
    MovePage(
        moves.PLAN_ROOMS,
        forms.RoomsForm,
        "Plan the rooms",
        "Save the plan",
        "The rooms are planned.",
        template="changes/plan_rooms.html",
    ),
    MovePage(moves.ADD_CHANGES, forms.AddChangesForm, "Add changes", "Add them", "The changes belong to {reference}."),
    MovePage(
        moves.REMOVE_CHANGES,
        forms.RemoveChangesForm,
        "Take changes away",
        "Take them away",
        "The changes don’t belong to {reference} any more.",
        hint="They stay as they are.",
    ),
    MovePage(
        moves.BEGIN_TESTS,
        forms.MoveForm,
        "Begin the tests",
        "Begin",
        "{reference} is being tested.",
        hint="The build is ready: both tests are made with it and signed.",
    ),
    MovePage(moves.SIGN_TEST, forms.SignTestForm, "Sign a test", "Sign it", "The test is signed."),
    MovePage(
        moves.BEGIN_PILOT,
        forms.MoveForm,
        "Begin with the pilot group",
        "Begin and tell them",
        "{reference} is with its pilot group, and they are told.",
        hint="The pilot people are told by e-mail.",
    ),
    MovePage(
        moves.ROLL_OUT,
        forms.RollOutForm,
        "Roll it out",
        "Roll it out",
        "{reference} is rolling out.",
        template="changes/roll_out.html",
    ),
    MovePage(
        moves.ROLL_BACK_ROOM,
        forms.RollBackRoomForm,
        "Roll back a room",
        "Roll it back",
        "The room is rolled back.",
        hint="Put the room back as it was first; the steps are on the page of the release.",
    ),
    MovePage(moves.FINISH, forms.FinishForm, "Finish the roll-out", "Finish", "{reference} is rolled out."),
    MovePage(
        moves.ROLL_BACK,
        forms.ReasonForm,
        "Roll it all back",
        "Roll it back and tell them",
        "{reference} is rolled back, and they are told.",
        hint="Every room that is done counts as rolled back. The pilot people and the owner are told why.",
    ),
    MovePage(
        moves.WITHDRAW,
        forms.ReasonForm,
        "Withdraw it",
        "Withdraw",
        "{reference} is withdrawn.",
        hint="It stays on record and can be taken up again.",
    ),
    MovePage(
        moves.REOPEN,
        forms.ReasonForm,
        "Take it up again",
        "Take it up again",
        "{reference} is taken up again.",
        hint="One that was rolled out goes on with its rooms; any other begins with its design and is tested anew.",
    ),
    MovePage(moves.NOTE, forms.NoteForm, "Write a note", "Save note", "Note kept."),
)
WORDS = {name.removesuffix("_release"): name for name in PAGES}  # as addresses say them


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.SEE_CHANGES)
@once_per_form
def move(request, pk, name):
    """Ask for one move, or make it."""
    release, page = find_release(request, pk), PAGES[name]
    page.move.check(release, by=request.user)
    data = request.POST if request.method == "POST" else None
    form = page.form(data, initial=request.GET.dict(), release=release, by=request.user)
    if form.is_valid():
        try:
            made = getattr(workflow, name)(release, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        except Refused as refusal:
            return _ask(request, page, release, form, status=409, refusal=str(refusal))
        else:
            messages.success(request, page.done.format(reference=made.reference))
            _say_what_is_open(request, page, made)
            return redirect(made)
    return _ask(request, page, release, form)


def _say_what_is_open(request, page, release):
    """A release that ends closes no change: it says which still need somebody."""
    if page.move is moves.FINISH and (left := words.open_changes(release, request.user)):
        names = ", ".join(change.reference for change in left)
        messages.warning(request, f"Its changes stay as they are. Still open: {names}.")


def _ask(request, page, release, form, *, status=200, **context):
    context |= {"page": page, "form": form, "release": release}
    if page.move is moves.ROLL_OUT:
        context |= {"checks": licence_checks(release), "left": words.open_changes(release, request.user)}
    return render(request, page.template or "changes/release_move.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.SEE_CHANGES)
@once_per_form
def mark_room(request, pk):
    """The walk on a phone: each room is ticked done, or failed with a note."""
    release = find_release(request, pk)
    moves.MARK_ROOM.check(release, by=request.user)
    refusal, wrong = "", None
    if request.method == "POST":
        form = forms.MarkRoomForm(request.POST, release=release, by=request.user)
        refusal = _mark(request, release, form)
        if not refusal:
            return redirect(request.path)
        wrong = form.cleaned_data["room"].pk if "room" in form.cleaned_data else None
    rooms = list(release.rooms.select_related("room__building", "asset", "done_by"))
    rooms.sort(key=lambda row: (row.state != RolloutState.TO_DO and row.pk != wrong, row.place))  # to do comes first
    context = {
        "release": release,
        "rooms": [(row, words.ROOM_SAID[row.state]) for row in rooms],
        "progress": words.progress_of(rooms),
        "only_pilot": release.status == "pilot",
        "left": sum(row.state == RolloutState.TO_DO for row in rooms),
        "refusal": refusal,
        "wrong": wrong,
        "words": request.POST.get("note", ""),
        "may": words.possible(release, request.user),
    }
    return render(request, "changes/mark_room.html", context, status=409 if refusal else 200)


def _mark(request, release, form):
    """Mark a room as the form says. Returns why it can’t be, or ""."""
    if not form.is_valid():
        return " ".join(said for errors in form.errors.values() for said in errors)
    try:
        workflow.mark_room_release(release, by=request.user, at=timezone.now(), **form.cleaned_data)
    except ValidationError as error:
        return " ".join(error.messages)
    except Refused as refusal:
        return str(refusal)
    said = words.ROOM_SAID[form.cleaned_data["state"]][2].lower()
    messages.success(request, f"{form.cleaned_data['room'].room.name}: {said}.")
    return ""
