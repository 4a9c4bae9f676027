"""The priority tables of the agreements in force: who can't work × how soon it matters."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from incidents import priority_table
from incidents.forms_priorities import priority_form
from incidents.priority import Impact, Priority, Urgency
from servicedesk.doors import only_with
from servicedesk.errors import NotYours
from servicedesk.roles import Permission
from sla.models import Agreement, AgreementVersion


def _in_force(person):
    versions = AgreementVersion.objects.filter(state=AgreementVersion.State.IN_FORCE)
    readable = versions.filter(agreement__in=Agreement.objects.visible_to(person))
    return (
        readable.select_related("agreement__school")
        .prefetch_related("priority_rules")
        .order_by("agreement__name", "pk")
    )


@only_with(Permission.SEE_AGREEMENTS)
def priorities(request):
    """Every table the reader may see, one below the other."""
    tables = [
        {
            "version": version,
            "rows": _rows(priority_table.table_of(version)),
            "may_change": priority_table.may_change(request.user, version),
        }
        for version in _in_force(request.user)
    ]
    return render(
        request, "incidents/priorities.html", {"tables": tables, "urgencies": list(Urgency), "names": list(Priority)}
    )


@only_with(Permission.SEE_AGREEMENTS)
def change_priorities(request, pk):
    """Change one table, cell by cell."""
    version = get_object_or_404(_in_force(request.user), pk=pk)
    if not priority_table.may_change(request.user, version):
        raise NotYours("You can read the priorities of this agreement, but somebody else decides about them.")
    table = priority_table.table_of(version)
    form = priority_form(table, request.POST or None)
    if form.is_valid():
        said = {pair: form.cleaned_data[_name(*pair)] for pair in table}
        priority_table.set_table(version, by=request.user, at=timezone.now(), table=said)
        messages.success(request, "Saved. The next record goes by this table; earlier ones keep their priority.")
        return redirect("incidents:priorities")
    fields = {pair: form[_name(*pair)] for pair in table}
    context = {"version": version, "form": form, "rows": _rows(fields), "urgencies": list(Urgency)}
    return render(request, "incidents/change_priorities.html", context)


def _name(impact, urgency):
    return f"{impact}-{urgency}"


def _rows(table):
    return [(impact, [(urgency, table[impact, urgency]) for urgency in Urgency]) for impact in Impact]
