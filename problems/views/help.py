"""Known faults and what to do, for everyone at a school; and the good end: it works, and nothing was reported."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from incidents.places import place_of
from problems import workflow
from problems.models import KnownError
from servicedesk.doors import only_with
from servicedesk.idempotency import once_per_form
from servicedesk.paging import page
from servicedesk.roles import Permission
from servicedesk.strict import text_in

CARRIED = ("school", "room", "asset", "category", "picked")  # along to the report, if they still want one


@require_safe
@only_with(Permission.LOG)
def help_list(request):
    """What everyone is offered, by title; `q` finds words in it."""
    found, words = _published(request.user), text_in(request.GET, "q").strip()[:200]
    if words:
        wanted = Q(title__icontains=words) | Q(symptoms__icontains=words) | Q(workaround__icontains=words)
        found = found.filter(wanted)
    shown = page(found, order=("title", "pk"), token=request.GET.get("page", ""), size=25)
    context = {"page": shown, "words": words, "several_schools": request.home.several}
    return render(request, "problems/help.html", context)


@require_safe
@login_required
def help_entry(request, pk):
    """One of them: what one notices, and the steps."""
    known = get_object_or_404(_published(request.user), pk=pk)
    return render(request, "problems/help_entry.html", {"known": known})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def worked(request, pk):
    """It helped: counted, and nothing is reported unless they still want to."""
    known = get_object_or_404(_published(request.user), pk=pk)
    if request.method != "POST":
        context = {"known": known, "carried": urlencode(_carried(request.GET)), "lesson": "lesson" in request.GET}
        return render(request, "problems/worked.html", context)
    if "lesson" in request.POST:
        workflow.save_lesson(known, by=request.user, at=timezone.now())
        return _it_worked(known, _carried(request.GET) | {"lesson": "1"})
    place = place_of(request.user, request.POST, home=known.school or request.home.school)
    if place.school is None:
        here = reverse("problems:help_entry", args=[known.pk])
        return redirect(f"{reverse('servicedesk:choose-school')}?{urlencode({'next': here})}")
    stopped = request.POST.get("lesson_stopped") == "yes"
    about = {"helped": True, "school": place.school, "lesson_saved": stopped}
    workflow.use_known_error(known, by=request.user, at=timezone.now(), **about)
    return _it_worked(known, _carried(request.POST) | ({"lesson": "1"} if stopped else {}))


def _it_worked(known, query):
    return redirect(f"{reverse('problems:worked', args=[known.pk])}?{urlencode(query)}")


def _published(person):
    return KnownError.objects.visible_to(person).published().select_related("school")


def _carried(said):
    return {name: said[name][:60] for name in CARRIED if said.get(name)}
