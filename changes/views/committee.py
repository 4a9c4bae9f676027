"""The committee: its meetings, the agenda, what was said and decided, and both on paper."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from changes.agenda import what_waits
from changes.forms.committee import AgendaForm, ItemForm, MeetingForm, PresentForm
from changes.models import Change, Meeting, MeetingItem
from changes.paper.committee import file_name, meeting_pdf
from changes.presentation.meeting import items_of
from changes.views.approvers import school_of
from changes.views.moves import add_errors
from changes.workflow import inviting, ruling
from changes.workflow import meeting as moves
from servicedesk.doors import only_with
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.models import School
from servicedesk.paging import page
from servicedesk.roles import Permission

SEES, MANAGES = only_with(Permission.SEE_CHANGES), only_with(Permission.MANAGE_CHANGES)


@require_safe
@SEES
def meetings(request):
    """Every meeting, the latest first."""
    rows = Meeting.objects.visible_to(request.user).select_related("school", "chair")
    context = {
        "page": page(rows, order=("held_at", "pk"), token=request.GET.get("page", ""), descending=True),
        "now": timezone.now(),
        "everywhere": request.user.may(Permission.MANAGE_CHANGES, None),
        "schools": list(School.objects.where_may(request.user, Permission.MANAGE_CHANGES)),
    }
    return render(request, "changes/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@MANAGES
@once_per_form
def add_meeting(request):
    """Call a meeting; what waits is on its agenda from the start."""
    school, at = school_of(request), timezone.now()
    ruling.may_manage(request.user, school)
    form = MeetingForm(request.POST or None, instance=Meeting(school=school, chair=request.user))
    if form.is_valid():
        items = what_waits(school, reader=request.user, at=at)[: moves.LONGEST]
        try:
            made = moves.call_meeting(by=request.user, at=at, school=school, items=items, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "The meeting is called. What waits is on its agenda.")
            return redirect(made)
    title = f"Call a meeting at {school.name}" if school else "Call a meeting for the whole trust"
    return render(request, "changes/edit_meeting.html", {"form": form, "title": title})


@require_http_methods(["GET", "HEAD", "POST"])
@SEES
@once_per_form
def meeting(request, pk):
    """One meeting: its agenda, and who is there."""
    found = _find(request, pk)
    if request.method != "POST":
        return _shown(request, found)
    ruling.may_manage(request.user, found.school)
    form = _present(request, found, request.POST)
    if form.is_valid() and _done(form, moves.minute, found, by=request.user, **form.cleaned_data):
        messages.success(request, "Saved.")
        return redirect(found)
    return _shown(request, found, present=form)


@require_http_methods(["GET", "HEAD", "POST"])
@MANAGES
@once_per_form
def change_meeting(request, pk):
    """Another time or place, or other people."""
    found = _find(request, pk)
    ruling.may_manage(request.user, found.school)
    form = MeetingForm(request.POST or None, instance=found)
    if form.is_valid() and _done(form, moves.change_meeting, found, by=request.user, **form.cleaned_data):
        messages.success(request, "Saved.")
        return redirect(found)
    context = {"form": form, "title": "Change the meeting", "meeting": found}
    return render(request, "changes/edit_meeting.html", context)


@require_POST
@MANAGES
def add_items(request, pk):
    """Put changes on the agenda."""
    found = _find(request, pk)
    ruling.may_manage(request.user, found.school)
    form = AgendaForm(request.POST, changes=[change for change, _ in _waiting(request, found)])
    if form.is_valid() and _done(form, moves.add_to_agenda, found, by=request.user, **form.cleaned_data):
        return redirect(found)
    return _shown(request, found, agenda=form)


@require_POST
@MANAGES
def send_agenda(request, pk):
    """Everyone who comes gets the agenda."""
    found = _find(request, pk)
    sent = inviting.send_agenda(found, by=request.user, at=timezone.now())
    messages.success(request, f"The agenda goes to {sent} {'person' if sent == 1 else 'people'}.")
    return redirect(found)


@require_POST
@MANAGES
def close_meeting(request, pk):
    """The minutes are right; everyone gets them."""
    found = _find(request, pk)
    inviting.close_meeting(found, by=request.user, at=timezone.now())
    messages.success(request, "The minutes are closed. Everyone who belongs to the committee gets them.")
    return redirect(found)


@require_safe
@SEES
def paper(request, pk):
    """The agenda, or the minutes, to print."""
    found, at = _find(request, pk), timezone.now()
    answer = HttpResponse(meeting_pdf(found, reader=request.user, at=at), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{file_name(found, at=at)}"'
    return answer


@require_POST
@MANAGES
def item(request, pk):
    """What was said about a change, and with a button what was decided."""
    found = _item(request, pk)
    form = ItemForm(request.POST, prefix=f"item-{found.pk}")
    decision = request.POST.get("decision", "")
    said = {"by": request.user, "minutes": form.cleaned_data["minutes"]} if form.is_valid() else {}
    if not said:
        return _shown(request, found.meeting, bound={found.pk: form})
    if decision in ("yes", "no"):
        made = _done(form, moves.decide_item, found, yes=decision == "yes", **said)
    else:
        made = _done(form, moves.write_item, found, **said)
    if not made:
        return _shown(request, found.meeting, bound={found.pk: form})
    messages.success(request, f"{found.change.reference}: {'decided' if decision else 'saved'}.")
    return redirect(f"{found.meeting.get_absolute_url()}#item-{found.pk}")


@require_POST
@MANAGES
def move_item(request, pk):
    """One place earlier or later."""
    found = _item(request, pk)
    moves.move_item(found, by=request.user, at=timezone.now(), later=request.POST.get("to") == "later")
    return redirect(f"{found.meeting.get_absolute_url()}#item-{found.pk}")


@require_POST
@MANAGES
def remove_item(request, pk):
    """Not in this meeting."""
    found = _item(request, pk)
    moves.remove_item(found, by=request.user, at=timezone.now())
    return redirect(found.meeting)


def _find(request, pk):
    seen = Meeting.objects.visible_to(request.user).select_related("school", "chair", "closed_by")
    return get_object_or_404(seen.prefetch_related("members", "present"), pk=pk)


def _item(request, pk):
    seen = MeetingItem.objects.visible_to(request.user).filter(change__in=Change.objects.visible_to(request.user))
    return get_object_or_404(seen.select_related("meeting__school", "meeting__chair", "change__school"), pk=pk)


def _done(form, move, *about, **facts):
    """Make the move, or put on the form why it can't be made."""
    try:
        move(*about, at=timezone.now(), **facts)
    except ValidationError as error:
        add_errors(form, error)
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _waiting(request, meeting):
    """What is not on its agenda and could be."""
    there = set(meeting.items.values_list("change", flat=True))
    found = what_waits(meeting.school, reader=request.user, at=timezone.now())
    return [(change, step) for change, step in found if change.pk not in there]


def _present(request, meeting, data=None):
    people = inviting.people_of(meeting)
    begun = {"present": [person.pk for person in meeting.present.all()], "notes": meeting.notes}
    return PresentForm(data, initial=begun, meeting=meeting, people=people)


def _shown(request, meeting, *, present=None, agenda=None, bound=None):
    manages = request.user.may(Permission.MANAGE_CHANGES, meeting.school_id)
    may_write = manages and not meeting.closed_at
    lines = items_of(meeting, reader=request.user)
    waiting = _waiting(request, meeting) if may_write else []
    forms = bound or {}
    wrong = next((form for form in (present, agenda, *forms.values()) if form is not None), None)
    context = {
        "meeting": meeting,
        "lines": [(line, forms.get(line.item.pk) or _item_form(line.item)) for line in lines],
        "hidden": meeting.items.count() - len(lines),
        "waiting": waiting,
        "agenda": agenda or AgendaForm(changes=[change for change, _ in waiting]),
        "present": present or _present(request, meeting),
        "may_write": may_write,
        "has_met": meeting.held_at <= timezone.now(),
        "form": wrong,
    }
    return render(request, "changes/meeting.html", context, status=200)


def _item_form(item):
    return ItemForm(prefix=f"item-{item.pk}", initial={"minutes": item.minutes})
