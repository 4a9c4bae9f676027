"""The technician's queue: next clock first, its filters in the address."""

from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from incidents import walk, workflow
from incidents.filters import IncidentFilter, chips_of, controls_of, due_by, is_open_only, with_open_only
from incidents.forms import BulkForm, colleagues
from incidents.models import Incident, Status
from incidents.panels import ways_for_ticked
from incidents.presentation.clocks import next_clock
from incidents.presentation.queue import SOON, SchoolDay, groups_of, strip_of
from incidents.presentation.words import several
from incidents.views.ways import this_minute
from servicedesk.errors import NotYours, Refused
from servicedesk.paging import page
from servicedesk.roles import Permission
from servicedesk.ways import back_to
from sla.calendars import current_version, hours_of
from sla.models import CalendarVersion

# The views on top of the list: what each is called, its address, and what it says when it is empty.
VIEWS = (
    ("all", "All open", {}, "Nothing is open", "Every fault and request has been dealt with."),
    ("mine", "Mine", {"assignee": "me"}, "Nothing is yours", "Records come here when you take one or are given one."),
    (
        "nobody",
        "No owner",
        {"assignee": "none"},
        "Everything has an owner",
        "New records wait here until somebody takes them.",
    ),
    (
        "soon",
        "Due soon",
        {"due": "soon"},
        "Nothing runs out within the hour",
        "Records come here an hour before their clock ends.",
    ),
    (
        "follow_up",
        "Follow up",
        {"follow_up": "today"},
        "Nothing to look at again today",
        "Records that wait come here on the day you chose.",
    ),
)


# The filters that stand on the page; those that only come from links are kept as they are.
SHOWN: tuple[str, ...] = (
    "q",
    "status",
    "assignee",
    "priority",
    "category",
    "school",
    "kind",
    "lesson_stopped",
    "wait_reason",
    "channel",
)
SHOWN += ("outcome", "opened_after", "opened_before")


@dataclass(frozen=True)
class Tab:
    """One view with its address and how many records it holds."""

    name: str
    words: str
    query: str
    count: int
    current: bool


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request):
    """The list; a POST does one thing to every ticked row."""
    if not request.user.may_anywhere(Permission.WORK):
        raise NotYours("The queue is for the service desk. What you reported yourself is under “My faults”.")
    if request.method == "POST":
        return _to_several(request)
    asked = QueryDict(mutable=True)
    for name, values in request.GET.lists():
        asked.setlist(name, [value for value in values if value])
    if (
        asked.urlencode() != request.GET.urlencode()
    ):  # a form sends its empty fields too; an address is a view, so keep it short
        return redirect(f"{request.path}?{asked.urlencode()}")
    return _show(request, asked, at=this_minute())


def _show(request, asked, *, at):
    seen = Incident.objects.visible_to(request.user)
    people = list(colleagues(request.user))
    filters = IncidentFilter(with_open_only(asked), seen, request=request, at=at)
    filters.form.fields["assignee"].widget.choices = _owners(people)
    narrowed = filters.qs  # reads the filters, on which the order depends
    walks = is_open_only(filters) and walk.is_on(asked)
    order = {"order": ("next_due", "pk")} if is_open_only(filters) else {"order": ("pk",), "descending": True}
    if walks:
        order, narrowed = {"order": walk.ORDER}, narrowed.for_a_walk()
    found = page(narrowed.as_rows(), token=asked.get("page", ""), **order)
    hours = _hours_of(found.rows)
    day = SchoolDay.of(at, hours=_school_hours(request, hours))
    tabs = _tabs(seen, asked, request.user, at)
    context = {
        **_sheet(request, asked, filters.form),
        "chips": chips_of(filters, asked),
        "tabs": tabs,
        "groups": groups_of(
            found.rows,
            part_of=partial(walk.stop_of, several_schools=request.home.school is None) if walks else day.part_of,
            hours=hours,
            at=at,
            reader=request.user,
            goes_on=bool(found.next),
        ),
        "strip": strip_of(day, found.rows) if is_open_only(filters) else None,
        "walk": {"on": walks, "offered": is_open_only(filters)},
        "page": found,
        "query": _query(asked),
        "bulk": BulkForm(people=people),
        "ways": ways_for_ticked(request.user),
        "empty": _empty(tabs, asked),
        "several_schools": request.home.school is None,
        "beside": _open_beside(request),
    }
    return _answer(request, context)


def _sheet(request, asked, form):
    """The filters, when they were asked for: most pages are read without them, and they cost a fifth of a page."""
    if not asked.get("filters"):
        return {}
    shown = [name for name in SHOWN if name != "school" or request.home.school is None]
    kept = [(name, value) for name in asked if name not in (*shown, "page", "filters") for value in asked.getlist(name)]
    return {"shown": controls_of(form, shown), "kept": kept}


def _answer(request, context):
    """The page for a browser, the list alone for a script; beside an open record the address stays the record's."""
    partial = request.htmx and not request.htmx.history_restore_request
    response = render(request, "incidents/_list.html" if partial else "incidents/queue.html", context)
    patch_vary_headers(response, ["HX-Request"])
    if partial and context["beside"]:
        response["HX-Replace-Url"] = reverse("incidents:detail", args=[context["beside"]]) + context["query"]
    return response


def _open_beside(request):
    """The number of the record that is open beside the list, if one is."""
    try:
        match = resolve(urlsplit(request.htmx.current_url or "").path) if request.htmx else None
    except Resolver404:
        return None
    return match.kwargs["pk"] if match and match.view_name == "incidents:detail" else None


def _owners(people):
    return [("", "Anybody"), ("me", "Me"), ("none", "Nobody"), *((person.pk, person.name) for person in people)]


def _query(asked):
    """The filters as they are carried along to a record and back."""
    kept = asked.copy()
    kept.pop("filters", None)
    return f"?{kept.urlencode()}" if kept else ""


def _hours_of(rows):
    """Support hours of every calendar version the rows' clocks run on, by its id: one query."""
    wanted = {clock.calendar_version_id for clock in map(next_clock, rows) if clock}
    return {version.pk: hours_of(version) for version in CalendarVersion.objects.filter(pk__in=wanted)}


def _school_hours(request, hours):
    """The hours that make the day of the page: the school's own, or those that all its rows share."""
    if request.home.school:
        version = current_version(request.home.school)
        return hours_of(version) if version else None
    return next(iter(hours.values())) if len(hours) == 1 else None


def _tabs(seen, asked, person, at):
    """The views with their counts, which one query brings."""
    counts = seen.unresolved().aggregate(
        all=Count("pk"),
        mine=Count("pk", filter=Q(assignee=person)),
        nobody=Count("pk", filter=Q(assignee=None)),
        soon=Count("pk", filter=due_by(at + SOON)),
        follow_up=Count("pk", filter=Q(status=Status.WAITING, follow_up_on__lte=timezone.localdate(at))),
    )
    kept = {name: asked.getlist(name) for name in asked if name not in ("page", "filters", walk.NAME)}
    if kept.get("status") == ["open"]:
        del kept["status"]
    return [
        Tab(name, words, urlencode(params), counts[name], kept == {key: [value] for key, value in params.items()})
        for name, words, params, _, _ in VIEWS
    ]


def _empty(tabs, asked):
    """What an empty list says: what, why, what next."""
    for tab, (_, _, params, what, why) in zip(tabs, VIEWS, strict=True):
        if tab.current:
            after = ("incidents:queue", "Show everything open") if params else ("incidents:log_call", "Log a call")
            return {"what": what, "why": why, "url": reverse(after[0]), "next": after[1]}
    url = reverse("incidents:queue")
    return {
        "what": "Nothing matches",
        "why": "No record fits all of these filters.",
        "url": url,
        "next": "Show everything open",
    }


def _to_several(request):
    """Do one thing to each ticked record and say what became of each."""
    form = BulkForm(request.POST, people=colleagues(request.user))
    if not form.is_valid():
        messages.warning(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect(back_to(request, "incidents:queue"))
    ticked = (
        Incident.objects.visible_to(request.user).filter(pk__in=form.cleaned_data["row"]).order_by("next_due", "pk")
    )
    done, refused = [], []
    for incident in ticked:
        try:
            _do(form.cleaned_data, incident, by=request.user, at=timezone.now())
            done.append(incident.reference)
        except (Refused, NotYours) as error:
            refused.append(str(error))
        except ValidationError as error:
            refused.append(f"{incident.reference}: {' '.join(error.messages)}")
    _report(request, form.cleaned_data, done, refused)
    return redirect(back_to(request, "incidents:queue"))


def _do(wanted, incident, *, by, at):
    if wanted["do"] == "take":
        return workflow.take(incident, by=by, at=at)
    return workflow.assign(incident, by=by, at=at, assignee=wanted["assignee"])


def _report(request, wanted, done, refused):
    if done:
        whose = "yours" if wanted["do"] == "take" else f"with {wanted['assignee'].name}"
        messages.success(request, f"{several(len(done), 'record is', 'records are')} now {whose}: {', '.join(done)}.")
    for sentence in refused:
        messages.warning(request, sentence)
    if not done and not refused:
        messages.warning(request, "None of the ticked records is there any more. Nothing was changed.")
