"""Plans: what is looked after and how often, with the next days on the calendar before anything is saved."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maintenance import rules, workflow
from maintenance.filters import PlanFilter
from maintenance.forms import range_words
from maintenance.forms_plans import ItemFormSet, PlanForm, RuleForm, checklist_of, items_of
from maintenance.models import Plan
from maintenance.presentation import ahead_of, lines_of, school_years
from maintenance.starters import BY_KEY, STARTERS
from maintenance.stops import stops_of
from servicedesk.doors import only_with
from servicedesk.models import School
from servicedesk.paging import page
from servicedesk.roles import Permission
from servicedesk.strict import text_in

SEES, PLANS = only_with(Permission.SEE_MAINTENANCE), only_with(Permission.PLAN_MAINTENANCE)
LATEST = 10


@SEES
@require_safe
def plans(request):
    """What is looked after, and how often."""
    seen = Plan.objects.visible_to(request.user).select_related("school", "owner", "asset_type")
    found = PlanFilter(request.GET, seen, request=request)
    rows = found.qs if found.is_valid() else seen.none()
    context = {
        "page": page(rows, order=("name", "pk"), token=request.GET.get("page", "")),
        "filters": found.form,
        "several": len(found.form.fields["school"].queryset[:2]) > 1,
        "narrowed": any(request.GET.get(name) for name in found.form.fields),
        "addable": list(School.objects.where_may(request.user, Permission.PLAN_MAINTENANCE)),
        "today": timezone.localdate(),
    }
    return render(request, "maintenance/plans.html", context)


@SEES
@require_safe
def plan(request, pk):
    """One plan: its days ahead, what it looks after today, its checklist and its last rounds."""
    seen = Plan.objects.visible_to(request.user).select_related("school", "owner", "team", "service", "asset_type")
    found = get_object_or_404(seen, pk=pk)
    today = timezone.localdate()
    stops = stops_of(found)
    latest = found.rounds.select_related("owner", "school", "plan").order_by("-due", "-pk")[:LATEST]
    context = {
        "plan": found,
        "ahead": _ahead(found.school, found.frequency, found.active_from, found.active_until),
        "stops": stops,
        "items": [(item, range_words(item)) for item in found.checklist.all()],
        "lines": lines_of(list(latest), today=today),
        "has_ended": bool(found.active_until and found.active_until < today),
        "may_plan": request.user.may(Permission.PLAN_MAINTENANCE, found.school_id),
        "changes": found.history.select_related("history_user")[:LATEST],
    }
    return render(request, "maintenance/plan.html", context)


@PLANS
@require_http_methods(["GET", "HEAD", "POST"])
def add_plan(request, pk):
    """Look after something regularly at a school."""
    school = get_object_or_404(School.objects.where_may(request.user, Permission.PLAN_MAINTENANCE), pk=pk)
    today = timezone.localdate()
    forms = Forms(request, Plan(school=school, owner=request.user, active_from=today), today=today)
    return _edit(request, forms, workflow.add_plan, about={"school": school}, title=f"New plan at {school.name}")


@PLANS
@require_http_methods(["GET", "HEAD", "POST"])
def change_plan(request, pk):
    """The plan is another from now on."""
    mine = Plan.objects.filter(request.user.within(Permission.PLAN_MAINTENANCE, field="school"))
    found = get_object_or_404(mine.select_related("school", "owner"), pk=pk)
    forms = Forms(request, found, today=timezone.localdate())
    return _edit(request, forms, workflow.change_plan, about={"plan": found}, title=f"Change {found.name}")


class Forms:
    """The three forms of a plan's page: what, how often, the checklist."""

    def __init__(self, request, plan, *, today):
        data = request.POST if request.method == "POST" else None
        self.plan = PlanForm(data, instance=plan)
        self.rule = RuleForm(data, rule=plan.frequency if plan.pk else None)
        self.items = ItemFormSet(data, initial=items_of(plan), prefix="item")
        self.school = plan.school

    def are_valid(self):
        """Is each as it should be? All are asked, so that everything wrong is shown at once."""
        return all([self.plan.is_valid(), self.rule.is_valid(), self.items.is_valid()])

    @property
    def said(self):
        """What was said, as the moves want it."""
        return self.plan.cleaned_data | {"rule": self.rule.document, "checklist": checklist_of(self.items)}

    def ahead(self):
        """The days ahead by what the page says now; None while it says no rule."""
        try:
            rule = rules.read(self.rule.document)
        except rules.InvalidRule as error:
            self.rule.add_error(None, "; ".join(error.errors.values()))
            return None
        said = self.plan.cleaned_data
        return _ahead(self.school, rule, said["active_from"], said["active_until"])


def _edit(request, forms, move, *, about, title):
    ahead = forms.ahead() if request.method == "POST" and forms.are_valid() else None
    if ahead and "look" not in request.POST and (made := _made(request, forms, move, **about)):
        messages.success(request, f"{made.name} is saved.")
        return redirect(made)
    plan = about.get("plan")
    if request.method != "POST" and plan:
        ahead = _ahead(plan.school, plan.frequency, plan.active_from, plan.active_until)
    context = {"forms": forms, "form": forms.plan, "ahead": ahead, "title": title, "plan": plan}
    return render(request, "maintenance/edit_plan.html", context)


def _made(request, forms, move, *, school=None, plan=None):
    """Make the move, or put on the form why it can't be made."""
    at, said = timezone.now(), forms.said
    try:
        return (
            move(plan, by=request.user, at=at, **said) if plan else move(school=school, by=request.user, at=at, **said)
        )
    except ValidationError as error:
        forms.plan.add_error(None, ValidationError(error.messages))
        return None


@PLANS
@require_safe
def starters(request):
    """Plans to start from, for the schools whose maintenance the reader plans."""
    schools = School.objects.where_may(request.user, Permission.PLAN_MAINTENANCE)
    taken = set(Plan.objects.filter(school__in=schools).exclude(starter="").values_list("school", "starter"))
    rows = [
        (starter, rules.sentence(starter.rule), [school for school in schools if (school.pk, starter.key) not in taken])
        for starter in STARTERS
    ]
    return render(request, "maintenance/starters.html", {"rows": rows, "several": len(schools) > 1})


@PLANS
@require_POST
def adopt(request, key):
    """Take one over."""
    if key not in BY_KEY:
        raise Http404
    schools = School.objects.where_may(request.user, Permission.PLAN_MAINTENANCE)
    school = get_object_or_404(schools, code=text_in(request.POST, "school"))
    made = workflow.adopt(key, school=school, by=request.user, at=timezone.now())
    messages.success(request, f"{made.name} is a plan of {school.name} now. Change it as you like.")
    return redirect(made)


def _ahead(school, rule, first, last):
    year = school_years({school.pk})[school.pk]
    return ahead_of(rule, year, today=timezone.localdate(), first=first, last=last)
