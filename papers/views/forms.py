"""The forms: all of them, one to look at and print, and the same as a PDF."""

from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from papers.description import forms
from papers.drawing import drawn, file_name, form_pdf
from papers.elsewhere import elsewhere
from papers.filling import filled
from papers.records import FILLED
from servicedesk.models import School


@login_required
@require_safe
def index(request):
    """Every form that is of use to the reader, by process."""
    return _index(request)


@login_required
@require_safe
def form(request, key):
    """One form as a page, to read and to print."""
    found, at = _form(key), timezone.now()
    try:
        filling = _filled(request, found, at)
    except ValidationError as error:
        return _index(request, wrong=error.messages)
    context = {"form_key": key, "sheet": drawn(found, filling, at=at), "query": request.GET.urlencode()}
    return render(request, "papers/form.html", context | {"school": filling.school, "blank": not filling.values})


@login_required
@require_safe
def paper(request, key):
    """The same as a PDF."""
    found, at = _form(key), timezone.now()
    try:
        filling = _filled(request, found, at)
    except ValidationError as error:
        return _index(request, wrong=error.messages)
    answer = HttpResponse(form_pdf(found, filling, at=at), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{file_name(found, filling)}"'
    return answer


def _form(key):
    if key not in forms():
        raise Http404
    return forms()[key]


def _filled(request, found, at):
    return filled(found, request.GET, reader=request.user, home=request.home.school, at=at)


def _index(request, *, wrong=()):
    person = request.user
    mine = [each for each in forms().values() if person.may_anywhere(each.permission)]
    processes = [(name, [_line(each) for each in group]) for name, group in groupby(mine, lambda each: each.process)]
    context = {
        "processes": processes,
        "elsewhere": elsewhere(person),
        "schools": list(School.objects.visible_to(person)),
        "home": request.home.school,
        "wrong": wrong,
    }
    return render(request, "papers/forms.html", context, status=400 if wrong else 200)


def _line(found):
    """A form, and whether it is filled in for a school, for days of a school, or from a record’s page."""
    asks = {"period": "days", "school": "school"}.get(found.record, "") if found.key in FILLED else ""
    return {"form": found, "asks": asks}
