"""Pages of the evidence: a framework as a checklist with its figures filled in, and the pack to take away."""

import tempfile
from pathlib import Path
from urllib.parse import urlencode

import structlog
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from evidence import gathering, packs
from evidence.filters import EvidenceQuery
from evidence.framework import WrongFramework, keys
from reports.views import presets_of
from servicedesk.doors import only_with
from servicedesk.errors import NotYours
from servicedesk.roles import Permission

logger = structlog.get_logger(__name__)
USUAL_FRAMEWORK = "ictmark"

only_exporters = only_with(Permission.EXPORT_EVIDENCE)


@only_exporters
def checklist(request):
    """A framework as a checklist for one school and a period."""
    query = EvidenceQuery.of(request.GET, request)
    framework = _framework(request.GET)
    shown = {"form": query, "framework": framework, "presets": presets_of(query)}
    if query.errors:
        return render(request, "evidence/checklist.html", shown, status=400)
    found = gathering.gather(framework, school=query.school, period=query.asked, at=timezone.now())
    shown |= {
        "found": found,
        "asked": query.as_query() | {"framework": framework.key},
        "rows": urlencode(query.as_query()),
        "part": sum(bool(answer.missing) and any(p.is_known for p in answer.proofs) for answer in found.answers),
        "reader_sees_rows": request.user.may(Permission.SEE_REPORTS, query.school),
    }
    return render(request, "evidence/checklist.html", shown)


@require_POST
@only_exporters
def pack(request):
    """The evidence pack as a download; who took it is logged."""
    query = EvidenceQuery.of(request.POST, request)
    framework = _framework(request.POST)
    if query.errors:
        shown = {"form": query, "framework": framework, "presets": presets_of(query)}
        return render(request, "evidence/checklist.html", shown, status=400)
    if not request.user.may(Permission.EXPORT_EVIDENCE, query.school):
        raise NotYours("Your role does not export evidence of this school.")
    found = gathering.gather(framework, school=query.school, period=query.asked, at=timezone.now())
    logger.info("evidence_exported", framework=framework.key, school=query.school.code, by=request.user.pk)
    name = f"evidence-{framework.key}-{query.school.code.lower()}-{query.asked.first}-{query.asked.last}.zip"
    return FileResponse(_written(found), as_attachment=True, filename=name, content_type="application/zip")


def _written(found):
    """The pack as an open file that is gone when it is closed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "evidence.zip"
        packs.write(found, path)
        return path.open("rb")


def _framework(asked):
    key = asked.get("framework") or USUAL_FRAMEWORK
    if key not in keys():
        raise Http404
    try:
        return gathering.framework_called(key)
    except WrongFramework as error:
        raise Http404(str(error)) from error
