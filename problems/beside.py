"""What incidents show of problems: the cause of a record, where ticked rows can go, what came at once."""

from django.urls import reverse

from incidents.models import Incident
from incidents.panels import Line, Section, Way, for_ticked, of_one_cause, panel
from problems.models import Kind, ProblemIncident, Trend
from servicedesk.roles import Permission


@panel
def cause_of(incident, *, reader, at):
    """The problem that caused a record, with what helps meanwhile; or the way to name one."""
    if not reader.may(Permission.SEE_PROBLEMS, incident.school_id):
        return
    link = ProblemIncident.objects.select_related("problem").filter(incident=incident).first()
    if link:
        yield _known(link.problem, incident)
    elif reader.may(Permission.SOLVE_PROBLEMS, incident.school_id):
        query = f"?incidents={incident.pk}"
        raise_it = Way("Raise a problem", f"{reverse('problems:raise')}{query}", "problem")
        link_it = Way("Link to a problem", f"{reverse('problems:choose')}{query}", "link")
        yield Section("Problem", says="No cause is known yet.", ways=(raise_it, link_it))


def _known(problem, incident):
    line = Line(problem.reference, problem.title, problem.get_absolute_url(), problem.get_status_display())
    helps = problem.workaround if incident.is_open and problem.is_open else ""
    return Section("Problem", lines=(line,), template="problems/_workaround.html" if helps else "", facts=helps)


@for_ticked
def with_ticked(reader):
    """Records that have one cause."""
    if reader.may_anywhere(Permission.SOLVE_PROBLEMS):
        yield Way("Raise a problem", reverse("problems:raise-ticked"), "problem")
        yield Way("Link to a problem", reverse("problems:link-ticked"), "link")


@of_one_cause
def in_one_burst(incident):
    """What several people reported within the hour, until somebody says that it is nothing."""
    bursts = incident.trends.filter(kind=Kind.NOW, state__in=[Trend.State.PROPOSED, Trend.State.ACCEPTED])
    return Incident.objects.filter(trends__in=bursts).values_list("pk", flat=True)
