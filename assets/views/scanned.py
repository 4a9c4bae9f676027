"""Where the code on a label leads: whoever looks after things goes to the thing, everyone else reports a fault with it.

A stranger signs in first and then goes on; what is not theirs looks like what isn't there.
"""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from assets.models import Asset, Stocktake
from assets.tag_addresses import LONGEST
from servicedesk.models import Room, School
from servicedesk.roles import Permission


@login_required
@require_safe
def scanned(request, code, tag):
    """The label of a thing."""
    school = get_object_or_404(School.objects.visible_to(request.user), code__iexact=code.replace("\0", "")[:20])
    asset = thing_called(school, tag)
    keeps, sees = (request.user.may(each, school) for each in (Permission.EDIT_ASSETS, Permission.SEE_ASSETS))
    if asset is None:
        return unknown(request, school, tag, status=404) if sees else _not_found()
    if keeps and Stocktake.objects.running().filter(school=school).exists():
        return redirect("assets:check", asset.pk)
    return redirect(asset) if sees else _report(asset=asset.tag, school=school.pk)


@login_required
@require_safe
def scanned_odd(request, code):
    """The label of a thing whose tag can't stand in a path."""
    return scanned(request, code, request.GET.get("tag", ""))


@login_required
@require_safe
def scanned_room(request, code, pk):
    """The label on a door."""
    rooms = Room.objects.filter(school__in=School.objects.visible_to(request.user)).select_related("school")
    room = get_object_or_404(rooms, pk=pk, school__code__iexact=code.replace("\0", "")[:20])
    if request.user.may(Permission.SEE_ASSETS, room.school_id):
        return redirect("assets:room", room.pk)
    return _report(room=room.pk)


def thing_called(school, tag):
    """The thing with a tag at a school, or else the one that had it: an old label still sticks on it.

    Capitals do not matter, since no two tags differ in them alone.
    """
    tag = " ".join(tag.replace("\0", "").split())[:LONGEST]
    if not tag:
        return None
    things = Asset.objects.filter(school=school)
    if found := things.filter(tag__iexact=tag).first():
        return found
    had = Asset.history.filter(school=school, tag__iexact=tag).order_by("-history_date").values_list("id", flat=True)
    return things.filter(pk=had.first()).first()


def unknown(request, school, tag, *, room=None, status=200):
    """A label that the register does not know: say so, and how it gets in."""
    add = None
    if request.user.may(Permission.EDIT_ASSETS, school):
        asked = {"tag": tag} | ({"room": room.pk} if room else {})
        add = f"{reverse('assets:add', args=[school.pk])}?{urlencode(asked)}"
    context = {"school": school, "tag": tag[:LONGEST], "room": room, "add": add}
    return render(request, "assets/unknown.html", context, status=status)


def _report(**about):
    return redirect(f"{reverse('incidents:report')}?{urlencode(about)}")


def _not_found():
    raise Http404
