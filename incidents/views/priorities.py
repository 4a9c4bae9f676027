"""What makes a priority: the tables of the agreements in force, the services and the days that count for more."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from incidents import priority_acts, priority_changes, priority_table
from incidents.forms_priorities import ALSO_OPEN, DatedEventForm, UpliftsForm, priority_form
from incidents.models import DatedEvent
from incidents.priority import Impact, Priority, Urgency
from servicedesk.doors import only_with
from servicedesk.errors import NotYours
from servicedesk.roles import Permission
from sla import reevaluations
from sla.models import Agreement, AgreementVersion

SAVED = "Saved. The next record goes by it; earlier ones keep their priority."
PREVIEW = "preview"


def _in_force(person):
    versions = AgreementVersion.objects.of_service_level().in_force()
    readable = versions.filter(agreement__in=Agreement.objects.visible_to(person))
    return (
        readable.select_related("agreement__school")
        .prefetch_related("priority_rules", "uplifts__service")
        .order_by("agreement__name", "pk")
    )


@only_with(Permission.SEE_AGREEMENTS)
def priorities(request):
    """Every table the reader may see, one below the other, and what is on in these weeks."""
    tables = [
        {
            "version": version,
            "rows": _rows(priority_table.table_of(version)),
            "uplifts": version.uplifts.all(),
            "may_change": priority_table.may_change(request.user, version),
        }
        for version in _in_force(request.user)
    ]
    today = timezone.localdate()
    events = DatedEvent.objects.visible_to(request.user).select_related("school").prefetch_related("services")
    shown = {
        "tables": tables,
        "urgencies": list(Urgency),
        "names": list(Priority),
        "events": [_event_row(event, request.user, today) for event in events if event.last >= today],
        "may_add": request.user.may_anywhere(Permission.EDIT_AGREEMENTS),
    }
    return render(request, "incidents/priorities.html", shown)


def _event_row(event, person, today):
    return {
        "event": event,
        "is_on": event.first <= today,
        "may_change": person.may(Permission.EDIT_AGREEMENTS, event.school_id),
    }


@only_with(Permission.SEE_AGREEMENTS)
def change_priorities(request, pk):
    """Change one table, cell by cell, and see first what it would do."""
    version = _changeable(request, pk)
    table = priority_table.table_of(version)
    form = priority_form(table, request.POST or None)
    forecast = None
    if form.is_valid():
        said = {pair: form.cleaned_data[_name(*pair)] for pair in table}
        forecast = _settled(
            request,
            form,
            {"version": version},
            other=lambda school, rules: replace(rules, table=said),
            save=lambda **act: priority_table.set_table(version, table=said, **act),
            reason="The priority table was changed.",
        )
        if isinstance(forecast, HttpResponse):
            return forecast
    fields = {pair: form[_name(*pair)] for pair in table}
    context = {"version": version, "form": form, "rows": _rows(fields), "urgencies": list(Urgency)}
    return render(request, "incidents/change_priorities.html", context | {"forecast": forecast})


@only_with(Permission.SEE_AGREEMENTS)
def change_uplifts(request, pk):
    """Which services matter more, and what that would do."""
    version = _changeable(request, pk)
    form = UpliftsForm(request.POST or None, uplifts=priority_table.uplifts_of(version))
    forecast = None
    if form.is_valid():
        uplifts = {service.pk: (service.name, steps) for service, steps in form.uplifts.items() if steps}
        forecast = _settled(
            request,
            form,
            {"version": version},
            other=lambda school, rules: replace(rules, uplifts=uplifts),
            save=lambda **act: priority_table.set_uplifts(version, uplifts=form.uplifts, **act),
            reason="Another service matters more.",
        )
        if isinstance(forecast, HttpResponse):
            return forecast
    return render(request, "incidents/change_uplifts.html", {"version": version, "form": form, "forecast": forecast})


@only_with(Permission.EDIT_AGREEMENTS)
def add_event(request):
    """Days on which faults count for more."""
    return _event_page(request, DatedEvent())


@only_with(Permission.SEE_AGREEMENTS)
def change_event(request, pk):
    """Other days, another name, or other services."""
    return _event_page(request, _event(request, pk))


@require_POST
@only_with(Permission.SEE_AGREEMENTS)
def remove_event(request, pk):
    """The days count for no more than others."""
    event = _event(request, pk)
    priority_table.remove_event(event, by=request.user, at=timezone.now())
    messages.success(request, f"{event.name} is gone. Records that it raised keep their priority.")
    return redirect("incidents:priorities")


def _event(request, pk):
    event = get_object_or_404(DatedEvent.objects.visible_to(request.user).select_related("school"), pk=pk)
    if not request.user.may(Permission.EDIT_AGREEMENTS, event.school_id):
        raise NotYours("You can read what is on, but somebody else decides about it.")
    return event


def _event_page(request, event):
    form = DatedEventForm(request.POST or None, instance=event, person=request.user)
    forecast = None
    if form.is_valid():
        facts = form.facts
        forecast = _settled(
            request,
            form,
            {"school": facts["school"]},
            other=lambda school, rules: replace(rules, events=_events_with(rules, event, facts)),
            save=lambda **act: priority_table.save_event(event, **facts, **act),
            reason=f"{facts['name']}: these days count for more.",
        )
        if isinstance(forecast, HttpResponse):
            return forecast
    return render(request, "incidents/change_event.html", {"form": form, "event": event, "forecast": forecast})


def _events_with(rules, event, facts):
    """The events as they would be: this one as it is typed, in the place of what it was."""
    typed = priority_table.Days(
        *(facts[name] for name in ("name", "first", "last", "steps")),
        frozenset(service.pk for service in facts["services"]),
        event.pk,
    )
    return (*(other for other in rules.events if event.pk is None or other.pk != event.pk), typed)


def _settled(request, form, of, *, other, save, reason):
    """Save what was said and lead on; or say what it would do: on asking, and when something is wrong with it.

    `of`: whose records go by it, as `priority_acts.ask` takes it.
    """
    at = timezone.now()
    if PREVIEW not in request.POST:
        try:
            act = _save(form, of, save, by=request.user, at=at, reason=reason)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return _saved(request, act)
    return priority_changes.foresee(priority_acts.schools_of(**of), other, at=at)


def _save(form, of, save, *, by, at, reason):
    """The rules and, if wanted, the act that judges the open records again: both or neither; then it is done."""
    with transaction.atomic():
        save(by=by, at=at)
        act = priority_acts.ask(by=by, at=at, reason=reason, **of) if form.cleaned_data[ALSO_OPEN] else None
    return act and reevaluations.settle(act, at=at)


def _saved(request, act):
    """Back to the priorities; where many records are still to be judged, to the page that says how far it is."""
    if act and not act.finished_at:
        messages.success(request, "Saved. The open records are being judged again.")
        return redirect("sla:change", act.pk)
    messages.success(request, f"Saved. {act.in_words}" if act else SAVED)
    return redirect("incidents:priorities")


def _changeable(request, pk):
    version = get_object_or_404(_in_force(request.user), pk=pk)
    if not priority_table.may_change(request.user, version):
        raise NotYours("You can read the priorities of this agreement, but somebody else decides about them.")
    return version


def _name(impact, urgency):
    return f"{impact}-{urgency}"


def _rows(table):
    return [(impact, [(urgency, table[impact, urgency]) for urgency in Urgency]) for impact in Impact]
