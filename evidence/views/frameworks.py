"""A school's frameworks: those the desk brings, the school's own text in their place, and those of its own making."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evidence import editions, toml, workflow
from evidence.forms import FrameworkForm, StatementForm
from evidence.questions import framework_asked, school_asked, statement_asked
from servicedesk.doors import only_with
from servicedesk.models import School
from servicedesk.roles import Permission
from servicedesk.tables import attached

READS, KEEPS = only_with(Permission.EXPORT_EVIDENCE), only_with(Permission.KEEP_EVIDENCE)


@READS
@require_safe
def frameworks(request):
    """Every framework of a school, with the versions of its own."""
    school = school_asked(request.GET, request.user)
    own = {each.key: each for each in school.frameworks.prefetch_related("versions__made_by")}
    found = editions.frameworks_of(school)
    shown = {
        "school": school,
        "schools": School.objects.where_may(request.user, Permission.EXPORT_EVIDENCE),
        "rows": [(each, own.get(each.key)) for each in found],
        "writes": request.user.may(Permission.KEEP_EVIDENCE, school),
    }
    return render(request, "evidence/frameworks.html", shown)


@READS
@require_safe
def text(request, framework):
    """A framework of a school as a text to keep, change and bring back."""
    school = school_asked(request.GET, request.user)
    framework_asked(framework, school)
    document = editions.document_of(school, framework)
    answer = HttpResponse(toml.written(document), content_type="text/plain; charset=utf-8")
    return attached(answer, f"{framework}-{school.code.lower()}.toml")


@KEEPS
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, framework=""):
    """The whole text of a framework: another version of it, or a framework of the school's own making."""
    asked = request.POST if request.method == "POST" else request.GET
    school = school_asked(asked, request.user, Permission.KEEP_EVIDENCE)
    found = framework_asked(framework, school) if framework else None
    start = toml.written(editions.document_of(school, framework) if framework else NEW)
    form = FrameworkForm(request.POST if request.method == "POST" else None, initial={"text": start})
    if form.is_bound and form.is_valid():
        document = form.cleaned_data["text"]
        if framework and document.get("key") != framework:
            form.add_error("text", f"The key must stay “{framework}”. To make another framework, add one.")
        elif made := _made(form, "text", workflow.save_framework, school=school, document=document, by=request.user):
            messages.success(request, f"Version {made.number} is in use. What was written before keeps its words.")
            return redirect(made.framework)
    shown = {"form": form, "school": school, "framework": found}
    return render(request, "evidence/edit_framework.html", shown)


@KEEPS
@require_http_methods(["GET", "HEAD", "POST"])
def words(request, framework, statement):
    """Other words, figures or things to bring for one statement."""
    asked = request.POST if request.method == "POST" else request.GET
    school = school_asked(asked, request.user, Permission.KEEP_EVIDENCE)
    edition = framework_asked(framework, school)
    found = statement_asked(edition, statement)
    start = {"says": found.says, "bring": "\n".join(found.bring), "figures": list(found.figures)}
    form = StatementForm(request.POST if request.method == "POST" else None, initial=start)
    about = {"school": school, "framework": framework, "statement": statement, "by": request.user}
    if form.is_bound and form.is_valid() and _made(form, None, workflow.change_statement, **about, **form.cleaned_data):
        messages.success(request, f"{statement} has other words now. What was written before keeps its own.")
        back = reverse("evidence:statement", args=[framework, statement])
        return redirect(f"{back}?school={school.code}")
    shown = {"form": form, "school": school, "framework": edition, "statement": found}
    return render(request, "evidence/words.html", shown)


def _made(form, field, act, **said):
    """Make the move, or put on the form why it can't be made."""
    try:
        return act(at=timezone.now(), **said)
    except ValidationError as error:
        form.add_error(field, ValidationError(error.messages))
        return None


NEW = {
    "key": "governors",
    "name": "What our governors ask",
    "edition": "1",
    "notes": "Written by the school.",
    "elements": [
        {
            "number": 1,
            "name": "Support",
            "strands": [
                {
                    "key": "1",
                    "name": "Support for teaching",
                    "statements": [
                        {
                            "key": "1.1",
                            "says": "Faults that stop a lesson come first.",
                            "figures": ["lessons_stopped", "urgent_met_percent"],
                            "bring": ["What was changed because of them"],
                        }
                    ],
                }
            ],
        }
    ],
}
