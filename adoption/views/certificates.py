"""The register of certificates: one's own, and those of the schools whose evidence one keeps."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from adoption import forms, moves, workflow
from adoption.filters import CertificateFilter
from adoption.measure import HOW, certified
from adoption.models import Certificate
from adoption.standing import standing_of
from servicedesk.doors import only_with
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.models import School
from servicedesk.move_pages import MovePage, by_name
from servicedesk.paging import page
from servicedesk.roles import Permission
from servicedesk.tables import CSV, attached, csv_lines

PAGES = by_name(
    MovePage(moves.CHANGE, forms.CertificateForm, "Change the entry", "Save"),
    MovePage(
        moves.CONCLUDE,
        forms.ConcludeForm,
        "Enter the result",
        "Save",
        hint="Another try or a renewal is a new entry, so that this one stays to be seen.",
    ),
    MovePage(
        moves.WITHDRAW,
        forms.WithdrawForm,
        "Count it no longer",
        "Withdraw it",
        hint="For another job, or where it was entered by mistake. It stays to be seen.",
    ),
    MovePage(moves.REOPEN, forms.ReopenForm, "It is due again", "Reopen"),
)
HEADS = (
    *("Number", "School", "Person", "Level", "Unit code", "State", "To be passed by", "Training on", "Training hours"),
    *("Exam on", "Result", "Holds until"),
)


@login_required
@require_safe
def certificates(request):
    """Who holds or is due what, and the share of each school."""
    found = _found(request)
    rows = found.qs if found.is_valid() else found.queryset.none()
    shown, today = page(rows, order=("pk",), token=request.GET.get("page", ""), descending=True), timezone.localdate()
    keeps = request.user.may_anywhere(Permission.KEEP_EVIDENCE)
    reads = request.user.may_anywhere(Permission.EXPORT_EVIDENCE)
    schools = list(School.objects.where_may(request.user, Permission.EXPORT_EVIDENCE)) if reads else []
    shares = certified(schools, today)
    context = {
        "page": shown,
        "rows": [(each, standing_of(each, today)) for each in shown.rows],
        "filters": found.form,
        "several": len(schools) > 1,
        "narrowed": any(request.GET.get(name) for name in found.form.fields),
        "keeps": keeps,
        "reads": reads,
        "addable": list(School.objects.where_may(request.user, Permission.KEEP_EVIDENCE)) if keeps else [],
        "shares": [(school, shares[school.pk]) for school in schools],
        "how": HOW,
        "asked": request.GET.urlencode(),
    }
    return render(request, "adoption/certificates.html", context)


@login_required
@require_safe
def certificates_csv(request):
    """The register as a file, narrowed as the page is."""
    found = _found(request)
    if not found.is_valid():
        said = " ".join(message for messages in found.errors.values() for message in messages)
        return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
    today = timezone.localdate()
    lines = csv_lines(_lines(found.qs.order_by("pk"), today))
    return attached(StreamingHttpResponse(lines, content_type=CSV), f"certificates-{today}.csv")


@login_required
@require_safe
def certificate(request, pk):
    """One entry, and what was written of it."""
    found = get_object_or_404(_seen(request), pk=pk)
    context = {
        "certificate": found,
        "standing": standing_of(found, timezone.localdate()),
        "possible": {move.name for move in moves.CERTIFICATE_MOVES if move.possible(found, request.user)},
        "history": found.history.select_related("history_user")[:20],
        "reads": request.user.may_anywhere(Permission.EXPORT_EVIDENCE),
    }
    return render(request, "adoption/certificate.html", context)


@only_with(Permission.KEEP_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def add_certificate(request, pk):
    """Somebody of a school is due a certificate."""
    school = get_object_or_404(School.objects.where_may(request.user, Permission.KEEP_EVIDENCE), pk=pk)
    form = forms.AddCertificateForm(request.POST or None, school=school)
    if form.is_valid():
        try:
            made = workflow.add_certificate(school=school, by=request.user, at=timezone.now(), **form.cleaned_data)
            return redirect(made)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
    back = reverse("adoption:certificates")
    context = {"form": form, "title": f"New entry at {school.name}", "button": "Add it", "back": back}
    return render(request, "adoption/ask.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def move(request, pk, name):
    """Ask for one move of an entry, or make it."""
    found, asked, refusal = get_object_or_404(_seen(request), pk=pk), PAGES[name], ""
    if request.method != "POST" or not asked.move.allowed(found, request.user):
        asked.move.check(found, by=request.user)
    form = asked.form(request.POST if request.method == "POST" else None, record=found)
    if request.method == "POST" and form.is_valid():
        try:
            getattr(workflow, name)(found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        except Refused as error:
            refusal = str(error)
        else:
            messages.success(request, "Saved.")
            return redirect(found)
    context = {"form": form, "title": asked.title, "button": asked.button, "hint": asked.hint, "refusal": refusal}
    return render(
        request, "adoption/ask.html", context | {"back": found.get_absolute_url()}, status=409 if refusal else 200
    )


def _seen(request):
    return Certificate.objects.visible_to(request.user).select_related("school", "person")


def _found(request):
    return CertificateFilter(request.GET, _seen(request), request=request)


def _lines(rows, today):
    yield list(HEADS)
    for each in rows.iterator():
        yield [
            *(each.reference, each.school.name, each.person.name, each.get_level_display(), each.unit_code),
            *(standing_of(each, today).words, each.due_on, each.training_on, each.training_hours, each.exam_on),
            *(each.result, each.expires_on),
        ]
