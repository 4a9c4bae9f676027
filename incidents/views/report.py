"""Report a fault: place, picture, one line, sent; then the page that says who has it, and until when."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from incidents import intake_same
from incidents.advice import Circumstances, advice_for, tell_outcome
from incidents.forms_requester import ReportForm
from incidents.intake import log_incident
from incidents.models import Channel, Incident
from incidents.places import place_of, recent_rooms, rooms_by_building
from incidents.presentation import requester as plain
from incidents.presentation import words
from incidents.status_board import known_broken, own_reports
from servicedesk.doors import only_with
from servicedesk.idempotency import once_per_form
from servicedesk.roles import Permission
from servicedesk.strict import whole_number

FIRST = 12  # pictures seen at once; the rest unfold


@only_with(Permission.LOG)
@once_per_form
def report(request):
    """What is wrong, and where: asked step by step only as far as it is not known."""
    place = place_of(request.user, request.POST or request.GET, home=request.home.school)
    if place.school is None:
        here = request.get_full_path() if request.method == "GET" else reverse("incidents:report")
        return redirect(f"{reverse('servicedesk:choose-school')}?{urlencode({'next': here})}")
    if not place.how:
        return _ask_place(request, place)
    if request.htmx and request.method == "GET":
        return _known(request, place)
    form = ReportForm(request.POST or None)
    original = _same(request, place, form) if form.is_valid() else None
    advice = _advice(request.user, place, form) if form.is_valid() and "advised" not in request.POST else None
    if form.is_valid() and (not original or "same" in request.POST) and not advice:
        incident = _log(request, place, form.cleaned_data, original)
        return redirect("incidents:reported", incident.pk)
    page = _page(request, place, form) | _about(request, original) | {"advice": advice}
    return render(request, "incidents/requester/report.html", page)


@require_POST
@only_with(Permission.LOG)
def advise(request):
    """What has helped with such a fault, fetched when a picture is pressed and while somebody writes; nothing is kept.

    It is posted because what people write belongs into no address.
    """
    place = place_of(request.user, request.POST, home=request.home.school)
    form = ReportForm(request.POST)
    form.is_valid()
    advice = _advice(request.user, place, form) if place.school else None
    return render(request, "incidents/requester/_advice.html", {"advice": advice})


def _advice(person, place, form):
    """The one thing that is worth a try before sending; none while the whole service is known to be broken."""
    category = form.cleaned_data.get("category")
    if category is None or intake_same.major_of(place, category):
        return None
    here = {"school": place.school, "asset": place.asset, "room": place.room}
    words = form.cleaned_data.get("description", "")
    return next(iter(advice_for(Circumstances(to=person, category=category, words=words, **here), most=1)), None)


def _page(request, place, form):
    offered = list(form.fields["category"].queryset)
    chosen = form["category"].value() or request.GET.get("category", "")
    return {
        "form": form,
        "where": place,
        "first": offered[:FIRST],
        "rest": offered[FIRST:],
        "chosen": whole_number(str(chosen or "")),
        "stopped": form["lesson_stopped"].value() == "yes",
        "known_broken": known_broken(request.user, place.school),
        **frame_of(place.school),
    }


def frame_of(school):
    """The frame of a page about one school names that school, also to people who serve several."""
    return {"place": school.name, "safeguarding": school}


def _ask_place(request, place):
    """Which room? The ones they were in before, then all of them by building."""
    context = {
        "where": place,
        "recent": recent_rooms(request.user, place.school),
        "rooms": rooms_by_building(place.school),
        "several_schools": request.home.several,
        **frame_of(place.school),
    }
    return render(request, "incidents/requester/where.html", context)


def _same(request, place, form):
    """What was reported already, unless they said that theirs is different."""
    if "different" in request.POST:
        return None
    return _reported(place, form.cleaned_data["category"])


def _reported(place, category):
    """The record of what is known already: of the whole school first, then of this thing or room."""
    major = intake_same.major_of(place, category)
    return major.incident if major else intake_same.open_record_of(place, category)


def _known(request, place):
    """The notice that is fetched when a picture is pressed: somebody else said so already."""
    form = ReportForm(request.GET)
    form.is_valid()
    category = form.cleaned_data.get("category")
    if "different" in request.GET:
        return render(request, "incidents/requester/_different.html")
    original = _reported(place, category) if category else None
    if original is None:
        return HttpResponse()
    return render(request, "incidents/requester/_known.html", {"where": place} | _about(request, original))


def _about(request, original):
    """What may be told of somebody else's record: that it is known, since when, and who is on it."""
    if original is None:
        return {"known": None}
    now, major = timezone.now(), getattr(original, "major", None)
    if major:
        original = own_reports(request.user, [major]).get(major.pk, original)
    return {
        "known": original,
        "major": major,
        "since": words.within(words.when(original.opened_at, now)),
        "is_own": original.requester_id == request.user.pk,
        "owner": original.assignee.name if original.assignee else "",
        "aim": plain.aim(original, now),
    }


@transaction.atomic
def _log(request, place, said, original):
    """The record; what was tried before it in vain is counted."""
    incident = _record(request, place, said, original)
    if tried := request.POST.get("tried"):
        tell_outcome(tried, incident=incident, by=request.user, at=incident.opened_at, helped=False)
    return incident


def _record(request, place, said, original):
    facts = {"by": request.user, "at": timezone.now(), "asset": place.asset, "room": place.room}
    voice = {"lesson_stopped": said["lesson_stopped"], "description": said["description"]}
    if original:
        return intake_same.log_me_too(original, **facts, **voice)
    channel = Channel.STICKER if place.how == "sticker" else Channel.PAGE
    what = {"school": place.school, "category": said["category"]}
    return log_incident(requester=request.user, channel=channel, **what, **facts, **voice)


@login_required
def reported(request, pk):
    """It arrived: its number, who has it, when to expect an answer, what to do meanwhile."""
    found = Incident.objects.visible_to(request.user).of_person(request.user).select_related(*BESIDE)
    incident = get_object_or_404(found, pk=pk)
    now, first = timezone.now(), incident.duplicate_of or incident
    place = plain.place_in_line(first)
    context = {
        "incident": incident,
        "first": first,
        "aim": plain.aim(first, now),
        "nth": words.ordinal(place) if place else "",
        **frame_of(incident.school),
    }
    return render(request, "incidents/requester/reported.html", context)


BESIDE = (
    "school",
    "room",
    "category",
    "assignee",
    "resolved_by",
    "major",
    "parent__major",
    "response_clock",
    "resolution_clock",
    "duplicate_of__assignee",
    "duplicate_of__response_clock",
    "duplicate_of__resolution_clock",
)
