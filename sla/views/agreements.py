"""Pages of the agreements: reading them, drafting the next wording, and putting it in force."""

from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from servicedesk.doors import only_with
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import Permission
from sla import agreement_workflow as workflow
from sla.agreement_previews import preview
from sla.calendars import current_version
from sla.forms_agreements import DraftForm, NewAgreementForm, PutInForceForm, SignForm
from sla.models import Agreement, AgreementKind, AgreementVersion
from sla.paper import agreement_pdf
from sla.promise_words import PRIORITIES, pauses_in_words, steps_in_words, targets_in_words
from sla.underpinned import findings_for

KINDS = {
    AgreementKind.SERVICE_LEVEL: ("With schools", "What ICT support promises a school."),
    AgreementKind.OPERATIONAL: ("Between teams", "What a team of support promises the service desk."),
    AgreementKind.CONTRACT: ("With suppliers", "What a firm promises the school in a contract."),
}
State = AgreementVersion.State


@only_with(Permission.SEE_AGREEMENTS)
def agreements(request):
    """The agreements of the reader's schools and the trust's, by kind."""
    found = Agreement.objects.visible_to(request.user).select_related("school", "team").prefetch_related("versions")
    order = list(AgreementKind)
    rows = sorted((_row(agreement) for agreement in found), key=lambda row: order.index(row["agreement"].kind))
    groups = [(KINDS[kind], list(group)) for kind, group in groupby(rows, key=lambda row: row["agreement"].kind)]
    shown = {
        "groups": groups,
        "has_more_kinds": any(row["agreement"].kind != AgreementKind.SERVICE_LEVEL for row in rows),
        "may_edit": request.user.may_anywhere(Permission.EDIT_AGREEMENTS),
    }
    return render(request, "sla/agreements.html", shown)


def _row(agreement):
    """An agreement with the wording in force and the draft, if there are any."""
    states = {version.state: version for version in agreement.versions.all()}
    version, today = states.get(State.IN_FORCE), timezone.localdate()
    review_past = bool(version and version.review_on and version.review_on < today)
    return {"agreement": agreement, "version": version, "draft": states.get(State.DRAFT), "review_past": review_past}


@login_required
def agreement(request, pk):
    """What was promised, in words: how soon we answer and fix, how often that must be met, and who is told before."""
    visible = Agreement.objects.visible_to(request.user).select_related("school", "team")
    found = get_object_or_404(visible, pk=pk)
    versions = list(
        found.versions.select_related("made_by", "put_in_force_by").prefetch_related(
            "targets", "steps__pass_to", "services", "signatures"
        )
    )
    asked = next((v for v in versions if str(v.number) == request.GET.get("version")), None)
    version = asked or next((v for v in versions if v.state == State.IN_FORCE), next(iter(versions), None))
    page = {"agreement": found, "version": version, "versions": versions, "priorities": PRIORITIES}
    page["may_edit"] = workflow.may_edit(request.user, found)
    page["draft"] = next((v for v in versions if v.state == State.DRAFT), None)
    page["is_sla"] = found.kind == AgreementKind.SERVICE_LEVEL
    return render(request, "sla/agreement.html", page | (_said(version) if version else {}))


def _said(version):
    return {
        "targets": targets_in_words(version.targets.all()),
        "steps": steps_in_words(version.steps.all()),
        "pauses": pauses_in_words(version.pause_reasons),
        "calendar": current_version(version.agreement.school),
        "sign": SignForm(initial={"signed_on": timezone.localdate()}),
    }


@only_with(Permission.EDIT_AGREEMENTS)
def add_agreement(request):
    """A new agreement: with a school, between teams, with a supplier."""
    form = NewAgreementForm(request.POST or None, person=request.user, initial={"kind": request.GET.get("kind")})
    if form.is_valid():
        try:
            made = workflow.make_agreement(by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{made.name} is there as a draft. Nothing is promised until it is in force.")
            return redirect("sla:edit_draft", made.versions.get().pk)
    return render(request, "sla/add_agreement.html", {"form": form})


@require_POST
@login_required
def draft(request, pk):
    """Begin the next wording, or go on with the draft there is."""
    found = get_object_or_404(Agreement.objects.visible_to(request.user), pk=pk)
    return redirect("sla:edit_draft", workflow.draft(found, by=request.user, at=timezone.now()).pk)


@login_required
def edit_draft(request, pk):
    """Change what a draft says; nothing typed is lost when something is wrong with it."""
    version = _editable(request, pk)
    form = DraftForm(request.POST or None, version=version)
    if form.is_valid():
        try:
            workflow.change_draft(version, by=request.user, at=timezone.now(), **form.facts)
        except ValidationError as error:
            form.refuse(error)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The draft is saved.")
            onward = "sla:put_in_force" if "onward" in request.POST else "sla:edit_draft"
            return redirect(onward, version.pk)
    return render(request, "sla/edit_draft.html", {"form": form, "version": version, "agreement": version.agreement})


@login_required
def put_in_force(request, pk):
    """What would change, in words and in clocks; then the act itself, with a reason."""
    version, now = _editable(request, pk), timezone.now()
    form = PutInForceForm(request.POST or None, initial={"seen": workflow.mark_of(version)})
    if form.is_valid():
        try:
            act = workflow.put_in_force_now(version, by=request.user, at=now, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("reason" if hasattr(error, "error_dict") else None, error.messages)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Version {version.number} is in force.")
            return redirect(reverse("sla:change", args=[act.pk])) if act else redirect(version)
    found = preview(version, at=now)
    page = {"form": form, "version": version, "agreement": version.agreement, "preview": found}
    return render(request, "sla/put_in_force.html", page)


@require_POST
@login_required
def sign(request, pk):
    """Put somebody's name under a wording."""
    version = _seen(request, pk)
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            workflow.sign(version, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Signed by {form.cleaned_data['name']}.")
            return redirect(version)
    elif not workflow.may_edit(request.user, version.agreement):
        raise NotYours("You can read this agreement. Who edits it puts down the signatures.")
    return render(request, "sla/sign.html", {"form": form, "version": version, "agreement": version.agreement})


@require_POST
@login_required
def throw_away(request, pk):
    """Forget a draft."""
    version = _seen(request, pk)
    kept = workflow.throw_away(version, by=request.user, at=timezone.now())
    messages.success(request, "The draft is gone; what is in force stays as it is.")
    return redirect("sla:agreement", kept.pk) if kept else redirect("sla:agreements")


@login_required
def print_agreement(request, pk):
    """A wording as a PDF to sign and to hand round."""
    version = _seen(request, pk)
    answer = HttpResponse(agreement_pdf(version, at=timezone.now()), content_type="application/pdf")
    name = f"agreement-{version.agreement_id}-version-{version.number}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@only_with(Permission.SEE_AGREEMENTS)
def underpinning(request):
    """Where agreements between teams and with suppliers can't hold up what is promised to schools."""
    above, below, found = findings_for(request.user, at=timezone.now())
    shown = {"groups": [_standing(top, below, found) for top in above], "above": above, "below": below}
    shown["may_edit"] = request.user.may_anywhere(Permission.EDIT_AGREEMENTS)
    return render(request, "sla/underpinning.html", shown)


def _standing(top, below, found):
    """A promise to schools, what can't hold it up and why, and what can."""
    short = [finding for finding in found if finding.above is top]
    weak = [(base, list(reasons)) for base, reasons in groupby(short, key=lambda finding: finding.below)]
    beside = [base for base in below if base.is_for(top.school) and base.shares_services_with(top)]
    return {"top": top, "weak": weak, "strong": [b for b in beside if all(b is not base for base, _ in weak)]}


def _seen(request, pk):
    """A wording of an agreement that the reader may see."""
    visible = AgreementVersion.objects.filter(agreement__in=Agreement.objects.visible_to(request.user))
    return get_object_or_404(visible.select_related("agreement__school", "agreement__team"), pk=pk)


def _editable(request, pk):
    """A draft that the reader may change; anything else is refused with a sentence."""
    version = _seen(request, pk)
    if not workflow.may_edit(request.user, version.agreement):
        raise NotYours("You can read this agreement, but somebody else decides about it.")
    if version.state != State.DRAFT:
        raise Refused(f"Version {version.number} is {version.get_state_display().lower()} and stays as it is.")
    return version
