"""The people of the schools: looking them up, adding them, and what roles they have."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from servicedesk import workflow
from servicedesk.doors import only_with
from servicedesk.forms import PersonForm, RolesForm
from servicedesk.models import Membership, Person, School
from servicedesk.paging import page
from servicedesk.roles import CHOICES, ROLES, Permission
from servicedesk.strict import text_in, whole_number


@only_with(Permission.SEE_PEOPLE)
def people(request):
    """Everyone the reader may look up, by name."""
    schools = School.objects.where_may(request.user, Permission.SEE_PEOPLE)
    found = _found(request, schools).prefetch_related("memberships__school")
    shown = page(found, order=("name", "pk"), token=request.GET.get("page", ""))
    context = {
        "page": shown,
        "schools": schools,
        "roles": CHOICES,
        "asked": {name: request.GET.get(name, "") for name in ("q", "school", "role", "left")},
        "may_manage": request.user.may_anywhere(Permission.MANAGE_PEOPLE),
    }
    return render(request, "servicedesk/people.html", context)


def _found(request, schools):
    asked = request.GET
    found = Person.objects.visible_to(request.user).filter(is_active=not asked.get("left"))
    if words := text_in(asked, "q").strip()[:100]:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    wears = Membership.objects.all()
    if asked.get("school", "").isdecimal():
        wears = wears.filter(school__in=schools.filter(pk=whole_number(asked["school"])))
    if asked.get("role") in ROLES:
        wears = wears.filter(role=asked["role"])
    narrowed = asked.get("school", "").isdecimal() or asked.get("role") in ROLES
    return found.filter(pk__in=wears.values("person")) if narrowed else found


@only_with(Permission.MANAGE_PEOPLE)
def add_person(request):
    """Somebody starts at a school."""
    form = PersonForm(request.POST or None)
    roles = RolesForm(request.POST or None, by=request.user)
    if form.is_valid() and roles.is_valid():
        now, asked = timezone.now(), form.cleaned_data
        try:
            person = workflow.add_person(by=request.user, at=now, roles=roles.roles, **asked)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{person.name} is added, and gets a letter with the way in.")
            return redirect("servicedesk:people")
    return render(request, "servicedesk/person_add.html", {"form": form, "roles": roles})


@only_with(Permission.SEE_PEOPLE)
def person(request, pk):
    """One person: how to reach them and what roles they have; who manages people changes both here."""
    found = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    manages = request.user.may_anywhere(Permission.MANAGE_PEOPLE)
    wholly = workflow.manages_wholly(request.user, found)
    form = PersonForm(request.POST or None, instance=found) if wholly else None
    roles = RolesForm(request.POST or None, by=request.user, person=found) if manages else None
    if request.method == "POST" and _change(request, found, form, roles):
        messages.success(request, "Saved.")
        return redirect("servicedesk:person", pk)
    hats = found.memberships.filter(request.user.within_any(field="school")) | found.memberships.filter(school=None)
    context = {"someone": found, "form": form, "roles": roles, "wholly": wholly, "hats": hats.select_related("school")}
    return render(request, "servicedesk/person.html", context)


def _change(request, found, form, roles):
    """Make the change, or put on the form why it can't be made."""
    if roles is None or not roles.is_valid() or (form and not form.is_valid()):
        return False
    now = timezone.now()
    try:
        if form:
            workflow.change_person(found, by=request.user, at=now, **form.cleaned_data)
        workflow.change_roles(found, by=request.user, at=now, roles=roles.roles)
    except ValidationError as error:
        (form or roles).add_error(None, error)
        return False
    return True


@require_POST
@only_with(Permission.MANAGE_PEOPLE)
def account(request, pk, move):
    """Close or open somebody's account, or send them a link for a new password."""
    found = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    act, words = ACCOUNT_MOVES[move]
    leaves = {"keeps_work": True} if move == "close" and "keeps_work" in request.POST else {}
    try:
        act(found, by=request.user, at=timezone.now(), **leaves)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, words.format(found.name))
    return redirect("servicedesk:person", pk)


ACCOUNT_MOVES = {
    "close": (workflow.close_account, "{} can’t sign in any more."),
    "open": (workflow.open_account, "{} can sign in again."),
    "password": (workflow.send_password_link, "{} gets a letter with the way to choose a new password."),
}
