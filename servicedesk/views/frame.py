"""Where a person begins, and what the frame of every page needs: school, colours, who may do what, the components."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from servicedesk import components as pieces
from servicedesk import sign_in
from servicedesk.models import Membership, Person, School
from servicedesk.roles import REQUESTER, ROLES, WORDS, Permission
from servicedesk.strict import whole_number
from servicedesk.ways import back_to

# The first that fits: the desk works its queue, leaders read, everyone else came to say what is wrong.
BEGINNINGS = [
    (Permission.WORK, "incidents:queue"),
    (Permission.SEE_REPORTS, "reports:dashboard"),
    (Permission.LOG, "incidents:report"),
]
YEAR = 60 * 60 * 24 * 365
NAMES_SHOWN = 300


@login_required
def home(request):
    """Where a person's work begins; somebody without a role is told what to do about it."""
    for permission, page in BEGINNINGS:
        if request.user.may_anywhere(permission):
            return redirect(page)
    return render(request, "servicedesk/no_role.html")


@login_required
def roles(request):
    """Who may do what, as the code has it, and who has each role for those who may look people up."""
    held = {}
    if request.user.may_anywhere(Permission.SEE_PEOPLE):
        people = Person.objects.visible_to(request.user).filter(is_active=True)
        hats = Membership.objects.filter(person__in=people).exclude(role=REQUESTER.key).order_by("person__name", "pk")
        here = hats.filter(request.user.within_any(field="school")) | hats.filter(school=None)
        for hat in here.select_related("person", "school")[:NAMES_SHOWN]:
            held.setdefault(hat.role, []).append(hat)
    rows = [(role, may(role), held.get(role.key, [])) for role in ROLES.values()]
    return render(request, "servicedesk/roles.html", {"rows": rows})


def may(role):
    """What a role may do, in words and in the order of the table."""
    return [WORDS[permission] for permission in Permission if permission in role.permissions]


@login_required
def choose_school(request):
    """Somebody who serves several schools says where they are: its name, hours and safeguarding lead then show."""
    schools = School.objects.visible_to(request.user)
    if request.method != "POST":
        return render(request, "servicedesk/choose_school.html", {"schools": schools, "next": back_to(request)})
    if request.POST.get("school"):
        request.session["school"] = get_object_or_404(schools, pk=whole_number(request.POST["school"])).pk
    else:
        request.session.pop("school", None)
    return HttpResponseRedirect(back_to(request))


@require_POST
def theme(request):
    """Light, dark, or as the device says."""
    response = HttpResponseRedirect(back_to(request))
    if request.POST.get("theme") in ("light", "dark"):
        secure = request.is_secure()
        response.set_cookie("theme", request.POST["theme"], max_age=YEAR, samesite="Lax", secure=secure)
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


@login_required
@require_POST
def revoke_token(request):
    """One's programs have to sign in anew."""
    sign_in.revoke_tokens(request.user)
    messages.success(request, "The token is worth nothing any more. A program of yours has to sign in anew.")
    return redirect("usersessions_list")


@login_required
def components(request):
    """Every piece of the design language in every state."""
    return render(request, "servicedesk/components.html", pieces.examples())
