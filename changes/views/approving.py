"""Saying yes or no: on the pages of a change, and by the link in a letter without signing in."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from changes import answer_links, moves, workflow
from changes.forms.approving import AnswerForm, RejectForm
from changes.models import Approval, ByWay, Change, Step
from changes.presentation.asked import NO, YES, may_answer
from changes.two_hats import hats_of
from changes.views.moves import add_errors
from changes.workflow import approving, asking
from servicedesk.doors import only_with
from servicedesk.errors import NotYours, Refused
from servicedesk.idempotency import once_per_form
from servicedesk.models import Person
from servicedesk.paging import page
from servicedesk.roles import Permission


@dataclass(frozen=True)
class AnswerPage:
    """How an answer is asked for: its question, its buttons (`no` "": none), and what is said when it was given."""

    move: moves.Move
    step: Step
    title: str
    yes: str
    no: str = ""
    form: type = AnswerForm
    said: str = "holds"  # what a yes is called by the move, where there are two buttons

    @property
    def address(self):
        """The name of its address."""
        return f"changes:{self.move.name}"


PAGES = {
    page.move.name: page
    for page in (
        AnswerPage(moves.APPROVE_TO_PROCEED, Step.PROCEED, "May it be planned?", YES[Step.PROCEED]),
        AnswerPage(
            moves.PEER_REVIEW, Step.PEER_REVIEW, "Does the plan hold?", YES[Step.PEER_REVIEW], NO[Step.PEER_REVIEW]
        ),
        AnswerPage(moves.APPROVE_TO_IMPLEMENT, Step.IMPLEMENT, "May it be made?", YES[Step.IMPLEMENT]),
        AnswerPage(
            moves.APPROVE_AFTERWARDS,
            Step.AFTERWARDS,
            "Was it right to make it?",
            YES[Step.AFTERWARDS],
            NO[Step.AFTERWARDS],
            said="agrees",
        ),
        AnswerPage(moves.REJECT, Step.IMPLEMENT, "Say no", "Reject it", form=RejectForm),
    )
}
ASKS = {page.step: page for page in reversed(PAGES.values()) if page.form is AnswerForm}
SHOWN = ("school", "originator", "implementer")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def answer(request, pk, name):
    """Read what is asked, and answer it."""
    change = get_object_or_404(Change.objects.visible_to(request.user).select_related(*SHOWN), pk=pk)
    page, at = PAGES[name], timezone.now()
    page.move.check(change, by=request.user)
    step = approving.answered_by(page.move, change)
    form = page.form(request.POST or None, initial={"round": approving.last_round(change, step)})
    if form.is_valid() and _has_chosen(request, form, page.no):
        holds = {page.said: request.POST["answer"] == "yes"} if page.no else {}
        try:
            made = getattr(workflow, name)(change, by=request.user, at=at, **form.cleaned_data, **holds)
        except ValidationError as error:
            add_errors(form, error)
        except Refused as refusal:
            return _ask(request, page, form, change, step, status=409, refusal=str(refusal))
        else:
            stands = made.get_afterwards_display() if step == Step.AFTERWARDS else made.get_status_display()
            messages.success(request, f"{made.reference}: {stands.lower()}.")
            return redirect(made)
    return _ask(request, page, form, change, step)


def _has_chosen(request, form, is_asked=True):
    """Was one of two buttons pressed, where there are two?"""
    if not is_asked or request.POST.get("answer") in ("yes", "no"):
        return True
    form.add_error(None, "Choose one of the two answers.")
    return False


def _ask(request, page, form, change, step, *, status=200, refusal=""):
    named = asking.who_is_asked(change, step)
    asked = asking.asked_now(change, step, at=timezone.now())
    others = [] if may_answer(request.user, named, asked) else asked.people or named.people
    context = {
        "page": page,
        "form": form,
        "change": change,
        "refusal": refusal,
        "others": approving.names_of(others) if others else "",
        "warnings": list(hats_of(change, step, request.user)),
    }
    return render(request, "changes/answer_move.html", context, status=status)


@require_safe
@only_with(Permission.SEE_CHANGES)
def asked(request):
    """What waits for the reader, the oldest question first."""
    waiting = Approval.objects.visible_to(request.user).waiting_for(request.user, day=timezone.localdate())
    rows = waiting.select_related("approver", "change__school", "change__originator")
    shown = page(rows, order=("pk",), token=request.GET.get("page", ""))
    lines = [(row, ASKS[row.step]) for row in shown.rows]
    return render(request, "changes/asked.html", {"page": shown, "lines": lines})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request, token):
    """The link in a letter: the change in short and two buttons. Only sending the form answers; looking never does."""
    at = timezone.now()
    approval, person = _of_link(token, at=at)
    if approval is None:
        return render(request, "changes/answer_link_over.html", status=410)
    form = AnswerForm(request.POST or None, initial={"round": approval.round})
    refusal = ""
    if not _is_open(approval):
        return _shown(request, approval, person)
    if form.is_valid() and _has_chosen(request, form):
        yes = request.POST["answer"] == "yes"
        said = {"by": person, "at": at, "yes": yes, "note": form.cleaned_data["note"], "way": ByWay.LETTER}
        try:
            workflow.decide(approval, **said)
        except ValidationError as error:
            add_errors(form, error)
        except (Refused, NotYours) as refused:
            refusal = str(refused)
        else:
            return redirect("changes:answer", token=token)
    return _shown(request, approval, person, form=form, refusal=refusal)


def _of_link(token, *, at):
    """The question and the person of a link that holds: who has left, or lost the right, has none any more."""
    found = answer_links.read(token, at=at)
    if found is None:
        return None, None
    related = [f"change__{name}" for name in SHOWN]
    approval = Approval.objects.select_related("approver", "decided_by", *related).filter(pk=found[0]).first()
    person = Person.objects.filter(pk=found[1], is_active=True).first()
    if approval is None or person is None or person not in asking.who_may(approval.step, approval.change.school):
        return None, None
    return approval, person


def _is_open(approval):
    step = approving.step_of(approval.change)
    return step == approval.step and not approval.decided_at and not approval.lapsed_at


def _shown(request, approval, person, *, form=None, refusal=""):
    page, step = ASKS[approval.step], Step(approval.step)
    context = {
        "approval": approval,
        "change": approval.change,
        "who": person,
        "form": form,
        "page": page,
        "no": NO.get(step, "No"),
        "refusal": refusal,
        "warnings": list(hats_of(approval.change, step, person)) if form else [],
    }
    return render(request, "changes/answer_link.html", context, status=409 if refusal else 200)
