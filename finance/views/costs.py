"""What ICT costs: the sums of a school year, the lines behind each, and the same as files."""

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from finance.filters import TotalsForm
from finance.lines import lines, school_year
from finance.models import Sort
from finance.tables import costs_workbook, line_rows
from finance.totals import NOBODY, NONE, WAYS, narrowed, total
from servicedesk.doors import only_with
from servicedesk.models import Service
from servicedesk.roles import Permission
from servicedesk.tables import CSV, XLSX, attached, csv_lines

SEES = only_with(Permission.SEE_COSTS)
MOST_SHOWN = 300


@SEES
@require_safe
def costs(request):
    """What ICT costs this school year, by school, service, sort and contract."""
    form = TotalsForm(request.GET, reader=request.user)
    if not form.is_valid():
        return render(request, "finance/costs.html", _wrong(form), status=400)
    _, found = _found(request, form)
    school = form.cleaned_data["school"]
    context = _frame(request, form) | {
        "totals": total(found, schools=_schools(form)),
        "ways": [
            (way, words) for way, words in WAYS.items() if not (way == "school" and (school or len(form.schools) < 2))
        ],
        "keepable": request.user.may_anywhere(Permission.KEEP_COSTS),
    }
    context["parts"] = [(way, words, context["totals"].by[way]) for way, words in context["ways"]]
    return render(request, "finance/costs.html", context)


@SEES
@require_safe
def rows(request):
    """The lines behind a sum, the largest first."""
    form = TotalsForm(request.GET, reader=request.user)
    if not form.is_valid():
        return render(request, "finance/costs.html", _wrong(form), status=400)
    year, found = _found(request, form)
    names = dict(Service.objects.values_list("pk", "name"))
    schools = {school.pk: school.name for school in form.schools}
    shown = [
        (line, schools.get(line.school, "Whole trust"), names.get(line.service, ""), Sort(line.sort).label)
        for line in found[:MOST_SHOWN]
    ]
    said = _asked_words(form, names)
    context = _frame(request, form) | {"rows": shown, "count": len(found), "said": said, "year_words": year}
    context |= {"amount": sum((line.amount for line in found), 0), "more": max(len(found) - MOST_SHOWN, 0)}
    return render(request, "finance/rows.html", context)


@SEES
@require_safe
def rows_csv(request):
    """The same lines as a file, all of them."""
    form = TotalsForm(request.GET, reader=request.user)
    if not form.is_valid():
        return _refused(form)
    year, found = _found(request, form)
    answer = StreamingHttpResponse(csv_lines(line_rows(found)), content_type=CSV)
    return attached(answer, f"costs-{year.replace('/', '-')}.csv")


@SEES
@require_safe
def costs_xlsx(request):
    """All sums and all lines as a spreadsheet."""
    form = TotalsForm(request.GET, reader=request.user)
    if not form.is_valid():
        return _refused(form)
    year, found = _found(request, form)
    school = form.cleaned_data["school"]
    place = NOBODY["school"] if school == NONE else school.name if school else "All schools"
    sums = total(found, schools=_schools(form))
    book = costs_workbook(sums, found, year=year, place=place, currency=settings.CURRENCY)
    return attached(HttpResponse(book, content_type=XLSX), f"costs-{year.replace('/', '-')}.xlsx")


def _found(request, form):
    """The words of the year asked for, and its lines as narrowed, the largest first."""
    begins = form.cleaned_data["year"]
    found = narrowed(lines(school_year(begins), reader=request.user), form.part)
    words = dict(form.fields["year"].choices)[str(begins)]
    return words, sorted(found, key=lambda line: (-line.amount, line.what))


def _schools(form):
    school = form.cleaned_data["school"]
    return form.schools if not school else [] if school == NONE else [school]


def _frame(request, form):
    school = form.cleaned_data["school"]
    return {
        "form": form,
        "schools": form.schools,
        "school": school,
        "chosen": school if school == NONE else school.code if school else "",
        "year": form.cleaned_data["year"],
        "years": [(year, words) for year, words in form.fields["year"].choices if int(year) > form.this - 6],
        "today": timezone.localdate(),
    }


def _asked_words(form, names):
    """Which part it is, in words."""
    said = form.part
    words = []
    for way, value in said.items():
        if value == NONE:
            words.append(NOBODY[way])
        elif way == "school":
            words.append(value.name)
        elif way == "sort":
            words.append(Sort(value).label)
        elif way == "service":
            words.append(names.get(value, "Unknown service"))
        elif way == "contract":
            words.append(f"K{value}")
    return words


def _wrong(form):
    return {"form": form, "schools": form.schools, "year": form.this, "years": [], "totals": None, "parts": []}


def _refused(form):
    said = " ".join(message for messages in form.errors.values() for message in messages)
    return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
