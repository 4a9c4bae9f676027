"""Licences are given to the things of a room or a sort, or to people, and taken back: one or many at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from assets import workflow
from assets.forms.licences import MOST_SHOWN, GiveForm, PeopleForm, TakeBackForm, ThingsForm
from assets.licence_standing import left_words
from assets.models import Asset, Licence
from assets.views.licences import find_licence
from servicedesk.doors import only_with
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.models import Person
from servicedesk.roles import Permission
from servicedesk.ways import back_to


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.EDIT_ASSETS)
@once_per_form
def give_licence(request, pk):
    """Choose a room, a sort or words; tick, and give one each."""
    licence = find_licence(request, pk)
    workflow.check_may_give(request.user, licence)
    to_people = licence.per == Licence.Per.PERSON or (licence.per == Licence.Per.SITE and "people" in request.GET)
    asks = (PeopleForm if to_people else ThingsForm)(request.GET, licence=licence, by=request.user)
    found = asks.found() if asks.is_valid() else (asks.people if to_people else asks.things).none()
    form = _give_form(request, asks, to_people)
    refusal = _given(request, licence, form, found, to_people) if request.method == "POST" else ""
    if refusal is None:
        return redirect(licence)
    rows = list(found[: MOST_SHOWN + 1])
    context = {
        "licence": licence,
        "left": left_words(licence),
        "asks": asks,
        "form": form,
        "to_people": to_people,
        "rows": rows[:MOST_SHOWN],
        "more": len(rows) > MOST_SHOWN,
        "ticked": set(request.POST.getlist("people" if to_people else "assets")),
        "refusal": refusal,
        "narrowed": any(request.GET.get(name) for name in ("q", "room", "type")),
        "offers_both": licence.per == Licence.Per.SITE,
    }
    return render(request, "assets/give_licence.html", context, status=409 if refusal else 200)


def _give_form(request, asks, to_people):
    data = request.POST if request.method == "POST" else None
    things = asks.things if not to_people else Asset.objects.none()
    return GiveForm(data, things=things, people=asks.people if to_people else Person.objects.none())


def _given(request, licence, form, found, to_people):
    """Give as the form says. None once given, "" where the form says what is missing, else why it is refused."""
    if not form.is_valid():
        return ""
    wanted = dict(form.cleaned_data)
    if "all" in request.POST:  # everything that is listed
        wanted["people" if to_people else "assets"] = found[:MOST_SHOWN]
    try:
        made = workflow.give_licence(licence, by=request.user, at=timezone.now(), **wanted)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return ""
    except Refused as refusal:
        return str(refusal)
    words = "1 licence is" if len(made) == 1 else f"{len(made)} licences are"
    messages.success(request, f"{words} given.")
    return None


@require_POST
@only_with(Permission.EDIT_ASSETS)
@once_per_form
def take_back_licence(request, pk):
    """Take back what is ticked."""
    licence = find_licence(request, pk)
    workflow.check_may_give(request.user, licence)
    form = TakeBackForm(request.POST, uses=licence.uses.in_use())
    if not form.is_valid():
        messages.warning(request, " ".join(said for errors in form.errors.values() for said in errors))
        return redirect(licence)
    try:
        number = workflow.take_back_licence(licence, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "1 licence is taken back." if number == 1 else f"{number} licences are taken back.")
    return redirect(licence)


@require_POST
@only_with(Permission.EDIT_ASSETS)
@once_per_form
def take_back_from_gone(request):
    """Take back all that is on things that are lost or disposed of."""
    number = workflow.take_back_from_gone(by=request.user, at=timezone.now())
    words = "1 licence is" if number == 1 else f"{number} licences are"
    messages.success(request, f"{words} taken back from things that are gone.")
    return redirect(back_to(request, f"/assets/licences/?{urlencode({'state': 'gone'})}"))
