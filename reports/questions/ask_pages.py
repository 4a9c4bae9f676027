"""Asking for oneself: measures, a period, what to split by and what to look at; the address is the question."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.models import SavedQuestion
from reports.questions import files
from reports.questions.answers import SHOWN, Answer
from reports.questions.query import AskQuery, by_process
from reports.views import only_readers, presets_of, refused
from servicedesk.roles import Permission
from servicedesk.tables import CSV, XLSX, attached, csv_lines

MOST_SAVED = 100
EXAMPLES = (
    ("Faults and lesson time lost, month by month", "measure=faults&measure=lesson_minutes&by=month"),
    ("Fixed in time, by service, this term", "measure=met_percent&measure=missed&by=service&period=term"),
    ("What people report, by category, last month", "measure=incidents&by=category&period=last-month"),
    ("Changes that succeeded, by school", "measure=success_percent&measure=changes_recorded&by=school"),
)


@require_safe
@only_readers
def ask(request):
    """Ask, and see the answer."""
    sees_trends = request.user.may_anywhere(Permission.SEE_PROBLEMS)
    shown = {"sees_trends": sees_trends, "examples": EXAMPLES, "saved": saved_of(request.user)}
    if not request.GET:
        query = AskQuery(None, person=request.user, today=timezone.localdate())
        return render(request, "reports/ask.html", shown | {"form": query, "groups": groups(set())})
    query = AskQuery.of(request.GET, request)
    shown |= {"form": query, "groups": groups(set(request.GET.getlist("measure")))}
    if query.errors:
        return render(request, "reports/ask.html", shown, status=400)
    answer, asked = Answer(query), query.as_query()
    kept = {name: value for name, value in asked.items() if name not in ("from", "to")}
    shown |= {"answer": answer, "lines": answer.lines[:SHOWN], "more": max(len(answer.lines) - SHOWN, 0)}
    shown |= {"asked": urlencode(asked, doseq=True), "as_named": request.GET.urlencode()}
    shown |= {"presets": presets_of(query, kept=kept)}
    return render(request, "reports/ask.html", shown)


def groups(chosen):
    """The measures as the form offers them: under their process, the chosen ones ticked, and how many these are."""
    return [
        (
            process,
            [(name, heading, name in chosen) for name, heading in found],
            sum(name in chosen for name, _ in found),
        )
        for process, found in by_process()
    ]


def saved_of(person):
    """The questions that somebody may see."""
    return SavedQuestion.objects.visible_to(person).select_related("owner", "school")[:MOST_SAVED]


def _answered(request):
    query = AskQuery.of(request.GET, request)
    return (None, refused(query)) if query.errors else (Answer(query), None)


@require_safe
@only_readers
def ask_csv(request):
    """The answer as a CSV file."""
    answer, refusal = _answered(request)
    if answer is None:
        return refusal
    return attached(HttpResponse(csv_lines(files.rows(answer)), content_type=CSV), files.file_name(answer, "csv"))


@require_safe
@only_readers
def ask_xlsx(request):
    """The answer as a spreadsheet."""
    answer, refusal = _answered(request)
    if answer is None:
        return refusal
    return attached(HttpResponse(files.book(answer), content_type=XLSX), files.file_name(answer, "xlsx"))


@require_safe
@only_readers
def ask_pdf(request):
    """The answer on paper."""
    answer, refusal = _answered(request)
    if answer is None:
        return refusal
    return attached(HttpResponse(files.pdf(answer), content_type=files.PDF), files.file_name(answer, "pdf"))
