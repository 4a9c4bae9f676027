"""How often things of each make and model break, with their age and cost: what to replace, argued with figures."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assets.models import Asset
from incidents.asset_models import rates_of_models
from incidents.fault_rates import FEW, HOW
from incidents.filters_models import AssetModelFilter
from servicedesk.doors import only_with
from servicedesk.roles import Permission
from servicedesk.tables import CSV, attached, csv_lines

HEADS = [
    *("Make", "Model", "Sort", "Here now", "Things counted", "Faults in 12 months", "Faults per 100 things a year"),
    *("Average age in years", "Cost in all", "Out of warranty", "Warranty known of"),
    *("Past planned life", "Planned life known of"),
]


@only_with(Permission.SEE_ASSETS)
def asset_models(request):
    """The makes and models, those that break most often first."""
    found, rates, unnamed = _asked(request)
    context = {
        "filters": found.form,
        "several": len(found.form.fields["school"].queryset) > 1,
        "narrowed": any(request.GET.get(name) for name in found.form.fields),
        "said": [rate for rate in rates if rate.per_100 is not None],
        "unsaid": [rate for rate in rates if rate.per_100 is None],
        "unnamed": unnamed,
        "few": FEW,
        "how": HOW,
    }
    return render(request, "incidents/asset_models.html", context)


@only_with(Permission.SEE_ASSETS)
def asset_models_csv(request):
    """The same as a file."""
    rows = [HEADS, *(_row(rate) for rate in _asked(request)[1])]
    return attached(HttpResponse("".join(csv_lines(rows)), content_type=CSV), "asset-models.csv")


def _asked(request):
    found = AssetModelFilter(request.GET, Asset.objects.all(), request=request)
    things = found.qs if found.is_valid() else Asset.objects.none()
    return found, *rates_of_models(request.user, at=timezone.now(), things=things)


def _row(rate):
    per_100, age = (None if value is None else round(value, 1) for value in (rate.per_100, rate.age))
    ended, past = rate.out_of_warranty, rate.past_life
    said = [rate.make, rate.model, rate.sort, rate.here, rate.counted, rate.faults, per_100, age, rate.cost]
    return [*said, ended.some, ended.of, past.some, past.of]
