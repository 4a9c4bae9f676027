"""The list of changes: what is ahead and who has to act, and the log of what was made."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from changes.filters import VIEWS, ChangeFilter
from changes.models import Change
from changes.presentation.standing import rows_of, with_waiting
from incidents.views.ways import this_minute
from servicedesk.doors import only_with
from servicedesk.models import Person, School
from servicedesk.paging import page
from servicedesk.roles import Permission, roles_with

# View → the order of its rows; all others begin with the newest.
ORDERS = {"coming": ("starts_at", False), "made": ("made_at", True)}
# What narrows a list to things that were: with one of these and no state, all changes are meant.
FACTS = ("q", "kind", "risk", "who", "service", "asset", "room", "problem", "caused_at_least")


@dataclass(frozen=True)
class Tab:
    """One view with its address and how many changes it holds."""

    words: str
    query: str
    count: int | None
    current: bool


@require_safe
@only_with(Permission.SEE_CHANGES)
def changes(request):
    """What is ahead, or the log: whatever the address says."""
    seen, asked = Change.objects.visible_to(request.user), request.GET.copy()
    asked["status"] = asked.get("status") or _meant(asked)
    filters = ChangeFilter(asked, seen, request=request)
    filters.form.fields["who"].widget.choices = _people(request.user)
    found = filters.qs if filters.form.is_valid() else seen.none()
    field, descending = ORDERS.get(asked["status"], ("", True))
    order = (field, "pk") if field else ("pk",)
    rows = with_waiting(found.with_rows_shown())
    shown = page(rows, order=order, token=request.GET.get("page", ""), descending=descending)
    context = {
        "form": filters.form,
        "tabs": _tabs(seen, request, asked["status"]),
        "view": asked["status"],
        "rows": rows_of(shown.rows, at=this_minute(), reader=request.user),
        "page": shown,
        "narrowed": any(request.GET.get(name) for name in filters.form.fields if name != "status"),
        "several": len(filters.form.fields["school"].queryset) > 1,
        "may_raise": request.user.may_anywhere(Permission.RECORD_CHANGES),
        "may_manage": request.user.may_anywhere(Permission.MANAGE_CHANGES),
        "everywhere": request.user.may(Permission.RECORD_CHANGES, None),
        "schools": list(School.objects.where_may(request.user, Permission.RECORD_CHANGES)),
    }
    context |= _filters(filters.form, context["several"])
    return render(request, "changes/changes.html", context, status=200 if filters.form.is_valid() else 400)


def _meant(asked):
    """Which state is meant where none is said: days are those of the log, other facts may be of any state."""
    if asked.get("since") or asked.get("until"):
        return "made"
    return "any" if any(asked.get(name) for name in FACTS) else "open"


def _filters(form, several):
    """What is shown to choose from; a thing, a room or a problem comes with a link and is kept."""
    kept = ("asset", "room", "problem") if several else ("asset", "room", "problem", "school")
    fields = form.visible_fields()
    shown = [field for field in fields if field.name not in kept]
    return {"shown_filters": shown, "kept_filters": [f for f in fields if f.name in kept and f.data]}


def _people(person):
    here = person.within(Permission.RECORD_CHANGES, field="memberships__school")
    wearing = Person.objects.filter(here, memberships__role__in=roles_with(Permission.RECORD_CHANGES), is_active=True)
    known = wearing.distinct().order_by("name", "pk").values_list("pk", "name")
    return [("", "Anybody"), ("me", "Me"), ("none", "Nobody"), *known]


def _tabs(seen, request, current):
    """The views with their counts, which one query brings; the log is not counted, it only grows."""
    narrowed = any(value for name, value in request.GET.items() if name not in ("status", "page"))
    on, person = timezone.localdate(), request.user
    counted = {name: Count("pk", filter=among(person, on)) for name, (_, among) in VIEWS.items() if name != "made"}
    counts = seen.aggregate(**counted)
    return [
        Tab(
            words,
            urlencode({"status": name}) if name != "open" else "",
            counts.get(name),
            current == name and not narrowed,
        )
        for name, (words, _) in VIEWS.items()
    ]
