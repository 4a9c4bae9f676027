"""What ICT support offers, and the buttons of the report page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from servicedesk import catalogue as moves
from servicedesk.doors import only_with
from servicedesk.forms import CategoryForm, ServiceForm
from servicedesk.models import Category, Service
from servicedesk.roles import Permission
from servicedesk.strict import whole_number


@login_required
def catalogue(request):
    """The services with what can go wrong in each, as the report page offers them."""
    services = Service.objects.visible_to(request.user).prefetch_related(Prefetch("categories", Category.objects.all()))
    may_edit = request.user.may_anywhere(Permission.EDIT_CATALOGUE)
    shown = services if may_edit else services.on_offer()
    return render(request, "servicedesk/catalogue.html", {"services": shown, "may_edit": may_edit})


@only_with(Permission.EDIT_CATALOGUE)
def add_service(request):
    """Something new on offer."""
    return _page(request, ServiceForm, Service(), moves.save_service, "Add a service")


@only_with(Permission.EDIT_CATALOGUE)
def service(request, pk):
    """Other words for a service, or the end of it."""
    found = get_object_or_404(Service, pk=pk)
    return _page(request, ServiceForm, found, moves.save_service, f"Change {found.name}")


@only_with(Permission.EDIT_CATALOGUE)
def add_category(request):
    """A new button of the report page."""
    asked = request.GET.get("service", "")
    start = {"service": whole_number(asked)} if asked else {}
    return _page(request, CategoryForm, Category(), moves.save_category, "Add a button", initial=start)


@only_with(Permission.EDIT_CATALOGUE)
def category(request, pk):
    """Another word, picture or place for a button."""
    found = get_object_or_404(Category, pk=pk)
    return _page(request, CategoryForm, found, moves.save_category, f"Change “{found.name}”")


def _page(request, form_class, found, save, title, **more):
    form = form_class(request.POST or None, instance=found, **more)
    if form.is_valid():
        try:
            save(found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{found.name} is saved.")
            return redirect("servicedesk:catalogue")
    context = {"form": form, "title": title, "back": reverse("servicedesk:catalogue"), "back_words": "Services"}
    return render(request, "servicedesk/edit.html", context)
