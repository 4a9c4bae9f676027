"""Rounds: what is to be done, one of them, and the walk on a phone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from incidents.intake import local_date
from incidents.models import Incident
from maintenance import moves, workflow
from maintenance.filters import TO_DO_WORD, RoundFilter
from maintenance.forms import ThingForm
from maintenance.models import Check, Plan, Round
from maintenance.presentation import by_room, line_of, lines_of, progress_words, school_years
from servicedesk.doors import only_with
from servicedesk.idempotency import once_per_form
from servicedesk.models import School
from servicedesk.paging import page
from servicedesk.roles import Permission
from servicedesk.strict import whole_number

SEES = only_with(Permission.SEE_MAINTENANCE)
DONE = ("done", "skipped", "any")
WALK = {"answered": Count("checks", filter=~Q(checks__result="")), "of": Count("checks")}
WALK["failed"] = Count("checks", filter=Q(checks__result="not_ok"))


@SEES
@require_safe
def rounds(request):
    """What is overdue, due this week and later; or what was done."""
    seen = Round.objects.visible_to(request.user).select_related("plan", "owner", "school").with_progress()
    found = RoundFilter(request.GET.dict() | {"when": request.GET.get("when") or TO_DO_WORD}, seen, request=request)
    rows = found.qs if found.is_valid() else seen.none()
    ended = found.form["when"].value() in DONE
    shown = page(rows, order=("due", "pk"), token=request.GET.get("page", ""), descending=ended)
    context = {
        "page": shown,
        "lines": lines_of(shown.rows, today=timezone.localdate()),
        "filters": found.form,
        "several": len(found.form.fields["school"].queryset[:2]) > 1,
        "narrowed": any(request.GET.get(name) for name in found.form.fields),
        "plannable": School.objects.where_may(request.user, Permission.PLAN_MAINTENANCE).exists(),
        "planned": bool(shown.rows) or Plan.objects.visible_to(request.user).exists(),
    }
    return render(request, "maintenance/rounds.html", context)


@SEES
@require_safe
def detail(request, pk):
    """One round: where it stands, what was found, what can be done with it."""
    round = _find(request, pk)
    things = list(round.things.annotate(**WALK))
    context = _head(request, round) | {
        "rooms": by_room(things) if things else [],
        "failed": _failed(request.user, round),
        "entries": round.entries.select_related("by"),
        "items": list(round.plan.checklist.all()),
        "early": round.opens > local_date(round.school, timezone.now()),
        "possible": [move.name for move in moves.MOVES if move.possible(round, request.user)],
    }
    return render(request, "maintenance/round.html", context)


@SEES
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def record(request, pk):
    """The walk: one thing at a time, its checklist, and on to the next."""
    round = _find(request, pk)
    moves.RECORD.check(round, by=request.user)
    things = list(round.things.annotate(**WALK))
    asked = whole_number(request.POST.get("thing") or request.GET.get("thing") or "")
    thing = next((each for each in things if each.pk == asked), None) or _next(things, None)
    checks = list(thing.checks.select_related("incident"))
    form = ThingForm(request.POST if request.method == "POST" else None, checks=checks)
    if form.is_bound and form.is_valid() and _is_recorded(request, round, form):
        return redirect(_onward(round, things, thing))
    return _walk(request, round, things, thing, form)


def _is_recorded(request, round, form):
    """Write the answers down, and say what was reported; False where something is missing, and the form says what."""
    before = _reported(round)
    try:
        workflow.record(round, by=request.user, at=timezone.now(), answers=form.answers)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return False
    if new := _reported(round) - before:
        messages.success(request, f"Reported as {', '.join(map(str, sorted(new)))}.")
    return True


def _reported(round):
    return set(Check.objects.filter(thing__round=round, incident__isnull=False).values_list("incident", flat=True))


def _onward(round, things, thing):
    """On to the next thing without an answer; when none is left, to the end of the round."""
    left = set(Check.objects.filter(thing__round=round, result="").values_list("thing", flat=True))
    following = _next([each for each in things if each.pk in left], thing)
    if following is None:
        return f"{reverse('maintenance:finish', args=[round.pk])}?sent={thing.pk}"
    return f"{reverse('maintenance:record', args=[round.pk])}?thing={following.pk}&sent={thing.pk}"


def _next(things, after):
    """The first thing behind another on the walk, else the first of all; without `after` the first with an open end."""
    if after is None:
        return next((thing for thing in things if thing.answered < thing.of), things[0])
    return next((thing for thing in things if thing.place > after.place), things[0] if things else None)


def _walk(request, round, things, thing, form):
    number = things.index(thing)
    context = _head(request, round) | {
        "thing": thing,
        "form": form,
        "number": number + 1,
        "count": len(things),
        "before": things[number - 1] if number else None,
        "after": things[number + 1] if number + 1 < len(things) else None,
        "rooms": by_room(things),
        "answered": sum(each.answered for each in things),
        "of": sum(each.of for each in things),
        "ticks": any(check.answer == "tick" for check in form.checks),
        "sent_draft": _draft(round, whole_number(request.GET.get("sent") or "")),
    }
    context["progress"] = progress_words(context["answered"], context["of"])
    return render(request, "maintenance/record.html", context)


def _draft(round, thing):
    return f"{round.pk}-{thing}" if thing else ""


def _find(request, pk):
    seen = Round.objects.visible_to(request.user).with_progress()
    return get_object_or_404(seen.select_related("plan__owner", "owner", "school", "finished_by"), pk=pk)


def _head(request, round):
    """What every page of a round shows on top."""
    year = school_years({round.school_id})[round.school_id]
    return {"round": round, "line": line_of(round, year, today=timezone.localdate())}


def _failed(person, round):
    """What is not OK, with the records that came of it as far as the reader may see them."""
    found = Check.objects.filter(thing__round=round, result="not_ok").select_related("thing", "incident", "problem")
    seen = set(
        Incident.objects.visible_to(person).filter(maintenance_checks__thing__round=round).values_list("pk", flat=True)
    )
    return [(check, check.incident_id in seen) for check in found.order_by("thing__place", "place")]
