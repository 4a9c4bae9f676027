"""A page for every other move of a claim: GET asks, POST makes it; the rules are the move's own."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evidence import forms, moves, workflow
from evidence.models import Claim
from servicedesk.doors import only_with
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.move_pages import MovePage, by_name
from servicedesk.roles import Permission

PAGES = by_name(
    MovePage(
        moves.SIGN,
        forms.MoveForm,
        "Sign it off",
        "Sign in the school’s name",
        "Signed.",
        hint="You say that this is how things are at the school. A later change takes your name off and tells you.",
    ),
    MovePage(
        moves.WITHDRAW,
        forms.WithdrawForm,
        "Take the signature off",
        "Take it off",
        "The signature is off.",
        hint="Who had signed is told, with your reason.",
    ),
    MovePage(
        moves.ADD_DOCUMENT,
        forms.DocumentForm,
        "Add a document",
        "Add it",
        "The document is added.",
        hint="It goes into the evidence pack as it is. Take out the names of pupils and of people who asked for help.",
    ),
    MovePage(
        moves.REMOVE_DOCUMENT,
        forms.RemoveDocumentForm,
        "Take a document away",
        "Take it away for good",
        "The document is gone.",
        hint="This can’t be undone: only its name and checksum stay in the story.",
    ),
    MovePage(
        moves.LINK,
        forms.LinkForm,
        "Link a record",
        "Link it",
        "The record is linked.",
        hint="Evidence shows its number, kind, dates and outcome, and none of its words.",
    ),
    MovePage(moves.UNLINK, forms.UnlinkForm, "Unlink a record", "Unlink it", "The record is no longer linked."),
)


@only_with(Permission.EXPORT_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def move(request, pk, name):
    """Ask for one move, or make it."""
    claim = get_object_or_404(Claim.objects.visible_to(request.user).select_related("school", "signed_by"), pk=pk)
    page = PAGES[name]
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    if data is None or not page.move.allowed(claim, request.user):
        page.move.check(claim, by=request.user)
    form = page.form(data, files, initial=request.GET.dict(), claim=claim, by=request.user)
    if data is not None and form.is_valid():
        try:
            made = getattr(workflow, name)(claim, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            for field, said in error.message_dict.items():
                form.add_error(field if field in form.fields else None, said)
        except Refused as refusal:
            return _ask(request, page, form, status=409, refusal=str(refusal))
        else:
            if claim.is_signed and not made.is_signed and page.move is not moves.WITHDRAW:
                messages.warning(request, "It was signed before: the signature is off, and who signed is told.")
            messages.success(request, page.done)
            return redirect(made)
    return _ask(request, page, form)


def _ask(request, page, form, *, status=200, **context):
    context |= {"page": page, "form": form, "claim": form.claim, "has_files": form.is_multipart()}
    return render(request, "evidence/move.html", context, status=status)
