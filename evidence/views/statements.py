"""The page of one statement: what the desk counted, what the school says, and what stands behind it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evidence import workflow
from evidence.forms import ClaimForm
from evidence.gathering import gather_one
from evidence.models import Claim
from evidence.moves import MOVES, WRITE
from evidence.presentation import side_by_side, status_of
from evidence.questions import framework_asked, period_of, school_asked, statement_asked, year_asked
from evidence.years import year_words
from servicedesk.doors import only_with
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.roles import Permission

READS = only_with(Permission.EXPORT_EVIDENCE)


@READS
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def statement(request, framework, statement):
    """A statement of one school and year on which nobody has written yet; who writes first begins its claim."""
    asked = request.POST if request.method == "POST" else request.GET
    school, year = school_asked(asked, request.user), year_asked(asked)
    edition = framework_asked(framework, school)
    found = statement_asked(edition, statement)
    claim = Claim.objects.about(school, framework).filter(statement=statement, year=year).first()
    if claim and request.method != "POST":
        return redirect(claim)
    if request.method != "POST":
        return show(request, edition, found, school, year)
    workflow.must_keep(request.user, school)
    form = ClaimForm(request.POST, framework=edition, statement=found)
    about = {"school": school, "framework": framework, "statement": statement, "year": year}
    act = lambda **said: workflow.begin(**about, by=request.user, at=timezone.now(), **said)  # noqa: E731
    return answer_to(request, act, form, edition, found, school, year)


@READS
@require_safe
def claim(request, pk):
    """The same once somebody has written on it."""
    found = get_object_or_404(Claim.objects.visible_to(request.user).select_related("school"), pk=pk)
    edition = framework_asked(found.framework, found.school)
    return show(request, edition, statement_asked(edition, found.statement), found.school, found.year)


@READS
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def write(request, pk):
    """Write on it; the page comes back with every word if something is wrong."""
    found = get_object_or_404(Claim.objects.visible_to(request.user).select_related("school"), pk=pk)
    WRITE.check(found, by=request.user)
    if request.method != "POST":
        return redirect(found)
    edition = framework_asked(found.framework, found.school)
    asked = statement_asked(edition, found.statement)
    form = ClaimForm(request.POST, framework=edition, statement=asked, claim=found)
    was_signed = found.is_signed

    def act(**said):
        made = workflow.write(found, by=request.user, at=timezone.now(), **said)
        if was_signed and not made.is_signed:
            messages.warning(request, "It was signed before this change: the signature is off, and who signed is told.")
        return made

    return answer_to(request, act, form, edition, asked, found.school, found.year)


def answer_to(request, act, form, edition, asked, school, year):
    """Make the move, or show the page with the form as it was sent."""
    if form.is_valid():
        try:
            made = act(**form.cleaned_data)
        except ValidationError as error:
            for field, said in error.message_dict.items():
                form.add_error(field if field in form.fields else None, said)
        except Refused as refusal:
            return show(request, edition, asked, school, year, form=form, refusal=str(refusal), status=409)
        else:
            messages.success(request, f"{made.reference} is saved.")
            return redirect(made)
    return show(request, edition, asked, school, year, form=form)


def show(request, edition, asked, school, year, *, form=None, refusal="", status=200):
    """The page of a statement."""
    today = timezone.localdate()
    answer = gather_one(edition, asked, school=school, period=period_of(year, today), at=timezone.now())
    claim = answer.claim
    writes = request.user.may(Permission.KEEP_EVIDENCE, school)
    if form is None and writes:
        form = ClaimForm(framework=edition, statement=asked, claim=claim)
    keys = [each.key for each in edition.statements]
    at = keys.index(asked.key)
    shown = {
        "framework": edition,
        "statement": asked,
        "strand": edition.strand_of(asked.key),
        "school": school,
        "year": year,
        "year_words": year_words(year),
        "period": period_of(year, today),
        "answer": answer,
        "claim": claim,
        "status": status_of(answer),
        "form": form,
        "refusal": refusal,
        "seen": _seen(claim, form, refusal),
        "possible": {move.name for move in MOVES if claim and move.possible(claim, request.user)},
        "writes": writes,
        "claims": side_by_side(edition, answer),
        "entries": claim.entries.select_related("by").order_by("-at", "-pk")[:30] if claim else (),
        "up": urlencode({"school": school.code, "framework": edition.key, "strand": edition.strand_of(asked.key).key}),
        "about": urlencode({"school": school.code, "year": year}),
        "before": keys[at - 1] if at else "",
        "after": keys[at + 1] if at + 1 < len(keys) else "",
    }
    return render(request, "evidence/statement.html", shown, status=status)


def _seen(claim, form, refusal):
    """The mark of what the writer has before them: what it says now, unless they are still at what they had opened."""
    if claim is None:
        return ""
    still_at_it = form is not None and form.is_bound and not refusal
    return form.data.get("seen", "") if still_at_it else workflow.mark_of(claim)
