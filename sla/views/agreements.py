"""Pages of the agreements."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render

from servicedesk.doors import only_with
from servicedesk.roles import Permission
from sla.models import Agreement, AgreementVersion
from sla.promise_words import PRIORITIES, steps_in_words, targets_in_words


@only_with(Permission.SEE_AGREEMENTS)
def agreements(request):
    """The agreements of the reader's schools and the trust's."""
    found = Agreement.objects.visible_to(request.user).select_related("school").prefetch_related("versions")
    in_force = {version.agreement_id: version for version in AgreementVersion.objects.filter(state="in_force")}
    rows = [(agreement, in_force.get(agreement.pk)) for agreement in found]
    return render(request, "sla/agreements.html", {"rows": rows})


@login_required
def agreement(request, pk):
    """What was promised, in words: how soon we answer and fix, how often that must be met, and who is told before."""
    found = get_object_or_404(Agreement.objects.visible_to(request.user).select_related("school"), pk=pk)
    versions = list(found.versions.select_related("made_by").prefetch_related("targets", "steps"))
    asked = next((v for v in versions if str(v.number) == request.GET.get("version")), None)
    version = asked or next((v for v in versions if v.state == "in_force"), next(iter(versions), None))
    page = {"agreement": found, "version": version, "versions": versions, "priorities": PRIORITIES}
    if version:
        page |= {"targets": targets_in_words(version.targets.all()), "steps": steps_in_words(version.steps.all())}
    return render(request, "sla/agreement.html", page)
