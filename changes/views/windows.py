"""Is this window free? What speaks against it, and the next one against which nothing does."""

from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from changes.clashes import Proposal, look, proposal_of
from changes.forms.scheduling import MOMENT, WindowForm
from changes.models import Change
from changes.presentation.clashes import group_of, groups_of
from changes.windows import Window
from servicedesk.doors import only_with
from servicedesk.models import School
from servicedesk.roles import Permission
from servicedesk.strict import whole_number

ASKED = ("starts_at", "ends_at")
LISTED = ("kind", "begin")  # of the clashes of one kind, and from which on
NOTICING = ("downtime_minutes", "impact_during")


@require_safe
@only_with(Permission.SEE_CHANGES)
def window(request):
    """The page with its form; asked by the form of a plan while its window is chosen, only what was found."""
    at, change = timezone.now(), _change(request)
    asked = any(request.GET.get(name) for name in ASKED)
    data = request.GET if asked else _said(change) if change and change.starts_at else None
    form, found, groups = looked_at(data, change, by=request.user, at=at, initial=_begun(request))
    context = {"form": form, "found": found, "groups": groups, "change": change}
    context |= {"take": request.path, "kept": _kept(request)}
    if found and request.GET.get("kind"):
        begin = whole_number(request.GET.get("begin", "")) or 0
        context["group"] = group_of(found, asked_in(form, change), request.GET["kind"], begin)
        context["all"] = f"{request.path}?{asked_in(form, change)}"
    if request.headers.get("HX-Request"):  # the free window is taken by a button of the form that asked
        return render(request, "changes/_clashes.html", context | {"in_form": True})
    return render(request, "changes/window.html", context, status=400 if form.errors else 200)


def looked_at(data, change, *, by, at, initial=None):
    """The form of a window with what was said (None: nothing yet), what was found of it, and that as it is listed.

    Nothing is found where the form is wrong.
    """
    form = WindowForm(data, by=by, at=at, initial=initial)
    if not form.is_valid():
        return form, None, []
    found = look(_proposal(form, change), reader=by, at=at)
    return form, found, groups_of(found, asked_in(form, change))


def asked_in(form, change):
    """The query of an address that asks the same as a form that is right."""
    said = {name: form[name].data for name in form.fields if name in form.data}
    if change:
        said["change"] = change.pk
        if "noticed" in (meanwhile := _meanwhile(form, change)):
            said["downtime_minutes"] = int(meanwhile["noticed"])
    return urlencode({name: value for name, value in said.items() if value not in (None, "", False, [])}, doseq=True)


def _change(request):
    number = whole_number(request.GET.get("change", ""))
    if not request.GET.get("change"):
        return None
    rows = Change.objects.visible_to(request.user).select_related("school", "service", "implementer")
    return get_object_or_404(rows, pk=number)


def _said(change):
    """The window of a change as it stands, and who makes it."""
    window = {
        "starts_at": f"{localtime(change.starts_at):{MOMENT}}",
        "ends_at": f"{localtime(change.ends_at):{MOMENT}}",
    }
    return window | {"implementer": change.implementer_id or ""}


def _begun(request):
    """Where somebody has only one school, it is that one."""
    some = list(School.objects.where_may(request.user, Permission.SEE_CHANGES)[:2])
    return {"school": some[0].code if len(some) == 1 else request.home.school and request.home.school.code}


def _proposal(form, change):
    said = form.cleaned_data
    window = Window(said["starts_at"], said["ends_at"])
    if change:
        return proposal_of(change, window=window, **_meanwhile(form, change))
    return Proposal(
        window=window,
        school=said["school"],
        assets=frozenset(asset.pk for asset in said["assets"]),
        rooms=frozenset(room.pk for room in said["rooms"]),
        service=said["service"],
        implementer=said["implementer"],
        noticed=said["noticed"],
    )


def _meanwhile(form, change):
    """What the form of a plan says already, before it is saved."""
    said = {"implementer": form.cleaned_data["implementer"] or change.implementer}
    noticing = [name for name in NOTICING if name in form.data]
    return said | ({"noticed": any(form.data[name].strip() not in ("", "0") for name in noticing)} if noticing else {})


def _kept(request):
    """What the address says beside the window."""
    kept = request.GET.copy()
    for name in (*ASKED, *LISTED):
        kept.pop(name, None)
    return kept.urlencode()
