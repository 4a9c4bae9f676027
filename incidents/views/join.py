"""Ticked records put under a major incident: from the queue, where it is asked which, or from its own page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from incidents import workflow
from incidents.forms_major import JoinTickedForm
from incidents.models import Incident
from incidents.presentation.words import several
from servicedesk.doors import only_with
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import Permission
from servicedesk.ways import back_to


@only_with(Permission.ASSIGN)
@require_POST
def join_ticked(request):
    """Put each ticked record under a major incident, and say what became of each."""
    form = JoinTickedForm(request.POST, by=request.user)
    if "row" in form.errors:
        messages.warning(request, " ".join(form.errors["row"]))
        return redirect(back_to(request, "incidents:queue"))
    ticked = Incident.objects.visible_to(request.user).filter(pk__in=form.cleaned_data["row"]).order_by("pk")
    if form.is_valid():
        parent = form.cleaned_data["parent"].incident
        _join(request, list(ticked), parent)
        return redirect(back_to(request, parent))
    asked = "parent" in request.POST
    context = {"form": form, "ticked": ticked, "next": request.POST.get("next"), "asked": asked}
    return render(request, "incidents/join_ticked.html", context)


def _join(request, ticked, parent):
    done, refused = [], []
    for incident in ticked:
        try:
            workflow.join(incident, by=request.user, at=timezone.now(), parent=parent)
            done.append(incident.reference)
        except (Refused, NotYours) as error:
            refused.append(str(error))
        except ValidationError as error:
            refused.append(f"{incident.reference}: {' '.join(error.messages)}")
    if done:
        are = several(len(done), "record is", "records are")
        messages.success(request, f"{are} part of {parent.reference} now: {', '.join(done)}.")
    for sentence in refused:
        messages.warning(request, sentence)
