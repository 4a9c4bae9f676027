"""The crest of a school: looked at, put on its papers, taken off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from servicedesk import crests
from servicedesk.forms import CrestForm
from servicedesk.models import Crest, School
from servicedesk.roles import Permission


@login_required
@require_safe
def crest(request, pk):
    """The picture itself, for the people of the school."""
    school = get_object_or_404(School.objects.visible_to(request.user), pk=pk)
    found = get_object_or_404(Crest, school=school)
    answer = HttpResponse(bytes(found.picture), content_type="image/png")
    answer["Cache-Control"] = "private, max-age=300"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_crest(request, pk):
    """Put a crest on the papers of a school, or another one."""
    school = _find(request, pk)
    form = CrestForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _put(request, school, form):
        messages.success(request, f"The crest stands on the papers of {school.name} now.")
        return redirect("servicedesk:edit-crest", school.pk)
    context = {"form": form, "school": school, "crest": Crest.objects.filter(school=school).defer("picture").first()}
    return render(request, "servicedesk/crest.html", context)


@login_required
@require_POST
def remove_crest(request, pk):
    """Take the crest off."""
    school = _find(request, pk)
    crests.remove_crest(school, by=request.user, at=timezone.now())
    messages.success(request, f"The papers of {school.name} carry its name only.")
    return redirect("servicedesk:edit-crest", school.pk)


def _put(request, school, form):
    sent = form.cleaned_data["picture"]
    try:
        content = sent.read(crests.MOST + 1)
        return crests.put_crest(school, picture=content, by=request.user, at=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _find(request, pk):
    return get_object_or_404(School.objects.where_may(request.user, Permission.EDIT_CATALOGUE), pk=pk)
