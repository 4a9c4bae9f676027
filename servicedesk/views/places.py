"""The schools and their rooms."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from servicedesk import catalogue
from servicedesk.forms import RoomForm, SchoolForm
from servicedesk.models import Room, School
from servicedesk.roles import Permission
from servicedesk.strict import whole_number


@login_required
def places(request):
    """The reader's schools, and the rooms of one of them by building."""
    schools = list(School.objects.visible_to(request.user))
    school = _chosen(request, schools)
    rooms = Room.objects.filter(school=school).select_related("building") if school else Room.objects.none()
    context = {
        "schools": schools,
        "school": school,
        "rooms": rooms.order_by(F("building__name").asc(nulls_last=True), "name"),
        "may_edit": school and request.user.may(Permission.EDIT_CATALOGUE, school),
    }
    return render(request, "servicedesk/places.html", context)


def _chosen(request, schools):
    asked = request.GET.get("school", "")
    wanted = whole_number(asked) if asked else request.home.school and request.home.school.pk
    return next((school for school in schools if school.pk == wanted), schools[0] if schools else None)


@login_required
def school(request, pk):
    """What is known of a school beside its name."""
    found = get_object_or_404(School.objects.where_may(request.user, Permission.EDIT_CATALOGUE), pk=pk)
    form = SchoolForm(request.POST or None, initial={"pupils": found.pupils})
    back = f"{reverse('servicedesk:places')}?school={found.pk}"
    if form.is_valid():
        catalogue.save_school(found, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"{found.name} is saved.")
        return redirect(back)
    context = {"form": form, "title": f"Change {found.name}", "back": back, "back_words": found.name}
    return render(request, "servicedesk/edit.html", context)


@login_required
def add_room(request, pk):
    """A room that was built, or that nobody had named yet."""
    school = get_object_or_404(School.objects.where_may(request.user, Permission.EDIT_CATALOGUE), pk=pk)
    return _room_page(request, Room(school=school), f"Add a room at {school.name}")


@login_required
def room(request, pk):
    """Another name or building for a room."""
    rooms = Room.objects.filter(school__in=School.objects.where_may(request.user, Permission.EDIT_CATALOGUE))
    found = get_object_or_404(rooms.select_related("school"), pk=pk)
    return _room_page(request, found, f"Change {found.name}")


def _room_page(request, found, title):
    before = {"name": found.name, "building": found.building_id}
    form = RoomForm(request.POST or None, school=found.school, initial=before)
    if form.is_valid():
        try:
            catalogue.save_room(found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{found.name} is saved.")
            return redirect(f"{reverse('servicedesk:places')}?school={found.school_id}")
    back = f"{reverse('servicedesk:places')}?school={found.school_id}"
    return render(request, "servicedesk/edit.html", {"form": form, "title": title, "back": back, "back_words": "Rooms"})
