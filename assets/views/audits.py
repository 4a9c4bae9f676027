"""Looking at things with a phone in one hand: what is in a room, and whether one thing is here."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assets import workflow
from assets.audit_room import Contents, remember, remembered, running
from assets.forms.audits import LookForm, RoomLookForm, WhereForm
from assets.models import Asset, Condition
from assets.tag_addresses import tag_of
from assets.views.scanned import thing_called, unknown
from servicedesk.doors import only_with
from servicedesk.errors import NotYours, Refused
from servicedesk.idempotency import once_per_form
from servicedesk.models import Room, School
from servicedesk.roles import Permission


@only_with(Permission.SEE_ASSETS)
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def room(request, pk):
    """What is in a room: each thing is here or not, in one tap; a scanned tag leads to its thing."""
    schools = School.objects.where_may(request.user, Permission.SEE_ASSETS)
    place = get_object_or_404(Room.objects.select_related("school", "building"), pk=pk, school__in=schools)
    may_check = request.user.may(Permission.EDIT_ASSETS, place.school_id)
    if request.method == "POST":
        if not may_check:
            raise NotYours(f"You can’t check the assets of {place.school.name}.")
        return _look(request, place)
    if may_check:
        remember(request, place)
    if words := request.GET.get("tag", "").strip():
        return _find(request, place, words)
    return _room(request, place, may_check=may_check)


def _room(request, place, *, status=200, **more):
    contents = Contents(place, at=timezone.now())
    context = {"room": place, "contents": contents, "conditions": LookForm.base_fields["condition"].choices} | more
    return render(request, "assets/room.html", context, status=status)


def _find(request, place, words):
    """What somebody typed or scanned: the thing, or a sentence that the register does not know it."""
    code, tag = tag_of(words)
    if code and code != place.school.code.upper():
        raise Http404  # it is of another school
    asset = thing_called(place.school, tag)
    if asset is None:
        return unknown(request, place.school, tag, room=place)
    return redirect(f"{reverse('assets:check', args=[asset.pk])}?room={place.pk}")


def _look(request, place):
    form = RoomLookForm(request.POST, room=place)
    if form.is_valid():
        error = _audited(request, form, form.cleaned_data["asset"], place)
        if error is None:
            return redirect("assets:room", place.pk)
        return _room(request, place, may_check=True, refusal=error, status=409)
    return _room(request, place, may_check=True, form=form)


@only_with(Permission.EDIT_ASSETS)
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def check(request, pk):
    """Is this thing here? In the room where one is going about, or else where the register has it."""
    mine = Asset.objects.filter(request.user.within(Permission.EDIT_ASSETS, field="school"))
    asset = get_object_or_404(mine.select_related("school", "room", "type"), pk=pk)
    where = WhereForm(request.GET, school=asset.school) if "room" in request.GET else None
    place = where.cleaned_data["room"] if where and where.is_valid() else None
    if place:
        remember(request, place)
    walking = place or remembered(request, asset.school_id)
    place = walking or asset.room
    form, refusal = LookForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        refusal = _audited(request, form, asset, place)
        if refusal is None:
            return redirect("assets:room", walking.pk) if walking else redirect(asset)
    context = {
        "asset": asset,
        "room": place,
        "is_expected": place == asset.room,
        "where": where if where and where.errors else WhereForm(initial={"room": place}, school=asset.school),
        "form": form,
        "refusal": refusal,
        "stocktake": running(asset.school_id),
        "last": asset.audits.select_related("by", "found").first(),
        "conditions": form.fields["condition"].choices,
    }
    return render(request, "assets/check.html", context, status=409 if refusal else 200)


def _audited(request, form, asset, place):
    """Make the move; None, or why it can't be made."""
    before = asset.room
    try:
        audit = workflow.audit_asset(asset, by=request.user, at=timezone.now(), found=place, **form.look())
    except Refused as refusal:
        return str(refusal)
    except ValidationError as error:
        return " ".join(error.messages)
    messages.success(request, _said(audit, before, moved=form.look()["put_right"]))
    return None


def _said(audit, before, *, moved):
    """What was noted, in a sentence."""
    tag = audit.asset.tag
    if audit.condition == Condition.MISSING:
        return f"{tag} is noted as not found."
    if audit.found is None:
        return f"{tag} is noted as seen."
    if audit.found == before:
        return f"{tag} is in {audit.found.name}, as the register says."
    had = f" The register had it in {before.name}." if before else ""
    return f"{tag} is in {audit.found.name} now.{had}" if moved else f"{tag} is noted as seen in {audit.found.name}."
