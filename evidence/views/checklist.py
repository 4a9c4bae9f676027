"""Pages of the evidence: a framework strand by strand with its figures filled in, and what one takes away of it."""

import tempfile
from pathlib import Path
from urllib.parse import urlencode

import structlog
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from evidence import editions, gathering, packs
from evidence.filters import EvidenceQuery
from evidence.paper import evidence_pdf
from evidence.paper.summary import summary_pdf
from evidence.presentation import overview, todo
from evidence.questions import framework_asked
from reports.views import presets_of, refused
from servicedesk.doors import only_with
from servicedesk.errors import NotYours
from servicedesk.roles import Permission
from servicedesk.strict import text_in
from servicedesk.tables import attached

logger = structlog.get_logger(__name__)
USUAL_FRAMEWORK = "ictmark"

only_exporters = only_with(Permission.EXPORT_EVIDENCE)


@only_exporters
@require_safe
def checklist(request):
    """A framework for one school and a period: an overview, or one strand with its statements."""
    query = EvidenceQuery.of(request.GET, request)
    if query.errors:
        return render(request, "evidence/checklist.html", {"form": query, "presets": presets_of(query)}, status=400)
    framework = _framework(request.GET, query.school)
    found = gathering.gather(framework, school=query.school, period=query.asked, at=timezone.now())
    asked = query.as_query() | {"framework": framework.key}
    strand = _strand(request.GET.get("strand"), found)
    shown = {
        "form": query,
        "presets": [(label, f"{each}&framework={framework.key}", on) for label, each, on in presets_of(query)],
        "framework": framework,
        "frameworks": editions.frameworks_of(query.school),
        "found": found,
        "asked": asked,
        "here": urlencode(asked),
        "rows": urlencode(query.as_query()),
        "strand": strand,
        "answers": dict(found.strands)[strand] if strand else (),
        "lines": overview(found),
        "todo": todo(found, strand),
        "reader_sees_rows": request.user.may(Permission.SEE_REPORTS, query.school),
        "writes": request.user.may(Permission.KEEP_EVIDENCE, query.school),
    }
    return render(request, "evidence/checklist.html", shown)


@require_POST
@only_exporters
def pack(request):
    """The evidence pack as a download; who took it is logged."""
    query = EvidenceQuery.of(request.POST, request)
    if query.errors:
        return render(request, "evidence/checklist.html", {"form": query, "presets": presets_of(query)}, status=400)
    found = _taken(request, query, request.POST, "pack")
    return FileResponse(
        _written(found), as_attachment=True, filename=_name(found, "zip"), content_type="application/zip"
    )


@only_exporters
@require_safe
def paper(request):
    """The evidence to read and print, as a tagged PDF."""
    return _pdf(request, evidence_pdf, "paper")


@only_exporters
@require_safe
def summary(request):
    """One page for the self-evaluation form and governors, as a tagged PDF."""
    return _pdf(request, summary_pdf, "summary")


def _pdf(request, draw, what):
    query = EvidenceQuery.of(request.GET, request)
    if query.errors:
        return refused(query)
    found = _taken(request, query, request.GET, what)
    answer = HttpResponse(draw(found), content_type="application/pdf")
    return attached(answer, _name(found, "pdf", *(["summary"] if what == "summary" else [])))


def _taken(request, query, asked, what):
    """The evidence that somebody takes away; that they did is logged."""
    framework = _framework(asked, query.school)
    if not request.user.may(Permission.EXPORT_EVIDENCE, query.school):
        raise NotYours("Your role does not export evidence of this school.")
    found = gathering.gather(framework, school=query.school, period=query.asked, at=timezone.now())
    told = {"framework": framework.key, "school": query.school.code, "by": request.user.pk, "what": what}
    logger.info("evidence_exported", **told)
    return found


def _name(found, ending, *about):
    parts = ["evidence", found.framework.key, found.school.code.lower(), *about]
    return "-".join([*parts, str(found.period.first), str(found.period.last)]) + f".{ending}"


def _written(found):
    """The pack as an open file that is gone when it is closed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "evidence.zip"
        packs.write(found, path)
        return path.open("rb")


def _framework(asked, school):
    return framework_asked(text_in(asked, "framework") or USUAL_FRAMEWORK, school)


def _strand(key, found):
    """The strand an address names; None for the overview. Raises Http404."""
    if not key:
        return None
    strand = next((strand for strand, _ in found.strands if strand.key == key), None)
    if strand is None:
        raise Http404
    return strand
